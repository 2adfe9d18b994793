/** What was submitted outlives the server: the same data folder under one BFF after another, and a ledger that fails. */
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, quietLog, read, send, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { GroupView } from './contract/groups.ts';
import { Plan, Submission, type SubmissionRequest } from './contract/submissions.ts';
import { createDliClient } from './dli/client.ts';
import { createFakeClock, type FakeClock } from './dli/fake-clock.ts';
import type { Connection } from './ledger/connection.ts';
import { type Ledger, openLedger } from './ledger/ledger.ts';
import { connectionTo } from './ledger/place.ts';
import { withFaults } from './ledger/test-ledger.ts';
import { SAMPLES } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 60_000 });

const { cloud, root } = sampleCloud();

let count = 0;
const connectionIn = (folder: string) => connectionTo({ databaseUrl: null, dataDir: path.join(root, folder) });

/** A server's life over the ledger of a folder; `post` stands in the way of submits. */
async function start(
  connection: Connection,
  {
    projectId = `p${++count}`,
    clock = createFakeClock(Date.now()),
    post,
    wrap = (it) => it,
    beforeResume,
  }: {
    projectId?: string;
    clock?: FakeClock;
    post?: () => Promise<void>;
    wrap?: (ledger: Ledger) => Ledger;
    beforeResume?: () => void;
  } = {},
) {
  const ledger = await openLedger(connection);
  let posts = 0;
  const dli = createDliClient({
    endpoint: 'https://dli.local.myhuaweicloud.com',
    clock,
    maxTries: 1,
    fetch: async (request) => {
      if (request.method === 'POST') {
        posts++;
        await post?.();
      }
      return cloud.fetch(request);
    },
  });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  const projects = everyProject({ dli, obs: cloud.store, region: 'local' });
  const { app, dispose, resume } = createApp({ projects, clock, log: quietLog(), config, ledger: wrap(ledger) });
  beforeResume?.();
  await resume();
  const base = `/api/projects/${projectId}`;
  return {
    ledger,
    projectId,
    clock,
    posts: () => posts,
    token: async (form: SubmissionRequest) => Plan.parse(await (await send(app, `${base}/plan`, form)).json()).token,
    submit: (form: SubmissionRequest, token: string, key: string) => send(app, `${base}/submissions`, { ...form, token }, key),
    submission: async (id: string) => Submission.parse(await (await read(app, `${base}/submissions/${id}`)).json()),
    view: async (name: string) =>
      GroupView.parse(await (await read(app, `${base}/group?name=${name}`, { 'Cache-Control': 'no-cache' })).json()),
    async stop() {
      await dispose();
      await ledger.dispose();
    },
  };
}

const formOf = (paths: string[]): SubmissionRequest => ({ group: 'etl', kind: 'jar', isAsync: true, tags: [], paths });

test('a submission, its paths, its times and its key are there after a restart', async () => {
  const form = formOf([SAMPLES.jar, SAMPLES.missing]);
  const first = await start(await connectionIn('restart'));
  const token = await first.token(form);
  const answer = Submission.parse(await (await first.submit(form, token, 'k')).json());
  expect(answer).toMatchObject({ outcome: 'accepted', error: null });
  await cloud.whenIdle();
  const before = await first.view('etl');
  await first.stop();

  const second = await start(await connectionIn('restart'), first);
  const after = await second.view('etl');
  expect(after.submissions).toEqual(before.submissions);
  expect(after.submissions[0]).toMatchObject({
    id: answer.id,
    observed: { how: 'created' },
    packages: [{ path: SAMPLES.jar }, { path: SAMPLES.missing }],
  });
  expect(after.packages.items.map(({ tookMs }) => tookMs)).toEqual(before.packages.items.map(({ tookMs }) => tookMs));
  expect(after.packages.items[0]?.tookMs).toBeTypeOf('number');
  expect(await second.submission(answer.id)).toEqual(after.submissions[0]);
  const again = await second.submit(form, token, 'k');
  expect(Submission.parse(await again.json()).id).toBe(answer.id);
  const other = await second.submit(formOf([SAMPLES.jar]), token, 'k');
  expect(await errorOf(other)).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  expect(second.posts()).toBe(0);
  expect(await second.ledger.unfinished()).toEqual([]);
  await second.stop();
});

test('one that was never answered is unknown after a restart, and settled by reading', async () => {
  const form = formOf([SAMPLES.jar]);
  const connection = await connectionIn('unanswered');
  const first = await start(connection, { post: () => new Promise(() => {}) });
  const work = first.submit(form, await first.token(form), 'k');
  await expect.poll(() => first.posts()).toBe(1);
  const [left] = await first.ledger.unfinished();
  expect(left).toMatchObject({ stage: 'sent', outcome: 'sending' });
  // As after a kill: nothing of the first one is told any more.
  await first.ledger.dispose();
  const second = await start(await connectionIn('unanswered'), first);
  const id = left?.id ?? '';
  expect(await second.submission(id)).toMatchObject({ outcome: 'unknown', settlement: null });
  await second.clock.advance(60_000);
  await expect
    .poll(() => second.submission(id))
    .toMatchObject({ outcome: 'unknown', settlement: { verdict: 'not_found', missing: ['sample-etl.jar'] } });
  expect(second.posts()).toBe(0);
  expect(await second.ledger.unfinished()).toEqual([]);
  await second.stop();
  void work;
});

test('a ledger that cannot be written sends nothing, and the same key may be tried again', async () => {
  const form = formOf([SAMPLES.jar]);
  const { connection, faults } = withFaults(await connectionIn('faults'));
  const bff = await start(connection);
  const token = await bff.token(form);
  let refused = 0;
  let response: Response;
  for (;;) {
    faults.failAt(refused + 1, refused % 2 === 0 ? 'before' : 'after');
    response = await bff.submit(form, token, 'k');
    if (response.status === 200) break;
    expect(await errorOf(response)).toMatchObject({ status: 503, code: 'ledger_unavailable' });
    expect(bff.posts()).toBe(0);
    refused++;
  }
  // The statement that failed came after the call: DLI's answer stands all the same.
  expect(Submission.parse(await response.json())).toMatchObject({ outcome: 'accepted', error: null });
  expect(refused).toBeGreaterThan(8);
  expect(bff.posts()).toBe(1);
  await cloud.whenIdle();
  // What could not be written is written with what comes next.
  await bff.view('etl');
  const { items } = await bff.ledger.list({ projectId: bff.projectId }, { limit: 5 });
  expect(items).toMatchObject([{ outcome: 'accepted', stage: 'observed' }]);
  await bff.stop();
});

test('an answer that cannot be written down is told as such, and written once it can be', async () => {
  const form = formOf([SAMPLES.jar]);
  const { connection, faults } = withFaults(await connectionIn('unwritten'));
  const bff = await start(connection, {
    post: async () => {
      faults.isDown = true;
    },
  });
  const token = await bff.token(form);
  const told = Submission.parse(await (await bff.submit(form, token, 'k')).json());
  expect(told).toMatchObject({ outcome: 'accepted', isUnrecorded: true });
  faults.isDown = false;
  expect(await bff.ledger.find(bff.projectId, told.id)).toMatchObject({ stage: 'sent', outcome: 'sending' });
  await bff.clock.advance(10_000);
  await expect.poll(async () => (await bff.submission(told.id)).isUnrecorded).toBeUndefined();
  expect(await bff.ledger.find(bff.projectId, told.id)).toMatchObject({ outcome: 'accepted' });
  expect(bff.posts()).toBe(1);
  await bff.stop();
});

test('what a start found unsent is never sent and recorded as not sent, whichever statement of the start fails', async () => {
  const form = formOf([SAMPLES.jar]);
  const word: string[] = [];
  for (let n = 1; ; n++) {
    const first = await start(await connectionIn(`unsent-${n}`), {
      wrap: (ledger) => ({ ...ledger, record: () => Promise.reject(new Error('down')) }),
    });
    const token = await first.token(form);
    expect(await errorOf(await first.submit(form, token, 'k'))).toMatchObject({ status: 503, code: 'ledger_unavailable' });
    expect(await first.ledger.unfinished()).toMatchObject([{ stage: 'intent' }]);
    await first.ledger.dispose();

    const { connection, faults } = withFaults(await connectionIn(`unsent-${n}`));
    const second = await start(connection, {
      projectId: first.projectId,
      beforeResume: () => faults.failAt(n, n % 2 === 0 ? 'before' : 'after'),
    }).catch(() => null);
    if (!second) {
      word.push('did not start');
      continue;
    }
    if (!faults.hasFailed) {
      await second.stop();
      break;
    }
    const answer = await second.submit(form, token, 'k');
    await second.clock.advance(10_000);
    const { items } = await second.ledger.list({ projectId: second.projectId }, { limit: 5 });
    const told = Submission.parse(await answer.json());
    expect(items).toMatchObject([{ id: told.id, outcome: second.posts() === 0 ? 'refused' : 'accepted' }]);
    expect(told.outcome).toBe(items[0]?.outcome);
    word.push(`${told.outcome}, sent ${second.posts()} times`);
    await second.stop();
  }
  expect(word.length).toBeGreaterThan(8);
  expect(new Set(word)).toEqual(new Set(['did not start', 'refused, sent 0 times']));
});

/** Submitting over a network whose every answer is held back, lost or given by the test. */
import { type Logger, pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { GroupView } from '../../contract/groups.ts';
import { Plan, Submission, type SubmissionRequest } from '../../contract/submissions.ts';
import { createDliClient } from '../../dli/client.ts';
import { createFakeClock, settle } from '../../dli/fake-clock.ts';
import type { TransportOptions } from '../../dli/transport.ts';
import { type AppParts, createApp } from '../app.ts';
import { everyProject } from '../projects.ts';
import { errorOf, memoryLedger, NO_OBJECTS, quietLog, read, send, TEST_HOST, TEST_SESSION } from '../testing.ts';

interface WireItem {
  resource_name: string;
  status: string;
  update_time: number;
}
type Mode = 'answer' | 'hang' | 'down' | 'refuse-connection' | 'mistake';

const REQUEST: SubmissionRequest = { group: 'g', kind: 'jar', isAsync: true, tags: [], paths: ['obs://bkt/a.jar'] };

function open({
  log = quietLog(),
  ledger = memoryLedger(),
  ...more
}: {
  settleAfterMs?: number;
  log?: Logger;
  ledger?: AppParts['ledger'];
} = {}) {
  const clock = createFakeClock();
  const net = { list: 'answer' as Mode, post: 'answer' as Mode, lists: 0, posts: 0, members: [] as WireItem[] };
  const held: (() => void)[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const isPost = request.method === 'POST';
    net[isPost ? 'posts' : 'lists']++;
    const mode = isPost ? net.post : net.list;
    if (mode === 'refuse-connection')
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
    if (mode === 'down') return new Response('{"error_code":"DLI.0999","error_msg":"x"}', { status: 400 });
    if (mode === 'hang') await new Promise<void>((resolve) => held.push(resolve));
    if (isPost) return new Response('{"module_name":"m"}', { status: 201 });
    return new Response(JSON.stringify({ groups: net.members.length > 0 ? [{ group_name: 'g', details: net.members }] : [] }));
  };
  const authorize: TransportOptions['authorize'] = (request) => {
    if (request.method === 'POST' && net.post === 'mistake') throw new Error('a mistake of ours');
    return request;
  };
  const dli = createDliClient({ endpoint: 'https://dli.example', clock, fetch, maxTries: 1, authorize });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST], ...more };
  const { app, dispose } = createApp({
    ledger,
    projects: everyProject({ dli, obs: NO_OBJECTS, region: 'local' }),
    clock,
    log,
    config,
  });
  const base = '/api/projects/p';
  return {
    clock,
    net,
    dispose,
    /** Lets everything that hangs be answered. */
    release: () => held.splice(0).forEach((go) => go()),
    token: async () => Plan.parse(await (await send(app, `${base}/plan`, REQUEST)).json()).token,
    submit: (token: string, key = 'k', body = REQUEST) => send(app, `${base}/submissions`, { ...body, token }, key),
    submission: async (id: string) => Submission.parse(await (await read(app, `${base}/submissions/${id}`)).json()),
    view: async (headers: Record<string, string> = { 'Cache-Control': 'no-cache' }) =>
      GroupView.parse(await (await read(app, `${base}/group?name=g`, headers)).json()),
  };
}

const submissionIn = async (response: Promise<Response>) => Submission.parse(await (await response).json());

describe('submit', () => {
  it.each([
    ['answer', 'accepted'],
    ['down', 'refused'],
  ] as const)('tells what DLI answered (%s) once it is in the ledger, and not before', async (post, outcome) => {
    const ledger = memoryLedger();
    const gate = Promise.withResolvers<void>();
    const told: string[] = [];
    const slow: AppParts['ledger'] = {
      ...ledger,
      async record(id, ...events) {
        if (events.some(({ type }) => type === 'answered')) await gate.promise;
        await ledger.record(id, ...events);
        told.push(...events.map(({ type }) => type));
      },
    };
    const bff = open({ ledger: slow, settleAfterMs: 20_000 });
    const token = await bff.token();
    bff.net.post = post;
    const submitted = submissionIn(bff.submit(token));
    await bff.clock.advance(9_000);
    expect((await bff.view()).submissions[0]?.outcome).toBe('sending');
    await bff.clock.advance(1_000);
    const { id, outcome: late } = await submitted;
    expect(late).toBe('unknown');
    // DLI has answered: nothing is settled by reading any more, however long it takes.
    await bff.clock.advance(60_000);
    expect(await bff.submission(id)).toMatchObject({ outcome: 'unknown', settlement: null });
    gate.resolve();
    await settle();
    expect(await bff.submission(id)).toMatchObject({ outcome, settlement: null, settlesAt: null });
    expect(await ledger.find('p', id)).toMatchObject({ outcome, settlement: null });
    expect(told).toEqual(['sent', 'answered']);
    expect(bff.net.posts).toBe(1);
  });

  it('logs what became of a call that failed, in codes and ids alone', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = pino({ level: 'warn' }, { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
    const bff = open({ log });
    const token = await bff.token();
    bff.net.post = 'down';
    const { id } = await submissionIn(bff.submit(token));
    expect(lines).toMatchObject([{ submissionId: id, problem: 'server_fault', httpStatus: 400, errorCode: 'DLI.0999' }]);
    expect(JSON.stringify(lines)).not.toMatch(/a\.jar|bkt|paths/);
  });

  it('logs an exception of its own during the call, which no request shows', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = pino({ level: 'error' }, { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
    const bff = open({ log });
    const token = await bff.token();
    bff.net.post = 'mistake';
    const { id, outcome } = await submissionIn(bff.submit(token));
    expect(outcome).toBe('unknown');
    expect(lines).toMatchObject([{ submissionId: id, err: { message: 'a mistake of ours' } }]);
  });

  it('sends once for a thousand requests at once with one key, which all get the same answer', { timeout: 60_000 }, async () => {
    const bff = open();
    const token = await bff.token();
    const answers = await Promise.all(Array.from({ length: 1_000 }, async () => (await bff.submit(token)).text()));
    expect(bff.net.posts).toBe(1);
    expect(new Set(answers).size).toBe(1);
    expect(Submission.parse(JSON.parse(answers[0] ?? ''))).toMatchObject({ outcome: 'accepted' });
  });

  it('reports a connection that never was as refused: nothing was sent', async () => {
    const bff = open();
    const token = await bff.token();
    bff.net.post = 'refuse-connection';
    const answer = await submissionIn(bff.submit(token));
    expect(answer).toMatchObject({ outcome: 'refused', error: { code: 'dli_unreachable' }, httpStatus: null, answeredAt: null });
    expect((await bff.view()).isMoving).toBe(false);
  });

  it('sends nothing when the group cannot be read in time, not even later', async () => {
    const bff = open();
    const token = await bff.token();
    bff.net.list = 'hang';
    const work = bff.submit(token);
    await bff.clock.advance(10_000);
    const response = await work;
    expect([response.status, (await errorOf(response)).code]).toEqual([504, 'dli_timeout']);
    bff.net.list = 'answer';
    bff.release();
    await bff.clock.advance(60_000);
    expect(bff.net.posts).toBe(0);
    expect(await submissionIn(bff.submit(token))).toMatchObject({ outcome: 'accepted' });
  });

  it('follows a call without an answer: unknown at 10 s, timed out at 30 s, settled at 45 s', async () => {
    const bff = open();
    const token = await bff.token();
    bff.net.post = 'hang';
    const work = bff.submit(token);
    await bff.clock.advance(10_000);
    const answer = await submissionIn(work);
    const sentAt = answer.submittedAt;
    expect(answer).toMatchObject({ outcome: 'unknown', error: null, settlesAt: sentAt + 45_000, settlement: null });
    await bff.clock.advance(20_000);
    expect(await bff.submission(answer.id)).toMatchObject({ outcome: 'unknown', error: { code: 'dli_timeout' } });
    const listsBefore = bff.net.lists;
    await bff.clock.advance(15_000);
    expect(bff.net.lists).toBe(listsBefore + 1);
    const settlement = { verdict: 'not_found', at: sentAt + 45_000, found: [], missing: ['a.jar'] };
    expect(await bff.submission(answer.id)).toMatchObject({ outcome: 'unknown', settlement });
    expect((await bff.view()).isMoving).toBe(false);
    expect(bff.net.posts).toBe(1);
  });

  it('takes an answer that comes late', async () => {
    const bff = open();
    const token = await bff.token();
    bff.net.post = 'hang';
    const work = bff.submit(token);
    await bff.clock.advance(10_000);
    const { id } = await submissionIn(work);
    bff.release();
    await settle();
    expect(await bff.submission(id)).toMatchObject({ outcome: 'accepted', settlesAt: null, answer: { module_name: 'm' } });
    await bff.clock.advance(60_000);
    expect(await bff.submission(id)).toMatchObject({ settlement: null });
  });

  it('settles once a read succeeds, and says "undetermined" when none does', async () => {
    const bff = open();
    const token = await bff.token();
    bff.net.post = 'hang';
    const work = bff.submit(token);
    await bff.clock.advance(10_000);
    const { id } = await submissionIn(work);
    bff.net.list = 'down';
    await bff.clock.advance(37_000);
    expect(await bff.submission(id)).toMatchObject({ settlement: null });
    bff.net.list = 'answer';
    bff.net.members = [{ resource_name: 'a.jar', status: 'READY', update_time: 9 }];
    await bff.clock.advance(5_000);
    expect(await bff.submission(id)).toMatchObject({ settlement: { verdict: 'arrived', found: ['a.jar'] }, observed: { how: 'created' } });

    const blind = open();
    const blindToken = await blind.token();
    blind.net.post = 'hang';
    const blindWork = blind.submit(blindToken);
    await blind.clock.advance(10_000);
    const lost = await submissionIn(blindWork);
    blind.net.list = 'down';
    await blind.clock.advance(600_000);
    expect(await blind.submission(lost.id)).toMatchObject({ settlement: { verdict: 'undetermined', found: [], missing: [] } });
  });

  it('tells with the group that the record could not be read, and asks it again', async () => {
    const ledger = memoryLedger();
    let isDown = true;
    const failing: AppParts['ledger'] = {
      ...ledger,
      latest: (...asked) => (isDown ? Promise.reject(new Error('down')) : ledger.latest(...asked)),
    };
    const bff = open({ ledger: failing });
    bff.net.members = [{ resource_name: 'a.jar', status: 'READY', update_time: 9 }];
    expect(await bff.view()).toMatchObject({ isRecordRead: false });
    isDown = false;
    await bff.clock.advance(9_000);
    expect(await bff.view()).toMatchObject({ isRecordRead: false });
    await bff.clock.advance(1_000);
    expect(await bff.view()).toMatchObject({ isRecordRead: true });
  });

  it('takes what a later submission uploaded for no arrival of one that was lost', async () => {
    const ledger = memoryLedger();
    const bff = open({ ledger });
    const paths = ['obs://bkt/a.jar', 'obs://bkt/c.jar'];
    const token = await bff.token();
    bff.net.post = 'mistake';
    const lost = await submissionIn(bff.submit(token, '1', { ...REQUEST, paths }));
    bff.net.post = 'answer';
    await bff.clock.advance(1_000);
    const taken = await submissionIn(bff.submit(token, '2'));
    bff.net.members = [{ resource_name: 'a.jar', status: 'READY', update_time: 9 }];
    await bff.clock.advance(60_000);
    expect((await bff.view()).submissions[0]).toMatchObject({ id: taken.id, outcome: 'accepted' });
    expect(await ledger.find('p', taken.id)).toMatchObject({ items: [{ name: 'a.jar', status: 'ready' }] });
    expect(await ledger.find('p', lost.id)).toMatchObject({
      settlement: { verdict: 'not_found', found: [], missing: ['c.jar'] },
      items: [
        { name: 'a.jar', status: null },
        { name: 'c.jar', status: null },
      ],
    });
  });

  it('answers "accepted" in time even when the read after it hangs', async () => {
    const bff = open();
    const token = await bff.token();
    bff.net.post = 'hang';
    const work = bff.submit(token);
    await settle();
    bff.net.list = 'hang';
    bff.release();
    await bff.clock.advance(10_000);
    expect(await submissionIn(work)).toMatchObject({ outcome: 'accepted' });
  });

  it('makes a second submission to the group wait its turn, and sends nothing of it if the turn does not come', async () => {
    const bff = open();
    const token = await bff.token();
    bff.net.post = 'hang';
    const first = bff.submit(token, '1');
    await settle();
    const second = bff.submit(token, '2', { ...REQUEST, paths: ['obs://bkt/b.jar'] });
    await bff.clock.advance(10_000);
    expect((await submissionIn(first)).outcome).toBe('unknown');
    expect(await errorOf(await second)).toMatchObject({ code: 'dli_timeout', status: 504 });
    bff.release();
    await bff.clock.advance(10_000);
    expect(bff.net.posts).toBe(1);
  });

  it('waits, when it closes, for the call under way', async () => {
    const bff = open();
    const token = await bff.token();
    bff.net.post = 'hang';
    const work = bff.submit(token);
    await settle();
    let isClosed = false;
    const closing = bff.dispose().then(() => {
      isClosed = true;
    });
    await settle();
    expect(isClosed).toBe(false);
    bff.release();
    await closing;
    expect(await submissionIn(work)).toMatchObject({ outcome: 'accepted' });
  });
});

describe('how long a package took', () => {
  it('is the time from our submit to the first read that was final', async () => {
    const bff = open();
    const { submittedAt } = await submissionIn(bff.submit(await bff.token()));
    bff.net.members = [{ resource_name: 'a.jar', status: 'UPLOADING', update_time: submittedAt }];
    await bff.clock.advance(3_000);
    expect((await bff.view()).packages.items[0]?.tookMs).toBeNull();
    bff.net.members = [{ resource_name: 'a.jar', status: 'READY', update_time: submittedAt }];
    await bff.clock.advance(4_000);
    // The server's own read, every three seconds at first.
    expect((await bff.view()).packages.items[0]?.tookMs).toBe(6_000);
    bff.net.members = [{ resource_name: 'a.jar', status: 'READY', update_time: submittedAt + 1 }];
    expect((await bff.view()).packages.items[0]?.tookMs).toBeNull();
  });

  it('is not told when nobody could read for too long to know', async () => {
    const bff = open();
    await submissionIn(bff.submit(await bff.token()));
    bff.net.members = [{ resource_name: 'a.jar', status: 'READY', update_time: 9 }];
    bff.net.list = 'down';
    await bff.clock.advance(90_001);
    bff.net.list = 'answer';
    expect((await bff.view()).packages.items[0]?.tookMs).toBeNull();
  });
});

describe('a group that is awaited', () => {
  it('is moving, without being listed, until a read shows it', async () => {
    const bff = open();
    const { submittedAt } = await submissionIn(bff.submit(await bff.token()));
    expect(await bff.view({})).toMatchObject({ group: null, isMoving: true, movingSince: submittedAt });
    bff.net.members = [{ resource_name: 'a.jar', status: 'READY', update_time: 9 }];
    await bff.clock.advance(2_000);
    expect(await bff.view({})).toMatchObject({ group: { name: 'g', moduleName: 'm' }, isMoving: false, movingSince: null });
  });
});

/**
 * The review against what then happens: plan and submit by the BFF over the local cloud, under both readings of "a group of
 * the same name is overwritten".
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, memoryLedger, quietLog, read, send, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { CLIENT_HEADER } from './contract/define.ts';
import { GroupView } from './contract/groups.ts';
import { Plan, Submission, type SubmissionRequest, submissionsContract } from './contract/submissions.ts';
import { createDliClient } from './dli/client.ts';
import { createFakeClock } from './dli/fake-clock.ts';
import { openTestCloud, type TestCloud } from './local-cloud/test-cloud.ts';

const SEMANTICS = ['replace-group', 'upsert'] as const;
const clouds = new Map<string, TestCloud>();
let projectCount = 0;

beforeAll(async () => {
  for (const kindUploads of SEMANTICS) clouds.set(kindUploads, await openTestCloud({ kindUploads }));
});
afterAll(async () => {
  for (const cloud of clouds.values()) await cloud[Symbol.asyncDispose]();
});

const uri = (name: string, folder = 'v1') => `obs://lake-${projectCount}/${folder}/${name}`;
const request = (paths: string[], more: Partial<SubmissionRequest> = {}): SubmissionRequest => ({
  group: 'etl',
  kind: 'file',
  isAsync: true,
  tags: [],
  paths,
  ...more,
});

function open(semantics: (typeof SEMANTICS)[number]) {
  const cloud = clouds.get(semantics);
  if (!cloud) throw new Error('no cloud');
  const projectId = `plan${++projectCount}`;
  const clock = createFakeClock(Date.now());
  let now = Date.UTC(2026, 0, 2) + projectCount * 1_000_000;
  const dli = createDliClient({ endpoint: 'https://dli.local.myhuaweicloud.com', clock, fetch: (sent) => cloud.fetch(sent), maxTries: 1 });
  const { app, dispose } = createApp({
    ledger: memoryLedger(),
    projects: everyProject({ dli, obs: cloud.store, region: 'local' }),
    clock,
    log: quietLog(),
    config: { session: TEST_SESSION, allowedHosts: [TEST_HOST] },
  });
  const base = `/api/projects/${projectId}`;
  const post = (path: string, body: unknown, headers: Record<string, string>) =>
    app.request(`http://${TEST_HOST}${base}${path}`, {
      method: 'POST',
      headers: { [CLIENT_HEADER]: '1', 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const settled = async () => {
    await cloud.whenIdle();
    cloud.at(++now);
    await clock.advance(1_000);
    const view = await read(app, `${base}/group?name=etl`, { 'Cache-Control': 'no-cache' });
    return view.status === 404 ? null : GroupView.parse(await view.json());
  };
  return {
    cloud,
    clock,
    dispose,
    projectId,
    settled,
    plan: async (body: SubmissionRequest, isFresh = true) =>
      Plan.parse(await (await post('/plan', body, isFresh ? { 'Cache-Control': 'no-cache' } : {})).json()),
    submit: (body: SubmissionRequest, token: string, key: string = crypto.randomUUID()) =>
      send(app, `${base}/submissions`, { ...body, token }, key),
    known: async (query: string) =>
      submissionsContract.listKnownPaths.response.parse(await (await read(app, `${base}/known-paths${query}`)).json()).items,
    async submitted(body: SubmissionRequest): Promise<Submission> {
      const { token } = Plan.parse(await (await post('/plan', body, { 'Cache-Control': 'no-cache' })).json());
      const { id } = Submission.parse(await (await send(app, `${base}/submissions`, { ...body, token }, crypto.randomUUID())).json());
      await settled();
      return Submission.parse(await (await read(app, `${base}/submissions/${id}`)).json());
    },
    elsewhere: (paths: string[]) => cloud.upload(paths, { group: 'etl', is_async: false }, projectId),
  };
}

const actions = ({ rows }: Plan) => Object.fromEntries(rows.map(({ name, action }) => [name, action]));

describe('what is the same', () => {
  it('is left out, checked again, and stays in the group', async () => {
    const bff = open('replace-group');
    for (const name of ['a', 'b']) await bff.cloud.put(uri(name), name);
    await bff.submitted(request([uri('a'), uri('b')], { note: 'first' }));
    await bff.cloud.put(uri('b'), 'newer');

    const asked = request([uri('a'), uri('b')]);
    const plan = await bff.plan(asked);
    expect(actions(plan)).toEqual({ a: 'same', b: 'replace' });
    expect(plan.rows[0]).toMatchObject({ source: { obsUri: uri('a'), submittedBy: 'tester', standing: 'current', sizeBytes: 1 } });
    const less = { ...asked, leaveOut: ['a'] };
    const sent = Submission.parse(await (await bff.submit(less, plan.token)).json());
    expect(sent.packages.map(({ name }) => name)).toEqual(['b']);
    expect(sent.call).toMatchObject({ body: (await bff.plan(less)).call.body });
    const view = await bff.settled();
    expect(view?.packages.items.map(({ name }) => name).sort()).toEqual(['a', 'b']);
    expect(view?.submissions[0]).toMatchObject({
      observed: { how: 'merged', kept: 1, removed: [], moved: [{ name: 'b', what: 'both', isSent: true }] },
    });
    await bff.dispose();
  });

  it('is not, once the object moved on after the review: nothing is sent', async () => {
    const bff = open('upsert');
    for (const name of ['a', 'b']) await bff.cloud.put(uri(name), name);
    await bff.submitted(request([uri('a')]));
    const asked = request([uri('a'), uri('b')], { leaveOut: ['a'] });
    const { token } = await bff.plan(asked);
    await bff.cloud.put(uri('a'), 'newer');
    const refused = await errorOf(await bff.submit(asked, token));
    const { leaveOut: _, ...whole } = asked;
    expect(refused).toMatchObject({ details: { plan: { call: (await bff.plan(whole)).call } } });
    expect(refused).toMatchObject({ code: 'no_longer_same', status: 409, details: { plan: { counts: { replace: 1, add: 1, same: 0 } } } });
    expect((await bff.settled())?.packages.items.map(({ name }) => name)).toEqual(['a']);
    await bff.dispose();
  });

  it('is seen by a look of its own, however short ago the form looked', async () => {
    const bff = open('upsert');
    await bff.cloud.put(uri('a'), 'a');
    await bff.submitted(request([uri('a')]));
    expect(actions(await bff.plan(request([uri('a')]), false))).toEqual({ a: 'same' });
    await bff.cloud.put(uri('a'), 'newer');
    expect(actions(await bff.plan(request([uri('a')]), false))).toEqual({ a: 'replace' });
    await bff.dispose();
  });

  it('is not left out where that may remove it, and alone is nothing to send', async () => {
    const bff = open('replace-group');
    for (const name of ['a', 'b']) await bff.cloud.put(uri(name), name);
    await bff.submitted(request([uri('a')]));
    const waits = request([uri('a'), uri('b')], { isAsync: false });
    const plan = await bff.plan(waits);
    expect(plan).toMatchObject({ canLeaveOut: false, counts: { same: 1, add: 1 } });
    expect(await errorOf(await bff.submit({ ...waits, leaveOut: ['a'] }, plan.token))).toMatchObject({ code: 'no_longer_same' });
    const alone = request([uri('a')], { leaveOut: ['a'] });
    expect(await errorOf(await bff.submit(alone, (await bff.plan(alone)).token))).toMatchObject({ code: 'invalid_request' });
    expect((await bff.submitted(waits)).observed).toMatchObject({ how: 'unknown', moved: [{ name: 'a', isSent: true }] });
    await bff.dispose();
  });

  it('is not what was put there elsewhere, or went in as another kind', async () => {
    const bff = open('upsert');
    for (const name of ['a', 'b']) await bff.cloud.put(uri(name), name);
    await bff.submitted(request([uri('a'), uri('b')]));
    await bff.elsewhere([uri('a').replace('obs://', 'https://').replace('/v1', '.obs.local.myhuaweicloud.com/v1')]);
    const { rows } = await bff.plan(request([uri('a')], { kind: 'jar' }));
    expect(rows.map(({ name, action, source }) => [name, action, source?.standing])).toEqual([
      ['a', 'replace', 'replaced'],
      ['b', 'notIncluded', 'current'],
    ]);
    await bff.dispose();
  });
});

it('two submits of one review at the same moment are one accepted and one refused', async () => {
  const bff = open('upsert');
  for (const name of ['a', 'b']) await bff.cloud.put(uri(name), name);
  const { token } = await bff.plan(request([uri('a')]));
  const answers = await Promise.all([bff.submit(request([uri('a')]), token), bff.submit(request([uri('a'), uri('b')]), token)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 409]);
  const refused = answers[1] && (await errorOf(answers[1]));
  expect(refused).toMatchObject({
    code: 'group_changed',
    details: { plan: { rows: [{ name: 'a', source: { submittedBy: 'tester' } }, {}] } },
  });
  await bff.settled();
  await bff.dispose();
});

it('paths and notes are known for longer than the latest submissions are shown', async () => {
  const bff = open('upsert');
  for (const name of ['a', 'b']) await bff.cloud.put(uri(name), name);
  await bff.submitted(request([uri('a')], { note: 'the one' }));
  for (let count = 0; count < 6; count++) await bff.submitted(request([uri('b')]));
  expect(await bff.known('?group=etl')).toMatchObject([
    { name: 'a', path: uri('a'), note: 'the one' },
    { name: 'b', note: null },
  ]);
  expect(await bff.known('?group=etl&name=b')).toMatchObject([{ name: 'b' }]);
  expect(await bff.known('')).toEqual([]);
  await bff.dispose();
});

type Step =
  | { do: 'rewrite'; name: string }
  | { do: 'elsewhere'; name: string }
  | { do: 'delete'; name: string }
  | { do: 'submit'; names: string[]; isAsync: boolean; leavesOut: boolean };

const NAMES = ['a', 'b', 'c'];
const name = fc.constantFrom(...NAMES);
const submit = fc.record({
  do: fc.constant('submit' as const),
  names: fc.subarray(NAMES, { minLength: 1 }),
  isAsync: fc.boolean(),
  leavesOut: fc.boolean(),
});
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: submit },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('rewrite' as const), name }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('elsewhere' as const), name }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), name }) },
  ),
  { minLength: 2, maxLength: 8 },
);

describe.each(SEMANTICS)('plan and outcome agree (%s)', (semantics) => {
  it('whatever happened before', { timeout: 60_000 }, async () => {
    let told = 0;
    const property = fc.asyncProperty(steps, async (all: Step[]) => {
      const run = await runSteps(semantics, all);
      told += run.leftOut;
      expect(run.disagreements).toEqual([]);
    });
    await fc.assert(property, { numRuns: 25, seed: 34 });
    expect(told).toBeGreaterThan(0);
  });
});

/** Beside a model of who has which contents: nothing asked for is ever missing or old, and nothing left out for being the same is lost. */
async function runSteps(semantics: (typeof SEMANTICS)[number], all: readonly Step[]) {
  const bff = open(semantics);
  const objects = new Map<string, string>();
  const group = new Map<string, string>();
  const disagreements: unknown[] = [];
  let leftOut = 0;
  let written = 0;

  function agree(what: string, found: unknown, expected: unknown) {
    if (!isDeepStrictEqual(found, expected)) disagreements.push({ what, found, expected });
  }

  async function write(one: string) {
    objects.set(one, `contents ${++written}`);
    await bff.cloud.put(uri(one), `contents ${written}`);
  }

  async function submitNames({ names, isAsync, leavesOut }: Extract<Step, { do: 'submit' }>) {
    const before = [...group.keys()];
    const asked = request(
      names.map((one) => uri(one)),
      { isAsync },
    );
    const plan = await bff.plan(asked);
    const told = actions(plan);
    const same = names.filter((one) => told[one] === 'same');
    for (const one of names) agree(`${one} is there`, told[one] !== 'add', group.has(one));
    for (const one of same) agree(`${one} is the same`, group.get(one), objects.get(one));
    const others = before.filter((one) => !names.includes(one));
    agree('not included', plan.rows.flatMap((row) => (row.action === 'notIncluded' ? [row.name] : [])).toSorted(), others.toSorted());
    if (leavesOut && same.length === names.length) return; // there is nothing to send

    const leaveOut = leavesOut && plan.canLeaveOut ? same : [];
    const sent = names.filter((one) => !leaveOut.includes(one));
    leftOut += leaveOut.length;
    const { outcome, observed, packages } = await bff.submitted({ ...asked, leaveOut });
    agree('accepted', [outcome, packages.map((item) => item.name)], ['accepted', sent]);
    const notSent = before.filter((one) => !sent.includes(one));
    const isReplaced = !isAsync && semantics === 'replace-group';
    if (isReplaced) group.clear();
    for (const one of sent) group.set(one, objects.get(one) ?? '');
    const how = before.length === 0 ? 'created' : notSent.length === 0 ? 'unknown' : isReplaced ? 'replaced' : 'merged';
    const kept = isReplaced ? 0 : notSent.length;
    agree('observed', observed && [observed.how, observed.removed.toSorted(), observed.kept], [
      how,
      isReplaced ? notSent.toSorted() : [],
      kept,
    ]);
    for (const one of names) agree(`${one} is what was asked for`, group.get(one), objects.get(one));
  }

  for (const one of NAMES) await write(one);
  for (const step of all) {
    if (step.do === 'rewrite') await write(step.name);
    else if (step.do === 'elsewhere') {
      await bff.elsewhere([`https://lake-${projectCount}.obs.local.myhuaweicloud.com/v1/${step.name}`]);
      group.set(step.name, objects.get(step.name) ?? '');
    } else if (step.do === 'delete') {
      await bff.cloud.remove(step.name, 'etl', bff.projectId);
      group.delete(step.name);
    } else await submitNames(step);
    const view = await bff.settled();
    agree('members', (view?.packages.items ?? []).map((item) => item.name).toSorted(), [...group.keys()].toSorted());
  }
  await bff.dispose();
  return { disagreements, leftOut };
}

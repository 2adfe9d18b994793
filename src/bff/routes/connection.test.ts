import { afterEach, expect, test } from 'vitest';
import type { ConnectionCheck, ConnectionStep } from '../../contract/connection.ts';
import { createDliClient } from '../../dli/client.ts';
import { createFakeClock } from '../../dli/fake-clock.ts';
import { createApp } from '../app.ts';
import { listedProjects, type Upstream } from '../projects.ts';
import { memoryLedger, NO_OBJECTS, quietLog, read, send, TEST_HOST, TEST_SESSION, until } from '../testing.ts';

const dli = createDliClient({ endpoint: 'https://dli.example', fetch: () => Promise.reject(new Error('not asked')) });
const clock = createFakeClock();
let answer = Promise.withResolvers<void>();
let begun = 0;
let tell: (step: ConnectionStep) => void = () => {};
const looked: unknown[] = [];
const upstream: Upstream = {
  dli,
  obs: NO_OBJECTS,
  region: 'cn-north-4',
  diagnose: ({ object, onStep }) => {
    begun += 1;
    looked.push(object);
    tell = onStep;
    return answer.promise;
  },
};
const { app } = createApp({
  ledger: memoryLedger(),
  projects: listedProjects(
    new Map([
      ['a', upstream],
      ['b', upstream],
    ]),
  ),
  clock,
  log: quietLog(),
  config: { session: TEST_SESSION, allowedHosts: [TEST_HOST] },
});
const check = async (projectId: string, have = 0, object: string | null = null) => {
  const response = await send(app, `/api/projects/${projectId}/connection-check`, { object, have });
  return { status: response.status, body: (await response.json()) as ConnectionCheck }; // the contract's own shape
};

afterEach(async () => {
  answer = Promise.withResolvers();
  begun = 0;
  await clock.advance(5_000);
});

test('one at a time for each project, and none within 5 s of the last', async () => {
  const together = [check('a'), check('a'), check('b')];
  await until(() => begun === 2);
  answer.resolve();
  const [first, second] = await Promise.all(together);
  expect(first).toMatchObject({ status: 200, body: { steps: [], isDone: true } });
  expect(second).toEqual(first);
  await clock.advance(4_999);
  expect(await check('a')).toEqual(first);
  expect(begun).toBe(2);
  await clock.advance(1);
  expect((await check('a')).body.checkedAt).toBeGreaterThan(first?.body.checkedAt ?? 0);
  expect(begun).toBe(3);
});

test('by POST alone, and for projects of this server alone', async () => {
  expect((await read(app, '/api/projects/a/connection-check')).status).toBe(405);
  expect((await check('c')).status).toBe(404);
  expect(begun).toBe(0);
});

const STEP: ConnectionStep = { id: 'clock', service: null, state: 'ok', ms: 1, found: { code: 'clock_right', params: {} }, answer: null };

test('answers step by step to everybody who has fewer of them', async () => {
  const first = check('a');
  await until(() => begun === 1);
  tell(STEP);
  expect((await first).body).toMatchObject({ steps: [STEP], isDone: false });
  const late = check('a');
  const next = check('a', 1);
  expect((await late).body.steps).toHaveLength(1);
  tell({ ...STEP, id: 'packages' });
  expect((await next).body).toMatchObject({ steps: [{ id: 'clock' }, { id: 'packages' }], isDone: false });
  const last = check('a', 2);
  answer.resolve();
  expect((await last).body).toMatchObject({ steps: [{}, {}], isDone: true });
  expect(begun).toBe(1);
});

test('looks at the object named, after a check that runs about another', async () => {
  looked.length = 0;
  const first = check('a');
  await until(() => begun === 1);
  const second = check('a', 0, 'obs://bucket/lib/a.jar');
  answer.resolve();
  expect((await first).body.isDone).toBe(true);
  expect((await second).body.isDone).toBe(true);
  expect(looked).toEqual([null, expect.objectContaining({ bucket: 'bucket', key: 'lib/a.jar' })]);
  expect((await check('a', 0, 'no path')).status).toBe(400);
});

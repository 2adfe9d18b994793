import { afterEach, expect, test } from 'vitest';
import type { ConnectionCheck } from '../../contract/connection.ts';
import { createDliClient } from '../../dli/client.ts';
import { createFakeClock } from '../../dli/fake-clock.ts';
import { createApp } from '../app.ts';
import { listedProjects, type Upstream } from '../projects.ts';
import { memoryLedger, NO_OBJECTS, quietLog, read, send, TEST_HOST, TEST_SESSION, until } from '../testing.ts';

const dli = createDliClient({ endpoint: 'https://dli.example', fetch: () => Promise.reject(new Error('not asked')) });
const clock = createFakeClock();
let answer = Promise.withResolvers<[]>();
let begun = 0;
const upstream: Upstream = {
  dli,
  obs: NO_OBJECTS,
  region: 'cn-north-4',
  diagnose: () => {
    begun += 1;
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
const check = async (projectId: string) => {
  const response = await send(app, `/api/projects/${projectId}/connection-check`, undefined);
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
  answer.resolve([]);
  const [first, second] = await Promise.all(together);
  expect(first).toMatchObject({ status: 200, body: { steps: [] } });
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

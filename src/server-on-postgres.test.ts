/** The whole server with its record in a PostgreSQL: restarts, a kill, and a database that goes away and comes back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { CLIENT_HEADER, IDEMPOTENCY_HEADER } from './contract/define.ts';
import { startPostgres, type TestPostgres } from './ledger/test-postgres.ts';
import { SAMPLES } from './local-cloud/samples.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const RUN = 'const { runServer } = await import(process.argv[1]); await runServer({ drainMs: 1500 });';
const SOON = { timeout: 30_000 };
const dir = mkdtempSync(path.join(tmpdir(), 'groupage-on-postgres-'));
let postgres: TestPostgres;
const children: ChildProcess[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
});
afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL');
});
afterAll(async () => {
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function start(folder: string, databaseUrl: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, path.join(import.meta.dirname, 'server.ts')], {
    env: {
      PATH: process.env['PATH'],
      GROUPAGE_PORT: '0',
      GROUPAGE_DATA: path.join(dir, folder),
      GROUPAGE_DATABASE_URL: databaseUrl,
      GROUPAGE_SAMPLES: 'small',
      GROUPAGE_LOG_LEVEL: 'silent',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer]; // what a pipe gives
  return { child, api: `${/http:\/\/127\.0\.0\.1:\d+/.exec(line.toString())?.[0]}/api/projects/p` };
}

// oxlint-disable-next-line typescript/no-explicit-any -- the test looks into answers of every shape
async function ask(address: string, body?: object, key = ''): Promise<{ status: number; body: any }> {
  const headers = { [CLIENT_HEADER]: '1', 'Content-Type': 'application/json', ...(key ? { [IDEMPOTENCY_HEADER]: key } : {}) };
  const answer = await fetch(address, { headers, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) });
  return { status: answer.status, body: await answer.json() };
}

const formOf = (group: string) => ({ group, kind: 'file', isAsync: true, tags: [], paths: [SAMPLES.csv] });

async function planFor(api: string, group: string) {
  const isThere = async () => (await ask(`${api}/preflight`, { paths: [SAMPLES.csv] })).body.checks?.[0].object;
  await expect.poll(isThere, SOON).toBeTruthy();
  return { ...formOf(group), token: (await ask(`${api}/plan`, formOf(group))).body.token };
}

test('what was submitted is there after a restart and after a kill, and its key is known', async () => {
  const url = await postgres.freshUrl();
  const first = await start('restarts', url);
  const sent = await planFor(first.api, 'g');
  const { body } = await ask(`${first.api}/submissions`, sent, 'key');
  expect(body).toMatchObject({ outcome: 'accepted' });
  const status = async (api: string) => (await ask(`${api}/group?name=g`)).body.packages?.items[0]?.status;
  await expect.poll(() => status(first.api), SOON).toBe('ready');
  await end(first.child, 'SIGTERM');

  const second = await start('restarts', url);
  const found = await ask(`${second.api}/submissions/${body.id}`);
  expect(found.body).toMatchObject({ id: body.id, outcome: 'accepted', observed: { how: 'created' } });
  expect((await ask(`${second.api}/submissions`, sent, 'key')).body.id).toBe(body.id);
  await end(second.child, 'SIGKILL');

  const third = await start('restarts', url);
  expect((await ask(`${third.api}/submissions/${body.id}`)).body).toEqual(found.body);
  expect((await ask(`${third.api}/submissions`, sent, 'key')).body.id).toBe(body.id);
  expect(await postgres.query(url, 'select count(*)::int as count from entries')).toEqual([{ count: 1 }]);
});

test('killed while DLI has not answered, it settles what was sent when it starts again, and sends nothing', async () => {
  const url = await postgres.freshUrl();
  const slow = { GROUPAGE_LOCAL_SLOW_BYTES_PER_SECOND: '1', GROUPAGE_SETTLE_AFTER_MS: '500' };
  const first = await start('killed', url, { ...slow, GROUPAGE_ANSWER_WITHIN_MS: '60000' });
  const sent = { ...(await planFor(first.api, 'g')), isAsync: false, paths: [SAMPLES.slow] };
  const submitted = ask(`${first.api}/submissions`, sent, 'key').catch(() => 'no answer');
  const latest = async () => (await ask(`${first.api}/group?name=g`)).body.submissions?.[0];
  await expect.poll(async () => (await latest())?.outcome, SOON).toBe('sending');
  const { id } = await latest();
  await end(first.child, 'SIGKILL');
  expect(await submitted).toBe('no answer');

  const second = await start('killed', url, slow);
  const verdict = async () => (await ask(`${second.api}/submissions/${id}`)).body.settlement?.verdict;
  await expect.poll(verdict, SOON).toBe('arrived');
  expect((await ask(`${second.api}/submissions`, sent, 'key')).body).toMatchObject({ id, outcome: 'unknown' });
});

test('while the database is gone nothing is submitted and reads go on; once it is back, so are submits, without a restart', async () => {
  const { api } = await start('gone', await postgres.freshUrl());
  const before = await planFor(api, 'before');
  const { body } = await ask(`${api}/submissions`, before, 'key-before');
  expect(body).toMatchObject({ outcome: 'accepted' });
  const sent = await planFor(api, 'while');

  await postgres.takeDown();
  expect(await ask(`${api}/submissions`, sent, 'key-while')).toMatchObject({ status: 503, body: { code: 'ledger_unavailable' } });
  expect(await ask(`${api}/groups`)).toMatchObject({ status: 200 });
  expect(await ask(`${api}/group?name=before`)).toMatchObject({ status: 200, body: { submissions: [{ id: body.id }] } });
  expect(await ask(`${api}/plan`, formOf('while'))).toMatchObject({ status: 200 });
  // Nothing went out: the group is not there.
  expect(await ask(`${api}/group?name=while`)).toMatchObject({ status: 404 });
  // Known before, and in this process's memory.
  expect((await ask(`${api}/submissions`, before, 'key-before')).body.id).toBe(body.id);

  await postgres.bringBack();
  const again = () => ask(`${api}/submissions`, sent, 'key-while');
  await expect.poll(async () => (await again()).body.outcome, SOON).toBe('accepted');
  const { id } = (await again()).body;
  expect((await ask(`${api}/submissions/${id}`)).body).toMatchObject({ group: 'while', outcome: 'accepted' });
});

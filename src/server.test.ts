import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CLIENT_HEADER, IDEMPOTENCY_HEADER } from './contract/define.ts';
import { SAMPLES } from './local-cloud/samples.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'groupage-server-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const RUN = `const { runServer } = await import(process.argv[1]); await runServer({ drainMs: 1500 });`;

async function startServer(env: Record<string, string>): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, path.join(import.meta.dirname, 'server.ts')], {
    env: { ...process.env, GROUPAGE_PORT: '0', GROUPAGE_DATA: dataDir, GROUPAGE_SAMPLES: 'small', GROUPAGE_LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer]; // what a pipe gives
  return { child, port: Number(/127\.0\.0\.1:(\d+)/.exec(line.toString())?.[1]) };
}

interface Answer {
  /** Or the code with which the connection ended. */
  status: number | string;
  // oxlint-disable-next-line typescript/no-explicit-any -- the test looks into answers of every shape
  body: any;
}

function ask(agent: Agent, port: number, address: string, body?: object): Promise<Answer> {
  return new Promise((resolve) => {
    const headers = { [CLIENT_HEADER]: '1', 'Content-Type': 'application/json', [IDEMPOTENCY_HEADER]: 'k' };
    const sent = request({ agent, port, host: '127.0.0.1', path: address, method: body ? 'POST' : 'GET', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve({ status: error.code ?? '', body: null }));
    sent.end(body && JSON.stringify(body));
  });
}

test('asked to stop in the middle of a submission, it answers that one, takes nothing new, and does not wait for DLI for ever', async () => {
  // The copy would take days and the call to DLI ten minutes: only the server's own limits end anything here.
  const { child, port } = await startServer({
    GROUPAGE_LOCAL_SLOW_BYTES_PER_SECOND: '1',
    GROUPAGE_ANSWER_WITHIN_MS: '1000',
    GROUPAGE_UPSTREAM_TIMEOUT_MS: '600000',
  });
  const ended = once(child, 'exit');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const other = new Agent();
  const base = '/api/projects/p';
  const form = { group: 'g', kind: 'file', isAsync: false, tags: [], paths: [SAMPLES.slow] };
  const isThere = async () => (await ask(other, port, `${base}/preflight`, { paths: [SAMPLES.slow] })).body.checks?.[0].object;
  await expect.poll(isThere, { timeout: 20_000 }).toBeTruthy();
  const { token } = (await ask(agent, port, `${base}/plan`, form)).body;
  const submitted = ask(agent, port, `${base}/submissions`, { ...form, token });
  const isSent = async () => (await ask(other, port, `${base}/group?name=g`)).body.submissions?.length;
  await expect.poll(isSent, { timeout: 20_000 }).toBe(1);
  child.kill('SIGTERM');
  await sleep(100);
  // On the connection that the submission keeps open.
  const next = ask(agent, port, `${base}/groups`);
  expect((await submitted).body).toMatchObject({ outcome: 'unknown' });
  expect([503, 'ECONNRESET', 'ECONNREFUSED']).toContain((await next).status);
  expect(await ended).toEqual([0, null]);
  agent.destroy();
});

test('killed while DLI has not answered, it knows of the submission when it starts again, settles it by reading and sends nothing', async () => {
  const folder = path.join(dataDir, 'killed');
  const env = { GROUPAGE_DATA: folder, GROUPAGE_LOCAL_SLOW_BYTES_PER_SECOND: '1', GROUPAGE_SETTLE_AFTER_MS: '500' };
  const first = await startServer({ ...env, GROUPAGE_ANSWER_WITHIN_MS: '60000', GROUPAGE_UPSTREAM_TIMEOUT_MS: '600000' });
  const agent = new Agent();
  const base = '/api/projects/p';
  const form = { group: 'g', kind: 'file', isAsync: false, tags: [], paths: [SAMPLES.slow] };
  const isThere = async () => (await ask(agent, first.port, `${base}/preflight`, { paths: [SAMPLES.slow] })).body.checks?.[0].object;
  await expect.poll(isThere, { timeout: 20_000 }).toBeTruthy();
  const { token } = (await ask(agent, first.port, `${base}/plan`, form)).body;
  const submitted = ask(agent, first.port, `${base}/submissions`, { ...form, token });
  const latest = async (port: number) => (await ask(agent, port, `${base}/group?name=g`)).body.submissions?.[0];
  await expect.poll(async () => (await latest(first.port))?.outcome, { timeout: 20_000 }).toBe('sending');
  const { id } = await latest(first.port);
  const killed = once(first.child, 'exit');
  first.child.kill('SIGKILL');
  await killed;
  expect((await submitted).status).toBe('ECONNRESET');

  const second = await startServer(env);
  const ended = once(second.child, 'exit');
  const found = async () => (await ask(agent, second.port, `${base}/submissions/${id}`)).body;
  expect(await found()).toMatchObject({ id, outcome: 'unknown', packages: [{ path: SAMPLES.slow }] });
  await expect.poll(async () => (await found()).settlement?.verdict, { timeout: 20_000 }).toBeTypeOf('string');
  const again = await ask(agent, second.port, `${base}/submissions`, { ...form, token });
  expect(again).toMatchObject({ status: 200, body: { id, outcome: 'unknown' } });
  second.child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  agent.destroy();
});

test('a ledger that cannot be opened ends the start in one line', async () => {
  const folder = path.join(dataDir, 'damaged');
  await mkdir(path.join(folder, 'ledger.sqlite'), { recursive: true });
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, path.join(import.meta.dirname, 'server.ts')], {
    env: { ...process.env, GROUPAGE_PORT: '0', GROUPAGE_DATA: folder, GROUPAGE_SAMPLES: 'none', GROUPAGE_LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const [code] = await once(child, 'close');
  expect([code, told]).toEqual([
    1,
    `The ledger cannot be used now: the file cannot be opened. GROUPAGE_DATA names its folder, ${folder}.\n`,
  ]);
});

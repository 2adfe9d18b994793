/** Cloud mode end to end through sockets: the server as a process of its own against the local cloud, which checks who calls. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { CLIENT_HEADER, IDEMPOTENCY_HEADER } from './contract/define.ts';
import { startFaultProxy } from './local-cloud/fault-proxy.ts';
import { SAMPLES } from './local-cloud/samples.ts';
import { startProcess } from './local-cloud/test-process.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const REGION = 'cn-north-4';
const KEYS = { HW_ACCESS_KEY: 'SAMPLEKEYALICE', HW_SECRET_KEY: 'sample-secret-of-alice' };
const TEMPORARY_KEYS = {
  HUAWEICLOUD_SDK_AK: 'SAMPLETEMPALICE',
  HUAWEICLOUD_SDK_SK: 'sample-temporary-secret-of-alice',
  HUAWEICLOUD_SDK_SECURITY_TOKEN: 'sample-security-token-of-alice',
};
const USER = { HW_USER_NAME: 'alice', HW_USER_PASSWORD: 'sample-password-of-alice', HW_DOMAIN_NAME: 'sample-account' };
const RUN = 'const { runServer } = await import(process.argv[1]); await runServer({ drainMs: 1500 });';

const dir = mkdtempSync(join(tmpdir(), 'groupage-cloud-'));
const localCloud = startProcess(['--port', '0', '--data', join(dir, 'cloud'), '--samples', 'small', '--require-auth']);
let endpoints: Record<string, string>;
const children: ChildProcess[] = [];
beforeAll(async () => {
  const address = await localCloud.address;
  endpoints = {
    GROUPAGE_DLI_ENDPOINT: address,
    GROUPAGE_IAM_ENDPOINT: address,
    GROUPAGE_OBS_ENDPOINT: pathToFileURL(join(dir, 'cloud/obs')).href,
  };
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
});
afterAll(async () => {
  localCloud.child.kill('SIGTERM');
  await localCloud.ended;
  rmSync(dir, { recursive: true, force: true });
});

/** What it printed until it was ready, or until it ended. */
async function start(env: Record<string, string>): Promise<{ address: string; printed: string; code: number | null }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, join(import.meta.dirname, 'server.ts')], {
    env: {
      PATH: process.env['PATH'],
      GROUPAGE_PORT: '0',
      GROUPAGE_DATA: join(dir, 'console'),
      GROUPAGE_LOG_LEVEL: 'silent',
      GROUPAGE_MODE: 'cloud',
      HW_REGION_NAME: REGION,
      ...endpoints,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let printed = '';
  const ready = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const found = /ready at (http:\/\/\S+)/.exec(printed)?.[1];
      if (found) ready.resolve(found);
    });
  }
  const address = await Promise.race([ready.promise, once(child, 'close').then(() => '')]);
  return { address, printed: printed.trim(), code: child.exitCode };
}

// oxlint-disable-next-line typescript/no-explicit-any -- the test looks into answers of every shape
async function ask(address: string, path: string, body?: object): Promise<{ status: number; body: any }> {
  const headers = { [CLIENT_HEADER]: '1', 'Content-Type': 'application/json', [IDEMPOTENCY_HEADER]: crypto.randomUUID() };
  const answer = await fetch(`${address}/api${path}`, { headers, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) });
  return { status: answer.status, body: await answer.json() };
}

/** Reviews and submits, then waits until DLI has copied it. */
async function mainJob(address: string, projectId: string, group: string) {
  const base = `/projects/${projectId}`;
  await expect
    .poll(async () => (await ask(address, `${base}/preflight`, { paths: [SAMPLES.csv] })).body.checks[0].object, { timeout: 30_000 })
    .not.toBeNull();
  const form = { group, kind: 'file', isAsync: true, tags: [], paths: [SAMPLES.csv] };
  const { token } = (await ask(address, `${base}/plan`, form)).body;
  const submitted = await ask(address, `${base}/submissions`, { ...form, token });
  expect(submitted).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
  const status = async () => (await ask(address, `${base}/group?name=${group}`)).body.packages?.items?.[0]?.status;
  await expect.poll(status, { timeout: 30_000 }).toBe('ready');
  return submitted.body;
}

describe('one project, from the environment', () => {
  test.each([
    ['an access key', KEYS, 'AK …LICE'],
    ['temporary keys', TEMPORARY_KEYS, 'AK …LICE'],
    ["an IAM user's token", USER, 'alice'],
  ])('the main job with %s', async (what, env, user) => {
    const { address, printed } = await start(env);
    expect(printed).toMatch(/^Groupage \S+ is ready at \S+ \(Huawei Cloud: cn-north-4\)$/);
    const session = (await ask(address, '/session')).body;
    expect(session).toMatchObject({ mode: 'cloud', user, samples: null, projects: [{ name: REGION, region: REGION }] });
    // Found by IAM: 32 digits, as real ones are.
    expect(session.defaultProjectId).toMatch(/^[0-9a-f]{32}$/);
    const submitted = await mainJob(address, session.defaultProjectId, what.replaceAll(/[^a-z]/g, ''));
    expect(submitted.submittedBy).toBe(user);
    // No other project is served with these credentials.
    expect(await ask(address, '/projects/local/groups')).toMatchObject({ status: 404, body: { code: 'project_not_found' } });
  });

  test('a wrong key is told by every call, and the server still starts when the id is given', async () => {
    const { address } = await start({ ...KEYS, HW_SECRET_KEY: 'not-the-secret', HW_PROJECT_ID: 'given' });
    const { status, body } = await ask(address, '/projects/given/groups');
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'dli_unauthorized', details: { upstream: { errorCode: 'APIGW.0301' } } });
    expect(JSON.stringify(body)).not.toContain('not-the-secret');
  });

  test('a wrong password is IAM’s no, at start, in one line', async () => {
    const { code, printed } = await start({ ...USER, HW_USER_PASSWORD: 'not-the-password' });
    expect(code).toBe(1);
    expect(printed).toMatch(/^The id of project cn-north-4 could not be looked up: IAM did not accept .*HW_USER_PASSWORD.*$/);
    expect(printed).not.toContain('not-the-password');
  });

  test('a DLI and an IAM that are down keep nobody from starting who gave the id', async () => {
    const nowhere = { GROUPAGE_DLI_ENDPOINT: 'http://127.0.0.1:59999', GROUPAGE_IAM_ENDPOINT: 'http://127.0.0.1:59999' };
    const { address } = await start({ ...KEYS, ...nowhere, HW_PROJECT_ID: 'given' });
    expect((await ask(address, '/health')).body).toMatchObject({ status: 'ok', mode: 'cloud' });
  });

  test('an IAM that comes up later tells the id later, and nothing is started again', async () => {
    const proxy = await startFaultProxy(endpoints['GROUPAGE_IAM_ENDPOINT'] ?? '');
    await proxy.set('refuse');
    const { address } = await start({ ...KEYS, GROUPAGE_IAM_ENDPOINT: proxy.address });
    const session = (await ask(address, '/session')).body;
    const groups = () => ask(address, `/projects/${session.defaultProjectId}/groups`);
    expect(await groups()).toMatchObject({ status: 503, body: { code: 'project_unresolved' } });
    expect(JSON.stringify((await groups()).body.details)).toContain('/v3/projects');
    const check = () => ask(address, `/projects/${session.defaultProjectId}/connection-check`, { object: null, have: 100 });
    await expect.poll(async () => (await check()).body.isDone).toBe(true);
    expect((await check()).body.steps).toContainEqual(expect.objectContaining({ id: 'reach', service: 'iam', state: 'failed' }));
    await proxy.set(null);
    await expect.poll(async () => (await groups()).status, { timeout: 30_000 }).toBe(200);
    await mainJob(address, session.defaultProjectId, 'later');
    await proxy.close();
  });

  test('what is missing of the credentials is named', async () => {
    const { code, printed } = await start({ HW_ACCESS_KEY: 'A', HW_REGION_NAME: '' });
    expect(code).toBe(1);
    expect(printed.split('\n')).toEqual([expect.stringContaining('HW_SECRET_KEY is missing'), expect.stringContaining('HW_REGION_NAME')]);
  });

  test('calls to DLI and OBS go by the proxy', async () => {
    const asked: string[] = [];
    const proxy = createServer((request: IncomingMessage, answer) => {
      asked.push(`${request.method} ${request.url}`);
      answer.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    });
    // `fetch` asks for a tunnel, even for http.
    proxy.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo; // listens on TCP
    const { address } = await start({
      ...KEYS,
      HW_PROJECT_ID: 'given',
      GROUPAGE_DLI_ENDPOINT: 'http://127.0.0.1:59999',
      GROUPAGE_OBS_ENDPOINT: 'http://127.0.0.1:59998',
      GROUPAGE_OBS_PATH_STYLE: 'yes',
      HTTP_PROXY: `http://127.0.0.1:${port}`,
    });
    await ask(address, '/projects/given/groups');
    await ask(address, '/projects/given/preflight', { paths: ['obs://my-bucket/a.jar'] });
    proxy.close();
    expect(asked).toContain('CONNECT 127.0.0.1:59999');
    expect(asked).toContain('HEAD http://127.0.0.1:59998/my-bucket/a.jar');
  });
});

test('several projects: each with its own credentials, region and packages', async () => {
  const file = join(dir, 'projects.json');
  writeFileSync(join(dir, 'bob.secret'), 'sample-password-of-bob_dev\n');
  const projects = [
    {
      name: 'Team A',
      region: 'cn-south-1',
      credentials: { accessKey: { env: 'TEAM_A_AK' }, secretKey: { env: 'TEAM_A_SK' } },
    },
    {
      name: 'Team B',
      region: 'sa-brazil-1',
      credentials: { user: 'bob_dev', password: { file: 'bob.secret' }, account: 'sample-account' },
    },
  ];
  writeFileSync(file, JSON.stringify(projects));
  const keys = { TEAM_A_AK: KEYS.HW_ACCESS_KEY, TEAM_A_SK: KEYS.HW_SECRET_KEY };
  const { address, printed } = await start({ GROUPAGE_PROJECTS: file, HW_REGION_NAME: '', ...keys });
  expect(printed).toContain('(Huawei Cloud: Team A in cn-south-1, Team B in sa-brazil-1)');
  const session = (await ask(address, '/session')).body;
  expect(session).toMatchObject({
    projects: [
      { name: 'Team A', region: 'cn-south-1' },
      { name: 'Team B', region: 'sa-brazil-1' },
    ],
  });
  const [a, b] = session.projects;
  expect(a.id).not.toBe(b.id);
  expect((await mainJob(address, a.id, 'of-a')).submittedBy).toBe('AK …LICE');
  expect((await ask(address, `/projects/${b.id}/groups`)).body.items).toEqual([]);
  expect((await mainJob(address, b.id, 'of-b')).submittedBy).toBe('bob_dev');
  // Each sees its own alone, and DLI says whose it is.
  expect((await ask(address, `/projects/${a.id}/groups`)).body.items).toMatchObject([{ name: 'of-a', owner: 'alice' }]);
  expect((await ask(address, `/projects/${b.id}/groups`)).body.items).toMatchObject([{ name: 'of-b', owner: 'bob_dev' }]);

  writeFileSync(file, JSON.stringify([projects[0], { ...projects[0], name: 'Again' }]));
  const twice = await start({ GROUPAGE_PROJECTS: file, ...keys });
  expect(twice).toMatchObject({ code: 1, printed: `Project ${a.id} is configured twice.` });
});

test('the local cloud says that it does not use the credentials that are set', async () => {
  const none = { GROUPAGE_DLI_ENDPOINT: '', GROUPAGE_IAM_ENDPOINT: '', GROUPAGE_OBS_ENDPOINT: '', GROUPAGE_SAMPLES: 'none' };
  const { printed } = await start({ ...KEYS, ...none, GROUPAGE_MODE: 'local' });
  expect(printed).toContain('Not used by the local cloud: HW_ACCESS_KEY, HW_REGION_NAME, HW_SECRET_KEY. GROUPAGE_MODE=cloud uses them');
});

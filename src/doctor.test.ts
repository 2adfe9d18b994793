/** `npm run doctor` against everything that can be set up wrongly: as a process of its own, through real sockets. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ConnectionStep } from './contract/connection.ts';
import { FINDING_WORDS } from './diagnosis/english.ts';
import { EXPIRED, FOR_ANOTHER_HOST, SELF_SIGNED, SIGNED_BY_CA, TEST_CA, TEST_KEY } from './diagnosis/test-certificates.ts';
import { SAMPLES } from './local-cloud/samples.ts';
import { startProcess } from './local-cloud/test-process.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DOCTOR = join(import.meta.dirname, '../scripts/doctor.ts');
const KEYS = { HW_ACCESS_KEY: 'SAMPLEKEYALICE', HW_SECRET_KEY: 'sample-secret-of-alice' };
const USER = { HW_USER_NAME: 'alice', HW_USER_PASSWORD: 'sample-password-of-alice', HW_DOMAIN_NAME: 'sample-account' };
const PROJECT_ID = '0123456789abcdef0123456789abcdef';

const dir = mkdtempSync(join(tmpdir(), 'groupage-doctor-'));
const localCloud = startProcess(['--port', '0', '--data', join(dir, 'cloud'), '--samples', 'small', '--require-auth']);
const servers: Server[] = [];
let endpoints: Record<string, string>;
beforeAll(async () => {
  const address = await localCloud.address;
  mkdirSync(join(dir, 'objects/my-bucket'), { recursive: true });
  writeFileSync(join(dir, 'objects/my-bucket/a.jar'), 'four');
  endpoints = {
    GROUPAGE_DLI_ENDPOINT: address,
    GROUPAGE_IAM_ENDPOINT: address,
    GROUPAGE_OBS_ENDPOINT: pathToFileURL(join(dir, 'objects')).href,
  };
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(async () => {
  localCloud.child.kill('SIGTERM');
  await localCloud.ended;
  rmSync(dir, { recursive: true, force: true });
});

interface Told {
  code: number | null;
  output: string;
  errors: string;
}

async function run(env: Record<string, string>, ...args: string[]): Promise<Told> {
  const all = { GROUPAGE_MODE: 'cloud', HW_REGION_NAME: 'cn-north-4', GROUPAGE_DATA: join(dir, 'console'), ...endpoints, ...env };
  const child = spawn(process.execPath, [DOCTOR, ...args], {
    env: { PATH: process.env['PATH'], ...all },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  // Whatever goes wrong, no secret is told, and no access key whole.
  const given: Record<string, string> = all;
  const secrets = ['HW_ACCESS_KEY', 'HW_SECRET_KEY', 'HW_SECURITY_TOKEN', 'HW_USER_PASSWORD'].flatMap((name) => given[name] || []);
  expect(secrets.filter((secret) => (output + errors).includes(secret))).toEqual([]);
  return { code: child.exitCode, output, errors };
}

/** Everything that is not as it should be: `reach dli: connection_refused`, and each with something to do about it. */
async function amiss(env: Record<string, string>, ...args: string[]) {
  const { code, output, errors } = await run(env, '--json', ...args);
  expect(errors).toBe('');
  const [checked] = JSON.parse(output) as { steps: ConnectionStep[] }[]; // our own program wrote it
  const steps = checked?.steps ?? [];
  const named = (state: ConnectionStep['state']) =>
    steps.flatMap((step) => (step.state === state ? [`${[step.id, step.service].filter(Boolean).join(' ')}: ${step.found.code}`] : []));
  const wanting = steps.filter(({ state, found }) => ['failed', 'warned'].includes(state) && FINDING_WORDS[found.code].todo === null);
  expect(wanting, 'without anything to do').toEqual([]);
  expect(code).toBe(named('failed').length > 0 ? 1 : 0);
  return { failed: named('failed'), warned: named('warned'), skipped: named('skipped'), steps };
}

async function serve(answer: RequestListener, server: Server = createServer(answer)): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`; // listens on TCP
}

/** DLI and IAM in one, as far as a check asks; `dli` answers for packages. */
async function serveCloud(dli: RequestListener): Promise<Record<string, string>> {
  const address = await serve((request, answer) => {
    if (request.url?.startsWith('/v2.0/')) return dli(request, answer);
    const body = { projects: [{ id: PROJECT_ID, name: 'cn-north-4', enabled: true }] };
    answer.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  return { ...KEYS, GROUPAGE_DLI_ENDPOINT: `http://${address}`, GROUPAGE_IAM_ENDPOINT: `http://${address}` };
}

const refuse =
  (status: number, error_code: string, error_msg: string): RequestListener =>
  (_request, answer) =>
    void answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error_code, error_msg, request_id: 'r-1' }));

describe('all is well', () => {
  test.each([
    ['keys', KEYS],
    ['a user and a password', USER],
    ['keys and the id', { ...KEYS, HW_PROJECT_ID: 'local' }],
  ])('with %s', async (_what, env) => {
    const { failed, warned, steps } = await amiss(env);
    expect(failed).toEqual([]);
    expect(warned).toEqual([]);
    expect(steps.map(({ id, found }) => `${id}: ${found.code}`)).toEqual(
      expect.arrayContaining([
        'configuration: configured',
        'clock: clock_right',
        'credentials: credentials_accepted',
        'project: project_found',
        'packages: packages_listed',
        'buckets: buckets_listed',
        'object: object_found',
      ]),
    );
  });

  test('in words for people', async () => {
    const { code, output } = await run(KEYS);
    expect(code).toBe(0);
    expect(output).toContain('Project cn-north-4\n');
    expect(output).toMatch(/^ {2}OK +Credentials +\d+ ms {2}IAM accepts them\.$/m);
    expect(output).toMatch(/^ {2}OK +List packages .*Packages: 0\. Package groups: 0\.$/m);
    expect(output).toContain('obs://my-bucket/a.jar is there (4 B).');
    expect(output).toContain('Nothing stands in the way.');
  });
});

describe('ways of being set up wrongly', () => {
  test('half a configuration: each mistake a line, as at start', async () => {
    const { code, output, errors } = await run({ HW_ACCESS_KEY: 'SAMPLEKEYALICE', HW_REGION_NAME: '' });
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors.trim().split('\n')).toEqual([
      expect.stringContaining('HW_SECRET_KEY is missing'),
      expect.stringContaining('HW_REGION_NAME is missing'),
    ]);
  });

  test('an access key nobody knows', async () => {
    const { failed, skipped, steps } = await amiss({ ...KEYS, HW_ACCESS_KEY: 'NOBODYSKEY' });
    expect(failed).toEqual(['credentials: key_unknown']);
    expect(skipped).toEqual(expect.arrayContaining(['project: needs_step', 'packages: needs_step', 'object: needs_step']));
    expect(steps.find(({ id }) => id === 'credentials')?.answer).toMatchObject({
      httpStatus: 401,
      errorCode: 'APIGW.0301',
      errorMessage: expect.stringContaining('ak …SKEY not exist'),
    });
  });

  test('a secret key that is not the access key’s', async () => {
    expect((await amiss({ ...KEYS, HW_SECRET_KEY: 'not-the-secret' })).failed).toEqual(['credentials: signature_wrong']);
    const { output } = await run({ ...KEYS, HW_SECRET_KEY: 'not-the-secret' });
    expect(output).toMatch(/-> Copy the secret key again into its place \(HW_ACCESS_KEY, HW_SECRET_KEY\)/);
    // What the server said and what to do stand under what was found.
    const column = (words: string) =>
      output
        .split('\n')
        .find((line) => line.includes(words))
        ?.indexOf(words);
    expect([column('HTTP 401, APIGW.0301'), column('-> Copy')]).toEqual([column('IAM knows'), column('IAM knows')]);
  });

  test('a wrong password', async () => {
    const wrong = { ...USER, HW_USER_PASSWORD: 'not-the-password' };
    expect((await amiss(wrong)).failed).toEqual(['credentials: password_wrong']);
    expect((await run(wrong)).output).toContain('HTTP 401, "The username or password is wrong."');
  });

  test('a host that no DNS knows', async () => {
    const { failed, skipped } = await amiss({ ...KEYS, GROUPAGE_DLI_ENDPOINT: 'https://dli.nowhere.invalid' });
    expect(failed).toEqual(['reach dli: host_unknown']);
    expect(skipped).toEqual(expect.arrayContaining(['tls dli: needs_step', 'packages: needs_step']));
  });

  test('a port where nothing listens; IAM is not needed by who signs and gave the id', async () => {
    const closed = { GROUPAGE_DLI_ENDPOINT: 'http://127.0.0.1:59999' };
    expect((await amiss({ ...KEYS, ...closed })).failed).toEqual(['reach dli: connection_refused']);
    const iam = await amiss({ ...KEYS, HW_PROJECT_ID: 'local', GROUPAGE_IAM_ENDPOINT: 'http://127.0.0.1:59999' });
    expect(iam).toMatchObject({ failed: [], warned: ['reach iam: connection_refused'] });
    // What IAM can tell meanwhile is told.
    const given = await amiss({ ...KEYS, ...closed, HW_PROJECT_ID: 'local' });
    expect(given.failed).toEqual(['reach dli: connection_refused']);
    expect(given.skipped).toEqual(['tls dli: needs_step', 'tls iam: plain_http', 'packages: needs_step']);
    expect((await amiss({ ...KEYS, ...closed, HW_ACCESS_KEY: 'NOBODYSKEY', HW_PROJECT_ID: 'local' })).failed).toEqual([
      'reach dli: connection_refused',
      'credentials: key_unknown',
    ]);
  });

  test.each([
    ['signed by itself', SELF_SIGNED, '', 'tls_self_signed'],
    ['by a CA this machine does not know', SIGNED_BY_CA, '', 'tls_unknown_ca'],
    ['that has expired', EXPIRED, TEST_CA, 'tls_expired'],
    ['of another host', FOR_ANOTHER_HOST, FOR_ANOTHER_HOST, 'tls_wrong_host'],
  ])('a certificate %s', async (_what, cert, trusted, code) => {
    const address = await serve(() => {}, createTlsServer({ key: TEST_KEY, cert }, refuse(404, 'APIGW.0101', 'no such API')));
    const ca = join(dir, 'ca.pem');
    writeFileSync(ca, trusted);
    const { failed } = await amiss({
      ...KEYS,
      GROUPAGE_DLI_ENDPOINT: `https://${address.replace('127.0.0.1', 'localhost')}`,
      ...(trusted ? { NODE_EXTRA_CA_CERTS: ca } : {}),
    });
    expect(failed).toEqual([`tls dli: ${code}`]);
  });

  test('a CA that NODE_EXTRA_CA_CERTS names is believed', async () => {
    const address = await serve(
      () => {},
      createTlsServer({ key: TEST_KEY, cert: SIGNED_BY_CA }, refuse(404, 'DLI.0002', 'no such project')),
    );
    const ca = join(dir, 'ca.pem');
    writeFileSync(ca, TEST_CA);
    const { steps, failed } = await amiss({ ...KEYS, GROUPAGE_DLI_ENDPOINT: `https://${address}`, NODE_EXTRA_CA_CERTS: ca });
    expect(steps.find(({ id, service }) => id === 'tls' && service === 'dli')?.found).toMatchObject({
      code: 'tls_verified',
      params: { issuer: 'Groupage test CA' },
    });
    expect(failed).toEqual(['packages: call_failed']);
  });

  test('a port that does not speak TLS', async () => {
    const address = await serve(refuse(404, 'APIGW.0101', 'no such API'));
    const { failed, steps } = await amiss({ ...KEYS, GROUPAGE_DLI_ENDPOINT: `https://${address}` });
    expect(failed).toEqual(['tls dli: tls_failed']);
    expect(steps.find(({ id }) => id === 'packages')?.found.params).toEqual({ step: 'tls', service: 'DLI' });
  });

  test('a clock that is off: nothing is signed with it', async () => {
    const asked: string[] = [];
    const address = await serve((request, answer) => {
      asked.push(`${request.method} ${request.url}`);
      answer.writeHead(200, { Date: new Date(Date.now() + 3_600_000).toUTCString() }).end();
    });
    const { failed, steps } = await amiss({
      ...KEYS,
      GROUPAGE_DLI_ENDPOINT: `http://${address}`,
      GROUPAGE_IAM_ENDPOINT: `http://${address}`,
    });
    expect(failed).toEqual(['clock: clock_behind']);
    expect(steps.find(({ id }) => id === 'clock')?.found.params).toMatchObject({ minutes: 60 });
    expect(asked).toEqual(['HEAD /']);
  });

  test('a project name that IAM does not know, and ids that are not of here', async () => {
    const unnamed = await amiss({ ...KEYS, HW_PROJECT_NAME: 'no-such' });
    expect(unnamed.failed).toEqual(['project: project_name_unknown']);
    expect(unnamed.steps.find(({ id }) => id === 'project')?.answer, 'IAM said nothing that could be quoted').toBeNull();
    // The local cloud takes any id; one that DLI takes is no failure.
    expect(await amiss({ ...KEYS, HW_PROJECT_ID: 'nobodys' })).toMatchObject({ failed: [], warned: ['project: project_id_unknown'] });
    const denying = await serveCloud(refuse(403, 'DLI.0003', 'Permission denied'));
    expect((await amiss({ ...denying, HW_PROJECT_ID: 'nobodys' })).failed).toEqual([
      'project: project_id_unknown',
      'packages: packages_denied',
    ]);
    const elsewhere = await amiss({ ...denying, HW_PROJECT_ID: PROJECT_ID, HW_REGION_NAME: 'cn-south-1' });
    expect(elsewhere.failed).toEqual(['project: project_elsewhere', 'packages: packages_denied']);
  });

  test('a right that is missing', async () => {
    const { failed, steps } = await amiss(await serveCloud(refuse(403, 'DLI.0003', 'Permission denied for resource')));
    expect(failed).toEqual(['packages: packages_denied']);
    expect(steps.find(({ id }) => id === 'packages')?.answer).toMatchObject({ httpStatus: 403, errorCode: 'DLI.0003', requestId: 'r-1' });
  });

  test.each([
    [200, 'OK'],
    [403, 'Forbidden'],
  ])('a page of HTML in place of DLI, HTTP %i', async (status, words) => {
    const page: RequestListener = (_request, answer) =>
      void answer.writeHead(status, { 'Content-Type': 'text/html' }).end(`<html><body><h1>${words}</h1>Please log in</body></html>`);
    expect((await amiss(await serveCloud(page))).failed).toEqual(['packages: answer_foreign']);
  });

  test.each([
    [403, 'proxy_refused'],
    [407, 'proxy_wants_login'],
  ])('a proxy that refuses with %i', async (status, code) => {
    const proxy = createServer();
    proxy.on('connect', (_request, socket) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
    const address = await serve(() => {}, proxy);
    const behind = { HTTPS_PROXY: `http://${address}`, NO_PROXY: '127.0.0.1' };
    const { failed } = await amiss({ ...KEYS, ...behind, GROUPAGE_DLI_ENDPOINT: 'https://dli.cn-north-4.myhuaweicloud.com' });
    expect(failed).toEqual([`reach dli: ${code}`]);
    expect(
      (await amiss({ ...KEYS, ...behind, HTTPS_PROXY: 'http://127.0.0.1:59999', GROUPAGE_DLI_ENDPOINT: 'https://dli.example' })).failed,
    ).toEqual(['reach dli: proxy_unreachable']);
  });

  test('OBS that denies: the list is a comfort, a named object is not', async () => {
    const address = await serve((_request, answer) => {
      answer.writeHead(403, { 'Content-Type': 'application/xml' }).end('<Error><Code>AccessDenied</Code><Message>no</Message></Error>');
    });
    const env = { ...KEYS, GROUPAGE_OBS_ENDPOINT: `http://${address}`, GROUPAGE_OBS_PATH_STYLE: 'yes' };
    expect(await amiss(env)).toMatchObject({ failed: [], warned: ['buckets: buckets_denied'] });
    expect((await amiss(env, '--object', 'obs://my-bucket/a.jar')).failed).toEqual(['object: object_denied']);
  });

  test('an object that is not there', async () => {
    expect((await amiss(KEYS, '--object', SAMPLES.missing)).failed).toEqual(['object: bucket_missing']);
    expect((await amiss(KEYS, '--object', 'obs://my-bucket/b.jar')).failed).toEqual(['object: object_missing']);
  });

  test('a DLI that is silent is given up in time', async () => {
    const { failed } = await amiss(await serveCloud(() => {}));
    expect(failed).toEqual(['packages: call_timeout']);
  });
});

test('one of several projects, by name or id', async () => {
  const file = join(dir, 'projects.json');
  const credentials = { accessKey: 'SAMPLEKEYALICE', secretKey: { env: 'TEAM_SK' } };
  writeFileSync(file, JSON.stringify(['a', 'b'].map((name) => ({ name, region: 'cn-north-4', projectId: `local${name}`, credentials }))));
  const env = { GROUPAGE_PROJECTS: file, TEAM_SK: 'sample-secret-of-alice', HW_REGION_NAME: '' };
  const projects = async (...args: string[]) =>
    (JSON.parse((await run(env, '--json', ...args)).output) as { project: string }[]).map(({ project }) => project); // our own program wrote it
  expect(await projects()).toEqual(['a', 'b']);
  expect(await projects('--project', 'b')).toEqual(['b']);
  expect(await projects('--project', 'locala')).toEqual(['a']);
  expect(await run(env, '--project', 'c')).toMatchObject({ code: 1, errors: 'No project "c" is configured; there is a, b.\n' });
});

test('local mode looks at its folder, and says how to leave it', async () => {
  const local = { GROUPAGE_MODE: 'local', GROUPAGE_DLI_ENDPOINT: '', GROUPAGE_IAM_ENDPOINT: '', GROUPAGE_OBS_ENDPOINT: '' };
  const there = await run({ ...local, GROUPAGE_DATA: join(dir, 'cloud') });
  expect(there).toMatchObject({ code: 0, errors: '' });
  expect(there.output).toMatch(/^ {2}OK +Data folder /m);
  expect(there.output).toContain('set GROUPAGE_MODE=cloud and credentials: docs/connect.md');
  const not = await run({ ...local, GROUPAGE_DATA: join(dir, 'not-yet') });
  expect(not.output).toMatch(/^ {2}Warning +Data folder .*is not there yet\.$/m);
  writeFileSync(join(dir, 'a-file'), '');
  expect(await run({ ...local, GROUPAGE_DATA: join(dir, 'a-file') })).toMatchObject({ code: 1 });
});

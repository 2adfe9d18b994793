import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CommandLineError, HELP, readCommandLine } from './command-line.ts';
import { FAULTS } from './samples.ts';
import { SOON } from './test-cloud.ts';
import { startProcess } from './test-process.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'groupage-main-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('options', () => {
  test('all of them', () => {
    expect(readCommandLine(['--port', '0', '--data', dir])).toMatchObject({ port: 0, host: '127.0.0.1', dataDir: dir, generate: null });
    expect(readCommandLine(['--generate', '5000'])).toMatchObject({ generate: 5000 });
    expect(readCommandLine(['--kind-uploads', 'upsert', '--copies', '2', '--slow-rate=7', '--user', 'alice_dev'])).toMatchObject({
      port: 8790,
      settings: { kindUploads: 'upsert', copyConcurrency: 2, slowBytesPerSecond: 7, userName: 'alice_dev', samples: 'full' },
    });
    expect(readCommandLine(['--require-auth', '--package-quota', '7'])).toMatchObject({ settings: { requireAuth: true, packageQuota: 7 } });
    expect(readCommandLine(['--help'])).toBe('help');
    expect(HELP).toContain('--missing-object HOW');
  });

  test('credentials come from a file, whose mistakes are one line without what is in it', async () => {
    const file = path.join(dir, 'credentials.json');
    const users = [{ name: 'walter', accessKeys: [{ access: 'AK1', secret: 'very-secret' }] }];
    await writeFile(file, JSON.stringify({ domain: { name: 'acme' }, users }));
    expect(readCommandLine(['--credentials', file])).toMatchObject({ identities: { domain: { name: 'acme' }, users } });
    for (const [text, message] of [
      ['{"users": very-secret', 'it is not JSON'],
      [JSON.stringify({ domain: { name: 'acme' }, users: [...users, ...users] }), 'two users have the same name'],
      [JSON.stringify({ domain: { name: 'acme' }, users: [{ name: 'x' }] }), 'users.0.name'],
    ] as const) {
      await writeFile(file, text);
      expect(() => readCommandLine(['--credentials', file])).toThrow(message);
      expect(() => readCommandLine(['--credentials', file])).not.toThrow(/very-secret|\n/);
    }
    expect(() => readCommandLine(['--credentials', path.join(dir, 'none.json')])).toThrow(CommandLineError);
  });

  test.each([
    [['--port', '70000'], '--port 70000 is not possible: TCP port'],
    [['--port', 'x'], '--port x is not possible'],
    [['--host', '0.0.0.0'], '--host 0.0.0.0 is not possible: loopback only'],
    [['--samples', 'some'], '--samples some is not possible: sample objects: full'],
    [['--copies', '0'], '--copies 0 is not possible'],
    [['--generate', '99'], '--generate 99 is not possible: fill the project many-N now, with 100 to 100000'],
    [['--generate', 'many'], '--generate many is not possible'],
    [['--user', 'x'], '--user x is not possible'],
    [['--data', ''], '--data  is not possible'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['extra'], 'Unexpected argument'],
  ])('%j is one line', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(CommandLineError);
    expect(() => readCommandLine(args)).toThrow(message);
    expect(() => readCommandLine(args)).not.toThrow('\n');
  });
});

describe('the process', { timeout: 30_000 }, () => {
  test('serves, cuts connections when asked to, refuses a second one on its folder, and ends on SIGTERM', async () => {
    const args = ['--port', '0', '--data', path.join(dir, 'one'), '--samples', 'small', '--log-level', 'silent', '--generate', '100'];
    const first = startProcess(args);
    const url = `${await first.address}/v2.0/any-project/resources`;
    const second = startProcess(args);
    const list = await fetch(url);
    expect(await fetch(url.replace('any-project', 'many-100')).then((answer) => answer.json())).toMatchObject({ total: 100 });
    expect([list.status, list.headers.get('x-request-id')?.length]).toEqual([200, 32]);
    const body = JSON.stringify({ paths: [FAULTS.cut], kind: 'jar', group: 'g', is_async: true });
    await expect(fetch(url, { method: 'POST', body })).rejects.toThrow('fetch failed');
    // Sample objects come after the first answers: what was cut may have been there or not, but was taken.
    await expect.poll(async () => (await fetch(`${url}/cut.jar?group=g`)).status, SOON).toBe(200);

    const refused = await second.ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^The data folder .* is in use by another process\. .*\n$/);
    first.child.kill('SIGTERM');
    const ended = await first.ended;
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('100 packages are in the project many-100\n');
  });

  test('asks who calls when told to, and hears the body of a GET', async () => {
    const args = ['--port', '0', '--data', path.join(dir, 'three'), '--samples', 'none', '--log-level', 'silent', '--require-auth'];
    const running = startProcess(args);
    const address = await running.address;
    const url = new URL(`${address}/v2.0/p1/resources?kind=jar`);
    expect((await fetch(url)).status).toBe(401);
    // As Huawei's Node SDK does it: `{}` with a GET, and signed. `fetch` refuses to send that.
    const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
    const hash = createHash('sha256').update('{}').digest('hex');
    const canonical = `GET\n${url.pathname}/\nkind=jar\nhost:${url.host}\nx-sdk-date:${date}\n\nhost;x-sdk-date\n${hash}`;
    const toSign = `SDK-HMAC-SHA256\n${date}\n${createHash('sha256').update(canonical).digest('hex')}`;
    const signature = createHmac('sha256', 'sample-secret-of-bob_dev').update(toSign).digest('hex');
    const authorization = `SDK-HMAC-SHA256 Access=SAMPLEKEYBOBDEV, SignedHeaders=host;x-sdk-date, Signature=${signature}`;
    const get = (body: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { 'X-Sdk-Date': date, Authorization: authorization, 'Content-Length': String(body.length) };
        const sent = request(url, { headers }, (response) => resolve(response.resume().statusCode));
        sent.once('error', reject).end(body);
      });
    expect([await get('{}'), await get('{ }'), await get('{}')]).toEqual([200, 401, 200]);
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('keeps a line of every call where told to: refused and cut ones too, and no password', async () => {
    const log = path.join(dir, 'calls.jsonl');
    const data = path.join(dir, 'logged');
    const running = startProcess(['--port', '0', '--data', data, '--samples', 'none', '--request-log', log, '--require-auth']);
    const address = await running.address;
    const user = { name: 'alice', password: 'sample-password-of-alice', domain: { name: 'sample-account' } };
    const auth = { identity: { methods: ['password'], password: { user } }, scope: { project: { name: 'local' } } };
    const signedIn = await fetch(`${address}/v3/auth/tokens`, { method: 'POST', body: JSON.stringify({ auth }) });
    const token = signedIn.headers.get('X-Subject-Token') ?? '';
    const call = (body: object, headers = {}) =>
      fetch(`${address}/v2.0/local/resources?x=1`, { method: 'POST', body: JSON.stringify(body), headers });
    const upload = { paths: [FAULTS.cut], kind: 'file' };
    expect((await call(upload)).status).toBe(401);
    await expect(call(upload, { 'X-Auth-Token': token })).rejects.toThrow('fetch failed');
    const text = await readFile(log, 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toMatchObject([
      { method: 'POST', path: '/v3/auth/tokens', status: 201, body: null },
      { path: '/v2.0/local/resources', query: '?x=1', user: null, status: 401, requestId: expect.any(String) },
      { path: '/v2.0/local/resources', user: 'alice', status: null, body: upload },
    ]);
    expect(text).not.toContain('sample-password');
    running.child.kill('SIGTERM');
    await running.ended;
    const refused = await startProcess(['--port', '0', '--data', data, '--samples', 'none', '--request-log', dir]).ended;
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^--request-log .* cannot be written: EISDIR.*\n$/) });
  });

  test('a taken port and a folder that cannot be: one line each, and not exit code 0', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    await writeFile(path.join(dir, 'a-file'), '');
    const [onPort, onFile, help] = await Promise.all([
      startProcess(['--port', String(port), '--data', path.join(dir, 'two'), '--samples', 'none']).ended,
      startProcess(['--port', '0', '--data', path.join(dir, 'a-file')]).ended,
      startProcess(['--help']).ended,
    ]);
    taken.close();
    expect(onPort).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `Port ${port} is taken by another program. Stop it, or choose another with --port.\n`,
    });
    expect(onFile).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The data folder .*a-file cannot be written \(.*\n$/),
    });
    expect(help).toMatchObject({ code: 0, stdout: `${HELP}\n`, stderr: '' });
  });
});

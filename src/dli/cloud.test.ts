/** The whole way from given credentials to DLI's answer, through sockets and Node's own fetch. */
import { inspect } from 'node:util';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { type CloudOptions, createCloud } from './cloud.ts';
import { type CredentialSource, credentialSource } from './credential-source.ts';
import { DliError, type DliProblem, mayHaveBeenTaken } from './errors.ts';
import { openFakeGateway, PROJECT_ID, PROJECT_NAME, type Step, USER } from './fake-gateway.ts';

const KEYS_ENV = { HW_ACCESS_KEY: 'AKAKAKAK', HW_SECRET_KEY: 'the-secret-key', HW_SECURITY_TOKEN: 'the-security-token' };
const USER_ENV = { HW_USER_NAME: USER.user, HW_USER_PASSWORD: USER.password, HW_DOMAIN_NAME: USER.domain };
const SECRETS = [
  'the-secret-key',
  'the-security-token',
  USER.password,
  JSON.stringify(USER.password),
  'iam-token-',
  'temp-secret-',
  'temp-token-',
];

function sourceOf(env: Record<string, string>): CredentialSource {
  const result = credentialSource({ HW_REGION_NAME: PROJECT_NAME, HW_PROJECT_ID: PROJECT_ID, ...env });
  if (!result.ok) throw new Error(result.mistakes.join('\n'));
  return result.source;
}

/** Time as it is, plus what the test adds: sockets do not wait for a clock that stands still. */
function movableClock() {
  const moved = { ms: 0 };
  const clock: Clock = {
    now: () => Date.now() + moved.ms,
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  };
  return { clock, moved };
}

let gateway: Awaited<ReturnType<typeof openFakeGateway>>;
beforeEach(async () => {
  gateway = await openFakeGateway();
});
afterEach(() => gateway.close());

const lines: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });

function open(env: Record<string, string>, options: Partial<CloudOptions> = {}) {
  const { clock, moved } = movableClock();
  // Tried once, so that a test says itself what is to be answered; how often is the business of transport.test.ts.
  const tries = { maxTries: 1 };
  const cloud = createCloud({ source: sourceOf(env), endpoints: gateway.endpoints, fetch, clock, tries, log, ...options });
  return { ...cloud, moved };
}

const errorOf = (work: Promise<unknown>): Promise<DliError> =>
  work.then(
    () => Promise.reject(new Error('it worked')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(DliError);
      return error as DliError; // asserted just above
    },
  );

describe('keys', () => {
  it('sign the calls of DLI, with project and security token', async () => {
    const { dli } = open(KEYS_ENV);
    await expect(dli.list(PROJECT_ID)).resolves.toMatchObject({ httpStatus: 200, requestId: 'dli-1' });
    await dli.uploadResources(PROJECT_ID, { paths: ['https://b.obs.cn-north-4.myhuaweicloud.com/größe%20包.jar'] });
    await dli.get(PROJECT_ID, { name: "a!*'()+ %.jar", group: 'b c' });
    const [list, upload, get] = gateway.seen;
    expect(list?.headers).toMatchObject({ 'x-project-id': PROJECT_ID, 'x-security-token': 'the-security-token' });
    expect(list?.headers.authorization).toContain('SignedHeaders=host;x-language;x-project-id;x-sdk-date;x-security-token,');
    expect(upload?.headers.authorization).toContain('SignedHeaders=content-type;host;');
    expect(upload?.body).toBe('{"paths":["https://b.obs.cn-north-4.myhuaweicloud.com/größe%20包.jar"]}');
    expect(get?.url).toBe(`/v2.0/${PROJECT_ID}/resources/a%21%2A%27%28%29%2B%20%25.jar?group=b%20c`);
  });

  it('ask IAM for the project of the region, once', async () => {
    const { projectId } = open({ ...KEYS_ENV, HW_PROJECT_ID: '' });
    expect(await Promise.all([projectId(), projectId(), projectId()])).toEqual([PROJECT_ID, PROJECT_ID, PROJECT_ID]);
    expect(gateway.seen.map(({ url }) => url)).toEqual([`/v3/projects?name=${PROJECT_NAME}`]);
    expect(gateway.seen[0]?.headers['x-project-id']).toBeUndefined();
  });

  it('say when IAM knows no such project, and ask again only later', async () => {
    const { projectId, moved } = open({ ...KEYS_ENV, HW_PROJECT_ID: '', HW_PROJECT_NAME: 'other' });
    const error = await errorOf(projectId());
    expect(error).toMatchObject({ problem: 'not_found', stage: 'credentials', call: `GET ${gateway.address}/v3/projects` });
    expect(error.errorMessage).toContain('no enabled project of that name');
    await errorOf(projectId());
    expect(gateway.count('projects')).toBe(1);
    moved.ms = 10_000;
    await errorOf(projectId());
    expect(gateway.count('projects')).toBe(2);
  });

  it('are not replaced by anything when they are refused', async () => {
    gateway.steps.dli.push({ status: 401, body: '{"error_code":"APIGW.0301","error_msg":"verify aksk signature fail","request_id":"r"}' });
    expect(await errorOf(open(KEYS_ENV).dli.list(PROJECT_ID))).toMatchObject({
      problem: 'unauthorized',
      errorCode: 'APIGW.0301',
      requestId: 'r',
    });
    expect(gateway.count('dli')).toBe(1);
  });

  it('name a clock that is wrong', async () => {
    const serverDate = new Date(Date.now() + 17 * 60_000).toUTCString();
    const body = '{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: signature expired"}';
    gateway.steps.dli.push({ status: 401, body, headers: { Date: serverDate } });
    const { message } = await errorOf(open(KEYS_ENV).dli.list(PROJECT_ID));
    expect(message).toContain("this machine's clock is 17 min behind DLI's");
  });

  it('serve other signed services as they are', async () => {
    expect(await open(KEYS_ENV).keys.get(PROJECT_ID)).toMatchObject({ accessKey: 'AKAKAKAK' });
  });
});

describe('an IAM user', () => {
  it('is signed in once for 50 callers, for the project', async () => {
    const { dli } = open(USER_ENV);
    await Promise.all(Array.from({ length: 50 }, (_, n) => dli.get(PROJECT_ID, { name: `p${n}`, group: null })));
    expect(gateway.count('tokens')).toBe(1);
    expect(gateway.count('dli')).toBe(50);
    expect(gateway.seen[0]?.url).toBe('/v3/auth/tokens?nocatalog=true');
    const { identity, scope } = (JSON.parse(gateway.seen[0]?.body ?? '') as { auth: Record<string, unknown> }).auth; // our own request
    expect(identity).toEqual({
      methods: ['password'],
      password: { user: { name: 'alice', password: USER.password, domain: { name: 'acme' } } },
    });
    expect(scope).toEqual({ project: { id: PROJECT_ID } });
    expect(gateway.seen.at(-1)?.headers).toMatchObject({ 'x-auth-token': 'iam-token-1' });
  });

  it('whose token dies in mid-flight is signed in once more, and every one of 50 calls goes through', async () => {
    const { dli, moved } = open(USER_ENV, { rateLimit: { ratePerSecond: 1_000, burst: 100, maxWaitMs: 1_000 } });
    await dli.list(PROJECT_ID);
    moved.ms = 2 * 60_000;
    gateway.goodTokens.clear();
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? dli.list(PROJECT_ID) : dli.uploadResources(PROJECT_ID, { paths: [] }))),
    );
    expect(gateway.count('tokens')).toBe(2);
    const refused = gateway.seen.filter(({ service, headers }) => service === 'dli' && headers['x-auth-token'] === 'iam-token-1');
    const accepted = gateway.seen.filter(({ headers }) => headers['x-auth-token'] === 'iam-token-2');
    expect(accepted).toHaveLength(50);
    expect(refused.length).toBeLessThanOrEqual(51);
  });

  it('makes no storm when even new tokens are refused', async () => {
    const { dli } = open(USER_ENV, { rateLimit: { ratePerSecond: 1_000, burst: 100, maxWaitMs: 1_000 } });
    gateway.steps.dli.push(
      ...Array.from({ length: 50 }, (): Step => ({ status: 401, body: '{"error_code":"APIGW.0307","error_msg":"x"}' })),
    );
    const errors = await Promise.all(Array.from({ length: 50 }, () => errorOf(dli.list(PROJECT_ID))));
    expect(new Set(errors.map(({ problem }) => problem))).toEqual(new Set(['unauthorized']));
    expect(gateway.count('tokens')).toBe(1);
    expect(gateway.count('dli')).toBe(50);
  });

  it('is renewed before the token ends', async () => {
    const { dli, moved } = open(USER_ENV);
    await dli.list(PROJECT_ID);
    moved.ms = 23.6 * 3_600_000;
    await dli.list(PROJECT_ID);
    await expect.poll(() => gateway.count('tokens')).toBe(2);
    await expect.poll(() => dli.list(PROJECT_ID).then(() => gateway.seen.at(-1)?.headers['x-auth-token'])).toBe('iam-token-2');
    expect(gateway.count('tokens')).toBe(2);
  });

  it('whose machine has a wrong clock is not signed in again and again', async () => {
    const { dli, moved } = open(USER_ENV);
    moved.ms = 48 * 3_600_000;
    await dli.list(PROJECT_ID);
    await dli.list(PROJECT_ID);
    expect(gateway.count('tokens')).toBe(1);
  });

  it('with a wrong password is denied once, and nothing is sent to DLI', async () => {
    const { dli } = open({ ...USER_ENV, HW_USER_PASSWORD: 'not-the-one' });
    const errors = await Promise.all(Array.from({ length: 50 }, () => errorOf(dli.uploadResources(PROJECT_ID, { paths: [] }))));
    expect(errors[0]).toMatchObject({
      problem: 'unauthorized',
      stage: 'credentials',
      call: `POST ${gateway.address}/v3/auth/tokens`,
      httpStatus: 401,
      errorCode: '401',
      errorMessage: 'The username or password is wrong.',
      requestId: 'iam-1',
    });
    expect(gateway.seen.map(({ service }) => service)).toEqual(['tokens']);
  });

  it('finds the project by its name', async () => {
    expect(await open({ ...USER_ENV, HW_PROJECT_ID: '' }).projectId()).toBe(PROJECT_ID);
    expect(gateway.seen[0]?.body).toContain(`"scope":{"project":{"name":"${PROJECT_NAME}"}}`);
  });

  it('gets temporary keys for services that want a signature, renewed ahead of time', async () => {
    const { keys, moved } = open(USER_ENV);
    const first = await Promise.all(Array.from({ length: 10 }, () => keys.get(PROJECT_ID)));
    expect(new Set(first.map(({ accessKey }) => accessKey))).toEqual(new Set(['TEMPAK2']));
    expect(first[0]?.securityToken?.reveal()).toBe('temp-token-2');
    moved.ms = 50 * 60_000;
    await keys.get(PROJECT_ID);
    await expect.poll(async () => (await keys.get(PROJECT_ID)).accessKey).toBe('TEMPAK3');
    expect(gateway.count('tokens')).toBe(1);
  });

  const failures: [what: string, step: Step, problem: DliProblem][] = [
    ['cut', 'cut', 'lost'],
    ['truncated', 'truncated', 'lost'],
    ['502 of a proxy', { status: 502, body: '<html>Bad Gateway</html>', headers: { 'Content-Type': 'text/html' } }, 'server_fault'],
    ['a page instead of a token', { status: 200, body: '<html>Welcome</html>', headers: { 'Content-Type': 'text/html' } }, 'bad_answer'],
    ['a token without its header', { status: 201, body: '{"token":{"expires_at":"2030-01-01T00:00:00Z"}}' }, 'bad_answer'],
    ['an answer without a token', { status: 201, body: '{}', headers: { 'X-Subject-Token': 'iam-token-9' } }, 'bad_answer'],
    ['a redirect', { status: 302, headers: { Location: 'http://127.0.0.1:9/' } }, 'bad_answer'],
    ['403', { status: 403, body: '{"error":{"code":403,"message":"locked","title":"Forbidden"}}' }, 'forbidden'],
    ['429', { status: 429, body: '{"error_code":"APIGW.0308","error_msg":"x"}' }, 'throttled'],
  ];
  it.each(failures)('whose sign-in meets: %s', async (_, step, problem) => {
    gateway.steps.tokens.push(step);
    const error = await errorOf(open(USER_ENV).dli.uploadResources(PROJECT_ID, { paths: [] }));
    expect(error).toMatchObject({ problem, stage: 'credentials' });
    expect(mayHaveBeenTaken(error)).toBe(false);
    expect(gateway.count('dli')).toBe(0);
  });
});

describe('answers over sockets', () => {
  const flat = (status: number, code: string, more = {}): Step => ({
    status,
    body: JSON.stringify({ error_msg: 'words', error_code: code, ...more }),
    headers: { 'X-Request-Id': 'req-1' },
  });
  const rows: [status: number, code: string, problem: DliProblem][] = [
    ...(['0001', '0002', '0004', '0005', '0006', '0007', '0008', '0009', '0011', '0012', '0100'] as const).map(
      (n): [number, string, DliProblem] => [400, `DLI.${n}`, 'refused'],
    ),
    [400, 'DLI.0003', 'forbidden'],
    [401, 'DLI.0013', 'unauthorized'],
    [401, 'DLI.0014', 'unauthorized'],
    [400, 'DLI.0015', 'unauthorized'],
    [400, 'DLI.0016', 'forbidden'],
    [400, 'DLI.0018', 'server_fault'],
    [400, 'DLI.0019', 'server_fault'],
    [404, 'DLI.0023', 'not_found'],
    [400, 'DLI.0999', 'server_fault'],
    [400, 'DLI.1028', 'quota'],
    [400, 'DLI.12004', 'refused'],
    [404, 'APIGW.0101', 'not_found'],
    [404, 'APIGW.0103', 'not_found'],
    [400, 'APIGW.0104', 'refused'],
    [400, 'APIGW.0106', 'refused'],
    ...([400, 413, 414, 494] as const).map((status): [number, string, DliProblem] => [status, 'APIGW.0201', 'refused']),
    ...([500, 502, 504] as const).map((status): [number, string, DliProblem] => [status, 'APIGW.0201', 'server_fault']),
    [401, 'APIGW.0301', 'unauthorized'],
    [403, 'APIGW.0302', 'forbidden'],
    [401, 'APIGW.0303', 'unauthorized'],
    [403, 'APIGW.0304', 'forbidden'],
    [401, 'APIGW.0305', 'unauthorized'],
    [403, 'APIGW.0306', 'forbidden'],
    [401, 'APIGW.0307', 'unauthorized'],
    [429, 'APIGW.0308', 'throttled'],
    [403, 'APIGW.0310', 'forbidden'],
    [403, 'APIGW.0401', 'forbidden'],
    [403, 'APIGW.0402', 'forbidden'],
    [500, 'APIGW.0601', 'server_fault'],
    [400, 'APIGW.0602', 'refused'],
    [500, 'APIGW.0605', 'server_fault'],
    [500, 'APIGW.0606', 'server_fault'],
    [400, 'APIGW.0607', 'refused'],
    [502, 'APIGW.0610', 'server_fault'],
    [503, 'APIGW.0613', 'server_fault'],
    [403, 'APIGW.0802', 'forbidden'],
    [401, 'APIG.0301', 'unauthorized'],
  ];
  it('are told apart by their codes, every documented one', async () => {
    for (const [status, code, problem] of rows) {
      // A key that was refused is not presented again.
      const { dli } = open(KEYS_ENV);
      gateway.steps.dli.push(flat(status, code));
      const error = await errorOf(dli.uploadResources(PROJECT_ID, { paths: [] }));
      expect(error, `${status} ${code}`).toMatchObject({
        problem,
        httpStatus: status,
        errorCode: code,
        errorMessage: 'words',
        requestId: 'req-1',
      });
    }
  });

  it('keep the wait that a throttled call is told', async () => {
    gateway.steps.dli.push({ status: 429, body: '{"error_code":"APIGW.0308"}', headers: { 'Retry-After': '60' } });
    expect(await errorOf(open(KEYS_ENV).dli.list(PROJECT_ID))).toMatchObject({ problem: 'throttled', retryAfterMs: 60_000 });
  });

  const odd: [what: string, step: Step, problem: DliProblem, taken: boolean][] = [
    ['a cut', 'cut', 'lost', true],
    ['a truncated body', 'truncated', 'lost', true],
    ['a page with 200', { status: 200, body: '<html>Login</html>', headers: { 'Content-Type': 'text/html' } }, 'bad_answer', true],
    [
      'JSON called text',
      { status: 403, body: '{"error_code":"APIGW.0302"}', headers: { 'Content-Type': 'text/plain' } },
      'forbidden',
      false,
    ],
    ['a page called JSON', { status: 502, body: '<html>Bad Gateway</html>' }, 'server_fault', true],
    ['half of a JSON', { status: 200, body: '{"groups":[' }, 'bad_answer', true],
    ['a redirect', { status: 302, headers: { Location: 'http://127.0.0.1:9/' } }, 'bad_answer', true],
    ['nothing with 404', { status: 404 }, 'not_found', false],
  ];
  it.each(odd)('that are none: %s', async (_, step, problem, taken) => {
    gateway.steps.dli.push(step);
    const error = await errorOf(open(KEYS_ENV).dli.uploadResources(PROJECT_ID, { paths: [] }));
    expect(error.problem).toBe(problem);
    expect(mayHaveBeenTaken(error)).toBe(taken);
    expect(gateway.count('dli')).toBe(1);
  });

  it('that do not come are not waited for longer than allowed', async () => {
    gateway.steps.dli.push('silent');
    const { dli } = open(KEYS_ENV, { tries: { maxTries: 3, timeoutMs: 100 } });
    expect(await errorOf(dli.list(PROJECT_ID))).toMatchObject({ problem: 'timeout' });
    expect(gateway.count('dli')).toBeLessThanOrEqual(1);
  });

  it('that nobody gives since nobody is there', async () => {
    const { dli } = open(KEYS_ENV, { breaker: { opensAfter: 2, openMs: 60_000, maxOpenMs: 60_000 } });
    await gateway.close();
    expect(await errorOf(dli.list(PROJECT_ID))).toMatchObject({ problem: 'not_sent', since: null });
    await errorOf(dli.list(PROJECT_ID));
    expect(await errorOf(dli.list(PROJECT_ID))).toMatchObject({ problem: 'not_sent', since: expect.any(Number) });
    gateway = await openFakeGateway();
  });
});

describe('secrets', () => {
  it('are in no error and no log line, even where an answer repeats them', async () => {
    const errors: unknown[] = [];
    const keep = async (work: Promise<unknown>) => void (await work.catch((error: unknown) => errors.push(error)));
    lines.length = 0;
    /** Says everything back that it was sent. */
    const echo = async (request: Request): Promise<Response> => {
      const body = await request.clone().text();
      const said = JSON.stringify([...request.headers]) + body;
      const shape = errors.length % 2 === 0 ? JSON.stringify({ error_code: 'APIGW.0301', error_msg: said }) : `<html>${said}</html>`;
      return new Response(shape, { status: 401 });
    };
    const cut = () => Promise.reject(new TypeError('fetch failed'));
    for (const env of [KEYS_ENV, USER_ENV]) {
      for (const send of [echo, echo, cut, fetch]) {
        const cloud = open({ ...env, HW_PROJECT_ID: '' }, { fetch: send });
        gateway.steps.dli.push({ status: 401, body: '{"error_code":"APIGW.0301"}' }, 'truncated');
        await keep(cloud.projectId());
        await keep(cloud.keys.get(PROJECT_ID).then((keys) => log.info({ keys }, 'logged whole')));
        await keep(cloud.dli.list(PROJECT_ID));
        await keep(cloud.dli.uploadResources(PROJECT_ID, { paths: [] }));
        log.info({ cloud, source: sourceOf(env) }, 'logged whole');
        errors.push(cloud, sourceOf(env));
      }
    }
    // Signed in, then echoed by DLI alone.
    const signedIn = open(USER_ENV, { fetch: (request) => (request.url.includes('/v2.0/') ? echo(request) : fetch(request)) });
    await keep(signedIn.dli.list(PROJECT_ID));
    await keep(signedIn.dli.list(PROJECT_ID));
    for (const error of errors) log.error({ err: error, error }, 'failed');

    expect(errors.filter((error) => error instanceof DliError).length).toBeGreaterThan(15);
    expect(lines.length).toBeGreaterThan(30);
    const printed = [
      ...lines,
      ...errors.map((error) => `${inspect(error, { depth: null, showHidden: true })}${String(error)}${JSON.stringify(error)}`),
    ].join('\n');
    for (const secret of SECRETS) expect(printed).not.toContain(secret);
    expect(printed).not.toMatch(/Signature=[0-9a-f]{8}/);
    expect(printed).toContain('[secret]');
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestCloud, type TestCloud } from './test-cloud.ts';

const DAY = 24 * 60 * 60 * 1000;
let cloud: TestCloud;
beforeAll(async () => {
  cloud = await openTestCloud({ requireAuth: true });
});
afterAll(() => cloud[Symbol.asyncDispose]());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await cloud.fetch(`http://127.0.0.1:8790${path}`, { method, headers, ...sent });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

const ALICE = { name: 'alice', password: 'sample-password-of-alice', domain: { name: 'sample-account' } };
const tokenBody = (user: object, scope?: object) => ({
  auth: { identity: { methods: ['password'], password: { user } }, ...(scope ? { scope } : {}) },
});
async function token(scope: object = { project: { id: 'p1' } }): Promise<string> {
  const { headers } = await call('POST', '/v3/auth/tokens?nocatalog=true', tokenBody(ALICE, scope));
  return headers.get('x-subject-token') ?? '';
}
const withToken = (text: string) => ({ 'X-Auth-Token': text });

describe('a token', () => {
  test('of a project, by the name of its region', async () => {
    const { body: projects } = await call('GET', '/v3/projects?name=cn-north-4', undefined, withToken(await token()));
    const { status, headers, body } = await call('POST', '/v3/auth/tokens', tokenBody(ALICE, { project: { name: 'cn-north-4' } }));
    expect([status, headers.get('content-type'), headers.get('x-request-id')?.length]).toEqual([201, 'application/json', 32]);
    expect(headers.get('x-subject-token')).toMatch(/^MII.{100,}$/);
    expect(headers.get('x-iam-trace-id')).toMatch(/^token_[0-9a-f]{32}$/);
    expect(body.token).toMatchObject({
      methods: ['password'],
      issued_at: '2026-01-01T00:00:00.000000Z',
      expires_at: '2026-01-02T00:00:00.000000Z',
      project: { id: projects.projects[0].id, name: 'cn-north-4', domain: { name: 'sample-account' } },
      user: { name: 'alice', domain: { name: 'sample-account' } },
    });
  });

  test('opens its project and no other, until it expires', async () => {
    const headers = withToken(await token());
    expect((await call('GET', '/v2.0/p1/resources', undefined, headers)).status).toBe(200);
    const elsewhere = await call('GET', '/v2.0/p2/resources', undefined, headers);
    expect([elsewhere.status, elsewhere.body.error_code]).toEqual([403, 'APIGW.0302']);
    const unscoped = await call('GET', '/v2.0/p1/resources', undefined, withToken(await token({})));
    expect([unscoped.status, unscoped.body.error_code]).toEqual([403, 'APIGW.0302']);

    const before = cloud.now();
    cloud.at(before + DAY);
    const late = await call('GET', '/v2.0/p1/resources', undefined, headers);
    expect([late.status, late.body.error_code, late.body.error_msg]).toEqual([
      401,
      'APIGW.0301',
      'Incorrect IAM authentication information: token expires, expires_at: 2026-01-02T00:00:00.000000Z',
    ]);
    cloud.at(before);
  });

  test('its user owns what is uploaded', async () => {
    const upload = { paths: ['obs://bucket/a.jar'], kind: 'jar', group: 'g' };
    const { body } = await call('POST', '/v2.0/p1/resources', upload, withToken(await token()));
    expect(body).toMatchObject({ owner: 'alice', details: [{ owner: 'alice', status: 'FAILED' }] });
  });

  test.each([
    ['a wrong password', { ...ALICE, password: 'x' }, 401, 'The username or password is wrong.'],
    ['an unknown user', { ...ALICE, name: 'nobody' }, 401, 'The username or password is wrong.'],
    ['another account', { ...ALICE, domain: { name: 'other' } }, 401, 'The username or password is wrong.'],
    ['no password', { name: 'alice' }, 400, 'Request parameter auth.identity.password.user.password is invalid'],
  ])('%s', async (_, user, code, message) => {
    const { status, body } = await call('POST', '/v3/auth/tokens', tokenBody(user, { project: { id: 'p1' } }));
    const title = code === 401 ? 'Unauthorized' : 'Bad Request';
    expect(status).toBe(code);
    expect(body).toEqual({ error: { code, message: expect.stringContaining(message), title } });
  });

  test('an unknown project, another method, no JSON', async () => {
    const project = await call('POST', '/v3/auth/tokens', tokenBody(ALICE, { project: { name: 'mars-1' } }));
    expect(project).toMatchObject({ status: 401, body: { error: { message: 'The project mars-1 is not found.' } } });
    const method = await call('POST', '/v3/auth/tokens', { auth: { identity: { methods: ['totp'] } } });
    expect(method).toMatchObject({ status: 400, body: { error: { code: 400, title: 'Bad Request' } } });
    const broken = await call('POST', '/v3/auth/tokens', '{');
    expect(broken).toMatchObject({ status: 400, body: { error: { message: 'The request body is not JSON.' } } });
  });
});

describe('what is looked up', () => {
  test('projects by name, and the account', async () => {
    const headers = withToken(await token());
    const { body } = await call('GET', '/v3/projects?name=eu-west-101', undefined, headers);
    expect(body).toEqual({
      projects: [
        {
          id: expect.stringMatching(/^[0-9a-f]{32}$/),
          name: 'eu-west-101',
          description: '',
          domain_id: expect.stringMatching(/^[0-9a-f]{32}$/),
          parent_id: expect.stringMatching(/^[0-9a-f]{32}$/),
          enabled: true,
          is_domain: false,
          links: { self: expect.stringContaining('/v3/projects/') },
        },
      ],
      links: { self: expect.stringContaining('name=eu-west-101'), previous: null, next: null },
    });
    expect((await call('GET', '/v3/projects?name=mars-1', undefined, headers)).body.projects).toEqual([]);
    expect((await call('GET', '/v3/auth/projects', undefined, headers)).body.projects.length).toBeGreaterThan(20);
    expect((await call('GET', '/v3/auth/domains', undefined, headers)).body.domains).toMatchObject([
      { name: 'sample-account', enabled: true },
    ]);
  });

  test('not without signing in: IAM says so for a token, the gateway for a signature', async () => {
    const expected = { error: { code: 401, message: 'The token must be updated.', title: 'Unauthorized' } };
    expect(await call('GET', '/v3/projects')).toMatchObject({ status: 401, body: expected });
    expect(await call('GET', '/v3/auth/domains', undefined, withToken('x'))).toMatchObject({ status: 401, body: expected });
    const signed = await call('GET', '/v3/projects', undefined, { Authorization: 'SDK-HMAC-SHA256 x' });
    expect(signed).toMatchObject({ status: 401, body: { error_code: 'APIGW.0301', request_id: signed.headers.get('x-request-id') } });
  });
});

describe('temporary keys', () => {
  const keyBody = (seconds?: number, id?: string) => ({
    auth: { identity: { methods: ['token'], token: { ...(id ? { id } : {}), ...(seconds ? { duration_seconds: seconds } : {}) } } },
  });

  test('for the holder of a token, in the header or in the body', async () => {
    const text = await token();
    const { status, body } = await call('POST', '/v3.0/OS-CREDENTIAL/securitytokens', keyBody(), withToken(text));
    expect([status, body.credential]).toEqual([
      201,
      {
        access: expect.stringMatching(/^TEMP[0-9A-F]{16}$/),
        secret: expect.any(String),
        securitytoken: expect.any(String),
        expires_at: '2026-01-01T00:15:00.000000Z',
      },
    ]);
    const named = await call('POST', '/v3.0/OS-CREDENTIAL/securitytokens', keyBody(3600, text));
    expect(named.body.credential.expires_at).toBe('2026-01-01T01:00:00.000000Z');
  });

  test('not for a time out of bounds, nor for nobody', async () => {
    const short = await call('POST', '/v3.0/OS-CREDENTIAL/securitytokens', keyBody(10), withToken(await token()));
    expect(short).toMatchObject({ status: 400, body: { error: { code: 400 } } });
    const nobody = await call('POST', '/v3.0/OS-CREDENTIAL/securitytokens', keyBody(900, 'x'));
    expect(nobody).toMatchObject({ status: 401, body: { error: { code: 401 } } });
  });
});

test('a token outlives the process that gave it out', async () => {
  const first = await openTestCloud({ requireAuth: true });
  const response = await first.fetch('http://x/v3/auth/tokens', {
    method: 'POST',
    body: JSON.stringify(tokenBody(ALICE, { project: { id: 'p1' } })),
  });
  const headers = withToken(response.headers.get('x-subject-token') ?? '');
  await first.dispose();
  await using second = await openTestCloud({ requireAuth: true }, first.dataDir);
  expect((await second.fetch('http://x/v2.0/p1/resources', { headers })).status).toBe(200);
});

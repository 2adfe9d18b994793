import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestCloud, type TestCloud } from '../test-cloud.ts';
import { RECORDED, type Recorded, signedAtMs } from './recorded-requests.ts';

const MINUTE = 60_000;
let cloud: TestCloud;
beforeEach(async () => {
  cloud = await openTestCloud({ requireAuth: true });
});
afterEach(() => cloud[Symbol.asyncDispose]());

const list = find((recorded) => recorded.made === 'go' && recorded.url.includes('/v2.0/') && recorded.method === 'GET');
const temporary = find((recorded) => 'x-security-token' in recorded.headers);

function find(matches: (recorded: Recorded) => boolean): Recorded {
  const found = RECORDED.find(matches);
  if (!found) throw new Error('no such request was recorded');
  return found;
}

async function replay({ method, url, headers, body }: Recorded, changed: Record<string, string | null> = {}) {
  const sent = new Headers(headers);
  for (const [name, value] of Object.entries(changed)) {
    if (value === null) sent.delete(name);
    else sent.set(name, value);
  }
  const hasBody = method !== 'GET' && body !== '';
  const request = new Request(`http://127.0.0.1:8790${url}`, { method, headers: sent, ...(hasBody ? { body } : {}) });
  const response = await cloud.answer(request, method === 'GET' && body !== '' ? Buffer.from(body) : undefined);
  const text = await response.text();
  return { status: response.status, id: response.headers.get('x-request-id'), body: text.startsWith('{') ? JSON.parse(text) : null };
}

async function refusal(recorded: Recorded, changed: Record<string, string | null> = {}): Promise<string> {
  const { status, id, body } = await replay(recorded, changed);
  expect([status, body.error_code, body.request_id, Object.keys(body).sort()]).toEqual([
    401,
    'APIGW.0301',
    id,
    ['error_code', 'error_msg', 'request_id'],
  ]);
  return body.error_msg.replace('Incorrect IAM authentication information: ', '');
}

test.each(RECORDED.map((recorded) => [`${recorded.made} ${recorded.method} ${recorded.url}`, recorded] as const))(
  'let in: %s',
  async (_, recorded) => {
    cloud.at(signedAtMs(recorded));
    expect((await replay(recorded)).status).not.toBe(401);
  },
);

test('who signed owns what is uploaded', async () => {
  const upload = find((recorded) => recorded.made === 'node' && recorded.method === 'POST');
  cloud.at(signedAtMs(upload));
  expect((await replay(upload)).body).toMatchObject({ group_name: 'etl', owner: 'alice', details: [{ owner: 'alice' }] });
});

describe('refused with the words of the gateway', () => {
  beforeEach(() => cloud.at(signedAtMs(list)));
  const authorization = list.headers['authorization'] ?? '';

  test.each([
    ['neither token nor signature', { authorization: null }, 'x-auth-token not found'],
    ['a token that was never given out', { 'x-auth-token': 'MIIgarbage' }, 'decrypt token fail'],
    ['another algorithm', { authorization: authorization.replace('SHA256', 'SM3') }, 'authorization header is invalid'],
    ['an unknown key', { authorization: authorization.replace('ALICE', 'NOBODY') }, 'ak SAMPLEKEYNOBODY not exist'],
    ['another’s key', { authorization: authorization.replace('ALICE', 'BOBDEV') }, 'verify aksk signature fail'],
    ['a changed header', { accept: 'text/html' }, 'verify aksk signature fail'],
    ['no date', { 'x-sdk-date': null }, 'x-sdk-date is missing or invalid'],
  ])('%s', async (_, changed: Record<string, string | null>, words) => {
    expect(await refusal(list, changed)).toBe(words);
  });

  test.each([-15 * MINUTE, 15 * MINUTE])('15 minutes are allowed, and no more: %i ms', async (by) => {
    cloud.at(signedAtMs(list) + by);
    expect((await replay(list)).status).not.toBe(401);
    cloud.at(signedAtMs(list) + by + Math.sign(by) * 1000);
    expect(await refusal(list)).toBe('signature expired');
  });

  test('a temporary key without its token, or with another', async () => {
    cloud.at(signedAtMs(temporary));
    expect(await refusal(temporary, { 'x-security-token': null })).toBe('security token is missing or invalid');
    expect(await refusal(temporary, { 'x-security-token': 'other' })).toBe('security token is missing or invalid');
  });

  test('five failures in a row lock a key for five minutes; other keys are not touched', async () => {
    for (let i = 0; i < 4; i++) expect(await refusal(list, { accept: 'x' })).toBe('verify aksk signature fail');
    expect((await replay(list)).status).not.toBe(401); // which ends the row
    for (let i = 0; i < 5; i++) expect(await refusal(list, { accept: 'x' })).toBe('verify aksk signature fail');
    expect(await refusal(list)).toBe('AK access failed to reach the limit,forbidden');
    expect((await replay(temporary)).status).toBe(200);
    cloud.at(signedAtMs(list) + 5 * MINUTE);
    expect(await refusal(list, { accept: 'x' })).toBe('verify aksk signature fail');
    expect((await replay(list)).status).not.toBe(401);
  });

  test('a call that is not there is said before who asked', async () => {
    const { status, body } = await replay({ ...list, url: '/v2.0/p1/nothing' }, { authorization: null });
    expect([status, body.error_code]).toEqual([404, 'APIGW.0101']);
  });
});

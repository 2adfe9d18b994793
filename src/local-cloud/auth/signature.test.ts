import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { RECORDED, type Recorded, toSignedRequest } from './recorded-requests.ts';
import { canonicalRequest, isSignedBy, readAuthorization, readSignedAt } from './signature.ts';

const SECRETS: Record<string, string> = {
  SAMPLEKEYALICE: 'sample-secret-of-alice',
  SAMPLETEMPALICE: 'sample-temporary-secret-of-alice',
};

function isGood(recorded: Recorded, secret?: string): boolean {
  const authorization = readAuthorization(recorded.headers['authorization'] ?? '');
  return authorization !== null && isSignedBy(toSignedRequest(recorded), authorization, secret ?? SECRETS[authorization.access] ?? '');
}

test('the vector of the signing guide', () => {
  const headers = { 'content-type': 'application/json', host: 'service.region.example.com', 'x-sdk-date': '20191115T033655Z' };
  const request = {
    method: 'GET',
    path: '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs',
    query: 'limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
    headers: new Headers(headers),
    host: '',
    body: new Uint8Array(),
  };
  const canonical = canonicalRequest(request, Object.keys(headers)) ?? '';
  expect(createHash('sha256').update(canonical).digest('hex')).toBe('b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a');
  const signature = '7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe';
  const header = `SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, Signature=${signature}`;
  const authorization = readAuthorization(header);
  expect(authorization && isSignedBy(request, authorization, 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc')).toBe(true);
});

describe.each(RECORDED.map((recorded) => [`${recorded.made} ${recorded.method} ${recorded.url}`, recorded] as const))(
  '%s',
  (_, recorded) => {
    test('is taken, and not with another secret', () => {
      expect(isGood(recorded)).toBe(true);
      expect(isGood(recorded, 'another')).toBe(false);
    });

    test('is refused when any one character is another', () => {
      for (const url of bent(recorded.url)) expect(isGood({ ...recorded, url }), url).toBe(false);
      const isUnsigned = recorded.headers['x-sdk-content-sha256'] === 'UNSIGNED-PAYLOAD';
      for (const body of bent(recorded.body)) expect(isGood({ ...recorded, body }), body).toBe(isUnsigned);
      for (const method of ['HEAD', 'POST', 'GET', 'PUT', 'DELETE']) {
        expect(isGood({ ...recorded, method })).toBe(method === recorded.method);
      }
      const { signedHeaders = [] } = readAuthorization(recorded.headers['authorization'] ?? '') ?? {};
      for (const name of signedHeaders) {
        for (const value of bent(recorded.headers[name] ?? '')) {
          expect(isGood({ ...recorded, headers: { ...recorded.headers, [name]: value } }), `${name}: ${value}`).toBe(false);
        }
        const { [name]: _left, ...others } = recorded.headers;
        expect(isGood({ ...recorded, headers: others }), `without ${name}`).toBe(false);
      }
      for (const authorization of bent(recorded.headers['authorization'] ?? '')) {
        expect(isGood({ ...recorded, headers: { ...recorded.headers, authorization } }), authorization).toBe(false);
      }
    });
  },
);

/** The text with one character after the other replaced, and with one more at its end. */
function bent(text: string): string[] {
  const other = (c: string) => (c === 'x' ? 'y' : 'x');
  return [...Array.from(text, (c, at) => text.slice(0, at) + other(c) + text.slice(at + 1)), `${text}x`];
}

describe('what is not part of the vectors', () => {
  const [first] = RECORDED;
  const request = toSignedRequest(first ?? ({} as Recorded)); // there are some: read at the top

  test('a trailing slash makes no difference, as none is added to a path that has one', () => {
    expect(canonicalRequest({ ...request, path: `${request.path}/` }, ['x-sdk-date'])).toBe(canonicalRequest(request, ['x-sdk-date']));
  });

  test('pairs of the query are sorted once encoded; a plus is a blank, a key may be alone or repeated', () => {
    const canonical = canonicalRequest({ ...request, query: 'b=2&a=x+y&b=1&c&&a%20=%2B' }, ['x-sdk-date']);
    expect(canonical?.split('\n')[2]).toBe('a=x%20y&a%20=%2B&b=1&b=2&c=');
  });

  test('the date must be signed', () => {
    expect(canonicalRequest(request, ['host'])).toBeNull();
  });

  test('escapes that are none', () => {
    expect(canonicalRequest({ ...request, path: '/v2.0/%E0%A4%A/' }, ['x-sdk-date'])).toBeNull();
    expect(canonicalRequest({ ...request, query: 'a=%zz' }, ['x-sdk-date'])).toBeNull();
  });

  test('the hash of the body may be declared if it is right and signed, or be left out of what is not JSON', () => {
    const body = Buffer.from('bytes');
    const right = createHash('sha256').update(body).digest('hex');
    const last = (declared: string, type: string, signed = ['x-sdk-content-sha256', 'x-sdk-date']) => {
      const headers = new Headers({ 'x-sdk-date': '20261122T170649Z', 'x-sdk-content-sha256': declared, 'content-type': type });
      return canonicalRequest({ ...request, headers, body }, signed)
        ?.split('\n')
        .at(-1);
    };
    expect(last(right, 'application/json')).toBe(right);
    expect(last(right.replace(/./, 'g'), 'application/json')).toBeUndefined();
    expect(last(right, 'application/json', ['x-sdk-date'])).toBeUndefined();
    expect(last('UNSIGNED-PAYLOAD', 'application/octet-stream')).toBe('UNSIGNED-PAYLOAD');
    expect(last('UNSIGNED-PAYLOAD', 'application/json;charset=utf8')).toBeUndefined();
    expect(last('UNSIGNED-PAYLOAD', 'application/octet-stream', ['x-sdk-date'])).toBeUndefined();
  });

  test.each(['', 'Basic YTpi', 'SDK-HMAC-SHA256 Access=a', 'SDK-HMAC-SM3 Access=a, SignedHeaders=b, Signature=c'])(
    'no authorization: %j',
    (header) => {
      expect(readAuthorization(header)).toBeNull();
    },
  );

  test.each(['2026-11-22T17:06:49Z', '20261122T170649', '20261399T170649Z', ''])('no date: %j', (date) => {
    expect(readSignedAt(new Headers({ 'x-sdk-date': date }))).toBeNull();
  });
});

/**
 * The first vector is Huawei's own (api-sign-algorithm). The others were made with the signer of
 * `@huaweicloud/huaweicloud-sdk-core` 3.1.211, which is no dependency here:
 *
 *   const { AKSKSigner: S } = require('@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js');
 *   const hash = S.Hex(S.buildCanonicalRequest(method, S.CanonicalURI(decodedPath), S.CanonicalQueryString({ queryParams }),
 *     S.buildCanonicalHeaders(headers), names.join(';'), S.buildPayloadHash({ headers, data })));
 *   S.hmacSHA256(secretKey, S.getStringToSign(S.SDK_SIGNING_ALGORITHM, date, hash));
 *
 * Its pieces are called with the names as they are, not yet escaped: as a whole it escapes an escaped address once more.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Keys } from './credentials.ts';
import { Secret } from './secret.ts';
import { signRequest } from './sign.ts';
import type { OutgoingRequest } from './transport.ts';

const PROJECT = '77b6a44cba5143ab91d13ab9a8ff44fd';
const KEYS: Keys = {
  kind: 'keys',
  accessKey: 'QTWAOYTTINDUT2QVKYUC',
  secretKey: new Secret('MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc'),
  securityToken: null,
};
const AT_MS = Date.parse('2019-11-15T03:36:55Z');
const HOST = 'https://service.region.example.com';
const RESOURCES = `/v2.0/${PROJECT}/resources`;
const e = encodeURIComponent;

function sign(request: Partial<OutgoingRequest> & { url: string }, keys = KEYS, projectId: string | null = null) {
  const whole = { method: 'GET' as const, headers: { 'Content-Type': 'application/json' }, body: null, ...request };
  return signRequest(whole, { keys, projectId, atMs: AT_MS });
}
const signatureOf = ({ headers }: OutgoingRequest) => /Signature=([0-9a-f]{64})$/.exec(headers.Authorization ?? '')?.[1];

describe('signRequest', () => {
  it("reproduces Huawei's vector", () => {
    const url = `${HOST}/v1/${PROJECT}/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0`;
    expect(sign({ url })).toEqual({
      method: 'GET',
      url,
      body: null,
      headers: {
        'Content-Type': 'application/json',
        'X-Sdk-Date': '20191115T033655Z',
        Authorization:
          'SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
      },
    });
  });

  const vectors: [what: string, method: 'GET' | 'DELETE', sent: string, expectedUrl: string, signature: string][] = [
    [
      'spaces',
      'GET',
      `${RESOURCES}/${e('my file.jar')}?group=${e('a b')}`,
      `${RESOURCES}/my%20file.jar?group=a%20b`,
      'c93c8ba6ab48736ec3266db34646a3ccf24642bf198cc49fce4f3937ade86335',
    ],
    [
      "!*'()~",
      'DELETE',
      `${RESOURCES}/${e("a!*'()~.jar")}?group=${e("!*'()~")}`,
      `${RESOURCES}/a%21%2A%27%28%29~.jar?group=%21%2A%27%28%29~`,
      'd4c34517ef32bad8cac1a1b10883f0d48ed63bd9ffa9897fa613c0453809bbaa',
    ],
    [
      '%',
      'GET',
      `${RESOURCES}/${e('100%.jar')}?group=${e('50%25')}`,
      `${RESOURCES}/100%25.jar?group=50%2525`,
      '201dbd273065666226ebb58fb003e63936e320dbe63f82bb19957b2e27083421',
    ],
    [
      '+ & = in names',
      'GET',
      `${RESOURCES}/${e('a+b&c=d.jar')}?group=${e('x+y&z=1')}`,
      `${RESOURCES}/a%2Bb%26c%3Dd.jar?group=x%2By%26z%3D1`,
      'cc3c2fb8f9f37e2441c02116f6fd442234e7d8d9845bbfeca2eab71ce2649897',
    ],
    [
      'a literal + that nobody escaped',
      'GET',
      `${RESOURCES}/a+b&c=d.jar?group=x+y%26z%3D1`,
      `${RESOURCES}/a%2Bb%26c%3Dd.jar?group=x%2By%26z%3D1`,
      'cc3c2fb8f9f37e2441c02116f6fd442234e7d8d9845bbfeca2eab71ce2649897',
    ],
    [
      'letters outside of ASCII',
      'GET',
      `${RESOURCES}/${e('größe-包-🚀.jar')}?group=${e('组 é')}`,
      `${RESOURCES}/${e('größe-包-🚀.jar')}?group=${e('组 é')}`,
      '525b9341839555622f2c70d9c7451fae82b02b4bf6905e4721f3c3e1d0a009ce',
    ],
    [
      'repeated and empty query keys, in no order',
      'GET',
      `${RESOURCES}?tag=b&kind=jar&tag=a%20b&empty&tag=a`,
      `${RESOURCES}?empty=&kind=jar&tag=a&tag=a%20b&tag=b`,
      '0d8a6eb5ffde8e0bdbfc8f873531f13c5bb2ca16054ec0b7412ec2b8165a458b',
    ],
  ];
  it.each(vectors)('signs what it sends: %s', (_, method, sent, expectedUrl, signature) => {
    const signed = sign({ method, url: `${HOST}${sent}` });
    expect(signed.url).toBe(`${HOST}${expectedUrl}`);
    expect(signatureOf(signed)).toBe(signature);
    // What fetch makes of it is still the same.
    expect(new Request(signed.url).url).toBe(signed.url);
  });

  it('signs body, project, security token and language', async () => {
    const body = JSON.stringify({ paths: ['obs://b/größe 包.jar'], kind: 'jar', group: 'g' });
    const headers = { 'Content-Type': 'application/json', 'X-Language': 'en-us', Accept: 'application/json' };
    const keys = { ...KEYS, securityToken: new Secret('TEMP/token+==') };
    const signed = sign({ method: 'POST', url: `${HOST}${RESOURCES}`, body, headers }, keys, PROJECT);
    expect(signed.headers).toMatchObject({ 'X-Project-Id': PROJECT, 'X-Security-Token': 'TEMP/token+==', Accept: 'application/json' });
    expect(signed.headers.Authorization).toBe(
      'SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-language;x-project-id;x-sdk-date;x-security-token, Signature=92910136e497291f299f31c23d08616c5586149875102b7013b5b1916bb12ab5',
    );
    expect(Buffer.from(await new Request(signed.url, { ...signed }).arrayBuffer())).toEqual(Buffer.from(body, 'utf8'));
  });

  it('signs the host with its port, as it is sent', () => {
    expect(signatureOf(sign({ url: 'https://a.example:8443/' }))).not.toBe(signatureOf(sign({ url: 'https://a.example/' })));
    expect(signatureOf(sign({ url: 'https://A.example:443' }))).toBe(signatureOf(sign({ url: 'https://a.example/' })));
  });

  it.each([
    ['a relative address', '/v2.0/p'],
    ['a broken escape', `${HOST}/100%`],
    ['a dot segment', `${HOST}/v2.0/p/resources/%2E%2e`],
    ['a fragment', `${HOST}/a#b`],
  ])('refuses %s', (_, url) => {
    expect(() => sign({ url })).toThrow(TypeError);
  });

  it('keeps every name whole, whatever it is made of', () => {
    const anyName = fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => name.isWellFormed() && name !== '.' && name !== '..');
    fc.assert(
      fc.property(anyName, anyName, (name, group) => {
        const { url } = sign({ url: `${HOST}${RESOURCES}/${e(name)}?group=${e(group)}` });
        expect(url.slice(HOST.length)).toMatch(/^[A-Za-z0-9\-._~/?=&%]+$/);
        const parsed = new URL(new Request(url).url);
        expect(decodeURIComponent(parsed.pathname.split('/').at(-1) ?? '')).toBe(name);
        expect(parsed.searchParams.get('group')).toBe(group);
      }),
    );
  });
});

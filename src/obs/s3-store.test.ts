import type { RequestListener } from 'node:http';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ObjectStore, ObjectStoreError } from './object-store.ts';
import { bytesOf, codeOf, describeObjectStore, pagesOf } from './object-store-suite.ts';
import { buildRequest } from './s3-request.ts';
import { CREDENTIALS, REGION, startEmulator, startScripted } from './test-s3.ts';

describeObjectStore('an S3 emulator, buckets in the host name', () => startEmulator({ pathStyle: false }));
describeObjectStore('an S3 emulator, buckets in the path', () => startEmulator({ pathStyle: true }));

const ref = { bucket: 'my-bucket', key: 'dir/a.jar' };
const answer =
  (status: number, headers: Record<string, string> = {}, body = ''): RequestListener =>
  (_req, res) =>
    void res.writeHead(status, headers).end(body);
const refuse = (status: number, code: string, more = '', headers: Record<string, string> = {}) =>
  answer(
    status,
    { 'x-amz-request-id': 'REQ1', ...headers },
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${CREDENTIALS.secretAccessKey}</Message>${more}</Error>`,
  );
const OBJECT = { 'Content-Length': '3', ETag: '"e1"', 'Last-Modified': 'Wed, 01 Jul 2026 02:30:25 GMT' };
const page = (inner: string) =>
  answer(200, {}, `<ListBucketResult xmlns="http://obs.myhuaweicloud.com/doc/2015-06-30/">${inner}</ListBucketResult>`);
const contents = (key: string, more = '') =>
  `<Contents><Key>${key}</Key><Size>1</Size><ETag>"e"</ETag><LastModified>2026-07-01T00:00:00.000Z</LastModified>${more}</Contents>`;
async function failure(work: Promise<unknown>): Promise<ObjectStoreError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof ObjectStoreError)) throw new Error(`not an ObjectStoreError: ${inspect(error)}`);
  return error;
}

describe('the request', () => {
  test('a listing is ListObjects version 1, virtual-hosted, signed, with nothing newer in it', async () => {
    await using s3 = await startScripted(page(''));
    await s3.store().listObjects('my-bucket', { prefix: "a b/é+'(1)*", delimiter: '/', marker: 'a b/&=~', limit: 7 });
    const [seen] = s3.seen;
    expect(seen?.method).toBe('GET');
    expect(seen?.headers.host).toBe(`my-bucket.obs.example.test:${s3.port}`);
    expect(seen?.url).toBe('/?max-keys=7&delimiter=%2F&marker=a%20b%2F%26%3D~&prefix=a%20b%2F%C3%A9%2B%27%281%29%2A');
    expect(seen?.isSignedRight).toBe(true);
    const names = Object.keys(seen?.headers ?? {}).sort();
    expect(names).toEqual([
      'accept-encoding',
      'authorization',
      'connection',
      'host',
      'user-agent',
      'x-amz-content-sha256',
      'x-amz-date',
      'x-amz-security-token',
    ]);
    expect(seen?.headers.authorization).toContain('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token');
  });

  test.each(['plain.txt', "it's (1)*!.txt", 'größte 100%2F+~.csv', '数据/😀', 'q?a=b&c#d'])(
    'the signature fits for the key %j',
    async (key) => {
      await using s3 = await startScripted(answer(200, OBJECT));
      await s3.store().head({ bucket: 'my-bucket', key });
      expect(s3.seen.map(({ isSignedRight }) => isSignedRight)).toEqual([true]);
    },
  );

  // "GET Bucket (List Objects)" of AWS's published examples for Signature Version 4.
  test('the signature is the published one', async () => {
    const { url, headers } = await buildRequest(
      { method: 'GET', bucket: 'examplebucket', query: { 'max-keys': '2', prefix: 'J' } },
      {
        endpoint: 'https://s3.amazonaws.com',
        region: 'us-east-1',
        credentials: async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }),
        pathStyle: false,
        now: () => Date.UTC(2013, 4, 24),
      },
    );
    expect(url.href).toBe('https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J');
    expect(headers['authorization']).toMatch(/Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7$/);
  });

  test('a bucket with a dot goes into the path over TLS, where a wildcard certificate would not cover it', async () => {
    const options = {
      endpoint: 'https://obs.example.test',
      region: REGION,
      credentials: async () => CREDENTIALS,
      pathStyle: false,
      now: Date.now,
    };
    const dotted = await buildRequest({ method: 'GET', bucket: 'my.bucket', key: 'a' }, options);
    expect(dotted.url.href).toBe('https://obs.example.test/my.bucket/a');
    expect((await buildRequest({ method: 'GET', bucket: null }, options)).url.href).toBe('https://obs.example.test/');
  });

  test('credentials are asked for before each try, and their failure is told as such', async () => {
    await using s3 = await startScripted(answer(500), answer(200, OBJECT));
    let asked = 0;
    const credentials = async () => ({ ...CREDENTIALS, sessionToken: `token-${++asked}` });
    await s3.store({ credentials }).head(ref);
    expect(s3.seen.map(({ headers }) => headers['x-amz-security-token'])).toEqual(['token-1', 'token-2']);
    const failing = s3.store({ credentials: () => Promise.reject(new Error('signed out')) });
    expect(await codeOf(failing.head(ref))).toBe('credentials');
    expect(s3.seen).toHaveLength(2);
  });

  test('connections are used again', async () => {
    const ports = new Set<number | undefined>();
    await using s3 = await startScripted((req, res) => {
      ports.add(req.socket.remotePort);
      res.writeHead(200, OBJECT).end();
    });
    const store = s3.store();
    for (let i = 0; i < 5; i++) await store.head(ref);
    expect(ports.size).toBe(1);
  });
});

describe('errors', () => {
  const read = (store: ObjectStore) => store.read(ref);
  const list = (store: ObjectStore) => store.listObjects(ref.bucket);
  const head = (store: ObjectStore) => store.head(ref);

  test.each<[number, string, string]>([
    [404, 'NoSuchKey', 'not_found'],
    [404, 'NoSuchBucket', 'bucket_not_found'],
    [403, 'AccessDenied', 'denied'],
    [403, 'InvalidObjectState', 'archived'],
    [403, 'InvalidAccessKeyId', 'credentials'],
    [400, 'ExpiredToken', 'credentials'],
    [403, 'SignatureDoesNotMatch', 'signature'],
    [403, 'RequestTimeTooSkewed', 'clock_skew'],
    [400, 'RequestTimeout', 'timeout'],
    [400, 'AuthorizationHeaderMalformed', 'signature'],
    [400, 'SomethingNew', 'store_failed'],
  ])('%i %s is %s, also for a HEAD', async (status, serviceCode, code) => {
    for (const call of [read, list, head]) {
      await using s3 = await startScripted(refuse(status, serviceCode));
      const error = await failure(call(s3.store()));
      expect(error).toMatchObject({ code, httpStatus: status, serviceCode, requestId: 'REQ1', region: null });
      expect(s3.seen.every(({ isSignedRight }) => isSignedRight)).toBe(true);
    }
  });

  test.each<[string, RequestListener]>([
    ['a header', refuse(301, 'PermanentRedirect', '', { 'x-amz-bucket-region': 'cn-north-4' })],
    ['a header of OBS', answer(301, { 'x-obs-bucket-location': 'cn-north-4' })],
    ['the address to go to', refuse(301, 'PermanentRedirect', '<Endpoint>my-bucket.obs.cn-north-4.myhuaweicloud.com</Endpoint>')],
    ['a location', answer(307, { Location: 'https://my-bucket.obs.cn-north-4.myhuaweicloud.com/dir/a.jar' })],
    ['the region that was expected', refuse(400, 'AuthorizationHeaderMalformed', '<Region>cn-north-4</Region>')],
  ])('another region is named by %s, and nobody goes there', async (_where, listener) => {
    for (const call of [read, list]) {
      await using s3 = await startScripted(listener);
      expect(await failure(call(s3.store()))).toMatchObject({ code: 'wrong_region', region: 'cn-north-4' });
      expect(s3.seen).toHaveLength(1);
    }
  });

  test.each([
    [301, 'wrong_region'],
    [401, 'credentials'],
    [403, 'denied'],
    [404, 'not_found'],
    [418, 'store_failed'],
  ])('a bare %i of a gateway, or in HTML, is %s', async (status, code) => {
    for (const call of [read, list, head]) {
      await using s3 = await startScripted(answer(status, { 'x-obs-request-id': 'REQ2' }, '<html><body><p>Sorry<br></html>'));
      expect(await failure(call(s3.store()))).toMatchObject({ code, httpStatus: status, serviceCode: null, requestId: 'REQ2' });
    }
  });

  test('a HEAD that failed without a word is not overruled by a GET that succeeds', async () => {
    await using s3 = await startScripted(answer(403), answer(206, OBJECT, 'abc'));
    expect(await codeOf(s3.store().head(ref))).toBe('denied');
    expect(s3.seen.map(({ method, headers }) => [method, headers.range])).toEqual([
      ['HEAD', undefined],
      ['GET', 'bytes=0-0'],
    ]);
  });

  test('no secret is in an error', async () => {
    const told = `<StringToSign>${CREDENTIALS.secretAccessKey}</StringToSign>`;
    const scripts: RequestListener[] = [
      refuse(403, 'SignatureDoesNotMatch', told),
      refuse(500, 'InternalError'),
      (_req, res) => res.destroy(),
    ];
    for (const script of scripts) {
      await using s3 = await startScripted(script);
      const error = await failure(s3.store().listObjects(ref.bucket));
      const everything = inspect(error, { depth: 9, showHidden: true });
      expect(everything).not.toMatch(/very-secret|AWS4-HMAC|x-amz-security-token/i);
    }
  });

  test.each([
    ['nothing', ''],
    ['HTML', '<html><head></head></html>'],
    ['JSON', '{}'],
    ['a torn listing', '<ListBucketResult><Contents><Key>a'],
    ['a listing without a size', '<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>'],
    ['a next page from nowhere', '<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>'],
    ['entities that grow', '<!DOCTYPE a [<!ENTITY b "b">]><ListBucketResult><Name>&b;</Name></ListBucketResult>'],
  ])('%s in place of a listing is a failure of the store', async (_what, body) => {
    await using s3 = await startScripted(answer(200, {}, body));
    expect(await codeOf(s3.store().listObjects(ref.bucket))).toBe('store_failed');
  });
});

describe('when the store is slow, busy or gone', () => {
  test.each([429, 500, 502, 503, 504])('%i is tried again', async (status) => {
    await using s3 = await startScripted(answer(status), answer(status), answer(200, OBJECT));
    expect(await s3.store().head(ref)).toMatchObject({ etag: 'e1' });
    expect(s3.seen).toHaveLength(3);
  });

  test('and given up after three times, with what it said', async () => {
    await using s3 = await startScripted(refuse(503, 'SlowDown'));
    expect(await failure(s3.store().listBuckets())).toMatchObject({ code: 'throttled', serviceCode: 'SlowDown', httpStatus: 503 });
    expect(s3.seen).toHaveLength(3);
    await using ill = await startScripted(refuse(500, 'InternalError'));
    expect(await failure(ill.store().head(ref))).toMatchObject({ code: 'store_failed', httpStatus: 500 });
    expect(ill.seen).toHaveLength(3);
  });

  test('a short Retry-After is kept, a long one handed on', async () => {
    await using s3 = await startScripted(answer(429, { 'Retry-After': '0' }), answer(200, OBJECT));
    expect(await s3.store().head(ref)).toMatchObject({ sizeBytes: 3 });
    await using long = await startScripted(answer(429, { 'Retry-After': '60' }));
    expect(await failure(long.store().head(ref))).toMatchObject({ code: 'throttled', retryAfterMs: 60_000 });
    expect(long.seen).toHaveLength(1);
  });

  test('a refusal is not tried again', async () => {
    await using s3 = await startScripted(refuse(403, 'AccessDenied'));
    expect(await codeOf(s3.store().listBuckets())).toBe('denied');
    expect(s3.seen).toHaveLength(1);
  });

  test('a connection that is cut is tried again, before an answer and within a listing', async () => {
    const torn: RequestListener = (_req, res) => {
      res.writeHead(200, { 'Content-Length': '1000' });
      res.write('<ListBucketResult>', () => res.destroy());
    };
    await using s3 = await startScripted((_req, res) => res.destroy(), torn, page(contents('a.txt')));
    expect((await s3.store().listObjects(ref.bucket)).objects).toHaveLength(1);
    expect(s3.seen).toHaveLength(3);
  });

  test('bytes that end too soon are unreadable', async () => {
    await using s3 = await startScripted((_req, res) => {
      res.writeHead(200, { ...OBJECT, 'Content-Length': '1000' });
      res.write('abc', () => res.destroy());
    });
    expect(await codeOf(bytesOf(s3.store(), ref))).toBe('unreadable');
    expect(s3.seen).toHaveLength(1);
  });

  test('nobody there is unreachable', async () => {
    const s3 = await startScripted(answer(200));
    const store = s3.store();
    await s3[Symbol.asyncDispose]();
    expect(await failure(store.listBuckets())).toMatchObject({ code: 'unreachable', httpStatus: null });
  });

  test('no answer in time, before it and within it, is a timeout and not tried again', async () => {
    await using silent = await startScripted(() => undefined);
    expect(await codeOf(silent.store({ timeoutMs: 50 }).head(ref))).toBe('timeout');
    expect(silent.seen).toHaveLength(1);
    const begun: RequestListener = (_req, res) => void res.writeHead(200, { ...OBJECT, 'Content-Length': '1000' }).write('<');
    await using stuck = await startScripted(begun);
    expect(await codeOf(stuck.store({ timeoutMs: 50 }).listBuckets())).toBe('timeout');
    expect(await codeOf(bytesOf(stuck.store({ timeoutMs: 50 }), ref))).toBe('timeout');
  });

  test('a reader that takes its time is not a store that does', async () => {
    const content = Buffer.alloc(2_000_000, 'x');
    await using s3 = await startScripted((_req, res) => void res.writeHead(200, { ...OBJECT, 'Content-Length': '2000000' }).end(content));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await using object = await s3.store({ timeoutMs: 200 }).read(ref);
    let bytes = 0;
    for await (const chunk of object.bytes) {
      vi.advanceTimersByTime(1000);
      bytes += chunk.byteLength;
    }
    expect(bytes).toBe(2_000_000);
  });

  test('a signal ends what is under way, waiting or pausing', async () => {
    const reason = new Error('enough');
    const stop = new AbortController();
    await using silent = await startScripted(() => stop.abort(reason));
    await expect(silent.store().head(ref, stop.signal)).rejects.toBe(reason);
    const later = new AbortController();
    await using busy = await startScripted((_req, res) => {
      res.writeHead(503, { 'Retry-After': '5' }).end(() => setImmediate(() => later.abort(reason)));
    });
    await expect(busy.store().head(ref, later.signal)).rejects.toBe(reason);
    expect(busy.seen).toHaveLength(1);
  });
});

describe('what is read', () => {
  test('an object stored compressed comes as it is stored', async () => {
    const stored = gzipSync('hello');
    const headers = { ...OBJECT, 'Content-Length': String(stored.byteLength), 'Content-Encoding': 'gzip' };
    await using s3 = await startScripted((_req, res) => void res.writeHead(200, headers).end(stored));
    expect((await bytesOf(s3.store(), ref)).equals(stored)).toBe(true);
  });

  test.each<[Record<string, string>, string | null, boolean]>([
    [{}, 'standard', false],
    [{ 'x-amz-storage-class': 'STANDARD_IA' }, 'warm', false],
    [{ 'x-obs-storage-class': 'WARM' }, 'warm', false],
    [{ 'x-amz-storage-class': 'GLACIER' }, 'archive', true],
    [{ 'x-obs-storage-class': 'COLD' }, 'archive', true],
    [{ 'x-amz-storage-class': 'DEEP_ARCHIVE' }, 'deep_archive', true],
    [{ 'x-amz-storage-class': 'GLACIER', 'x-amz-restore': 'ongoing-request="true"' }, 'archive', true],
    [{ 'x-amz-storage-class': 'GLACIER', 'x-amz-restore': 'ongoing-request="false", expiry-date="Wed, 01 Jul 2026"' }, 'archive', false],
    [{ 'x-amz-storage-class': 'INTELLIGENT' }, null, false],
  ])('the storage class in %j', async (headers, storageClass, needsRestore) => {
    await using s3 = await startScripted(answer(200, { ...OBJECT, ...headers }));
    expect(await s3.store().head(ref)).toEqual({
      sizeBytes: 3,
      etag: 'e1',
      lastModifiedMs: Date.UTC(2026, 6, 1, 2, 30, 25),
      storageClass,
      needsRestore,
    });
  });

  test('a listing in any notation', async () => {
    const inner = `<Name>b</Name><IsTruncated>true</IsTruncated><NextMarker>a</NextMarker>
      ${contents('a&amp;b &lt;1&gt; &#x1;\u0002 &#128512;', '<StorageClass>GLACIER</StorageClass>')}
      <CommonPrefixes><Prefix>z/</Prefix></CommonPrefixes>`;
    await using s3 = await startScripted(page(inner));
    expect(await s3.store().listObjects('my-bucket')).toEqual({
      objects: [{ key: 'a&b <1> \u0001\u0002 😀', sizeBytes: 1, etag: 'e', lastModifiedMs: Date.UTC(2026, 6, 1), storageClass: 'archive' }],
      prefixes: ['z/'],
      nextMarker: 'z/',
    });
  });

  test('a page of nothing that is not the last goes on from its marker', async () => {
    await using s3 = await startScripted(page('<IsTruncated>true</IsTruncated><NextMarker>m</NextMarker>'), page(contents('n')));
    expect(await pagesOf(s3.store(), 'my-bucket', {})).toEqual([[], ['n']]);
    expect(s3.seen[1]?.url).toContain('marker=m');
  });

  test('buckets, with their region where it is told', async () => {
    const bucket = (name: string, more = '') => `<Bucket><Name>${name}</Name>${more}</Bucket>`;
    const buckets = bucket('b2', '<CreationDate>2026-07-01T00:00:00.000Z</CreationDate>') + bucket('b1', '<Location>cn-north-4</Location>');
    await using s3 = await startScripted(answer(200, {}, `<ListAllMyBucketsResult><Buckets>${buckets}</Buckets></ListAllMyBucketsResult>`));
    expect(await s3.store().listBuckets()).toEqual([
      { name: 'b1', createdMs: null, region: 'cn-north-4' },
      { name: 'b2', createdMs: Date.UTC(2026, 6, 1), region: null },
    ]);
    expect(s3.seen[0]?.headers.host).toBe(`obs.example.test:${s3.port}`);
  });
});

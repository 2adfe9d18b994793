/** What every driver does alike, as one set of tests over a store whose buckets a test can fill. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ListOptions, type ObjectPage, type ObjectRef, type ObjectStore, ObjectStoreError } from './object-store.ts';

export interface TestStore {
  store: ObjectStore;
  createBucket: (name: string) => Promise<void>;
  put: (ref: ObjectRef, content: string | Buffer) => Promise<void>;
  stop: () => Promise<void>;
}

const bucket = 'suite-bucket';
const LISTED = ['a.txt', 'b/1.txt', 'b/2.txt', 'b/deep/3.txt', 'c.txt', 'd/4.txt', 'e.txt'];
const NAMES = [
  'Umsätze (größte) 100%2F.csv',
  "it's a+b&c=d;e,f@g:h.txt",
  'crème/brûlée <1>.txt',
  '数据/订单 😀.csv',
  'a?b#c.txt',
  'tab~_-.!*',
];

export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof ObjectStoreError ? error.code : `not an ObjectStoreError: ${String(error)}`),
  );

export async function bytesOf(store: ObjectStore, ref: ObjectRef): Promise<Buffer> {
  await using object = await store.read(ref);
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** All pages, as the keys and prefixes each holds. */
export async function pagesOf(store: ObjectStore, name: string, options: ListOptions): Promise<string[][]> {
  const pages: string[][] = [];
  let page: ObjectPage | null = null;
  do {
    page = await store.listObjects(name, { ...options, ...(page?.nextMarker ? { marker: page.nextMarker } : {}) });
    pages.push([...page.objects.map(({ key }) => key), ...page.prefixes].sort());
  } while (page.nextMarker !== null && pages.length < 100);
  return pages;
}

export function describeObjectStore(name: string, start: () => Promise<TestStore>): void {
  describe(`${name}, as an object store`, () => {
    let parts: TestStore;
    const put = (key: string, content: string | Buffer) => parts.put({ bucket, key }, content);
    beforeAll(async () => {
      parts = await start();
      await parts.createBucket(bucket);
      await parts.createBucket('another-bucket');
      for (const key of LISTED) await parts.put({ bucket: 'another-bucket', key }, key);
    });
    afterAll(() => parts.stop());

    test('lists the buckets by name', async () => {
      const buckets = await parts.store.listBuckets();
      expect(buckets.map((found) => found.name)).toEqual(['another-bucket', bucket]);
      expect(Math.abs(Date.now() - (buckets[0]?.createdMs ?? 0))).toBeLessThan(600_000);
    });

    test('tells size, time and class of an object, alone and in a list', async () => {
      await put('stat/a.txt', 'hello');
      const stat = await parts.store.head({ bucket, key: 'stat/a.txt' });
      expect(stat).toMatchObject({ sizeBytes: 5, storageClass: 'standard', needsRestore: false, etag: expect.stringMatching(/^[^"]+$/) });
      expect(Math.abs(Date.now() - stat.lastModifiedMs)).toBeLessThan(600_000);
      const { objects } = await parts.store.listObjects(bucket, { prefix: 'stat/' });
      expect(objects).toEqual([
        { key: 'stat/a.txt', sizeBytes: 5, etag: stat.etag, storageClass: 'standard', lastModifiedMs: expect.any(Number) },
      ]);
    });

    test.each([0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3_000_000])('%i bytes come back as they are', async (size) => {
      const content = Buffer.alloc(size, 'groupage');
      await put('sized.bin', content);
      expect((await bytesOf(parts.store, { bucket, key: 'sized.bin' })).equals(content)).toBe(true);
    });

    test.each(NAMES)('the name %j is an ordinary one', async (key) => {
      await put(`names/${key}`, key);
      expect((await bytesOf(parts.store, { bucket, key: `names/${key}` })).toString()).toBe(key);
      expect(await parts.store.head({ bucket, key: `names/${key}` })).toMatchObject({ sizeBytes: Buffer.byteLength(key) });
      const { objects } = await parts.store.listObjects(bucket, { prefix: `names/${key}` });
      expect(objects.map((object) => object.key)).toEqual([`names/${key}`]);
    });

    test('lists all levels, in pages of any size', async () => {
      for (const limit of [1, 2, 3, 7, 8]) {
        const pages = await pagesOf(parts.store, 'another-bucket', { limit });
        expect(pages.flat()).toEqual(LISTED);
        expect(pages.every((page) => page.length <= limit)).toBe(true);
      }
    });

    test.each<[ListOptions, string[]]>([
      [{}, ['a.txt', 'b/', 'c.txt', 'd/', 'e.txt']],
      [{ prefix: 'b/' }, ['b/1.txt', 'b/2.txt', 'b/deep/']],
      [{ prefix: 'b' }, ['b/']],
      [{ prefix: 'b/deep/3' }, ['b/deep/3.txt']],
      [{ marker: 'b/' }, ['c.txt', 'd/', 'e.txt']],
      [{ marker: 'c.txt' }, ['d/', 'e.txt']],
      [{ prefix: 'nothing/' }, []],
      [{ prefix: 'a.txt/' }, []],
      [{ prefix: '../' }, []],
      [{ prefix: '/' }, []],
      [{ prefix: 'b//' }, []],
    ])('lists one level: %j', async (options, expected) => {
      for (const limit of [1, 2, 1000]) {
        const pages = await pagesOf(parts.store, 'another-bucket', { ...options, delimiter: '/', limit });
        expect(pages.flat()).toEqual(expected);
      }
    });

    test('lists all levels after a marker, and under a prefix', async () => {
      expect(await pagesOf(parts.store, 'another-bucket', { marker: 'b/2.txt' })).toEqual([['b/deep/3.txt', 'c.txt', 'd/4.txt', 'e.txt']]);
      expect(await pagesOf(parts.store, 'another-bucket', { prefix: 'b/', limit: 2 })).toEqual([['b/1.txt', 'b/2.txt'], ['b/deep/3.txt']]);
    });

    test.each<[string, ObjectRef, string]>([
      ['a missing key', { bucket, key: 'nope.txt' }, 'not_found'],
      ['a missing bucket', { bucket: 'missing-bucket', key: 'a' }, 'bucket_not_found'],
      ['a bucket name that cannot be', { bucket: '..', key: 'a' }, 'bucket_not_found'],
      ['a folder key', { bucket, key: 'a/' }, 'folder'],
      ['a key that climbs', { bucket, key: 'a/../b' }, 'not_found'],
      ['no key', { bucket, key: '' }, 'not_found'],
    ])('%s is told apart', async (_what, ref, code) => {
      expect(await codeOf(parts.store.head(ref))).toBe(code);
      expect(await codeOf(parts.store.read(ref))).toBe(code);
    });

    test('a listing of a missing bucket says so', async () => {
      expect(await codeOf(parts.store.listObjects('missing-bucket'))).toBe('bucket_not_found');
      expect(await codeOf(parts.store.listObjects('..'))).toBe('bucket_not_found');
    });

    test('a signal ends every call with its reason', async () => {
      await put('s.txt', 'x');
      const ref = { bucket, key: 's.txt' };
      const reason = new Error('enough');
      const aborted = AbortSignal.abort(reason);
      await expect(parts.store.head(ref, aborted)).rejects.toBe(reason);
      await expect(parts.store.read(ref, aborted)).rejects.toBe(reason);
      await expect(parts.store.listBuckets(aborted)).rejects.toBe(reason);
      await expect(parts.store.listObjects(bucket, {}, aborted)).rejects.toBe(reason);
      const stop = new AbortController();
      await using object = await parts.store.read(ref, stop.signal);
      stop.abort(reason);
      await expect(object.bytes[Symbol.asyncIterator]().next()).rejects.toBe(reason);
    });

    test('an object that is left early is closed, and the store goes on', async () => {
      await put('left.bin', Buffer.alloc(3_000_000));
      for (let i = 0; i < 3; i++) {
        await using object = await parts.store.read({ bucket, key: 'left.bin' });
        for await (const chunk of object.bytes) if (chunk.byteLength > 0) break;
      }
      expect(await parts.store.head({ bucket, key: 'left.bin' })).toMatchObject({ sizeBytes: 3_000_000 });
    });
  });
}

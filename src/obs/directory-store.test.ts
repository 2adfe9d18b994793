import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDirectoryStore } from './directory-store.ts';
import type { ObjectRef } from './object-store.ts';
import { codeOf, describeObjectStore, pagesOf } from './object-store-suite.ts';

let top: string;
let dir: string;
const bucket = 'my-bucket';
const put = async (key: string, content: string | Buffer) => {
  const file = path.join(dir, bucket, key);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
};
const store = () => createDirectoryStore({ dir });
async function bytesOf(ref: ObjectRef, whileReading?: () => Promise<void>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  await using object = await store().read(ref);
  for await (const chunk of object.bytes) {
    chunks.push(chunk);
    await whileReading?.();
  }
  return Buffer.concat(chunks);
}

beforeAll(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'groupage-obs-'));
  dir = path.join(top, 'obs');
  await mkdir(path.join(dir, bucket), { recursive: true });
  await writeFile(path.join(top, 'secret.txt'), 'secret');
  await writeFile(path.join(dir, 'loose.txt'), 'no bucket');
});
afterAll(() => rm(top, { recursive: true, force: true }));

describeObjectStore('a folder', async () => {
  const suiteDir = await mkdtemp(path.join(tmpdir(), 'groupage-obs-suite-'));
  return {
    store: createDirectoryStore({ dir: suiteDir }),
    createBucket: (name) => mkdir(path.join(suiteDir, name)),
    async put(ref, content) {
      const file = path.join(suiteDir, ref.bucket, ref.key);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    },
    stop: () => rm(suiteDir, { recursive: true, force: true }),
  };
});

describe('listing', () => {
  const inFolder = async (name: string, files: string[], folders: string[] = []) => {
    for (const folder of folders) await mkdir(path.join(dir, name, folder), { recursive: true });
    for (const file of files) {
      await mkdir(path.dirname(path.join(dir, name, file)), { recursive: true });
      await writeFile(path.join(dir, name, file), 'x');
    }
  };

  test('goes in the order of UTF-8 bytes, folders standing where their keys do', async () => {
    // '-' and '.' come before '/', '0' after it; U+1F600 after U+FF5E although its first UTF-16 unit is smaller.
    const keys = ['B', 'a-1', 'a.txt', 'a/z', 'a0', 'b', 'ä', '～', '😀'];
    await inFolder('order', [...keys].reverse());
    for (const limit of [1, 2, 4, 100]) {
      const found: string[] = [];
      for (let marker: string | null = ''; marker !== null; ) {
        const page = await store().listObjects('order', { limit, marker });
        found.push(...page.objects.map(({ key }) => key));
        marker = page.nextMarker;
      }
      expect(found).toEqual(keys);
    }
  });

  test('many empty folders hide nothing behind them', async () => {
    const empty = Array.from({ length: 40 }, (_, i) => `e${i}/inner`);
    await inFolder('empties', ['z/1', 'z/2'], empty);
    expect(await pagesOf(store(), 'empties', { limit: 1 })).toEqual([['z/1'], ['z/2']]);
    expect(await pagesOf(store(), 'empties', { limit: 3, delimiter: '/' })).toEqual([['z/']]);
  });

  test('passes over links, pipes and names that are no keys, and follows no link above the prefix', async () => {
    await inFolder('odd-names', ['ok.txt', 'line\nbreak', 'sub/ok.txt']);
    await symlink('../../secret.txt', path.join(dir, 'odd-names', 'link.txt'));
    await symlink(top, path.join(dir, 'odd-names', 'out'));
    await symlink('sub', path.join(dir, 'odd-names', 'inside'));
    await writeFile(Buffer.concat([Buffer.from(path.join(dir, 'odd-names/')), Buffer.from([0xff])]), 'not UTF-8');
    expect(await pagesOf(store(), 'odd-names', {})).toEqual([['ok.txt', 'sub/ok.txt']]);
    expect(await pagesOf(store(), 'odd-names', { delimiter: '/' })).toEqual([['ok.txt', 'sub/']]);
    expect(await pagesOf(store(), 'odd-names', { prefix: 'out/' })).toEqual([[]]);
    expect(await pagesOf(store(), 'odd-names', { prefix: 'inside/' })).toEqual([[]]);
    expect(await pagesOf(store(), 'odd-names', { prefix: 'sub/../' })).toEqual([[]]);
  });

  test('shows no bucket that is a file, a link or has an impossible name', async () => {
    await symlink(top, path.join(dir, 'bucket-link'));
    await mkdir(path.join(dir, 'Not_A_Bucket'));
    const names = (await store().listBuckets()).map(({ name }) => name);
    expect(names).toContain(bucket);
    expect(names.filter((name) => ['bucket-link', 'Not_A_Bucket', 'loose.txt'].includes(name))).toEqual([]);
    expect(await codeOf(store().listObjects('bucket-link'))).toBe('denied');
    expect(await codeOf(store().listObjects('loose.txt'))).toBe('bucket_not_found');
  });
});

describe('reading', () => {
  test('a file dropped in is an object at once', async () => {
    await put('a/b.txt', 'hello');
    const stat = await store().head({ bucket, key: 'a/b.txt' });
    expect(stat).toMatchObject({ sizeBytes: 5, etag: expect.any(String) });
    expect(Math.abs(Date.now() - stat.lastModifiedMs)).toBeLessThan(60_000);
    expect((await bytesOf({ bucket, key: 'a/b.txt' })).toString()).toBe('hello');
  });

  test('the etag tells a write and a replacement', async () => {
    await put('e.txt', 'one');
    const first = await store().head({ bucket, key: 'e.txt' });
    await put('e.txt', 'four');
    const second = await store().head({ bucket, key: 'e.txt' });
    await put('e.tmp', 'four');
    await rename(path.join(dir, bucket, 'e.tmp'), path.join(dir, bucket, 'e.txt'));
    const third = await store().head({ bucket, key: 'e.txt' });
    expect(new Set([first.etag, second.etag, third.etag]).size).toBe(3);
  });
});

describe('changes while reading', () => {
  const big = Buffer.alloc(3_000_000, 1);
  test.each<[string, (file: string) => Promise<void>]>([
    ['appended to', (file) => appendFile(file, 'more')],
    ['cut short', (file) => writeFile(file, 'short')],
    ['written anew with the same size', (file) => writeFile(file, Buffer.alloc(3_000_000, 2))],
    ['deleted', (file) => rm(file)],
    [
      'replaced',
      async (file) => {
        await writeFile(`${file}.new`, big);
        await rename(`${file}.new`, file);
      },
    ],
  ])('an object that is %s is unreadable', async (_what, change) => {
    await put('changing.bin', big);
    // Long ago: the clock of a file system may tick only every few milliseconds.
    await utimes(path.join(dir, bucket, 'changing.bin'), 1, 1);
    let hasChanged = false;
    const read = bytesOf({ bucket, key: 'changing.bin' }, async () => {
      if (!hasChanged) await change(path.join(dir, bucket, 'changing.bin'));
      hasChanged = true;
    });
    expect(await codeOf(read)).toBe('unreadable');
  });
});

describe('what is not an object', () => {
  test.each<[string, ObjectRef, string]>([
    ['a missing key', { bucket, key: 'nope.txt' }, 'not_found'],
    ['a key below a file', { bucket, key: 'a/b.txt/c' }, 'not_found'],
    ['a key with too long a segment', { bucket, key: 'x'.repeat(300) }, 'not_found'],
    ['a missing bucket', { bucket: 'other-bucket', key: 'a' }, 'bucket_not_found'],
    ['a bucket name that cannot be', { bucket: '..', key: 'secret.txt' }, 'bucket_not_found'],
    ['a bucket that is a file', { bucket: 'loose.txt', key: 'x' }, 'bucket_not_found'],
    ['a folder', { bucket, key: 'a' }, 'folder'],
    ['a folder key', { bucket, key: 'a/' }, 'folder'],
  ])('%s', async (_what, ref, code) => {
    await put('a/b.txt', 'hello');
    expect(await codeOf(store().head(ref))).toBe(code);
    expect(await codeOf(store().read(ref))).toBe(code);
  });

  test('a named pipe is unreadable and waits for nobody', async () => {
    const command = 'mkfifo';
    execFileSync(command, [path.join(dir, bucket, 'pipe')]);
    expect(await codeOf(store().head({ bucket, key: 'pipe' }))).toBe('unreadable');
  });

  test('a store without its folder has failed', async () => {
    expect(await codeOf(createDirectoryStore({ dir: path.join(top, 'gone') }).head({ bucket, key: 'a' }))).toBe('store_failed');
  });
});

describe('a key never leaves its bucket', () => {
  test.each([
    '../secret.txt',
    '../../secret.txt',
    'a/../../secret.txt',
    './a/b.txt',
    '/etc/hostname',
    '//etc/hostname',
    'a//b.txt',
    'a\u0000b',
    'a/b.txt\u0000.jpg',
    '..',
    '.',
    '',
  ])('%j', async (key) => {
    expect(await codeOf(store().head({ bucket, key }))).toMatch(/^(not_found|folder)$/);
    expect(await codeOf(store().read({ bucket, key }))).toMatch(/^(not_found|folder)$/);
  });

  test('escapes are not decoded a second time', async () => {
    expect(await codeOf(store().head({ bucket, key: '..%2Fsecret.txt' }))).toBe('not_found');
    expect(await codeOf(store().head({ bucket, key: '%2e%2e/secret.txt' }))).toBe('not_found');
  });

  test.each<[string, string, string, string]>([
    ['a link to a file outside', 'link.txt', '../../secret.txt', 'link.txt'],
    ['a link to a folder outside', 'linked', '../..', 'linked/secret.txt'],
    ['an absolute link', 'abs', '/etc', 'abs/hostname'],
    ['a link to itself', 'loop', 'loop', 'loop'],
  ])('%s is denied', async (_what, name, target, key) => {
    await symlink(target, path.join(dir, bucket, name));
    expect(await codeOf(store().read({ bucket, key }))).toBe('denied');
    expect(await codeOf(store().head({ bucket, key }))).toBe('denied');
  });

  test('a bucket that is a link is denied', async () => {
    await symlink(top, path.join(dir, 'linked-bucket'));
    expect(await codeOf(store().read({ bucket: 'linked-bucket', key: 'secret.txt' }))).toBe('denied');
  });
});

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createDirectoryStore } from '../obs/directory-store.ts';
import { createCopier, failureOf } from './copier.ts';
import { DataFolderError } from './data-folder.ts';
import { createFairQueue } from './fair-queue.ts';
import type { PackageRow } from './rows.ts';
import { hasBlob, openTestCloud, quiet, SOON, sha256, statuses } from './test-cloud.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** At one byte a second a slow copy stays under way for as long as a test likes. */
const HELD = { slowBytesPerSecond: 1 };
const SLOW = 'obs://sample-x/slow/a.bin';
const QUICK = 'obs://sample-x/quick/a.bin';

async function openHeld(dir?: string) {
  const cloud = await openTestCloud(HELD, dir);
  await cloud.put(SLOW, 'slow and slower');
  await cloud.put(QUICK, 'quick');
  return cloud;
}

test('a copy under held/ waits until it is let go, keeps nobody waiting, and can be stopped', async () => {
  await using cloud = await openTestCloud({ copyConcurrency: 1 });
  for (const key of ['held/a.bin', 'held/a.bin.hold', 'held/b.bin', 'held/b.bin.hold', 'quick.bin'])
    await cloud.put(`obs://sample-x/${key}`, key);
  await cloud.upload(['obs://sample-x/held/a.bin', 'obs://sample-x/held/b.bin'], { group: 'g', is_async: true });
  expect((await cloud.upload(['obs://sample-x/quick.bin'], { group: 'h' })).body.details).toMatchObject([{ status: 'READY' }]);
  expect((await cloud.get('a.bin', 'g')).body.status).toBe('UPLOADING');
  await rm(path.join(cloud.dataDir, 'obs/sample-x/held/a.bin.hold'));
  await expect.poll(async () => (await cloud.get('a.bin', 'g')).body.status, SOON).toBe('READY');
  expect((await cloud.remove('b.bin', 'g')).status).toBe(200);
  await cloud.whenIdle();
});

describe('a copy that is overtaken', () => {
  test('by another upload does not write into the newer row', async () => {
    await using cloud = await openHeld();
    const first = cloud.upload([SLOW], { group: 'g' });
    await expect.poll(() => cloud.blobs(), SOON).toHaveLength(1);
    const second = await cloud.upload([QUICK], { group: 'g' });
    expect(second.body.details).toMatchObject([{ status: 'READY' }]);
    // The first call answers too, with what stands there now.
    expect((await first).body.details[0].underlying_name).toBe(second.body.details[0].underlying_name);
    await cloud.whenIdle();
    expect(await cloud.blobs()).toHaveLength(1);
    expect(await hasBlob(cloud.dataDir, 'quick')).toBe(true);
  });

  test('by a delete leaves nothing', async () => {
    await using cloud = await openHeld();
    const answer = cloud.upload([SLOW], { group: 'g' });
    await expect.poll(() => cloud.blobs(), SOON).toHaveLength(1);
    expect((await cloud.remove('a.bin', 'g')).status).toBe(200);
    expect((await answer).body).toMatchObject({ group_name: 'g', details: [{ status: 'FAILED' }] });
    await cloud.whenIdle();
    expect(await cloud.blobs()).toEqual([]);
    expect(await cloud.list()).toMatchObject({ groups: [], total: 0 });
  });

  test('by a replaced group, a member that is left out is stopped', async () => {
    await using cloud = await openHeld();
    await cloud.put('obs://sample-x/other.bin', 'other');
    await cloud.upload([SLOW], { group: 'g', is_async: true });
    await cloud.send('POST', 'p1/resources/files', { paths: ['obs://sample-x/other.bin'], group: 'g' });
    await cloud.whenIdle();
    expect((await cloud.list()).groups).toMatchObject([{ resources: ['other.bin'], status: 'READY' }]);
    expect(await cloud.blobs()).toHaveLength(1);
  });
});

describe('the package store', () => {
  test('keeps equal contents once, until the last package is gone', async () => {
    await using cloud = await openTestCloud();
    for (const name of ['1', '2', '3']) await cloud.put(`obs://my-bucket/${name}`, 'same');
    const paths = ['1', '2', '3'].map((name) => `obs://my-bucket/${name}`);
    await cloud.upload(paths, { group: 'g' });
    const name = sha256('same');
    expect(await cloud.blobs()).toEqual([`${name.slice(0, 2)}/${name}`]);
    await cloud.remove('1', 'g');
    await cloud.upload(['obs://my-bucket/2', 'obs://my-bucket/nope'], { group: 'g' });
    expect(await hasBlob(cloud.dataDir, 'same')).toBe(true);
    await cloud.remove('2', 'g');
    await cloud.remove('3', 'g');
    expect(await cloud.blobs()).toEqual([]);
  });

  test('many uploads and deletes of one content at once lose nothing', async () => {
    await using cloud = await openTestCloud();
    await cloud.put('obs://my-bucket/same.bin', 'same');
    const work = Array.from({ length: 60 }, async (_, i) => {
      await cloud.upload(['obs://my-bucket/same.bin'], { group: `g${i}` });
      if (i % 2) await cloud.remove('same.bin', `g${i}`);
    });
    await Promise.all(work);
    expect((await cloud.list()).groups).toHaveLength(30);
    expect(await hasBlob(cloud.dataDir, 'same')).toBe(true);
  });

  test('is swept at the start: left copies go, lost bytes are told', async () => {
    await using cloud = await openTestCloud();
    await cloud.put('obs://my-bucket/kept', 'kept');
    await cloud.put('obs://my-bucket/lost', 'lost');
    await cloud.upload(['obs://my-bucket/kept', 'obs://my-bucket/lost'], { group: 'g' });
    await cloud.dispose();
    const packages = path.join(cloud.dataDir, 'packages');
    const [orphan, lost] = [sha256('orphan'), sha256('lost')];
    await writeFile(path.join(packages, orphan.slice(0, 2), orphan), 'orphan');
    await writeFile(path.join(packages, 'tmp', '17'), 'half');
    await rm(path.join(packages, lost.slice(0, 2), lost));

    await using again = await openTestCloud({}, cloud.dataDir);
    await expect.poll(async () => statuses((await again.list()).groups?.[0]?.details), SOON).toEqual({ kept: 'READY', lost: 'FAILED' });
    expect(await again.blobs()).toHaveLength(1);
  });

  test('a result that cannot be recorded is kept, and recorded later', async () => {
    const recorded: string[] = [];
    let attempts = 0;
    const copier = createCopier({
      store: createDirectoryStore({ dir: '/nowhere' }),
      blobs: { write: async () => ({ sha256: '', sizeBytes: 0, unpin: () => undefined }) },
      registry: {
        settle: (results) => {
          if (++attempts === 1) throw new Error('database or disk is full');
          recorded.push(...results.map(({ outcome }) => outcome.status));
        },
      },
      log: quiet,
      concurrency: 1,
      isSlow: () => false,
    });
    const row = { id: 1, project: 'p', bucket: 'my-bucket', key: 'a', name: 'a', underlyingName: 'u_a' } as PackageRow; // what a copy needs of it
    await copier.start(row);
    expect([attempts, recorded]).toEqual([2, ['FAILED']]);
    await copier.dispose();
  });

  test('what went wrong has a word', () => {
    expect(failureOf(Object.assign(new Error('full'), { code: 'ENOSPC' }))).toBe('disk_full');
    expect(failureOf(new Error('surprise'))).toBe('copy_failed');
  });
});

describe('a restart', () => {
  test('keeps groups, packages, tags and owners, and goes on with what was cut off', async () => {
    await using cloud = await openHeld();
    await cloud.put('obs://my-bucket/b.bin', 'b');
    await cloud.upload(['obs://my-bucket/b.bin'], { group: 'g', tags: [{ key: 'k', value: 'v' }] });
    await cloud.upload([SLOW], { group: 'g', is_async: true });
    await cloud.upload(['obs://sample-x/slow/gone.bin'], { group: 'g', is_async: true });
    const before = await cloud.list();
    const waiting = cloud.send('POST', 'p2/resources', { paths: [SLOW], kind: 'file' });
    await expect.poll(async () => (await cloud.list('p2')).total, SOON).toBe(1);
    const refused = waiting.catch((error: unknown) => error);
    await cloud.dispose();
    expect(await refused).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
    await expect(cloud.fetch('http://x/v2.0/p1/resources')).rejects.toThrow('fetch failed');

    await using again = await openTestCloud({}, cloud.dataDir);
    await again.whenIdle();
    const after = await again.list();
    expect(statuses(after.groups?.[0]?.details)).toEqual({ 'b.bin': 'READY', 'a.bin': 'READY', 'gone.bin': 'FAILED' });
    const timeless = (list: typeof after) => list.groups?.[0]?.details?.map((row) => ({ ...row, status: '' }));
    expect(timeless(after)).toEqual(timeless(before));
    expect((await again.list('p1', '?tags=k=v')).total).toBe(1);
    expect((await again.get('a.bin', undefined, 'p2')).body.status).toBe('READY');
  });

  test('a folder in use, or one that cannot be written, is refused in one line', async () => {
    await using cloud = await openTestCloud();
    const inUse = openTestCloud({}, cloud.dataDir);
    await expect(inUse).rejects.toThrow(DataFolderError);
    await expect(inUse).rejects.toThrow(/^The data folder .* is in use by another process\. [^\n]*$/);
    const file = path.join(cloud.dataDir, 'a-file');
    await writeFile(file, '');
    await expect(openTestCloud({}, path.join(file, 'data'))).rejects.toThrow(/cannot be written \(ENOTDIR\)/);
    await mkdir(path.join(cloud.dataDir, 'other'));
    await writeFile(path.join(cloud.dataDir, 'other/local-cloud.sqlite'), 'this is no database, and long enough to tell'.repeat(200));
    await expect(openTestCloud({}, path.join(cloud.dataDir, 'other'))).rejects.toThrow(/damaged/);
    expect(await readFile(path.join(cloud.dataDir, 'other/local-cloud.sqlite'), 'utf8')).toContain('no database');
  });
});

test('projects take turns', async () => {
  const order: string[] = [];
  const queue = createFairQueue({ concurrency: 1 });
  const gate = Promise.withResolvers<void>();
  const done = new Promise<void>((resolve) => {
    queue.add('z', () => gate.promise);
    for (const job of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) {
      queue.add(job.slice(0, 1), async () => {
        order.push(job);
        if (order.length === 6) resolve();
      });
    }
  });
  gate.resolve();
  await done;
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
});

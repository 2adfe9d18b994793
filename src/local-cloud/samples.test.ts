import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { packageNameOf, parseObsPath } from '../domain/obs-path.ts';
import { jarFile, noise, wheelFile } from './sample-contents.ts';
import { FAULTS, MANY_COUNT, manySample, SAMPLES } from './samples.ts';
import { openTestCloud, sha256, statuses, type TestCloud } from './test-cloud.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

async function objectsOf(cloud: TestCloud): Promise<Record<string, string>> {
  const dir = path.join(cloud.dataDir, 'obs');
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const pairs = files.map(async ({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    return [path.relative(dir, file), sha256(await readFile(file))] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

test('the samples are the same every time, and are as they are called', async () => {
  await using one = await openTestCloud({ samples: 'small', slowBytesPerSecond: 1000 });
  await using two = await openTestCloud({ samples: 'small', slowBytesPerSecond: 1000 });
  await Promise.all([one.seedSamples(), two.seedSamples()]);
  const objects = await objectsOf(one);
  expect(await objectsOf(two)).toEqual(objects);
  expect(await readdir(one.dataDir)).not.toContain('seeding');

  const { missing, missingBucket, folder, slow, slower, ...good } = SAMPLES;
  const paths = [...Object.values(good), ...Array.from({ length: MANY_COUNT }, (_, i) => manySample(i + 1))];
  const answer = await one.upload([...paths, missing, missingBucket, folder], { group: 'all', is_async: true });
  expect(answer.status).toBe(201);
  await one.whenIdle();
  const details = (await one.list()).groups?.[0]?.details ?? [];
  const nameOf = (uri: string) => {
    const parsed = parseObsPath(uri);
    return parsed.ok ? packageNameOf(parsed.path) : '';
  };
  const failed = details.filter((row) => row.status === 'FAILED').map((row) => row.resource_name);
  expect(failed).toEqual([missing, missingBucket, folder].map(nameOf));
  expect(details.filter((row) => row.status === 'READY')).toHaveLength(paths.length);
  for (const uri of [slow, slower, ...Object.values(FAULTS)]) {
    const parsed = parseObsPath(uri);
    if (!parsed.ok) throw new Error(uri);
    // Listed, since a look at some of them is the very fault.
    const { objects } = await one.store.listObjects(parsed.path.bucket, { prefix: parsed.path.key });
    expect(objects[0]?.sizeBytes, uri).toBeGreaterThan(0);
  }
});

test('an upload that comes before its sample is in place waits for it', async () => {
  await using cloud = await openTestCloud({ samples: 'small', slowBytesPerSecond: 1000 });
  const seeding = cloud.seedSamples();
  await cloud.upload([manySample(MANY_COUNT), SAMPLES.missing], { group: 'early', is_async: true });
  await Promise.all([seeding, cloud.whenIdle()]);
  expect(statuses((await cloud.list()).groups?.[0]?.details)).toEqual({ 'sample-part-200.csv': 'READY', 'sample-not-there.jar': 'FAILED' });
});

test('a user’s own file is never overwritten, and a deleted sample stays deleted', async () => {
  await using cloud = await openTestCloud({ samples: 'small', slowBytesPerSecond: 1000 });
  await cloud.put(SAMPLES.csv, 'mine');
  await cloud.seedSamples();
  const csv = path.join(cloud.dataDir, 'obs/sample-packages/data/sample-orders.csv');
  const jar = path.join(cloud.dataDir, 'obs/sample-packages/jars/sample-etl.jar');
  expect(await readFile(csv, 'utf8')).toBe('mine');
  await rm(jar);
  await cloud.dispose();

  await using again = await openTestCloud({ samples: 'small', slowBytesPerSecond: 1000 }, cloud.dataDir);
  await again.seedSamples();
  expect(Object.keys(await objectsOf(again))).not.toContain('sample-packages/jars/sample-etl.jar');
  await again.dispose();

  // A seeding that was cut off has left no marker, so the next start completes it.
  await writeFile(path.join(cloud.dataDir, 'samples.json'), 'cut o');
  await using third = await openTestCloud({ samples: 'small', slowBytesPerSecond: 1000 }, cloud.dataDir);
  await third.seedSamples();
  expect(await readFile(csv, 'utf8')).toBe('mine');
  expect(Object.keys(await objectsOf(third))).toContain('sample-packages/jars/sample-etl.jar');
});

test('none means none', async () => {
  await using cloud = await openTestCloud({ samples: 'none' });
  await cloud.seedSamples();
  expect(await objectsOf(cloud)).toEqual({});
});

test('jar and wheel are archives with what belongs in them', () => {
  const jar = readZip(jarFile('SampleEtl'));
  expect([...jar.keys()]).toEqual(['META-INF/MANIFEST.MF', 'com/example/groupage/SampleEtl.class', 'README.txt']);
  expect(jar.get('META-INF/MANIFEST.MF')?.toString()).toMatch(/^Manifest-Version: 1\.0\r\n/);
  expect(jar.get('com/example/groupage/SampleEtl.class')?.readUInt32BE(0)).toBe(0xcafebabe);
  const wheel = readZip(wheelFile());
  expect([...wheel.keys()]).toContain('sample_lib-1.0.0.dist-info/RECORD');
  expect(wheel.get('sample_lib/__init__.py')?.toString()).toContain('__version__ = "1.0.0"');
});

test('model bytes depend on the name alone', () => {
  const bytes = (name: string, size: number) => Buffer.concat([...noise(name, size)]);
  expect(bytes('a', 1_500_000).equals(bytes('a', 1_500_000))).toBe(true);
  expect(bytes('a', 1_500_000).subarray(0, 100).equals(bytes('a', 100))).toBe(true);
  expect(bytes('a', 100).equals(bytes('b', 100))).toBe(false);
});

/** By the central directory, as a real reader does. */
function readZip(zip: Buffer): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < zip.readUInt16LE(end + 10); i++) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    expect(zip.readUInt32LE(local)).toBe(0x04034b50);
    const start = local + 30 + zip.readUInt16LE(local + 26);
    entries.set(name, inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(at + 20))));
    at += 46 + nameLength;
  }
  return entries;
}

/** Puts the sample objects in place, once per data folder and version: a sample that a user deletes stays deleted. */
import { link, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { parseObsPath } from '../domain/obs-path.ts';
import type { DataFolder } from './data-folder.ts';
import type { Log } from './log.ts';
import { jarFile, noise, ordersCsv, PYTHON_HELPERS, PYTHON_JOB, wheelFile } from './sample-contents.ts';
import { FAULTS, MANY_COUNT, manySample, SAMPLES } from './samples.ts';
import type { LocalCloudSettings } from './settings.ts';

/** Raised when samples are added: a folder seeded by an older version then gets them. */
const VERSION = 2;
const Marker = z.object({ version: z.number() });

export interface SeedOptions {
  folder: DataFolder;
  set: 'full' | 'small';
  settings: Pick<LocalCloudSettings, 'slowBytesPerSecond'>;
  log: Log;
  stopped: AbortSignal;
}

interface Sample {
  uri: string;
  content: () => Iterable<Uint8Array>;
}

export async function seedSamples({ folder, set, settings, log, stopped }: SeedOptions): Promise<void> {
  if (await isSeeded(folder.samplesMarker)) return;
  const tmpDir = path.join(folder.dir, 'seeding');
  await rm(tmpDir, { recursive: true, force: true });
  await mkdir(tmpDir);
  let written = 0;
  try {
    for (const [index, { uri, content }] of samplesOf(set, settings.slowBytesPerSecond).entries()) {
      stopped.throwIfAborted();
      const file = fileOf(folder, uri);
      await mkdir(path.dirname(file), { recursive: true });
      if (await place(path.join(tmpDir, String(index)), file, content(), stopped)) written++;
    }
    await mkdir(fileOf(folder, SAMPLES.folder), { recursive: true });
    await writeFile(folder.samplesMarker, `${JSON.stringify({ version: VERSION, set })}\n`);
    log.info({ objects: written, set }, 'sample objects are in place');
  } catch (error) {
    if (!stopped.aborted) throw error;
  } finally {
    await rm(tmpDir, { recursive: true, force: true });
  }
}

async function isSeeded(marker: string): Promise<boolean> {
  try {
    return Marker.parse(JSON.parse(await readFile(marker, 'utf8'))).version >= VERSION;
  } catch {
    return false;
  }
}

function fileOf(folder: DataFolder, uri: string): string {
  const parsed = parseObsPath(uri);
  if (!parsed.ok) throw new Error(`${uri} is no address of an object`);
  return path.join(folder.obsDir, parsed.path.bucket, ...parsed.path.key.split('/'));
}

/** Whole or not at all, and never over a file that is there: linking refuses an existing name, where renaming would not. */
async function place(tmp: string, file: string, content: Iterable<Uint8Array>, stopped: AbortSignal): Promise<boolean> {
  const handle = await open(tmp, 'w');
  try {
    for (const chunk of content) {
      stopped.throwIfAborted();
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
  try {
    await link(tmp, file);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    // A file system without hard links: look first, then move.
    const isThere = await open(file, 'r').then(
      (found) => found.close().then(() => true),
      () => false,
    );
    if (!isThere) await rename(tmp, file);
    return !isThere;
  }
}

/** Small ones first, so that a newcomer's first submission finds them. */
function samplesOf(set: 'full' | 'small', slowBytesPerSecond: number): Sample[] {
  const isFull = set === 'full';
  const text = (uri: string, content: string): Sample => ({ uri, content: () => [Buffer.from(content)] });
  const made = (uri: string, content: () => Uint8Array): Sample => ({ uri, content: () => [content()] });
  const big = (uri: string, sizeBytes: number): Sample => ({ uri, content: () => noise(uri, sizeBytes) });
  const slowBytes = (seconds: number) => Math.min(Math.max(slowBytesPerSecond * seconds, 100_000 * seconds), 5_000_000 * seconds);
  return [
    made(SAMPLES.jar, () => jarFile('SampleEtl')),
    made(SAMPLES.secondJar, () => jarFile('SampleUdf')),
    made(SAMPLES.unlisted, () => jarFile('SampleUnlisted')),
    text(SAMPLES.python, PYTHON_JOB),
    text(SAMPLES.pythonHelpers, PYTHON_HELPERS),
    made(SAMPLES.wheel, wheelFile),
    made(SAMPLES.csv, () => ordersCsv(isFull ? 20_000 : 50)),
    text(SAMPLES.emptyFile, ''),
    made(SAMPLES.oddName, () => ordersCsv(20)),
    made(SAMPLES.percentName, () => ordersCsv(10)),
    ...Object.entries(FAULTS).map(([name, uri]) => made(uri, () => jarFile(`Fault${name}`))),
    ...Array.from({ length: MANY_COUNT }, (_, i) => made(manySample(i + 1), () => ordersCsv((isFull ? 500 : 5) + i))),
    big(SAMPLES.slow, isFull ? 20_000_000 : slowBytes(2)),
    big(SAMPLES.slower, isFull ? 40_000_000 : slowBytes(3)),
    big(SAMPLES.model, isFull ? 60_000_000 : 6000),
  ];
}

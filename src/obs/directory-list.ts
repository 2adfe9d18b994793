/**
 * Pages of a bucket that is a folder, in key order, without holding its whole tree: a folder's entries are streamed,
 * and only the smallest ones after the marker are kept. A page of a folder with 100,000 files costs one pass over it.
 * Only regular files whose path is a valid key are objects; symbolic links are passed over, never followed.
 */
import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, opendir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { checkKey } from '../domain/obs-path.ts';
import { compareKeys, pageSize } from './names.ts';
import type { ListedObject, ListOptions, ObjectPage } from './object-store.ts';

/** `key` is from the bucket on, with a `/` at the end for a folder, which is what puts it in its place in the order. */
interface Entry {
  key: string;
  isFolder: boolean;
}

interface Walk {
  bucketDir: string;
  prefix: string;
  marker: string;
  isFlat: boolean;
  signal: AbortSignal | undefined;
  /** How many entries a pass over a folder keeps. */
  batch: number;
}

const STREAM_ENTRIES = 1024;
const STATS_AT_ONCE = 32;

/** `bucketDir` is real and stands. Rejects with what the file system says when it cannot be read. */
export async function listDirectory(
  bucketDir: string,
  { prefix = '', delimiter, marker = '', limit }: ListOptions,
  describe: (stat: BigIntStats) => Omit<ListedObject, 'key'>,
  signal?: AbortSignal,
): Promise<ObjectPage> {
  const size = pageSize(limit);
  const walk: Walk = { bucketDir, prefix, marker, isFlat: delimiter === undefined, signal, batch: size + 1 };
  const found: Entry[] = [];
  // One more than the page holds tells whether there is a next one.
  for await (const entry of entriesOf(walk, prefix.slice(0, prefix.lastIndexOf('/') + 1))) {
    found.push(entry);
    if (found.length > size) break;
  }
  const entries = found.slice(0, size);
  return {
    objects: await statAll(
      bucketDir,
      entries.filter(({ isFolder }) => !isFolder),
      describe,
    ),
    prefixes: entries.filter(({ isFolder }) => isFolder).map(({ key }) => key),
    nextMarker: found.length > size ? (entries.at(-1)?.key ?? null) : null,
  };
}

/** What a listing shows of one folder (given as a key prefix), and below it unless levels are rolled up. */
async function* entriesOf(walk: Walk, folder: string): AsyncGenerator<Entry> {
  let after = '';
  for (;;) {
    const entries = await smallestEntries(walk, folder, after);
    for (const entry of entries) {
      if (!entry.isFolder) yield entry;
      else if (walk.isFlat) yield* entriesOf(walk, entry.key);
      else if (await holdsObject(walk.bucketDir, entry.key)) yield entry;
    }
    const last = entries.at(-1);
    // Empty folders take places without being anything, so that another pass may be needed.
    if (!last || entries.length < walk.batch) return;
    after = last.key;
  }
}

/** The first `walk.batch` entries of a folder after `after` that can be, or hold, something the page wants. */
async function smallestEntries(walk: Walk, folder: string, after: string): Promise<Entry[]> {
  const { prefix, marker, batch, isFlat } = walk;
  let kept: Entry[] = [];
  let ceiling: string | null = null;
  const byKey = (a: Entry, b: Entry) => compareKeys(a.key, b.key);
  const shrink = () => {
    kept = kept.sort(byKey).slice(0, batch);
    if (kept.length === batch) ceiling = kept.at(-1)?.key ?? null;
  };
  for await (const item of dirents(walk.bucketDir, folder)) {
    walk.signal?.throwIfAborted();
    const isFolder = item.isDirectory();
    if (!isFolder && !item.isFile()) continue;
    const key = `${folder}${item.name}${isFolder ? '/' : ''}`;
    if (!key.startsWith(prefix)) continue;
    if (ceiling !== null && compareKeys(key, ceiling) >= 0) continue;
    if (after !== '' && compareKeys(key, after) <= 0) continue;
    // In a flat listing a folder before the marker matters only when the marker stands inside it.
    if (compareKeys(key, marker) <= 0 && !(isFlat && isFolder && marker.startsWith(key))) continue;
    if (checkKey(isFolder ? key.slice(0, -1) : key) !== null) continue;
    kept.push({ key, isFolder });
    if (kept.length >= 2 * batch) shrink();
  }
  shrink();
  return kept;
}

async function holdsObject(bucketDir: string, folder: string): Promise<boolean> {
  const folders: string[] = [];
  for await (const item of dirents(bucketDir, folder)) {
    const key = `${folder}${item.name}`;
    if (checkKey(key) !== null) continue;
    if (item.isFile()) return true;
    if (item.isDirectory()) folders.push(`${key}/`);
  }
  for (const inner of folders) if (await holdsObject(bucketDir, inner)) return true;
  return false;
}

/** A folder that is not there, is none, or is reached through a link has no entries. */
async function* dirents(bucketDir: string, folder: string): AsyncGenerator<Dirent> {
  if (folder !== '' && checkKey(folder.slice(0, -1)) !== null) return;
  const place = path.join(bucketDir, folder, '.');
  try {
    if ((await realpath(place)) !== place) return;
    yield* await opendir(place, { bufferSize: STREAM_ENTRIES });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(String(error.code))))
      throw error;
  }
}

async function statAll(
  bucketDir: string,
  entries: Entry[],
  describe: (stat: BigIntStats) => Omit<ListedObject, 'key'>,
): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  for (let at = 0; at < entries.length; at += STATS_AT_ONCE) {
    const stats = await Promise.all(
      entries.slice(at, at + STATS_AT_ONCE).map(async ({ key }) => {
        // Gone since, or a name that is not UTF-8 and cannot be asked for again.
        const stat = await lstat(path.join(bucketDir, key), { bigint: true }).catch(() => null);
        return stat?.isFile() ? { key, ...describe(stat) } : null;
      }),
    );
    for (const object of stats) if (object) objects.push(object);
  }
  return objects;
}

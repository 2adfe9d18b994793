/**
 * Object store over a folder: `<dir>/<bucket>/<key>`. A file put there by any means is an object at once.
 *
 * A key never leaves its bucket's folder: bucket and key pass the rules of `domain/obs-path`, and no symbolic link is
 * followed on the way, neither the last step nor a folder before it. What was read is compared with what stands at its
 * place afterwards, so a file or link swapped in meanwhile is noticed too.
 */
import type { BigIntStats } from 'node:fs';
import { constants, type FileHandle, lstat, open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isBucketName } from '../domain/obs-path.ts';
import { listDirectory } from './directory-list.ts';
import { compareKeys, expectBucketName, expectObjectName } from './names.ts';
import { type ObjectRef, type ObjectStat, type ObjectStore, type ObjectStoreCode, ObjectStoreError } from './object-store.ts';

// O_NONBLOCK: opening a named pipe that someone dropped in must not wait for a writer.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const CHUNK_BYTES = 512 * 1024;

export function createDirectoryStore({ dir }: { dir: string }): ObjectStore {
  let root: string | null = null;

  /** The folder itself may be reached through a link: that is its owner's choice, made before any key was named. */
  async function realRoot(): Promise<string> {
    root ??= await realpath(dir).catch((error: unknown) => {
      throw new ObjectStoreError('store_failed', 'The object folder is not there.', { cause: error });
    });
    return root;
  }

  async function openObject(ref: ObjectRef) {
    expectObjectName(ref);
    const bucketDir = path.join(await realRoot(), ref.bucket);
    const file = path.join(bucketDir, ...ref.key.split('/'));
    let handle: FileHandle;
    try {
      handle = await open(file, OPEN_FLAGS);
    } catch (error) {
      await expectBucket(bucketDir);
      throw translate(error);
    }
    try {
      const parent = path.dirname(file);
      const [stat, realParent] = await Promise.all([handle.stat({ bigint: true }), realpath(parent)]);
      if (realParent !== parent) throw leadsOut();
      if (stat.isDirectory()) throw new ObjectStoreError('folder', 'The key names a folder.');
      if (!stat.isFile()) throw new ObjectStoreError('unreadable', 'The key names something that is not a file.');
      return { handle, stat, file };
    } catch (error) {
      await handle.close();
      throw error instanceof ObjectStoreError ? error : translate(error);
    }
  }

  return {
    async listBuckets(signal) {
      signal?.throwIfAborted();
      const top = await realRoot();
      const entries = await readdir(top, { withFileTypes: true }).catch((error: unknown) => {
        throw translate(error);
      });
      const names = entries.filter((entry) => entry.isDirectory() && isBucketName(entry.name)).map(({ name }) => name);
      return Promise.all(
        names.sort(compareKeys).map(async (name) => {
          const stat = await lstat(path.join(top, name)).catch(() => null);
          return { name, createdMs: stat && Math.floor(stat.birthtimeMs), region: null };
        }),
      );
    },

    async listObjects(bucket, options = {}, signal) {
      signal?.throwIfAborted();
      expectBucketName(bucket);
      const bucketDir = path.join(await realRoot(), bucket);
      await expectBucket(bucketDir);
      return listDirectory(bucketDir, options, stored, signal).catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : translate(error);
      });
    },

    async head(ref, signal) {
      signal?.throwIfAborted();
      const { handle, stat } = await openObject(ref);
      await handle.close();
      return describe(stat);
    },

    async read(ref, signal) {
      signal?.throwIfAborted();
      const { handle, stat, file } = await openObject(ref);
      return { ...describe(stat), bytes: readWhole(handle, file, stat, signal), [Symbol.asyncDispose]: () => handle.close() };
    },
  };
}

async function expectBucket(bucketDir: string): Promise<void> {
  const stat = await lstat(bucketDir).catch((error: unknown) => {
    throw codeOf(error) === 'ENOENT'
      ? new ObjectStoreError('bucket_not_found', 'There is no such bucket.', { cause: error })
      : translate(error);
  });
  if (stat.isSymbolicLink()) throw leadsOut();
  if (!stat.isDirectory()) throw new ObjectStoreError('bucket_not_found', 'There is no such bucket.');
}

/** Reads one chunk ahead, so that the disk works while the reader hashes and writes the chunk before. */
async function* readWhole(handle: FileHandle, file: string, before: BigIntStats, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const sizeBytes = Number(before.size);
  let offset = 0;
  // One byte more than expected: a short answer proves the end without a second read.
  const next = () => handle.read(Buffer.allocUnsafe(Math.min(CHUNK_BYTES, sizeBytes - offset + 1)), 0, undefined, offset);
  let pending = next();
  try {
    for (;;) {
      const { bytesRead, buffer } = await pending;
      signal?.throwIfAborted();
      offset += bytesRead;
      const isLast = bytesRead < buffer.length;
      if (offset > sizeBytes) throw changed();
      if (!isLast) {
        pending = next();
        // Awaited in the next round, or in `finally` when the reader leaves: never an unhandled rejection.
        pending.catch(() => undefined);
      }
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
      if (isLast) break;
    }
    const [after, place] = await Promise.all([handle.stat({ bigint: true }), lstat(file, { bigint: true })]);
    const etag = etagOf(before);
    if (offset !== sizeBytes || etagOf(after) !== etag || etagOf(place) !== etag) throw changed();
  } catch (error) {
    if (signal?.aborted || error instanceof ObjectStoreError) throw error;
    throw codeOf(error) === 'ENOENT'
      ? changed()
      : new ObjectStoreError('unreadable', 'The object could not be read to its end.', { cause: error });
  } finally {
    await pending.catch(() => undefined);
    await handle.close();
  }
}

function stored(stat: BigIntStats) {
  return { sizeBytes: Number(stat.size), lastModifiedMs: Number(stat.mtimeMs), etag: etagOf(stat), storageClass: 'standard' as const };
}

function describe(stat: BigIntStats): ObjectStat {
  return { ...stored(stat), needsRestore: false };
}

/** Cheap, and enough to notice a write (time, size) or a file moved into the place (inode). */
function etagOf(stat: BigIntStats): string {
  return `${stat.mtimeNs.toString(36)}-${stat.size.toString(36)}-${stat.ino.toString(36)}`;
}

function leadsOut(): ObjectStoreError {
  return new ObjectStoreError('denied', 'Symbolic links are not followed.');
}

function changed(): ObjectStoreError {
  return new ObjectStoreError('unreadable', 'The object changed while it was read.');
}

const BY_ERRNO: Record<string, ObjectStoreCode> = {
  ENOENT: 'not_found',
  ENOTDIR: 'not_found',
  ENAMETOOLONG: 'not_found',
  EISDIR: 'folder',
  EACCES: 'denied',
  EPERM: 'denied',
  ELOOP: 'denied',
  ENXIO: 'unreadable',
  EIO: 'unreadable',
};

function translate(error: unknown): ObjectStoreError {
  const errno = codeOf(error);
  return new ObjectStoreError(BY_ERRNO[errno] ?? 'store_failed', `The object could not be opened (${errno || 'unknown error'}).`, {
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

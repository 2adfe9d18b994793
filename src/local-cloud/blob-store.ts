/**
 * The package store: bytes named by their SHA-256, so equal contents are kept once. A blob appears whole or not at all:
 * it is written beside its place, synced, renamed, and the folder is synced.
 *
 * A blob that no package names is removed. Between writing a blob and recording the package that names it, the blob is
 * pinned; check and removal happen in one turn of the event loop, and one process alone uses the folder (database.ts).
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsync, fsyncSync, mkdirSync, openSync, rmSync, unlinkSync } from 'node:fs';
import { open, readdir, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const fsyncLater = promisify(fsync);

export interface Blob {
  sha256: string;
  sizeBytes: number;
  /** Call once the package is recorded, or given up: from then on only a package keeps the blob. */
  unpin(): void;
}

export type BlobStore = ReturnType<typeof createBlobStore>;

/** What a copy asks of the file system. */
export const BLOB_FILES = { open, rename, unlink, syncFolder };

export interface BlobStoreOptions {
  dir: string;
  isReferenced: (sha256: string) => boolean;
  files?: typeof BLOB_FILES;
}

export function createBlobStore({ dir, isReferenced, files = BLOB_FILES }: BlobStoreOptions) {
  const tmpDir = path.join(dir, 'tmp');
  const pins = new Map<string, number>();
  let sequence = 0;

  // What lies in tmp is of a process that ended in mid-copy; the copies themselves are begun anew.
  rmSync(tmpDir, { recursive: true, force: true });
  mkdirSync(tmpDir);
  makeShards(dir);

  const shardOf = (sha256: string) => path.join(dir, sha256.slice(0, 2));

  /** Best effort: what cannot be removed now is removed by a later start. */
  function collect(sha256: string): void {
    try {
      if (!pins.has(sha256) && !isReferenced(sha256)) unlinkSync(path.join(shardOf(sha256), sha256));
    } catch {
      // Not there any more, most often.
    }
  }

  function pin(sha256: string): () => void {
    pins.set(sha256, (pins.get(sha256) ?? 0) + 1);
    let isPinned = true;
    return () => {
      if (!isPinned) return;
      isPinned = false;
      const count = (pins.get(sha256) ?? 1) - 1;
      if (count > 0) pins.set(sha256, count);
      else pins.delete(sha256);
      collect(sha256);
    };
  }

  return {
    collect,

    /** Rejects with the source's error, the signal's reason, or the file system's; then nothing is left behind. */
    async write(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Blob> {
      const tmp = path.join(tmpDir, `${++sequence}`);
      const hash = createHash('sha256');
      let sizeBytes = 0;
      let unpin: (() => void) | null = null;
      try {
        const handle = await files.open(tmp, 'wx');
        try {
          for await (const chunk of bytes) {
            signal.throwIfAborted();
            // The disk takes the chunk while it is hashed here.
            const writing = handle.writeFile(chunk);
            hash.update(chunk);
            sizeBytes += chunk.byteLength;
            await writing;
          }
          await handle.sync();
        } finally {
          await handle.close();
        }
        signal.throwIfAborted();
        const sha256 = hash.digest('hex');
        unpin = pin(sha256);
        await files.rename(tmp, path.join(shardOf(sha256), sha256));
        await files.syncFolder(shardOf(sha256));
        return { sha256, sizeBytes, unpin };
      } catch (error) {
        unpin?.();
        await files.unlink(tmp).catch(() => undefined);
        throw error;
      }
    },

    /** Removes what no package names, and says which blobs there are. For the start, beside running copies. */
    async sweep(stopped: AbortSignal): Promise<Set<string>> {
      const present = new Set<string>();
      for (const shard of await readdir(dir, { withFileTypes: true })) {
        stopped.throwIfAborted();
        if (!shard.isDirectory() || shard.name === 'tmp') continue;
        for (const name of await readdir(path.join(dir, shard.name))) {
          if (!/^[0-9a-f]{64}$/.test(name)) continue;
          collect(name);
          present.add(name);
        }
      }
      return present;
    },
  };
}

/** Opening a folder that is there takes microseconds, a turn through the thread pool many times that; syncing does not. */
async function syncFolder(dir: string): Promise<void> {
  const fd = openSync(dir, 'r');
  try {
    await fsyncLater(fd);
  } finally {
    closeSync(fd);
  }
}

/** All 256 at the first start: later no copy has to make a folder and sync its parent. */
function makeShards(dir: string): void {
  if (existsSync(path.join(dir, 'ff'))) return;
  for (let i = 0; i < 256; i++) mkdirSync(path.join(dir, i.toString(16).padStart(2, '0')), { recursive: true });
  const fd = openSync(dir, 'r');
  fsyncSync(fd);
  closeSync(fd);
}

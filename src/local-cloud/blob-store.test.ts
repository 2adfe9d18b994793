/** The n-th call to the file system fails, for every n: a blob is there whole or not at all, and the next copy goes well. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { FAILURE, failingFiles } from '../failing-files.ts';
import { BLOB_FILES, createBlobStore } from './blob-store.ts';
import { blobNames, hasBlob, sha256 } from './test-cloud.ts';

const root = mkdtempSync(path.join(tmpdir(), 'groupage-blobs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const CONTENT = 'twice as long as a chunk';
async function* chunks() {
  yield Buffer.from(CONTENT.slice(0, 12));
  yield Buffer.from(CONTENT.slice(12));
}

it.each([
  ['one call fails', (n: number) => n],
  ['every call from it on fails', () => Number.POSITIVE_INFINITY],
])('%s', async (_, until) => {
  const { signal } = new AbortController();
  let n = 1;
  let ended: unknown;
  for (; ; n++) {
    const dataDir = mkdtempSync(path.join(root, 'store-'));
    const dir = path.join(dataDir, 'packages');
    mkdirSync(dir);
    const { files, calls } = failingFiles(BLOB_FILES, n, until(n));
    const failing = createBlobStore({ dir, isReferenced: () => false, files });
    ended = await failing.write(chunks(), signal).catch((error: unknown) => error);
    if (calls() < n) break;
    expect(ended, `call ${n}`).toBe(FAILURE);
    const later = createBlobStore({ dir, isReferenced: () => true });
    expect(await blobNames(dataDir), `after call ${n}`).toEqual([]);
    await later.write(chunks(), signal);
    expect(await hasBlob(dataDir, CONTENT)).toBe(true);
  }
  expect(ended).toMatchObject({ sha256: sha256(CONTENT), sizeBytes: CONTENT.length });
  expect(n).toBeGreaterThan(6); // open, two chunks, sync, close, rename, the folder
});

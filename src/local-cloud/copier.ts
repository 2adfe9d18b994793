/**
 * Carries accepted uploads out: object -> package store -> READY or FAILED. A row is READY only after its bytes are
 * synced to disk, and what was accepted is finished by a later process if this one ends first.
 */
import { type ObjectStore, ObjectStoreError } from '../obs/object-store.ts';
import type { Blob, BlobStore } from './blob-store.ts';
import { createFairQueue } from './fair-queue.ts';
import type { Log } from './log.ts';
import type { Outcome, PackageRegistry } from './package-registry.ts';
import type { PackageRow } from './rows.ts';

/** Copies that end within this time share one commit, since each commit syncs the disk; the last ones do not wait. */
const BATCH_MS = 20;
const RECORD_RETRY_MS = 1000;
/** Slow copies sleep nearly all the time, so they cost little and must not take the others' places. */
const SLOW_CONCURRENCY = 64;

export interface CopierParts {
  store: ObjectStore;
  blobs: Pick<BlobStore, 'write'>;
  registry: Pick<PackageRegistry, 'settle'>;
  log: Log;
  concurrency: number;
  isSlow: (row: PackageRow) => boolean;
}

interface Job {
  row: PackageRow;
  stop: AbortController;
  done: PromiseWithResolvers<void>;
}

export type Copier = ReturnType<typeof createCopier>;

export function createCopier({ store, blobs, registry, log, concurrency, isSlow }: CopierParts) {
  const quick = createFairQueue({ concurrency });
  const slow = createFairQueue({ concurrency: SLOW_CONCURRENCY });
  /** By row id: a newer upload of the same package, or its delete, finds the copy to stop here. */
  const current = new Map<number, Job>();
  const unsettled = new Set<Job>();
  const idleWaiters: (() => void)[] = [];
  let results: { job: Job; outcome: Outcome; blob: Blob | null }[] = [];
  let timer: NodeJS.Timeout | null = null;
  let isDisposed = false;

  function settle(job: Job): void {
    if (current.get(job.row.id) === job) current.delete(job.row.id);
    unsettled.delete(job);
    job.done.resolve();
    if (unsettled.size === 0) for (const wake of idleWaiters.splice(0)) wake();
  }

  async function copy(job: Job): Promise<void> {
    const { signal } = job.stop;
    let blob: Blob | null = null;
    let outcome: Outcome;
    try {
      signal.throwIfAborted();
      await using object = await store.read({ bucket: job.row.bucket, key: job.row.key }, signal);
      blob = await blobs.write(object.bytes, signal);
      outcome = { status: 'READY', sha256: blob.sha256, sizeBytes: blob.sizeBytes };
    } catch (error) {
      // Stopped: whoever stopped it has already written what the row shall say.
      if (signal.aborted) {
        blob?.unpin();
        return settle(job);
      }
      outcome = { status: 'FAILED', failure: failureOf(error) };
      if (!(error instanceof ObjectStoreError)) log.warn({ err: error, package: job.row.name }, 'a copy failed');
    }
    results.push({ job, outcome, blob });
    if (results.length < unsettled.size) timer ??= setTimeout(record, BATCH_MS);
    else record();
  }

  function record(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    if (results.length === 0) return;
    const batch = results;
    results = [];
    try {
      registry.settle(batch.map(({ job, outcome }) => ({ id: job.row.id, underlyingName: job.row.underlyingName, outcome })));
    } catch (error) {
      // A full disk, most likely. The bytes are there and pinned: only the word about them is missing, so ask again.
      log.error({ err: error }, 'the result of copies could not be recorded; trying again');
      results = [...batch, ...results];
      if (!isDisposed) timer = setTimeout(record, RECORD_RETRY_MS);
      return;
    }
    for (const { job, blob } of batch) {
      blob?.unpin();
      settle(job);
    }
  }

  return {
    /** Stops the copy a row may have under way; for rows that are replaced or removed. */
    stop(rowId: number): void {
      current.get(rowId)?.stop.abort(new Error('overtaken'));
      current.delete(rowId);
    },

    /** Resolves when the copy has ended and its end is on disk, or when it was stopped. */
    start(row: PackageRow): Promise<void> {
      const job: Job = { row, stop: new AbortController(), done: Promise.withResolvers() };
      current.set(row.id, job);
      unsettled.add(job);
      (isSlow(row) ? slow : quick).add(row.project, () => copy(job));
      return job.done.promise;
    },

    whenIdle(): Promise<void> {
      return unsettled.size === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve));
    },

    /** Stops everything. Rows stay UPLOADING: the next start goes on with them. */
    async dispose(): Promise<void> {
      isDisposed = true;
      for (const job of unsettled) job.stop.abort(new Error('stopping'));
      // Queued jobs end as soon as it is their turn; those that ended well are recorded by the flush.
      while (unsettled.size > results.length) await new Promise((resolve) => setTimeout(resolve, 1));
      record();
      if (timer) clearTimeout(timer);
    },
  };
}

/** Why a copy failed, in one word for the log and the database: DLI's API has no field for it. */
export function failureOf(error: unknown): string {
  if (error instanceof ObjectStoreError) return error.code;
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'disk_full' : 'copy_failed';
}

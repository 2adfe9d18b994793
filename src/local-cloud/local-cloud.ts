/**
 * A stand-in for DLI's package API that does the work for real, over a folder. See docs/local-cloud.md.
 * Serves no port by itself: hand `fetch` to whoever would call DLI, or serve it with `main.ts`.
 */
import { createDirectoryStore } from '../obs/directory-store.ts';
import type { ObjectStore } from '../obs/object-store.ts';
import { createCloudApp } from './app.ts';
import { createGate } from './auth/gate.ts';
import { Identities, type IdentitiesInput, SAMPLE_IDENTITIES } from './auth/identities.ts';
import { createIssuedCredentials } from './auth/issued.ts';
import { createBlobStore } from './blob-store.ts';
import { createCopier } from './copier.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { ConnectionCut } from './dli-error.ts';
import { isSlow, withCopyFaults, withDeniedBucket, withLookFaults } from './faults.ts';
import { createGenerator } from './generated-projects.ts';
import type { Log } from './log.ts';
import { createPackageRegistry } from './package-registry.ts';
import type { RequestLog } from './request-log.ts';
import { isSampleBucket } from './samples.ts';
import { seedSamples } from './seed-samples.ts';
import { LocalCloudSettings, type LocalCloudSettingsInput } from './settings.ts';

export interface LocalCloudOptions {
  /** Made where it is missing; used by one process at a time. */
  dataDir: string;
  /** Epoch milliseconds. */
  clock: () => number;
  log: Log;
  settings?: LocalCloudSettingsInput;
  /** Who can sign in and own packages; the sample users where it is left out. */
  identities?: IdentitiesInput;
  /** Told of every call, before it is answered. */
  requestLog?: RequestLog['write'];
}

export interface LocalCloud {
  /**
   * Like the global `fetch`, answered in process; the host of the address does not matter. A connection that is cut
   * rejects with `TypeError('fetch failed')`, an aborted signal with its reason, while the work goes on as it would in DLI.
   */
  fetch: typeof fetch;
  /** What `fetch` does, for a server: a `Request` of a GET cannot carry the body that came with it. */
  answer(request: Request, unseenBody?: Uint8Array): Promise<Response>;
  /** The objects that can be uploaded, as an account of the console may read them, beside DLI. */
  store: ObjectStore;
  /** Puts the sample objects in place, unless that was done before; never over a file that is there. */
  seedSamples(): Promise<void>;
  /** Fills the project whose id asks for it (`many-5000`) before anybody asks for the project. */
  generate(project: string): void;
  /** Resolves when nothing is being copied and what was copied is recorded. */
  whenIdle(): Promise<void>;
  /** Ends copies under way; the next start on this folder goes on with them. */
  dispose(): Promise<void>;
}

/** Throws `DataFolderError` when the folder cannot be written or another process uses it. */
export function createLocalCloud(options: LocalCloudOptions): LocalCloud {
  const { dataDir, clock, log, settings: input, identities: given, requestLog } = options;
  const settings = LocalCloudSettings.parse(input ?? {});
  const folder = openDataFolder(dataDir);
  const database = openDatabase(folder);
  const registry = createPackageRegistry(database);
  const identities = Identities.parse(given ?? SAMPLE_IDENTITIES);
  const issued = createIssuedCredentials(database, clock);
  const gate = createGate({ identities, issued, clock });
  const generate = createGenerator(database);
  const blobs = createBlobStore({ dir: folder.packagesDir, isReferenced: registry.isReferenced });
  const store = createDirectoryStore({ dir: folder.obsDir });
  let seeding: Promise<void> = Promise.resolve();
  /** Right after the first start samples are still being written: DLI waits for them rather than find nothing. */
  const seeded: ObjectStore = {
    ...store,
    async read(ref, signal) {
      if (isSampleBucket(ref.bucket)) await seeding.catch(() => undefined);
      return store.read(ref, signal);
    },
  };
  const copier = createCopier({
    store: withCopyFaults(seeded, settings.slowBytesPerSecond),
    blobs,
    registry,
    log,
    concurrency: settings.copyConcurrency,
    isSlow,
  });
  const stop = new AbortController();
  const app = createCloudApp({
    settings,
    registry,
    generate,
    copier,
    blobs,
    store,
    clock,
    log,
    identities,
    gate,
    issued,
    stopped: stop.signal,
    ...(requestLog ? { requestLog } : {}),
  });

  const unfinished = registry.unfinished();
  if (unfinished.length > 0) log.info({ packages: unfinished.length }, 'going on with uploads that were cut off');
  for (const row of unfinished) void copier.start(row);

  // Beside the first requests: a large store must not delay them.
  const swept = sweep().catch((error: unknown) => {
    if (!stop.signal.aborted) log.warn({ err: error }, 'the package store could not be swept');
  });

  async function sweep(): Promise<void> {
    const ready = registry.ready();
    const present = await blobs.sweep(stop.signal);
    const missing = ready.filter((row) => row.sha256 !== null && !present.has(row.sha256));
    if (missing.length === 0 || stop.signal.aborted) return;
    // Someone removed the bytes behind our back: such a package is not ready, whatever was true once.
    log.warn({ packages: missing.map((row) => row.name) }, 'the bytes of packages are gone; they are marked FAILED');
    registry.settle(
      missing.map(({ id, underlyingName }) => ({ id, underlyingName, outcome: { status: 'FAILED', failure: 'bytes_missing' } })),
    );
  }

  async function answer(request: Request, unseenBody?: Uint8Array): Promise<Response> {
    const { signal } = request;
    signal.throwIfAborted();
    if (stop.signal.aborted) throw connectionLost();
    const gaveUp = Promise.withResolvers<never>();
    const giveUp = () => gaveUp.reject(signal.reason);
    signal.addEventListener('abort', giveUp);
    try {
      return await Promise.race([app.fetch(request, unseenBody ? { unseenBody } : {}), gaveUp.promise]);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw error instanceof ConnectionCut || stop.signal.aborted ? connectionLost(error) : error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  return {
    store: withDeniedBucket(withLookFaults(store)),
    answer,
    fetch: async (resource, init) => answer(new Request(resource, init)),
    seedSamples() {
      if (settings.samples !== 'none') seeding = seedSamples({ folder, set: settings.samples, settings, log, stopped: stop.signal });
      return seeding;
    },
    generate,
    whenIdle: () => copier.whenIdle(),
    async dispose() {
      if (stop.signal.aborted) return;
      stop.abort(new Error('stopping'));
      await seeding.catch(() => undefined);
      await copier.dispose();
      await swept;
      database.close();
    },
  };
}

/** What `fetch` of Node says when the other side hangs up. */
function connectionLost(cause?: unknown): TypeError {
  const reset = Object.assign(new Error('other side closed', { cause }), { code: 'UND_ERR_SOCKET' });
  return new TypeError('fetch failed', { cause: reset });
}

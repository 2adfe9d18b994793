/**
 * What this project asks of an object store, whichever stands behind it: which buckets and objects there are, how big
 * an object is and when it changed, and its bytes. Drivers translate their own errors into `ObjectStoreError`; nobody
 * else learns their codes. Nothing here writes: objects come from elsewhere, and DLI reads them itself.
 */
import type { ObsPath } from '../domain/obs-path.ts';

export type ObjectRef = Pick<ObsPath, 'bucket' | 'key'>;

/** OBS's own classes; null where the store names another. Objects of the last two are restored before they can be read. */
export type StorageClass = 'standard' | 'warm' | 'archive' | 'deep_archive';

interface StoredObject {
  sizeBytes: number;
  /** Epoch milliseconds. */
  lastModifiedMs: number;
  /** Opaque; differs when the object was replaced or written to. Not comparable between drivers. */
  etag: string;
  storageClass: StorageClass | null;
}

export interface ObjectStat extends StoredObject {
  /** Archived, and no restored copy is there: reading ends in `archived`. */
  needsRestore: boolean;
}

/** Open until it is read to its end or disposed of: take it with `await using`. */
export interface OpenObject extends ObjectStat, AsyncDisposable {
  /**
   * The bytes, once. Ends in `unreadable` when they cannot be had whole: the object changed under the reader (what was
   * handed out until then is neither the old object nor the new one) or the connection broke. Leaving the loop early
   * closes the object.
   */
  bytes: AsyncIterable<Uint8Array>;
}

export interface Bucket {
  name: string;
  /** Epoch milliseconds; null where the store does not say. */
  createdMs: number | null;
  /** Null where the store does not say; OBS names it only in its own protocol. */
  region: string | null;
}

/** A key that ends in `/` is a folder's placeholder, as consoles make them: not an object to upload. */
export interface ListedObject extends StoredObject {
  key: string;
}

export interface ListOptions {
  /** Only keys that begin so. Any text: `data/2026-` is as good as `data/`. */
  prefix?: string;
  /** Rolls up what follows the next `/` after the prefix, so that one level is listed; without it, all levels are. */
  delimiter?: '/';
  /** Only what comes after this in key order: the `nextMarker` of the page before. */
  marker?: string;
  /** Objects and prefixes together, 1 to 1,000, which is the default. A page may hold fewer and yet not be the last. */
  limit?: number;
}

export interface ObjectPage {
  /** In key order, which is the order of their UTF-8 bytes. */
  objects: ListedObject[];
  /** In key order, each with its `/` at the end; empty without a delimiter. */
  prefixes: string[];
  /** Null on the last page. */
  nextMarker: string | null;
}

export const LIST_LIMIT_MAX = 1000;

/**
 * `not_found`: the bucket is there, the object is not. `bucket_not_found`: not there, or not in this region (OBS may
 * say the same for both). `denied`: it may be there, but not for us. `folder`: the key names a folder. `archived`: it has to
 * be restored first. `unreadable`: it is there and its bytes cannot be had whole. `wrong_region`: the bucket lives in
 * `region`. `credentials`: there are none, or they are unknown or expired. `signature`: the secret does not fit the
 * access key. `clock_skew`: our clock is wrong. `throttled`: asked too often. `unreachable`, `timeout`: no answer, or
 * none in time. `store_failed`: the store itself is ill, or answers something else than its protocol.
 */
export type ObjectStoreCode =
  | 'not_found'
  | 'bucket_not_found'
  | 'denied'
  | 'folder'
  | 'archived'
  | 'unreadable'
  | 'wrong_region'
  | 'credentials'
  | 'signature'
  | 'clock_skew'
  | 'throttled'
  | 'unreachable'
  | 'timeout'
  | 'store_failed';

/** What the service said; nothing of it is set where no service was asked. Never a credential or a signed address. */
export interface ServiceWords {
  httpStatus: number | null;
  /** Such as `NoSuchKey`. */
  serviceCode: string | null;
  requestId: string | null;
  /** With `wrong_region`: where the bucket is, when the service tells. */
  region: string | null;
  retryAfterMs: number | null;
}

export class ObjectStoreError extends Error implements ServiceWords {
  readonly code: ObjectStoreCode;
  readonly httpStatus: number | null;
  readonly serviceCode: string | null;
  readonly requestId: string | null;
  readonly region: string | null;
  readonly retryAfterMs: number | null;

  constructor(code: ObjectStoreCode, message: string, { cause, ...words }: Partial<ServiceWords> & { cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ObjectStoreError';
    this.code = code;
    this.httpStatus = words.httpStatus ?? null;
    this.serviceCode = words.serviceCode ?? null;
    this.requestId = words.requestId ?? null;
    this.region = words.region ?? null;
    this.retryAfterMs = words.retryAfterMs ?? null;
  }
}

/** Every call rejects with `ObjectStoreError`, or with the signal's reason when it aborts. */
export interface ObjectStore {
  /** In the order of their names. */
  listBuckets(signal?: AbortSignal): Promise<Bucket[]>;
  listObjects(bucket: string, options?: ListOptions, signal?: AbortSignal): Promise<ObjectPage>;
  head(ref: ObjectRef, signal?: AbortSignal): Promise<ObjectStat>;
  read(ref: ObjectRef, signal?: AbortSignal): Promise<OpenObject>;
}

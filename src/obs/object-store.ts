/**
 * What this project asks of an object store, whichever stands behind it: how big an object is and when it changed,
 * and its bytes. Drivers translate their own errors into `ObjectStoreError`; nobody else learns their codes.
 */
import type { ObsPath } from '../domain/obs-path.ts';

export type ObjectRef = Pick<ObsPath, 'bucket' | 'key'>;

export interface ObjectStat {
  sizeBytes: number;
  /** Epoch milliseconds. */
  lastModifiedMs: number;
  /** Opaque; differs when the object was replaced or written to. Not comparable between drivers. */
  etag: string;
}

/** Open until it is read to its end or disposed of: take it with `await using`. */
export interface OpenObject extends ObjectStat, AsyncDisposable {
  /**
   * The bytes, once. Ends in `unreadable` when the object changed under the reader: what was handed out until then
   * is neither the old object nor the new one. Leaving the loop early closes the object.
   */
  bytes: AsyncIterable<Uint8Array>;
}

/**
 * `not_found`: the bucket is there, the object is not. `denied`: it may be there, but not for us. `folder`: the key
 * names a folder. `unreadable`: it is there and its bytes cannot be had whole. `store_failed`: the store itself is ill.
 */
export const OBJECT_STORE_CODES = ['not_found', 'bucket_not_found', 'denied', 'folder', 'unreadable', 'store_failed'] as const;
export type ObjectStoreCode = (typeof OBJECT_STORE_CODES)[number];

export class ObjectStoreError extends Error {
  readonly code: ObjectStoreCode;

  constructor(code: ObjectStoreCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ObjectStoreError';
    this.code = code;
  }
}

/** Both calls reject with `ObjectStoreError`, or with the signal's reason when it aborts. */
export interface ObjectStore {
  head(ref: ObjectRef, signal?: AbortSignal): Promise<ObjectStat>;
  read(ref: ObjectRef, signal?: AbortSignal): Promise<OpenObject>;
}

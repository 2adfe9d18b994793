/** Which names may reach a store at all, the same for every driver. */
import { checkKey, isBucketName } from '../domain/obs-path.ts';
import { LIST_LIMIT_MAX, type ObjectRef, ObjectStoreError } from './object-store.ts';

/** Throws `bucket_not_found`, `folder` or `not_found` for what cannot name an object. */
export function expectObjectName({ bucket, key }: ObjectRef): void {
  expectBucketName(bucket);
  const problem = checkKey(key);
  if (problem) throw new ObjectStoreError(problem.code === 'folder' ? 'folder' : 'not_found', `Not an object key: ${problem.code}.`);
}

export function expectBucketName(bucket: string): void {
  if (!isBucketName(bucket)) throw new ObjectStoreError('bucket_not_found', `No bucket can be named ${JSON.stringify(bucket)}.`);
}

export function pageSize(limit = LIST_LIMIT_MAX): number {
  return Math.min(LIST_LIMIT_MAX, Math.max(1, Math.floor(limit) || 1));
}

/**
 * Key order is that of UTF-8 bytes. JavaScript compares UTF-16 units, which differs only where a surrogate pair meets
 * a letter from U+E000 on: there the pair comes later.
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/**
 * Rows of the database as the rest of the local cloud sees them. The tables are STRICT and written by the registry
 * and the generator alone, so their types are taken at their word: parsing 50,000 rows again for each list would cost more than the list.
 */
import type { Kind } from '../domain/kind.ts';
import type { Tag } from '../domain/names.ts';

export interface PackageRow {
  id: number;
  project: string;
  /** '' for none. */
  group: string;
  name: string;
  underlyingName: string;
  kind: Kind;
  status: 'UPLOADING' | 'READY' | 'FAILED';
  owner: string;
  isAsync: boolean;
  tags: Tag[];
  createdMs: number;
  updatedMs: number;
  bucket: string;
  key: string;
  /** These two once it is ready. */
  sha256: string | null;
  sizeBytes: number | null;
  /** Why it failed, in one word. */
  failure: string | null;
}

export interface GroupRow {
  project: string;
  name: string;
  owner: string;
  isAsync: boolean;
  createdMs: number;
  updatedMs: number;
}

export const PACKAGE_COLUMNS = `id, project, group_name AS "group", name, underlying_name AS underlyingName, kind, status, owner,
  is_async AS isAsync, tags, created_ms AS createdMs, updated_ms AS updatedMs, bucket, object_key AS "key",
  sha256, size_bytes AS sizeBytes, failure`;
export const GROUP_COLUMNS = 'project, name, owner, is_async AS isAsync, created_ms AS createdMs, updated_ms AS updatedMs';

/** Field by field: what comes of spreading 50,000 of SQLite's objects takes a quarter of a second longer to make. */
export function readPackage(row: unknown): PackageRow {
  const stored = row as Omit<PackageRow, 'isAsync' | 'tags'> & { isAsync: 0 | 1; tags: string }; // PACKAGE_COLUMNS of a STRICT table
  return {
    id: stored.id,
    project: stored.project,
    group: stored.group,
    name: stored.name,
    underlyingName: stored.underlyingName,
    kind: stored.kind,
    status: stored.status,
    owner: stored.owner,
    isAsync: stored.isAsync === 1,
    tags: stored.tags === '[]' ? [] : (JSON.parse(stored.tags) as Tag[]), // written by `accept` after it was checked
    createdMs: stored.createdMs,
    updatedMs: stored.updatedMs,
    bucket: stored.bucket,
    key: stored.key,
    sha256: stored.sha256,
    sizeBytes: stored.sizeBytes,
    failure: stored.failure,
  };
}

export function readGroup(row: unknown): GroupRow {
  const stored = row as Omit<GroupRow, 'isAsync'> & { isAsync: 0 | 1 }; // GROUP_COLUMNS of a STRICT table
  return { ...stored, isAsync: stored.isAsync === 1 };
}

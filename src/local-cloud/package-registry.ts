/**
 * What the local cloud knows of packages and groups. Identity of a package is (project, group or none, name); the
 * `underlying_name` changes with every upload, so a copy that was overtaken by a later upload, or by a delete, cannot
 * write into the row that came after it.
 */
import type { Kind } from '../domain/kind.ts';
import type { Tag } from '../domain/names.ts';
import type { Database } from './database.ts';
import { GROUP_COLUMNS, type GroupRow, PACKAGE_COLUMNS, type PackageRow, readGroup, readPackage } from './rows.ts';

export interface Acceptance {
  project: string;
  /** '' for none. */
  group: string;
  kind: Kind;
  isAsync: boolean;
  tags: Tag[];
  owner: string;
  files: { name: string; bucket: string; key: string }[];
  /** Members of the group that this upload does not name are removed. */
  replacesGroup: boolean;
  /** One per upload: DLI's example shows one prefix for all files of a call (dli_02_0130). */
  uploadId: string;
  nowMs: number;
}

export type Outcome = { status: 'READY'; sha256: string; sizeBytes: number } | { status: 'FAILED'; failure: string };

/** Rows as they were before an accepted change, so that the caller can stop their copies and free their bytes. */
export type Displaced = Pick<PackageRow, 'id' | 'sha256'>[];

export type PackageRegistry = ReturnType<typeof createPackageRegistry>;

export function createPackageRegistry({ sql, transaction }: Database) {
  const find = sql.prepare(`SELECT ${PACKAGE_COLUMNS} FROM packages WHERE project = ? AND group_name = ? AND name = ?`);
  const members = sql.prepare(`SELECT ${PACKAGE_COLUMNS} FROM packages WHERE project = ? AND group_name = ? ORDER BY id`);
  const all = sql.prepare(`SELECT ${PACKAGE_COLUMNS} FROM packages WHERE project = ? ORDER BY id`);
  const unfinished = sql.prepare(`SELECT ${PACKAGE_COLUMNS} FROM packages WHERE status = 'UPLOADING' ORDER BY id`);
  const ready = sql.prepare(`SELECT ${PACKAGE_COLUMNS} FROM packages WHERE status = 'READY'`);
  const referenced = sql.prepare('SELECT 1 FROM packages WHERE sha256 = ? LIMIT 1');
  const count = sql.prepare('SELECT count(*) AS count FROM packages WHERE project = ?');
  const setTags = sql.prepare('UPDATE packages SET tags = ? WHERE id = ?');
  const removeById = sql.prepare('DELETE FROM packages WHERE id = ?');
  const upsert = sql.prepare(`
    INSERT INTO packages (project, group_name, name, underlying_name, kind, status, owner, is_async, tags, created_ms, updated_ms, bucket, object_key)
    VALUES (:project, :group, :name, :underlyingName, :kind, 'UPLOADING', :owner, :isAsync, :tags, :nowMs, :nowMs, :bucket, :key)
    ON CONFLICT (project, group_name, name) DO UPDATE SET
      underlying_name = excluded.underlying_name, kind = excluded.kind, status = 'UPLOADING', is_async = excluded.is_async,
      tags = excluded.tags, updated_ms = excluded.updated_ms, bucket = excluded.bucket, object_key = excluded.object_key,
      sha256 = NULL, size_bytes = NULL, failure = NULL
    RETURNING ${PACKAGE_COLUMNS}`);
  const settleOne = sql.prepare(`
    UPDATE packages SET status = :status, sha256 = :sha256, size_bytes = :sizeBytes, failure = :failure
    WHERE id = :id AND underlying_name = :underlyingName`);

  const findGroup = sql.prepare(`SELECT ${GROUP_COLUMNS} FROM groups WHERE project = ? AND name = ?`);
  const allGroups = sql.prepare(`SELECT ${GROUP_COLUMNS} FROM groups WHERE project = ? ORDER BY rowid`);
  const upsertGroup = sql.prepare(`
    INSERT INTO groups (project, name, owner, is_async, created_ms, updated_ms) VALUES (:project, :group, :owner, :isAsync, :nowMs, :nowMs)
    ON CONFLICT (project, name) DO UPDATE SET is_async = excluded.is_async, updated_ms = excluded.updated_ms`);
  const removeGroup = sql.prepare('DELETE FROM groups WHERE project = ? AND name = ?');
  const setGroupOwner = sql.prepare('UPDATE groups SET owner = ? WHERE project = ? AND name = ?');
  const setPackageOwner = sql.prepare('UPDATE packages SET owner = ? WHERE project = ? AND group_name = ? AND name = ?');

  const findPackage = (project: string, group: string, name: string): PackageRow | null => {
    const row = find.get(project, group, name);
    return row ? readPackage(row) : null;
  };

  return {
    find: findPackage,
    findGroup(project: string, name: string): GroupRow | null {
      const row = findGroup.get(project, name);
      return row ? readGroup(row) : null;
    },
    members: (project: string, group: string): PackageRow[] => members.all(project, group).map(readPackage),
    list: (project: string): { groups: GroupRow[]; packages: PackageRow[] } => ({
      groups: allGroups.all(project).map(readGroup),
      packages: all.all(project).map(readPackage),
    }),
    /** Uploads that were accepted and neither ended nor failed yet, oldest first: what a restart goes on with. */
    unfinished: (): PackageRow[] => unfinished.all().map(readPackage),
    ready: (): PackageRow[] => ready.all().map(readPackage),
    isReferenced: (sha256: string): boolean => referenced.get(sha256) !== undefined,

    count: (project: string): number => Number(count.get(project)?.['count']),
    setTags: (id: number, tags: Tag[]): void => void setTags.run(JSON.stringify(tags), id),

    /** On disk when it returns. Re-uploading keeps `create_time` and the owner, and moves `update_time`. */
    accept(upload: Acceptance): { rows: PackageRow[]; displaced: Displaced } {
      return transaction(() => {
        const { project, group, nowMs } = upload;
        const isAsync = Number(upload.isAsync);
        const names = new Set(upload.files.map((file) => file.name));
        const before = upload.replacesGroup
          ? members.all(project, group).map(readPackage)
          : [...names].map((name) => findPackage(project, group, name)).filter((row) => row !== null);
        for (const row of before) if (!names.has(row.name)) removeById.run(row.id);
        if (group !== '') upsertGroup.run({ project, group, owner: upload.owner, isAsync, nowMs });
        const rows = upload.files.map(({ name, bucket, key }) => {
          const underlyingName = `${upload.uploadId}_${name}`;
          const { kind, owner } = upload;
          const tags = JSON.stringify(upload.tags);
          return readPackage(upsert.get({ project, group, name, underlyingName, kind, owner, isAsync, tags, nowMs, bucket, key }));
        });
        return { rows, displaced: before };
      });
    },

    /** One commit for many copies. Those that were overtaken meanwhile change nothing. */
    settle(results: { id: number; underlyingName: string; outcome: Outcome }[]): void {
      transaction(() => {
        for (const { id, underlyingName, outcome } of results) {
          const isReady = outcome.status === 'READY';
          settleOne.run({
            id,
            underlyingName,
            status: outcome.status,
            sha256: isReady ? outcome.sha256 : null,
            sizeBytes: isReady ? outcome.sizeBytes : null,
            failure: isReady ? null : outcome.failure,
          });
        }
      });
    },

    /** Null where there is no such package; another group's package of that name is not touched. */
    remove(project: string, group: string, name: string, keepsEmptiedGroup: boolean): PackageRow | null {
      return transaction(() => {
        const row = findPackage(project, group, name);
        if (!row) return null;
        removeById.run(row.id);
        if (group !== '' && !keepsEmptiedGroup && members.get(project, group) === undefined) removeGroup.run(project, group);
        return row;
      });
    },

    /** False where there is no such package, or no such group (`name` null: the group itself). */
    changeOwner(project: string, group: string, name: string | null, owner: string): boolean {
      const { changes } = name === null ? setGroupOwner.run(owner, project, group) : setPackageOwner.run(owner, project, group, name);
      return Number(changes) > 0;
    },
  };
}

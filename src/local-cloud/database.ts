/**
 * SQLite with the settings that lose nothing: WAL, and a sync at every commit. The exclusive lock is what keeps a
 * second process off the data folder; the operating system frees it however the process ends.
 */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type DataFolder, DataFolderError, unwritable } from './data-folder.ts';

/** A restart may overlap the last moments of the process before it. */
const BUSY_TIMEOUT_MS = 2000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS groups (
    project TEXT NOT NULL, name TEXT NOT NULL,
    owner TEXT NOT NULL, is_async INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL,
    PRIMARY KEY (project, name)
  ) STRICT;
  -- group_name is '' for a package in no group: NULLs would not be unique among each other.
  CREATE TABLE IF NOT EXISTS packages (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL, group_name TEXT NOT NULL, name TEXT NOT NULL,
    underlying_name TEXT NOT NULL, kind TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('UPLOADING', 'READY', 'FAILED')),
    owner TEXT NOT NULL, is_async INTEGER NOT NULL, tags TEXT NOT NULL,
    created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL,
    bucket TEXT NOT NULL, object_key TEXT NOT NULL,
    sha256 TEXT, size_bytes INTEGER, failure TEXT,
    UNIQUE (project, group_name, name)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS packages_by_content ON packages (sha256) WHERE sha256 IS NOT NULL;
  CREATE INDEX IF NOT EXISTS packages_unfinished ON packages (id) WHERE status = 'UPLOADING';
  CREATE TABLE IF NOT EXISTS generated (project TEXT PRIMARY KEY) STRICT;
`;

export interface Database {
  sql: DatabaseSync;
  /** All of it or nothing. Synchronous, so no other request can come between. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export function openDatabase(folder: DataFolder): Database {
  let sql: DatabaseSync | null = null;
  try {
    sql = new DatabaseSync(folder.databaseFile, { timeout: BUSY_TIMEOUT_MS });
    // Order matters: exclusive before the first access in WAL mode, so that the lock is taken and kept from there on.
    sql.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    sql.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
  } catch (error) {
    sql?.close();
    throw explain(folder, error);
  }
  const opened = sql;
  return {
    sql: opened,
    transaction(work) {
      opened.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        opened.exec('COMMIT');
        return result;
      } catch (error) {
        if (opened.isTransaction) opened.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => opened.close(),
  };
}

function explain(folder: DataFolder, error: unknown): DataFolderError {
  const text = error instanceof Error ? error.message : '';
  if (/database is (locked|busy)/.test(text)) {
    return new DataFolderError(
      'in_use',
      `The data folder ${folder.dir} is in use by another process. Stop it, or choose another folder.`,
      error,
    );
  }
  if (/not a database|malformed/.test(text)) {
    const file = path.basename(folder.databaseFile);
    return new DataFolderError('unwritable', `${file} in ${folder.dir} is damaged. Move it away, or choose another folder.`, error);
  }
  return unwritable(folder.dir, error);
}

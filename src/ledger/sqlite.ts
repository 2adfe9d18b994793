/**
 * Kysely over `node:sqlite`, with the settings that lose nothing: WAL, and a sync at every commit. One connection; Kysely
 * hands it out to one caller at a time, since its adapter says that there is no second.
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Connection } from './connection.ts';

export interface SqliteOptions {
  /** Refuses while any other process has the file open, and keeps others out. */
  isExclusive?: boolean;
}

/** Calls are synchronous: a longer wait for another process would hold up every request. */
const BUSY_TIMEOUT_MS = 2_000;

/** The file is made where it is missing; its folder is not. */
export function sqliteConnection(file: string, options: SqliteOptions = {}): Connection {
  return {
    engine: 'sqlite',
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createDriver: () => createDriver(file, options),
    },
  };
}

function createDriver(file: string, { isExclusive = false }: SqliteOptions): Driver {
  let database: DatabaseSync | null = null;
  const opened = () => {
    if (!database) throw new Error('the driver is not initialised');
    return database;
  };
  const connection: DatabaseConnection = {
    executeQuery: async (query) => execute(opened(), query),
    streamQuery() {
      throw new Error('pages are read by keyset, not streamed');
    },
  };
  return {
    async init() {
      const made = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
      try {
        // Order matters: exclusive before the first access in WAL mode, so that the lock is taken and kept from there on.
        if (isExclusive) made.exec('PRAGMA locking_mode = EXCLUSIVE');
        made.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF');
        if (isExclusive) made.exec('BEGIN IMMEDIATE; COMMIT');
      } catch (error) {
        made.close();
        throw error;
      }
      database = made;
    },
    acquireConnection: async () => connection,
    // Taken as a writer from the start: a reader that turned writer could be refused at once, without the wait.
    beginTransaction: async (_connection, { accessMode }) => opened().exec(accessMode === 'read only' ? 'BEGIN' : 'BEGIN IMMEDIATE'),
    commitTransaction: async () => opened().exec('COMMIT'),
    async rollbackTransaction() {
      // A full disk rolls back by itself.
      if (opened().isTransaction) opened().exec('ROLLBACK');
    },
    releaseConnection: async () => {},
    async destroy() {
      database?.close();
      database = null;
    },
  };
}

function execute<R>(database: DatabaseSync, { sql, parameters }: CompiledQuery): QueryResult<R> {
  const statement = database.prepare(sql);
  const values = parameters as SQLInputValue[]; // strings, numbers and nulls: all that the tables hold
  if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] }; // Kysely derives R from the query
  const { changes, lastInsertRowid } = statement.run(...values);
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
}

/** Kysely over `pg`. Loaded only where a PostgreSQL is named. */
import { CompiledQuery, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Connection } from './connection.ts';

export interface PostgresOptions {
  /** Told when an idle connection breaks; the next statement makes another. */
  onLost?: (error: Error) => void;
  maxConnections?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** A transaction whose process hangs would otherwise hold its rows for ever. */
const SESSION = '-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000';
/** A server may be set up to lose the last moments in a crash; this record may not. Stronger settings stay as they are. */
const DURABLE = "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";

const INT8 = 20;
const types: pg.CustomTypesConfig = {
  // Counts, sizes and milliseconds: all within what a number holds exactly.
  getTypeParser: (id: number, format?: 'text' | 'binary') => (id === INT8 ? Number : pg.types.getTypeParser(id, format as 'text')),
};

/** @param url `postgres://user:password@host/database`, as `GROUPAGE_DATABASE_URL`; never logged */
export function postgresConnection(url: string, { onLost = () => {}, maxConnections = 10 }: PostgresOptions = {}): Connection {
  const config: pg.PoolConfig = { max: maxConnections, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, types, application_name: 'groupage' };
  const pool = async () => {
    const made = new pg.Pool({ ...config, connectionString: withSession(url) });
    // An 'error' event that nobody hears ends the process.
    made.on('error', onLost);
    made.on('connect', (client) => void client.on('error', onLost));
    return made;
  };
  const onCreateConnection = async (
    connection: Parameters<NonNullable<ConstructorParameters<typeof PostgresDialect>[0]['onCreateConnection']>>[0],
  ) => {
    await connection.executeQuery(CompiledQuery.raw(DURABLE));
  };
  return { engine: 'postgres', dialect: new PostgresDialect({ pool, onCreateConnection }) };
}

/** Options that the address brings along are kept, and win. */
function withSession(url: string): string {
  const address = new URL(url);
  address.searchParams.set('options', `${SESSION} ${address.searchParams.get('options') ?? ''}`.trim());
  return address.href;
}

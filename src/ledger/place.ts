/** Where the ledger is kept: in the data folder, or in the PostgreSQL that several replicas share. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Connection } from './connection.ts';
import { type SqliteOptions, sqliteConnection } from './sqlite.ts';

export const LEDGER_FILE = 'ledger.sqlite';

export interface LedgerPlace {
  /** `GROUPAGE_DATABASE_URL`; null for the file in the data folder. */
  databaseUrl: string | null;
  dataDir: string;
  /** Told when an idle connection to PostgreSQL breaks. */
  onLost?: (error: Error) => void;
}

export async function connectionTo({ databaseUrl, dataDir, onLost }: LedgerPlace, options?: SqliteOptions): Promise<Connection> {
  if (databaseUrl === null) {
    mkdirSync(dataDir, { recursive: true });
    return sqliteConnection(path.join(path.resolve(dataDir), LEDGER_FILE), options);
  }
  // Loaded here: whoever has no PostgreSQL pays nothing for its driver.
  const { postgresConnection } = await import('./postgres.ts');
  return postgresConnection(databaseUrl, onLost ? { onLost } : {});
}

/** Whether there is anything to read; of a PostgreSQL only itself can tell. */
export function ledgerExists({ databaseUrl, dataDir }: LedgerPlace): boolean {
  return databaseUrl !== null || existsSync(path.join(path.resolve(dataDir), LEDGER_FILE));
}

/**
 * `npm run ledger -- backup FILE | restore FILE | export`: the ledger's own commands, on whichever engine the settings name.
 * docs/ledger.md tells when to use which.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { BYTE_ORDER_MARK, lineOf } from '../src/bff/services/csv.ts';
import { restoreBackup, writeBackup } from '../src/ledger/archive.ts';
import { LEDGER_COLUMNS, rowsOf } from '../src/ledger/as-table.ts';
import { LedgerError, toLedgerError } from '../src/ledger/errors.ts';
import { createLedger } from '../src/ledger/ledger.ts';
import { migrate } from '../src/ledger/migrations.ts';
import { connectionTo, ledgerExists } from '../src/ledger/place.ts';
import { connect, type Database } from '../src/ledger/tables.ts';

const USAGE = `Usage: npm run ledger -- <command>

  backup FILE               writes everything to a new file; the server may go on running
  restore FILE [--replace]  puts a backup back; stop the server first. --replace: although there are entries
  export [--csv] [--project ID]
                            prints JSON Lines (an entry a line), or CSV (an item a row)
  export --changes [--project ID]
                            prints what changed without this console, as JSON Lines

GROUPAGE_DATABASE_URL (PostgreSQL) or GROUPAGE_DATA (data folder, default .groupage) say which ledger.`;

const place = { databaseUrl: process.env['GROUPAGE_DATABASE_URL'] || null, dataDir: process.env['GROUPAGE_DATA'] || '.groupage' };

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      replace: { type: 'boolean' },
      csv: { type: 'boolean' },
      changes: { type: 'boolean' },
      project: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [command, file] = positionals;
  if (command === 'backup' && file) await backup(file);
  else if (command === 'restore' && file) await restore(file, values.replace === true);
  else if (command === 'export' && !file && values.changes) await printChanges(values.project);
  else if (command === 'export' && !file) await print(values.csv === true, values.project);
  else {
    console.error(USAGE);
    process.exitCode = values.help ? 0 : 2;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function backup(file: string): Promise<void> {
  const entries = await withExisting((database) => writeBackup(database, file, Date.now()));
  console.log(`${file}: ${entries} entries.`);
}

async function restore(file: string, isReplacing: boolean): Promise<void> {
  const database = connect(await connectionTo(place, { isExclusive: true }));
  try {
    const entries = await restoreBackup(database, file, { isReplacing });
    console.log(`Restored ${entries} entries from ${file}.`);
  } catch (error) {
    if (error instanceof LedgerError && error.problem === 'not_empty')
      throw new Error(`${error.message} Add --replace to put the backup in its place.`);
    throw isSystemError(error) ? error : toLedgerError(error);
  } finally {
    await database.db.destroy();
  }
}

async function print(isCsv: boolean, projectId: string | undefined): Promise<void> {
  await withExisting(async (database) => {
    const ledger = createLedger(database);
    if (isCsv) await write(BYTE_ORDER_MARK + lineOf(LEDGER_COLUMNS, ','));
    for await (const full of ledger.export(projectId === undefined ? null : { projectId })) {
      const text = isCsv
        ? rowsOf(full)
            .map((cells) => lineOf(cells, ','))
            .join('')
        : `${JSON.stringify({ ...full.entry, events: full.events })}\n`;
      await write(text);
    }
  });
}

async function printChanges(projectId: string | undefined): Promise<void> {
  await withExisting(async (database) => {
    for await (const change of createLedger(database).exportChanges(projectId ?? null)) await write(`${JSON.stringify(change)}\n`);
  });
}

/** Does not make an empty ledger only to read it. */
async function withExisting<T>(work: (database: Database) => Promise<T>): Promise<T> {
  if (!ledgerExists(place)) throw new Error(`There is no ledger in ${place.dataDir}. GROUPAGE_DATA names the folder.`);
  const database = connect(await connectionTo(place));
  try {
    await migrate(database);
    return await work(database);
  } catch (error) {
    throw isSystemError(error) ? error : toLedgerError(error);
  } finally {
    await database.db.destroy();
  }
}

/** A file of ours that cannot be read or written: the system's own sentence names it. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

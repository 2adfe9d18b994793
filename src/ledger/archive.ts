/**
 * Backup and restore, the same file for both engines: JSON Lines, a head, one line a row, and a last line that proves the file
 * whole. A backup is one consistent view, taken while the server runs; a restore is one transaction.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, open, unlink } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type Insertable, type RawBuilder, sql } from 'kysely';
import * as z from 'zod/mini';
import { LedgerError } from './errors.ts';
import { migrateFrom, SCHEMA_VERSION, storedVersion } from './migrations.ts';
import { type Database, ENTRY_TABLE_NAMES, OTHER_TABLE_NAMES, TABLE_NAMES, type Tables, type Tx } from './tables.ts';
import { lowestIdAt } from './uuid-v7.ts';

const FORMAT = 'groupage-ledger';
const ENTRIES_AT_ONCE = 200;
const ROWS_AT_ONCE = 200;

const Head = z.object({ format: z.literal(FORMAT), schema: z.int(), madeAt: z.string() });
const Row = z.tuple([z.enum(TABLE_NAMES), z.record(z.string(), z.union([z.string(), z.number(), z.null()]))]);
const Tail = z.object({ rows: z.int(), sha256: z.string() });
type TableName = (typeof TABLE_NAMES)[number];

/** What a backup asks of the file system. */
export const BACKUP_FILES = { open, link, unlink };

/** Writes a new file, readable by its owner alone; one of that name is left as it is. @returns how many entries it holds */
export async function writeBackup({ db }: Database, file: string, nowMs: number, files = BACKUP_FILES): Promise<number> {
  const partial = `${file}.part`;
  const output = await files.open(partial, 'w', 0o600);
  const hash = createHash('sha256');
  let [entries, rows] = [0, 0];
  const write = async (text: string) => {
    hash.update(text);
    await output.appendFile(text);
  };
  try {
    await write(`${JSON.stringify({ format: FORMAT, schema: SCHEMA_VERSION, madeAt: new Date(nowMs).toISOString() })}\n`);
    await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        for await (const part of rowsByEntry(tx)) {
          entries += part.entries;
          rows += part.lines.length;
          await write(part.lines.map((line) => `${line}\n`).join(''));
        }
        for await (const lines of otherRows(tx)) {
          rows += lines.length;
          await write(lines.map((line) => `${line}\n`).join(''));
        }
      });
    await output.appendFile(`${JSON.stringify({ rows, sha256: hash.digest('hex') })}\n`);
    await output.sync();
    await output.close();
    await files.link(partial, file); // unlike a rename, it never takes another file's place
  } finally {
    await output.close().catch(() => {});
    await files.unlink(partial).catch(() => {});
  }
  return entries;
}

async function* rowsByEntry(tx: Tx): AsyncGenerator<{ entries: number; lines: string[] }, void> {
  let after = lowestIdAt(0);
  for (;;) {
    const found = await tx.selectFrom('entries').selectAll().where('id', '>', after).orderBy('id').limit(ENTRIES_AT_ONCE).execute();
    const ids = found.map((row) => row.id);
    const last = ids.at(-1);
    if (last === undefined) return;
    const lines = found.map((row) => JSON.stringify(['entries', row]));
    for (const name of ENTRY_TABLE_NAMES) {
      if (name === 'entries') continue;
      const rows = await tx.selectFrom(name).selectAll().where('entry_id', 'in', ids).execute();
      lines.push(...rows.map((row) => JSON.stringify([name, row])));
    }
    yield { entries: ids.length, lines };
    after = last;
  }
}

/** The primary keys of the tables that belong to no entry: what their pages go by. */
const OTHER_KEYS: Record<(typeof OTHER_TABLE_NAMES)[number], readonly string[]> = {
  changes: ['id'],
  package_states: ['project_id', 'group_name', 'name'],
  change_journals: ['project_id'],
};

async function* otherRows(tx: Tx): AsyncGenerator<string[], void> {
  for (const name of OTHER_TABLE_NAMES) {
    const keys = OTHER_KEYS[name];
    const columns = sql.join(keys.map((key) => sql.ref(key)));
    for (let after: readonly unknown[] | null = null; ; ) {
      const rest: RawBuilder<unknown> = after ? sql`where (${columns}) > (${sql.join(after)})` : sql``;
      const query = sql<Record<string, unknown>>`select * from ${sql.table(name)} ${rest} order by ${columns} limit ${ROWS_AT_ONCE}`;
      const { rows }: { rows: Record<string, unknown>[] } = await query.execute(tx);
      yield rows.map((row) => JSON.stringify([name, row]));
      const last = rows.at(-1);
      if (!last || rows.length < ROWS_AT_ONCE) break;
      after = keys.map((key) => last[key]);
    }
  }
}

/**
 * Puts back what a backup holds, whichever engine it came from. All of it or nothing. The file is read whole before anything is
 * touched. @throws LedgerError `bad_backup`, `newer_schema`, `not_empty` (a ledger with entries is replaced only when asked for)
 */
export async function restoreBackup({ db, engine }: Database, file: string, { isReplacing }: { isReplacing: boolean }): Promise<number> {
  const head = await check(file);
  let entries = 0;
  await db.transaction().execute(async (tx) => {
    const stored = await storedVersion(tx);
    if (stored > 0) {
      await migrateFrom(tx, engine, stored, stored); // refuses a newer one
      const one = await tx.selectFrom('entries').select('id').limit(1).executeTakeFirst();
      if (one && !isReplacing) throw new LedgerError('not_empty', 'There is a ledger with entries here already; nothing was changed.');
      for (const name of TABLE_NAMES.toReversed()) await tx.schema.dropTable(name).ifExists().execute();
    }
    await migrateFrom(tx, engine, 0, head.schema);
    let waiting: { name: TableName; rows: Record<string, unknown>[] } = { name: 'entries', rows: [] };
    const flush = async () => {
      // As the schema of that version had them; a migration that follows makes them this version's.
      if (waiting.rows.length > 0)
        await tx
          .insertInto(waiting.name)
          .values(waiting.rows as unknown as Insertable<Tables[TableName]>[])
          .execute();
    };
    for await (const line of linesOf(file)) {
      const parsed = Row.safeParse(JSON.parse(line));
      if (!parsed.success) continue; // head and tail; `check` has counted the others
      const [name, row] = parsed.data;
      if (name === 'entries') entries++;
      if (name !== waiting.name || waiting.rows.length === ROWS_AT_ONCE) {
        await flush();
        waiting = { name, rows: [] };
      }
      waiting.rows.push(row);
    }
    await flush();
    await migrateFrom(tx, engine, head.schema, SCHEMA_VERSION);
  });
  return entries;
}

async function check(file: string): Promise<z.infer<typeof Head>> {
  const hash = createHash('sha256');
  let [lines, rows] = [0, 0];
  let head: z.infer<typeof Head> | null = null;
  let tail: z.infer<typeof Tail> | null = null;
  for await (const line of linesOf(file)) {
    const value = json(line);
    if (lines++ === 0) head = Head.safeParse(value).data ?? null;
    else if (tail === null && Row.safeParse(value).success) rows++;
    else if (tail === null) tail = Tail.safeParse(value).data ?? bad();
    else bad();
    if (head === null) bad();
    if (tail === null) hash.update(`${line}\n`);
  }
  if (head === null || tail === null || tail.rows !== rows || tail.sha256 !== hash.digest('hex')) return bad();
  if (head.schema > SCHEMA_VERSION) {
    throw new LedgerError(
      'newer_schema',
      `The backup was made by a newer Groupage (schema ${head.schema}, this one knows ${SCHEMA_VERSION}).`,
    );
  }
  return head;
}

function bad(): never {
  throw new LedgerError('bad_backup', 'The file is no whole backup of a ledger; nothing was changed.');
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
}

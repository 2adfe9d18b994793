/**
 * Brings the tables to this program's version, in one transaction. A migration that has been released is never changed:
 * the next one mends it. Tables of a newer program are left alone.
 */
import { type CreateTableBuilder, sql } from 'kysely';
import { LedgerError } from './errors.ts';
import type { Database, Tx } from './tables.ts';

type Engine = Database['engine'];
/** Names come from the lists below, not from Kysely's types. */
type Table = CreateTableBuilder<string, string>;
type Migration = (tx: Tx, engine: Engine) => Promise<void>;

const MIGRATIONS: readonly Migration[] = [createTables, filterWithinGroups, addOrigins];
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Any number that no other program on the same server is likely to lock. */
const MIGRATION_LOCK = 7_134_908_125;

/** @throws LedgerError `newer_schema` */
export async function migrate({ db, engine }: Database): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (engine === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(tx);
    await migrateFrom(tx, engine, await storedVersion(tx), SCHEMA_VERSION);
  });
}

/** 0 where there are no tables yet. */
export async function storedVersion(tx: Tx): Promise<number> {
  await tx.schema
    .createTable('ledger_schema')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  const row = await tx.selectFrom('ledger_schema').select('version').executeTakeFirst();
  return row?.version ?? 0;
}

export async function migrateFrom(tx: Tx, engine: Engine, from: number, to: number): Promise<void> {
  if (from > SCHEMA_VERSION) {
    throw new LedgerError(
      'newer_schema',
      `The ledger was written by a newer Groupage (schema ${from}, this one knows ${SCHEMA_VERSION}). Start that one, or restore a backup made before.`,
    );
  }
  if (from === to) return;
  for (const migration of MIGRATIONS.slice(from, to)) await migration(tx, engine);
  await tx.deleteFrom('ledger_schema').execute();
  await tx.insertInto('ledger_schema').values({ version: to }).execute();
}

/**
 * Lists go down an index that begins with what they are filtered by, goes on with the id (that is: the time), and holds the
 * other filters, so that rows that do not match are passed over without being read.
 */
async function createTables(tx: Tx, engine: Engine): Promise<void> {
  const isPostgres = engine === 'postgres';
  const id = isPostgres ? 'uuid' : 'text';
  const integer = isPostgres ? 'bigint' : 'integer';
  const make = (name: string): Table => {
    const table = tx.schema.createTable(name);
    return isPostgres ? table : table.modifyEnd(sql`strict`);
  };
  const add = (table: Table, type: 'text' | typeof integer, required: string[], optional: string[]) => {
    let made = table;
    for (const name of required) made = made.addColumn(name, type, (column) => column.notNull());
    for (const name of optional) made = made.addColumn(name, type);
    return made;
  };

  let entries: Table = make('entries').addColumn('id', id, (column) => column.primaryKey().notNull());
  entries = add(entries, 'text', ['project_id', 'type', 'actor', 'stage', 'outcome', 'group_name', 'request_id', 'request_digest'], []);
  entries = add(
    entries,
    integer,
    ['created_at', 'version', 'group_count', 'item_count', 'is_closed'],
    ['is_async', 'sent_at', 'answered_at', 'http_status', 'settles_at'],
  );
  // The long ones last: SQLite reads a row from its beginning.
  await add(
    entries,
    'text',
    [],
    [
      'kind',
      'new_owner',
      'repeats_id',
      'error_code',
      'upstream_request_id',
      'verdict',
      'observed',
      'note',
      'call',
      'before',
      'answer',
      'error',
      'settlement',
      'observation',
    ],
  ).execute();

  const ofEntry = (name: string) => make(name).addColumn('entry_id', id, (column) => column.notNull().references('entries.id')) as Table;

  let items = add(ofEntry('items'), 'text', ['project_id', 'group_name'], ['name', 'path', 'obs_uri', 'preflight', 'etag', 'version_id']);
  items = add(items, integer, ['position'], ['size_bytes', 'last_modified', 'seen_at', 'updated_at', 'took_ms', 'was_gone']);
  items = add(items, 'text', [], ['status', 'underlying_name', 'state', 'error']);
  await items.addPrimaryKeyConstraint('items_pk', ['entry_id', 'position']).execute();

  await add(add(ofEntry('events'), integer, ['seq', 'at'], ['position']), 'text', ['type', 'data'], [])
    .addPrimaryKeyConstraint('events_pk', ['entry_id', 'seq'])
    .execute();
  await add(ofEntry('entry_groups'), 'text', ['project_id', 'group_name'], [])
    .addPrimaryKeyConstraint('entry_groups_pk', ['project_id', 'group_name', 'entry_id'])
    .execute();
  await add(ofEntry('watches'), integer, ['due_at'], []).addPrimaryKeyConstraint('watches_pk', ['entry_id']).execute();
  await add(add(ofEntry('idempotency_keys'), 'text', ['key_hash', 'request_digest'], []), integer, ['created_at'], [])
    .addPrimaryKeyConstraint('idempotency_keys_pk', ['key_hash'])
    .execute();
  await add(add(ofEntry('known_paths'), 'text', ['project_id', 'group_name', 'name'], []), integer, ['position'], [])
    .addPrimaryKeyConstraint('known_paths_pk', ['project_id', 'group_name', 'name'])
    .execute();

  const filters = ['actor', 'outcome', 'type'];
  for (const first of [null, ...filters]) {
    const rest = filters.filter((name) => name !== first);
    const columns = ['project_id', ...(first === null ? [] : [first]), 'id', ...rest];
    await tx.schema
      .createIndex(`entries_by_${first ?? 'time'}`)
      .on('entries')
      .columns(columns)
      .execute();
  }
  await tx.schema.createIndex('idempotency_keys_by_time').on('idempotency_keys').column('created_at').execute();
  await keepAsAdded(tx, engine, 'events');
}

/** Paths that users attach, and what changed without this console. */
async function addOrigins(tx: Tx, engine: Engine): Promise<void> {
  const isPostgres = engine === 'postgres';
  const id = isPostgres ? 'uuid' : 'text';
  const integer = isPostgres ? 'bigint' : 'integer';
  const strict = (table: Table): Table => (isPostgres ? table : table.modifyEnd(sql`strict`));
  const required = (table: Table, type: 'text' | typeof integer, ...names: string[]) =>
    names.reduce((made, name) => made.addColumn(name, type, (column) => column.notNull()), table);

  const attached = strict(tx.schema.createTable('attached_paths')).addColumn('entry_id', id, (column) =>
    column.notNull().references('entries.id'),
  );
  await required(required(attached, 'text', 'project_id', 'group_name', 'name'), integer, 'position')
    .addPrimaryKeyConstraint('attached_paths_pk', ['project_id', 'group_name', 'name'])
    .execute();

  const changes = strict(tx.schema.createTable('changes')).addColumn('id', id, (column) => column.primaryKey().notNull());
  await required(required(changes, 'text', 'project_id', 'what', 'data'), integer, 'at')
    .addColumn('since', integer)
    .addColumn('group_name', 'text')
    .addColumn('name', 'text')
    .execute();
  await tx.schema.createIndex('changes_by_time').on('changes').columns(['project_id', 'id']).execute();
  // With the name, so that those of other packages are passed over without being read.
  await tx.schema.createIndex('changes_by_group').on('changes').columns(['project_id', 'group_name', 'id', 'name']).execute();
  await keepAsAdded(tx, engine, 'changes');

  const states = strict(tx.schema.createTable('package_states'));
  await required(required(states, 'text', 'project_id', 'group_name', 'name'), integer, 'at', 'is_gone', 'is_ours')
    .addColumn('updated_at', integer)
    .addColumn('underlying_name', 'text')
    .addPrimaryKeyConstraint('package_states_pk', ['project_id', 'group_name', 'name'])
    .execute();
  await required(required(strict(tx.schema.createTable('change_journals')), 'text', 'project_id'), integer, 'since')
    .addPrimaryKeyConstraint('change_journals_pk', ['project_id'])
    .execute();
}

/** The engine itself refuses to change what was recorded. */
async function keepAsAdded(tx: Tx, engine: Engine, table: 'events' | 'changes'): Promise<void> {
  if (engine === 'postgres') {
    await sql`create or replace function groupage_refuse_change() returns trigger language plpgsql as
      $$ begin raise exception 'the ledger is only ever added to' using errcode = '23001'; end $$`.execute(tx);
    await sql`create trigger ${sql.ref(`${table}_kept`)} before update or delete on ${sql.ref(table)}
      for each row execute function groupage_refuse_change()`.execute(tx);
    return;
  }
  for (const change of ['update', 'delete']) {
    await sql`create trigger ${sql.ref(`${table}_kept_${change}`)} before ${sql.raw(change)} on ${sql.ref(table)}
      begin select raise(abort, 'the ledger is only ever added to'); end`.execute(tx);
  }
}

/** Lists of one group are filtered by their own index too: one in which nothing matches is not read to its end. */
async function filterWithinGroups(tx: Tx): Promise<void> {
  const filters = ['actor', 'outcome', 'type'];
  for (const name of filters) {
    await tx.schema
      .alterTable('entry_groups')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  }
  await sql`update entry_groups set (actor, outcome, type) =
    (select entries.actor, entries.outcome, entries.type from entries where entries.id = entry_groups.entry_id)`.execute(tx);
  for (const first of filters) {
    const rest = filters.filter((name) => name !== first);
    await tx.schema
      .createIndex(`entry_groups_by_${first}`)
      .on('entry_groups')
      .columns(['project_id', 'group_name', first, 'entry_id', ...rest])
      .execute();
  }
  // For what becomes of an entry: its outcome stands here as well.
  await tx.schema.createIndex('entry_groups_by_entry').on('entry_groups').column('entry_id').execute();
}

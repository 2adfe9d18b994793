/** Everything that writes: each call is one transaction, stored whole and on the disk before it answers, or not at all. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { advance, isOpen, json } from './advance.ts';
import type { IdempotencyKey, Intent, LedgerEvent } from './entry.ts';
import { LedgerError } from './errors.ts';
import { firstRow, groupsOf, isAttached, itemRows } from './rows.ts';
import { withoutSecrets } from './secrets.ts';
import { type Database, type Db, type EntriesTable, type EventsTable, storable, type Tx } from './tables.ts';

/** PostgreSQL takes 65,535 values a statement, SQLite 32,766; the widest row has some 30. */
const ROWS_AT_ONCE = 500;
const FINAL = ['ready', 'failed'] as const;

export interface Begun {
  isNew: boolean;
  id: string;
}

/** Stores the intent and its key, or finds the entry that the key belongs to. @throws LedgerError `key_reused` */
export async function begin(db: Db, newId: string, intent: Intent, key: IdempotencyKey | null, forgetBefore: number): Promise<Begun> {
  return db.transaction().execute(async (tx) => {
    const head = firstRow(newId, intent);
    await tx.insertInto('entries').values(head).execute();
    if (key) {
      await tx.deleteFrom('idempotency_keys').where('created_at', '<', forgetBefore).execute();
      const row = { key_hash: hashOf(key), request_digest: key.requestDigest, entry_id: newId, created_at: intent.createdAt };
      const kept = await tx
        .insertInto('idempotency_keys')
        .values(row)
        .onConflict((conflict) => conflict.column('key_hash').doNothing())
        .returning('entry_id')
        .executeTakeFirst();
      if (!kept) {
        // Another request was first. Its entry stands; ours goes again, before anything refers to it.
        await tx.deleteFrom('entries').where('id', '=', newId).execute();
        const id = await entryOfKey(tx, key);
        if (id === null) throw new LedgerError('conflict', 'The key was taken and given up at the same moment.');
        return { isNew: false, id };
      }
    }
    for (const rows of inParts(itemRows(newId, intent))) await tx.insertInto('items').values(rows).execute();
    const { project_id, actor, outcome, type } = head;
    const groups = groupsOf(intent).map((group_name) => ({ project_id, group_name, entry_id: newId, actor, outcome, type }));
    for (const rows of inParts(groups)) await tx.insertInto('entry_groups').values(rows).execute();
    if (isAttached(intent.type)) await nowAttached(tx, newId);
    else await tx.insertInto('watches').values({ entry_id: newId, due_at: intent.createdAt }).execute();
    await tx
      .insertInto('events')
      .values({ entry_id: newId, seq: 1, at: intent.createdAt, type: 'intent', position: null, data: '{}' })
      .execute();
    return { isNew: true, id: newId };
  });
}

/** @throws LedgerError `key_reused` when the key came before with another request */
export async function entryOfKey(db: Db, key: IdempotencyKey): Promise<string | null> {
  const row = await db.selectFrom('idempotency_keys').selectAll().where('key_hash', '=', hashOf(key)).executeTakeFirst();
  if (!row) return null;
  if (row.request_digest !== key.requestDigest) throw new LedgerError('key_reused', 'This key came before with another request.');
  return row.entry_id;
}

function hashOf({ scope, key }: IdempotencyKey): string {
  return createHash('sha256')
    .update(JSON.stringify([scope, key]))
    .digest('base64');
}

/** Records the events in their order: all of them, or none. @throws LedgerError `conflict`, `not_found` */
export async function record({ db, engine }: Database, id: string, events: readonly LedgerEvent[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const found = tx.selectFrom('entries').selectAll().where('id', '=', id);
    const before = await (engine === 'postgres' ? found.forUpdate() : found).executeTakeFirst();
    if (!before) throw new LedgerError('not_found', 'There is no such entry.');
    const entry = { ...before };
    const rows: EventsTable[] = [];
    for (const event of events) {
      const patch = advance(entry, event);
      const position = await applyToItems(tx, entry, event);
      if (position === 'unchanged') continue;
      Object.assign(entry, patch, event.type === 'finished' ? { outcome: await outcomeOf(tx, id) } : {});
      rows.push({ entry_id: id, seq: ++entry.version, at: event.at, type: event.type, position, data: dataOf(event) });
    }
    if (rows.length === 0) return;
    for (const part of inParts(rows)) await tx.insertInto('events').values(part).execute();
    await tx.updateTable('entries').set(changesOf(before, entry)).where('id', '=', id).execute();
    if (entry.outcome !== before.outcome)
      await tx.updateTable('entry_groups').set({ outcome: entry.outcome }).where('entry_id', '=', id).execute();
    await watch(tx, entry);
  });
}

/** What is written once and never again stands in the entry, and only there: answers and lists of members can be long. */
function dataOf(event: LedgerEvent): string {
  const { at: _at, type: _type, ...data } = event;
  return JSON.stringify(withoutSecrets(data), (name, value: unknown) => (name === 'answer' || name === 'members' ? undefined : value));
}

function changesOf(before: EntriesTable, after: EntriesTable): Partial<EntriesTable> {
  const names = Object.keys(after) as (keyof EntriesTable)[]; // a row has its columns and nothing else
  return Object.fromEntries(names.filter((name) => after[name] !== before[name]).map((name) => [name, after[name]]));
}

/** What the event says of single items; the place of the one it is about, or that it says nothing new. */
async function applyToItems(tx: Tx, { id }: EntriesTable, event: LedgerEvent): Promise<number | null | 'unchanged'> {
  const own = tx.updateTable('items').where('entry_id', '=', id);
  switch (event.type) {
    case 'answered':
      if (event.outcome === 'accepted') await nowKnown(tx, id, null);
      return null;
    case 'settled':
      if (event.found.length > 0) await nowKnown(tx, id, event.found.map(storable));
      return null;
    case 'status': {
      const { status, updatedAt, tookMs } = event;
      const [name, underlyingName] = [storable(event.name), storable(event.underlyingName)];
      const item = await tx.selectFrom('items').selectAll().where('entry_id', '=', id).where('name', '=', name).executeTakeFirst();
      if (!item) throw new LedgerError('conflict', 'The entry has no package of this name.');
      const isNew =
        item.status !== status ||
        item.updated_at !== updatedAt ||
        item.underlying_name !== underlyingName ||
        (tookMs !== null && tookMs !== item.took_ms);
      if (!isNew) return 'unchanged';
      const isSameFailure = item.status === status && item.updated_at === updatedAt && item.underlying_name === underlyingName;
      const seen = { status, seen_at: event.at, updated_at: updatedAt, underlying_name: underlyingName, took_ms: tookMs ?? item.took_ms };
      await own
        .set({ ...seen, ...(!isSameFailure && { error: null }) })
        .where('position', '=', item.position)
        .execute();
      return item.position;
    }
    case 'explained': {
      const { at, reason, isLikely, object, region, updatedAt } = event;
      const [name, underlyingName] = [storable(event.name), storable(event.underlyingName)];
      const item = await tx.selectFrom('items').selectAll().where('entry_id', '=', id).where('name', '=', name).executeTakeFirst();
      if (item?.status !== 'failed' || item.updated_at !== updatedAt || item.underlying_name !== underlyingName)
        throw new LedgerError('conflict', 'No read has shown this failure.');
      if (item.error !== null) return 'unchanged';
      await own
        .set({ error: json({ at, reason, isLikely, object, region }) })
        .where('position', '=', item.position)
        .execute();
      return item.position;
    }
    case 'item': {
      const { position, state, wasGone, error } = event;
      const item = await tx
        .selectFrom('items')
        .select('state')
        .where('entry_id', '=', id)
        .where('position', '=', position)
        .executeTakeFirst();
      if (!item || (item.state !== 'waiting' && item.state !== 'running'))
        throw new LedgerError('conflict', 'The item is not there, or has ended.');
      await own
        .set({ state, was_gone: Number(wasGone), error: json(error) })
        .where('position', '=', position)
        .execute();
      return position;
    }
    default:
      return null;
  }
}

/** From now on, these packages of the group came from this entry's paths, unless a later one has said so already. */
async function nowKnown(tx: Tx, id: string, names: readonly string[] | null): Promise<void> {
  for (const part of names === null ? [null] : inParts(names)) {
    let items = tx
      .selectFrom('items')
      .select(['project_id', 'group_name', sql<string>`name`.as('name'), 'entry_id'])
      .select(({ fn }) => fn.max('position').as('position'))
      .where('entry_id', '=', id)
      .where('name', 'is not', null)
      .groupBy(['project_id', 'group_name', 'name', 'entry_id'])
      .orderBy('name'); // so that two of them never wait for each other crosswise
    if (part) items = items.where('name', 'in', part);
    await tx
      .insertInto('known_paths')
      .columns(['project_id', 'group_name', 'name', 'entry_id', 'position'])
      .expression(items)
      .onConflict((conflict) =>
        conflict
          .columns(['project_id', 'group_name', 'name'])
          .doUpdateSet((set) => ({ entry_id: set.ref('excluded.entry_id'), position: set.ref('excluded.position') }))
          .whereRef('excluded.entry_id', '>', 'known_paths.entry_id'),
      )
      .execute();
  }
}

/** The latest word on the package's path; where that takes one back, submissions tell again. */
async function nowAttached(tx: Tx, id: string): Promise<void> {
  await tx
    .insertInto('attached_paths')
    .columns(['project_id', 'group_name', 'name', 'entry_id', 'position'])
    .expression(
      tx
        .selectFrom('items')
        .select(['project_id', 'group_name', sql<string>`name`.as('name'), 'entry_id', 'position'])
        .where('entry_id', '=', id),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['project_id', 'group_name', 'name'])
        .doUpdateSet((set) => ({ entry_id: set.ref('excluded.entry_id'), position: set.ref('excluded.position') }))
        .whereRef('excluded.entry_id', '>', 'attached_paths.entry_id'),
    )
    .execute();
}

async function outcomeOf(tx: Tx, id: string): Promise<'done' | 'partly' | 'failed' | 'unknown'> {
  const items = await tx.selectFrom('items').select('state').where('entry_id', '=', id).execute();
  if (items.some(({ state }) => state === 'unknown')) return 'unknown';
  const done = items.filter(({ state }) => state === 'done').length;
  if (done === items.length) return 'done';
  return done === 0 ? 'failed' : 'partly';
}

async function watch(tx: Tx, entry: EntriesTable): Promise<void> {
  if (!isOpen(entry, entry.type === 'submission' ? await unfinishedIn(tx, entry.id) : 0)) {
    await tx.deleteFrom('watches').where('entry_id', '=', entry.id).execute();
    return;
  }
  // One that was over may be open again: an answer came after all.
  await tx
    .insertInto('watches')
    .values({ entry_id: entry.id, due_at: entry.settles_at ?? entry.created_at })
    .onConflict((conflict) => conflict.column('entry_id').doUpdateSet({ due_at: entry.settles_at ?? entry.created_at }))
    .execute();
}

async function unfinishedIn(tx: Tx, id: string): Promise<number> {
  const row = await tx
    .selectFrom('items')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('entry_id', '=', id)
    .where(({ or, eb }) => or([eb('status', 'is', null), eb('status', 'not in', FINAL)]))
    .executeTakeFirstOrThrow();
  return row.count;
}

export function* inParts<T>(rows: readonly T[]): Generator<T[], void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) yield rows.slice(start, start + ROWS_AT_ONCE);
}

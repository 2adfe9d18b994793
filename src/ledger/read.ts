/** Everything that reads. Lists go by id, which is by time: a page begins where the one before it ended, however long the ledger. */
import { sql } from 'kysely';
import type {
  Entry,
  EntryFilter,
  EntrySummary,
  OperationSummary,
  Page,
  Paging,
  RecordedEvent,
  SubmissionEntry,
  TimelineEntry,
} from './entry.ts';
import { isOperation } from './entry.ts';
import { groupText, readEntry, readEvent, readItems, readSummary, SUMMARY_COLUMNS } from './rows.ts';
import { type Db, type EventsTable, type ItemsTable, storable } from './tables.ts';
import { isUuid, lowestIdAt } from './uuid-v7.ts';

const NAMES_SHOWN = 3;
export const IDS_AT_ONCE = 500;
/** So that a page is read whole: its entries are loaded with all their items. */
const ENTRIES_AT_ONCE = 100;

/** An entry with everything that is known of it. */
export interface FullEntry {
  entry: Entry;
  events: RecordedEvent[];
}

export async function findEntry(db: Db, projectId: string, id: string): Promise<Entry | null> {
  if (!isUuid(id)) return null;
  const row = await db
    .selectFrom('entries')
    .select('id')
    .where('id', '=', id)
    .where('project_id', '=', storable(projectId))
    .executeTakeFirst();
  return row ? ((await entriesOf(db, [row.id]))[0] ?? null) : null;
}

export async function eventsOfEntry(db: Db, projectId: string, id: string): Promise<RecordedEvent[]> {
  if (!isUuid(id)) return [];
  const rows = await db
    .selectFrom('events')
    .innerJoin('entries', 'entries.id', 'events.entry_id')
    .selectAll('events')
    .where('entries.id', '=', id)
    .where('entries.project_id', '=', storable(projectId))
    .orderBy('seq')
    .execute();
  return rows.map(readEvent);
}

/** In the order of the ids; one that is not there is left out. */
export async function entriesOf(db: Db, ids: readonly string[]): Promise<Entry[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('entries').selectAll().where('id', 'in', ids).execute();
  const items = await itemsOf(db, ids);
  const open = await openAmong(db, ids);
  const byId = new Map(rows.map((row) => [row.id, readEntry(row, items.get(row.id) ?? [], open.has(row.id))]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Oldest first: what a start has to go on with. */
export async function unfinishedEntries(db: Db): Promise<Entry[]> {
  const rows = await db.selectFrom('watches').select('entry_id').orderBy('entry_id').execute();
  const entries: Entry[] = [];
  for (let start = 0; start < rows.length; start += ENTRIES_AT_ONCE) {
    const part = rows.slice(start, start + ENTRIES_AT_ONCE).map((row) => row.entry_id);
    entries.push(...(await entriesOf(db, part)));
  }
  return entries;
}

/** Newest first. */
export async function latestSubmissions(db: Db, projectId: string, group: string | null, limit: number): Promise<SubmissionEntry[]> {
  const rows = await matching(db, { projectId, group, type: 'submission' }, { order: 'desc' }).limit(limit).execute();
  const entries = await entriesOf(
    db,
    rows.map((row) => row.id),
  );
  return entries.filter((entry) => entry.type === 'submission');
}

/** Newest first. */
export async function latestOperations(db: Db, projectId: string, limit: number): Promise<OperationSummary[]> {
  const found: { id: string }[] = [];
  for (const type of ['delete', 'changeOwner'] as const) {
    found.push(...(await matching(db, { projectId, type }, { order: 'desc' }).limit(limit).execute()));
  }
  const ids = found.map(({ id }) => id);
  const latest = ids.sort().reverse().slice(0, limit);
  if (latest.length === 0) return [];
  const rows = await db.selectFrom('entries').selectAll().where('id', 'in', latest).orderBy('id', 'desc').execute();
  const open = await openAmong(db, latest);
  const states = await db
    .selectFrom('items')
    .select(({ fn }) => ['entry_id', 'state', fn.countAll<number>().as('count')])
    .where('entry_id', 'in', latest)
    .groupBy(['entry_id', 'state'])
    .execute();
  const byId = Map.groupBy(states, (row) => row.entry_id);
  return rows.flatMap((row) => {
    const entry = readEntry(row, [], open.has(row.id));
    if (!isOperation(entry)) return [];
    const { items: _items, ...summary } = entry;
    const counts = { waiting: 0, running: 0, done: 0, failed: 0, unknown: 0 };
    for (const { state, count } of byId.get(row.id) ?? []) if (state !== null) counts[state] = count;
    return [{ ...summary, counts }];
  });
}

export async function listEntries(db: Db, filter: EntryFilter, paging: Paging): Promise<Page<EntrySummary>> {
  const { rows, ...ends } = await pageOf(db, filter, paging);
  const ids = rows.map((row) => row.id);
  const names = await firstNames(db, ids);
  const failed = await failedIn(db, ids);
  const open = await openAmong(db, ids);
  return { items: rows.map((row) => readSummary(row, names.get(row.id) ?? [], failed.get(row.id) ?? 0, open.has(row.id))), ...ends };
}

async function pageOf(db: Db, filter: EntryFilter, { limit, cursor, newerThan }: Paging) {
  const columns = SUMMARY_COLUMNS.map((name) => `entries.${name}` as const);
  const read = (between: Parameters<typeof matching>[2]) =>
    matching(db, filter, between)
      .select(columns)
      .limit(limit + 1)
      .execute();
  if (newerThan !== undefined && isUuid(newerThan)) {
    const newer = await read({ order: 'asc', above: newerThan });
    // One that would not be full is the first page, which is read from its own end.
    if (newer.length > limit) {
      const rows = newer.slice(0, limit).reverse();
      return { rows, next: rows.at(-1)?.id ?? null, previous: rows[0]?.id ?? null };
    }
  }
  const below = newerThan === undefined && cursor !== undefined && isUuid(cursor) ? cursor : undefined;
  const found = await read({ order: 'desc', ...(below === undefined ? {} : { below }) });
  const rows = found.slice(0, limit);
  return {
    rows,
    next: found.length > limit ? (rows.at(-1)?.id ?? null) : null,
    previous: below === undefined ? null : (rows[0]?.id ?? below),
  };
}

/** In their own order, `limit` at most. From one name to the next down the index: a million entries of one actor are one step. */
export async function actorsOf(db: Db, projectId: string, limit: number): Promise<string[]> {
  const project = storable(projectId);
  const { rows } = await sql<{ actor: string }>`with recursive found(actor, place) as (
      select (select min(actor) from entries where project_id = ${project}), 1
      union all
      select (select min(entries.actor) from entries where entries.project_id = ${project} and entries.actor > found.actor), found.place + 1
      from found where found.actor is not null and found.place < ${sql.lit(limit)}
    ) select actor from found where actor is not null order by place`.execute(db);
  return rows.map(({ actor }) => actor);
}

/** What happened to a group: its entries, what each did in this group, and how it went. */
export async function timelineOf(
  db: Db,
  projectId: string,
  group: string | null,
  paging: Paging,
  { withEvents } = { withEvents: true },
): Promise<Page<TimelineEntry>> {
  const page = await listEntries(db, { projectId, group }, paging);
  const ids = page.items.map((entry) => entry.id);
  const items = await itemsOf(db, ids, groupText(group));
  const events = withEvents ? await eventsOf(db, ids, false) : new Map<string, EventsTable[]>();
  return {
    ...page,
    items: page.items.map((entry) => ({
      entry,
      items: readItems(entry.type, items.get(entry.id) ?? []),
      events: (events.get(entry.id) ?? []).map(readEvent),
    })),
  };
}

/** Oldest first, whole, a few at a time: as much as there is, whoever reads it how slowly. */
export async function* everyEntry(db: Db, filter: EntryFilter | null): AsyncGenerator<FullEntry, void> {
  let after = lowestIdAt(0);
  for (;;) {
    const query =
      filter === null
        ? db.selectFrom('entries').select('entries.id').where('entries.id', '>', after).orderBy('entries.id')
        : matching(db, filter, { order: 'asc', above: after });
    const rows = await query.limit(ENTRIES_AT_ONCE).execute();
    const ids = rows.map((row) => row.id);
    const entries = await entriesOf(db, ids);
    const events = await eventsOf(db, ids, true);
    for (const entry of entries) yield { entry, events: (events.get(entry.id) ?? []).map(readEvent) };
    const last = ids.at(-1);
    if (last === undefined || ids.length < ENTRIES_AT_ONCE) return;
    after = last;
  }
}

/** The higher of two ids, or with -1 the lower; of one, that. */
function narrower(a: string | undefined, b: string | undefined, sign = 1): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return (a > b ? 1 : -1) === sign ? a : b;
}

/** Ids of what the filter asks for, between two ids. A group's are found in `entry_groups`, in its order. */
export function matching(db: Db, filter: EntryFilter, { order, above, below }: { order: 'asc' | 'desc'; above?: string; below?: string }) {
  const { projectId, group, actor, outcome, type, fromMs, untilMs } = filter;
  const id = sql.ref<string>(group === undefined ? 'entries.id' : 'entry_groups.entry_id');
  const filtered = (name: 'actor' | 'outcome' | 'type') =>
    sql.ref<string>(group === undefined ? `entries.${name}` : `entry_groups.${name}`);
  const project = storable(projectId);
  let query = db
    .selectFrom('entries')
    .select('entries.id')
    .$if(group === undefined, (all) => all.where('entries.project_id', '=', project))
    .$if(group !== undefined, (all) =>
      all
        .innerJoin('entry_groups', 'entry_groups.entry_id', 'entries.id')
        .where('entry_groups.project_id', '=', project)
        .where('entry_groups.group_name', '=', groupText(group ?? null)),
    )
    .orderBy(id, order);
  if (actor !== undefined) query = query.where(filtered('actor'), '=', storable(actor));
  if (outcome !== undefined) query = query.where(filtered('outcome'), '=', outcome);
  if (type !== undefined) query = query.where(filtered('type'), '=', type);
  // One bound a side: given two, SQLite goes by either and tests the other row by row.
  const from = narrower(above, fromMs === undefined ? undefined : lowestIdAt(fromMs));
  const until = narrower(below, untilMs === undefined ? undefined : lowestIdAt(untilMs), -1);
  // Said of both ids: PostgreSQL may walk down both indexes side by side, each from its own end, and does not see that they are equal.
  for (const bounded of group === undefined ? [id] : [id, sql.ref<string>('entries.id')]) {
    if (from !== undefined) query = query.where(bounded, from === above ? '>' : '>=', from);
    if (until !== undefined) query = query.where(bounded, '<', until);
  }
  return query;
}

async function itemsOf(db: Db, ids: readonly string[], group?: string): Promise<Map<string, ItemsTable[]>> {
  if (ids.length === 0) return new Map();
  let query = db.selectFrom('items').selectAll().where('entry_id', 'in', ids).orderBy('entry_id').orderBy('position');
  if (group !== undefined) query = query.where('group_name', '=', group);
  return Map.groupBy(await query.execute(), (item) => item.entry_id);
}

async function eventsOf(db: Db, ids: readonly string[], withItems: boolean): Promise<Map<string, EventsTable[]>> {
  if (ids.length === 0) return new Map();
  let query = db.selectFrom('events').selectAll().where('entry_id', 'in', ids).orderBy('entry_id').orderBy('seq');
  if (!withItems) query = query.where('type', '!=', 'item');
  return Map.groupBy(await query.execute(), (event) => event.entry_id);
}

async function firstNames(db: Db, ids: readonly string[]): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  if (ids.length === 0) return names;
  const rows = await db
    .selectFrom('items')
    .select(['entry_id', 'name', 'group_name'])
    .where('entry_id', 'in', ids)
    .where('position', '<', NAMES_SHOWN)
    .orderBy('position')
    .execute();
  for (const { entry_id: id, name, group_name: group } of rows) names.set(id, [...(names.get(id) ?? []), name ?? group]);
  return names;
}

async function failedIn(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('items')
    .select(({ fn }) => ['entry_id', fn.countAll<number>().as('count')])
    .where('entry_id', 'in', ids)
    .where(({ or, eb }) => or([eb('status', '=', 'failed'), eb('state', '=', 'failed')]))
    .groupBy('entry_id')
    .execute();
  return new Map(rows.map((row) => [row.entry_id, row.count]));
}

async function openAmong(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const open = new Set<string>();
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const part = ids.slice(start, start + IDS_AT_ONCE);
    for (const row of await db.selectFrom('watches').select('entry_id').where('entry_id', 'in', part).execute()) open.add(row.entry_id);
  }
  return open;
}

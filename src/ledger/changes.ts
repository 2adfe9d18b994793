/** Writes and reads what changed without us (`change.ts`), and the states it is told by. */
import { sql } from 'kysely';
import type { Change, ChangeJournalHead, ChangeRecord, NoticedChange, PackageState } from './change.ts';
import type { Page, Paging } from './entry.ts';
import { inParts } from './record.ts';
import { groupOf, groupText } from './rows.ts';
import { type ChangesTable, type Db, storable } from './tables.ts';
import { isUuid, lowestIdAt } from './uuid-v7.ts';

/** All of it, or nothing. The first of a project begins its journal. */
export async function recordChanges(db: Db, newId: (atMs: number) => string, { projectId, at, changes, states }: ChangeRecord) {
  const project_id = storable(projectId);
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('change_journals')
      .values({ project_id, since: at })
      .onConflict((conflict) => conflict.column('project_id').doNothing())
      .execute();
    const rows = changes.map(({ what, group, name, at: noticedAt, since, ...data }) => ({
      id: newId(noticedAt),
      project_id,
      group_name: group === undefined ? null : groupText(group),
      name: storable(name),
      what,
      at: noticedAt,
      since,
      data: JSON.stringify(data),
    }));
    for (const part of inParts(rows)) await tx.insertInto('changes').values(part).execute();
    const stateRows = states.map(({ group, name, updatedAt, underlyingName, isGone, isOurs, at: seenAt }) => ({
      project_id,
      group_name: groupText(group),
      name: storable(name),
      at: seenAt,
      updated_at: updatedAt,
      underlying_name: storable(underlyingName),
      is_gone: Number(isGone),
      is_ours: Number(isOurs),
    }));
    for (const part of inParts(stateRows)) {
      await tx
        .insertInto('package_states')
        .values(part)
        .onConflict((conflict) =>
          conflict.columns(['project_id', 'group_name', 'name']).doUpdateSet((set) => ({
            at: set.ref('excluded.at'),
            updated_at: set.ref('excluded.updated_at'),
            underlying_name: set.ref('excluded.underlying_name'),
            is_gone: set.ref('excluded.is_gone'),
            is_ours: set.ref('excluded.is_ours'),
          })),
        )
        .execute();
    }
  });
}

export async function changeJournalOf(db: Db, projectId: string): Promise<ChangeJournalHead> {
  const project_id = storable(projectId);
  const head = await db.selectFrom('change_journals').select('since').where('project_id', '=', project_id).executeTakeFirst();
  const latest = await db
    .selectFrom('changes')
    .select(['group_name', ({ fn }) => fn.max('at').as('at')])
    .where('project_id', '=', project_id)
    .groupBy('group_name')
    .execute();
  return { since: head?.since ?? null, latest: latest.map((row) => ({ group: groupIn(row), at: row.at })) };
}

export async function packageStatesOf(db: Db, projectId: string): Promise<PackageState[]> {
  const rows = await db
    .selectFrom('package_states')
    .selectAll()
    .where('project_id', '=', storable(projectId))
    .orderBy('group_name')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    group: groupOf(row.group_name),
    name: row.name,
    at: row.at,
    updatedAt: row.updated_at,
    underlyingName: row.underlying_name,
    isGone: row.is_gone === 1,
    isOurs: row.is_ours === 1,
  }));
}

/** Newest first. A summary of the whole project belongs to every group. */
export async function changesOf(
  db: Db,
  projectId: string,
  group: string | null | undefined,
  { limit, cursor }: Paging,
  name?: string,
): Promise<Pick<Page<Change>, 'items' | 'next'>> {
  let all = db
    .selectFrom('changes')
    .selectAll()
    .where('project_id', '=', storable(projectId))
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor !== undefined && isUuid(cursor)) all = all.where('id', '<', cursor);
  let rows: ChangesTable[];
  if (group === undefined) rows = await all.execute();
  else {
    let own = all.where('group_name', '=', groupText(group));
    if (name !== undefined) own = own.where('name', '=', storable(name));
    // Asked for apart: one index each, and summaries are few.
    const summaries = name === undefined ? await all.where('group_name', 'is', null).execute() : [];
    rows = [...(await own.execute()), ...summaries].sort((a, b) => (a.id < b.id ? 1 : -1));
  }
  const items = rows.slice(0, limit).map(readChange);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Oldest first, some at a time; null for all projects. */
export async function* everyChange(db: Db, projectId: string | null): AsyncGenerator<Change & { projectId: string }, void> {
  for (let after = lowestIdAt(0); ; ) {
    let query = db.selectFrom('changes').selectAll().where('id', '>', after).orderBy('id').limit(500);
    if (projectId !== null) query = query.where('project_id', '=', storable(projectId));
    const rows = await query.execute();
    for (const row of rows) yield { projectId: row.project_id, ...readChange(row) };
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** When an entry of that time or later last named each of the packages, by name; refused submissions apart. */
export async function namedSince(
  db: Db,
  projectId: string,
  group: string | null,
  names: readonly string[],
  sinceMs: number,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const part of inParts(names.map(storable))) {
    const rows = await db
      .selectFrom('entry_groups')
      .innerJoin('entries', 'entries.id', 'entry_groups.entry_id')
      .innerJoin('items', 'items.entry_id', 'entry_groups.entry_id')
      .select([sql<string>`items.name`.as('name'), ({ fn }) => fn.max('entries.created_at').as('at')])
      .where('entry_groups.project_id', '=', storable(projectId))
      .where('entry_groups.group_name', '=', groupText(group))
      .where('entry_groups.entry_id', '>=', lowestIdAt(sinceMs))
      .where('entries.outcome', '!=', 'refused')
      .where('entries.type', 'not in', ['attach', 'detach'])
      .where('items.group_name', '=', groupText(group))
      .where('items.name', 'in', part)
      .groupBy('items.name')
      .execute();
    for (const { name, at } of rows) found.set(name, at);
  }
  return found;
}

function groupIn({ group_name: text }: { group_name: string | null }): string | null | undefined {
  return text === null ? undefined : groupOf(text);
}

function readChange({ id, group_name, name, what, at, since, data }: ChangesTable): Change {
  const rest = JSON.parse(data) as Pick<NoticedChange, 'updatedAt' | 'owner' | 'ownerBefore' | 'counts'>; // written above
  return { id, group: groupIn({ group_name }), name, what, at, since, ...rest };
}

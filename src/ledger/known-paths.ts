/** Where packages came from: what submissions tell, and what users attached since; of one package, the later word. */
import type { KnownPath } from './entry.ts';
import { inParts } from './record.ts';
import { groupOf, groupText, readExplained, readSeen, readSubmitted } from './rows.ts';
import { type Db, storable } from './tables.ts';

/** Some milliseconds' work: between two parts, others get their turn. */
const PATHS_AT_ONCE = 500;

interface Place {
  group_name: string;
  name: string;
}

function pathsIn(db: Db, table: 'known_paths' | 'attached_paths', projectId: string) {
  return db
    .selectFrom(`${table} as known`)
    .innerJoin('items', (join) => join.onRef('items.entry_id', '=', 'known.entry_id').onRef('items.position', '=', 'known.position'))
    .innerJoin('entries', 'entries.id', 'known.entry_id')
    .selectAll('items')
    .select(['entries.created_at', 'entries.actor', 'entries.kind', 'entries.note', 'entries.type', 'entries.upstream_request_id'])
    .where('known.project_id', '=', storable(projectId))
    .orderBy('known.group_name')
    .orderBy('known.name');
}

type Paths = ReturnType<typeof pathsIn>;

/** `narrow` says which; both tables are asked the same. */
async function pathsOf(db: Db, projectId: string, narrow: (paths: Paths) => Paths): Promise<KnownPath[]> {
  const submitted = await narrow(pathsIn(db, 'known_paths', projectId)).execute();
  const attached = await narrow(pathsIn(db, 'attached_paths', projectId))
    .where('items.path', '!=', '')
    .execute();
  const later = new Map(attached.map((row) => [keyOf(row), row]));
  const merged = submitted.map((row) => {
    const word = later.get(keyOf(row));
    later.delete(keyOf(row));
    return word && word.entry_id > row.entry_id ? word : row;
  });
  return [...merged, ...later.values()].map((row) => ({
    ...readSubmitted(row),
    ...readSeen(row),
    ...readExplained(row),
    how: row.type === 'submission' ? 'submitted' : 'attached',
    group: groupOf(row.group_name),
    entryId: row.entry_id,
    submittedAt: row.created_at,
    submittedBy: row.actor,
    note: row.note,
    kind: row.kind,
    upstreamRequestId: row.upstream_request_id,
  }));
}

function keyOf({ group_name: group, name }: { group_name: string; name: string | null }): string {
  return JSON.stringify([group, name]);
}

/** Left out: whatever group. */
export function knownPathsOf(db: Db, projectId: string, group?: string | null): Promise<KnownPath[]> {
  return pathsOf(db, projectId, (paths) => (group === undefined ? paths : paths.where('known.group_name', '=', groupText(group))));
}

export async function knownPathsNamed(db: Db, projectId: string, group: string | null, names: readonly string[]): Promise<KnownPath[]> {
  const found: KnownPath[] = [];
  for (const part of inParts(names.map(storable))) {
    const named = (paths: Paths) => paths.where('known.group_name', '=', groupText(group)).where('known.name', 'in', part);
    found.push(...(await pathsOf(db, projectId, named)));
  }
  return found;
}

/** Of the packages that an entry names, what is known now. */
export interface PathsOfEntry {
  projectId: string;
  /** All packages that the entry names, known or not. */
  places: { group: string | null; name: string }[];
  paths: KnownPath[];
}

export async function knownPathsBy(db: Db, entryId: string): Promise<PathsOfEntry | null> {
  const items = await db.selectFrom('items').select(['project_id', 'group_name', 'name']).where('entry_id', '=', entryId).execute();
  const [first] = items;
  if (!first) return null;
  const paths: KnownPath[] = [];
  for (const [group, named] of Map.groupBy(items, (item) => item.group_name)) {
    const names = named.flatMap(({ name }) => name ?? []);
    paths.push(...(await knownPathsNamed(db, first.project_id, groupOf(group), names)));
  }
  const places = items.flatMap(({ group_name: group, name }) => (name === null ? [] : [{ group: groupOf(group), name }]));
  return { projectId: first.project_id, places, paths };
}

/** Of the whole project, in parts; each is a range of the key, so that what users attached stands in its place. */
export async function* everyKnownPath(db: Db, projectId: string): AsyncGenerator<KnownPath[], void> {
  const place = ['known.group_name', 'known.name'] as const;
  let after: Place | null = null;
  for (;;) {
    const last: Place | null = await placeAfter(db, projectId, after);
    const range = (paths: Paths) => {
      let part = paths;
      const [from, to] = [after, last];
      if (from) part = part.where(({ eb, refTuple, tuple }) => eb(refTuple(...place), '>', tuple(from.group_name, from.name)));
      if (to) part = part.where(({ eb, refTuple, tuple }) => eb(refTuple(...place), '<=', tuple(to.group_name, to.name)));
      return part;
    };
    yield await pathsOf(db, projectId, range);
    if (!last) return;
    after = last;
  }
}

/** The last of the next part; null where fewer are left. */
async function placeAfter(db: Db, projectId: string, after: Place | null): Promise<Place | null> {
  let query = db.selectFrom('known_paths').select(['group_name', 'name']).where('project_id', '=', storable(projectId));
  if (after) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('group_name', 'name'), '>', tuple(after.group_name, after.name)));
  const row = await query
    .orderBy('group_name')
    .orderBy('name')
    .offset(PATHS_AT_ONCE - 1)
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

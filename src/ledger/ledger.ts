/**
 * The ledger: what was submitted, deleted or given away, when, by whom and from which objects. Written before a call goes out
 * (`begin`), then as it goes on (`record`); every answer means "on the disk". All methods reject with `LedgerError`.
 */
import type { Change, ChangeJournalHead, ChangeRecord, PackageState } from './change.ts';
import { changeJournalOf, changesOf, everyChange, namedSince, packageStatesOf, recordChanges } from './changes.ts';
import type { Connection } from './connection.ts';
import type {
  Entry,
  EntryFilter,
  EntrySummary,
  IdempotencyKey,
  Intent,
  KnownPath,
  LedgerEvent,
  OperationSummary,
  Page,
  Paging,
  RecordedEvent,
  SubmissionEntry,
  TimelineEntry,
  UsualWait,
} from './entry.ts';
import { LedgerError, toLedgerError } from './errors.ts';
import { everyKnownPath, knownPathsBy, knownPathsNamed, knownPathsOf, type PathsOfEntry } from './known-paths.ts';
import { migrate } from './migrations.ts';
import {
  actorsOf,
  entriesOf,
  eventsOfEntry,
  everyEntry,
  type FullEntry,
  findEntry,
  latestOperations,
  latestSubmissions,
  listEntries,
  timelineOf,
  unfinishedEntries,
} from './read.ts';
import { begin, entryOfKey, record } from './record.ts';
import { connect, type Database } from './tables.ts';
import { usualWaitIn } from './usual-wait.ts';
import { createIds } from './uuid-v7.ts';

export interface Ledger {
  /**
   * Stores the intent; nothing may go out before this has answered. With a key that came before, nothing is stored and the
   * entry it belongs to is handed out. @throws `key_reused` when that came with another request
   */
  begin(intent: Intent, key: IdempotencyKey | null): Promise<{ isNew: boolean; entry: Entry }>;
  /** The entry that a key belongs to. @throws `key_reused` */
  findByKey(key: IdempotencyKey): Promise<Entry | null>;
  /** All the events, in their order, or none. @throws `conflict` when one does not follow on what is there, `not_found` */
  record(id: string, ...events: LedgerEvent[]): Promise<void>;
  find(projectId: string, id: string): Promise<Entry | null>;
  /** Oldest first; empty where there is no such entry. */
  events(projectId: string, id: string): Promise<RecordedEvent[]>;
  /** Of all projects, oldest first: what the process before this one left to be settled or watched. */
  unfinished(): Promise<Entry[]>;
  /** Newest first. */
  latest(projectId: string, group: string | null, limit: number): Promise<SubmissionEntry[]>;
  /** Deletes and changes of owner, newest first. */
  latestOperations(projectId: string, limit: number): Promise<OperationSummary[]>;
  /** By group and name; without a group named, of the whole project. */
  knownPaths(projectId: string, group?: string | null): Promise<KnownPath[]>;
  /** The same of these packages alone. */
  knownPathsNamed(projectId: string, group: string | null, names: readonly string[]): Promise<KnownPath[]>;
  /** What is known now of the packages that the entry names; null where there is no such entry. */
  knownPathsBy(entryId: string): Promise<PathsOfEntry | null>;
  /** Of the whole project, some hundreds at a time. */
  everyKnownPath(projectId: string): AsyncGenerator<KnownPath[], void>;
  /** What changed without us, and the states it is told by: all of it, or nothing. The first of a project begins its journal. */
  recordChanges(record: ChangeRecord): Promise<void>;
  changeJournal(projectId: string): Promise<ChangeJournalHead>;
  packageStates(projectId: string): Promise<PackageState[]>;
  /** Newest first; of one group, of none (null) or of the whole project (undefined), or of one package of it. */
  changes(
    projectId: string,
    group: string | null | undefined,
    paging: Paging,
    name?: string,
  ): Promise<Pick<Page<Change>, 'items' | 'next'>>;
  /** When an entry of that time or later last named each of the packages, by name; refused submissions do not count. */
  namedSince(projectId: string, group: string | null, names: readonly string[], sinceMs: number): Promise<Map<string, number>>;
  /** Of the latest 500 packages that became ready and were measured, among the latest 20,000 submitted. */
  usualWait(projectId: string): Promise<UsualWait>;
  list(filter: EntryFilter, paging: Paging): Promise<Page<EntrySummary>>;
  /** `withEvents: false`: without those, which can be many. */
  timeline(projectId: string, group: string | null, paging: Paging, how?: { withEvents: boolean }): Promise<Page<TimelineEntry>>;
  /** Everybody who has an entry in the project, in the order of their names. */
  actors(projectId: string, limit: number): Promise<string[]>;
  /** Oldest first, with their events; null for all projects. */
  export(filter: EntryFilter | null): AsyncGenerator<FullEntry, void>;
  /** Oldest first; null for all projects. */
  exportChanges(projectId: string | null): AsyncGenerator<Change & { projectId: string }, void>;
  dispose(): Promise<void>;
}

export interface LedgerOptions {
  /** How long a key is remembered at least. */
  keepKeysMs?: number;
}

const TWO_DAYS_MS = 172_800_000;

/** Connects, and brings the tables up to date. @throws LedgerError `unavailable`, `newer_schema` */
export async function openLedger(connection: Connection, options?: LedgerOptions): Promise<Ledger> {
  const database = connect(connection);
  try {
    await migrate(database);
    return createLedger(database, options);
  } catch (error) {
    await database.db.destroy().catch(() => {});
    throw toLedgerError(error);
  }
}

export function createLedger(database: Database, { keepKeysMs = TWO_DAYS_MS }: LedgerOptions = {}): Ledger {
  const { db } = database;
  const newId = createIds();

  async function only(id: string): Promise<Entry> {
    const [entry] = await entriesOf(db, [id]);
    if (!entry) throw new LedgerError('not_found', 'There is no such entry.');
    return entry;
  }

  return {
    begin: (intent, key) =>
      told(async () => {
        const { isNew, id } = await begin(db, newId(intent.createdAt), intent, key, intent.createdAt - keepKeysMs);
        return { isNew, entry: await only(id) };
      }),
    findByKey: (key) =>
      told(async () => {
        const id = await entryOfKey(db, key);
        return id === null ? null : only(id);
      }),
    record: (id, ...events) => told(() => record(database, id, events)),
    find: (projectId, id) => told(() => findEntry(db, projectId, id)),
    events: (projectId, id) => told(() => eventsOfEntry(db, projectId, id)),
    unfinished: () => told(() => unfinishedEntries(db)),
    latest: (projectId, group, limit) => told(() => latestSubmissions(db, projectId, group, limit)),
    latestOperations: (projectId, limit) => told(() => latestOperations(db, projectId, limit)),
    knownPaths: (projectId, group) => told(() => knownPathsOf(db, projectId, group)),
    knownPathsNamed: (projectId, group, names) => told(() => knownPathsNamed(db, projectId, group, names)),
    knownPathsBy: (entryId) => told(() => knownPathsBy(db, entryId)),
    everyKnownPath: (projectId) => toldInParts(everyKnownPath(db, projectId)),
    recordChanges: (changes) => told(() => recordChanges(db, newId, changes)),
    changeJournal: (projectId) => told(() => changeJournalOf(db, projectId)),
    packageStates: (projectId) => told(() => packageStatesOf(db, projectId)),
    changes: (projectId, group, paging, name) => told(() => changesOf(db, projectId, group, paging, name)),
    namedSince: (projectId, group, names, sinceMs) => told(() => namedSince(db, projectId, group, names, sinceMs)),
    usualWait: (projectId) => told(() => usualWaitIn(db, projectId)),
    list: (filter, paging) => told(() => listEntries(db, filter, paging)),
    timeline: (projectId, group, paging, how) => told(() => timelineOf(db, projectId, group, paging, how)),
    actors: (projectId, limit) => told(() => actorsOf(db, projectId, limit)),
    export: (filter) => toldInParts(everyEntry(db, filter)),
    exportChanges: (projectId) => toldInParts(everyChange(db, projectId)),
    dispose: () => db.destroy(),
  };
}

async function* toldInParts<T>(parts: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  try {
    yield* parts;
  } catch (error) {
    throw toLedgerError(error);
  }
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toLedgerError(error);
  }
}

/** For tests: intents and events as they come, a driver that fails on purpose, and a look at whether anything is half stored. */
import type { CompiledQuery, DatabaseConnection, Dialect, Driver } from 'kysely';
import { isOpen } from './advance.ts';
import type { Connection } from './connection.ts';
import type { IdempotencyKey, LedgerEvent, OperationIntent, SubmissionIntent } from './entry.ts';
import { LedgerError } from './errors.ts';
import { connect } from './tables.ts';

/** An engine under test: `connection` is always to the same, at first empty, database. */
export interface TestEngine {
  connection(): Connection;
  /** Whether two may have it open in one process. SQLite's calls are synchronous: they would wait for each other for ever. */
  isShared: boolean;
  /** Runs SQL past the ledger; the rows it answers with. */
  query(sql: string): Promise<unknown[]>;
  /** As `GROUPAGE_DATABASE_URL` (null for SQLite) and `GROUPAGE_DATA` name it to a process. */
  address: { url: string | null; folder: string };
}

export const T0 = Date.UTC(2026, 10, 22, 12);
export const DIGEST = 'digest-of-the-request';

export function submissionOf(change: Partial<SubmissionIntent> = {}, names: readonly string[] = ['a.jar', 'b.jar']): SubmissionIntent {
  return {
    type: 'submission',
    projectId: 'p1',
    createdAt: T0,
    actor: 'ana',
    requestId: 'request-1',
    requestDigest: DIGEST,
    note: null,
    repeatsId: null,
    group: 'raw',
    kind: 'jar',
    isAsync: true,
    call: { method: 'POST', path: '/v2.0/p1/resources', body: { group: 'raw', paths: names.map((name) => `https://b/${name}`) } },
    before: { groupExists: true, members: [{ name: 'old.jar', kind: 'jar', status: 'ready', updatedAt: T0 - 5, underlyingName: 'u-old' }] },
    items: names.map((name) => ({
      name,
      path: `obs://b/${name}`,
      obsUri: `obs://b/${name}`,
      source: { preflight: 'found', etag: `"${name}"`, sizeBytes: 5_000_000_000, lastModifiedMs: T0 - 1000, versionId: 'v1' },
    })),
    ...change,
  };
}

export function deletionOf(change: Partial<OperationIntent> = {}): OperationIntent {
  return {
    type: 'delete',
    projectId: 'p1',
    createdAt: T0,
    actor: 'ana',
    requestId: 'request-2',
    requestDigest: DIGEST,
    note: null,
    repeatsId: null,
    newOwner: null,
    items: [
      { group: 'raw', name: 'a.jar' },
      { group: 'other', name: 'b.jar' },
      { group: null, name: 'loose.py' },
    ],
    ...change,
  };
}

export function keyOf(key: string, requestDigest = DIGEST, scope = 'scope'): IdempotencyKey {
  return { scope, key, requestDigest };
}

type Event<T extends LedgerEvent['type']> = Extract<LedgerEvent, { type: T }>;

export const sent = (at = T0 + 1): LedgerEvent => ({ type: 'sent', at });
export const accepted = (change: Partial<Event<'answered'>> = {}): LedgerEvent => ({
  type: 'answered',
  at: T0 + 20,
  outcome: 'accepted',
  httpStatus: 201,
  errorCode: null,
  upstreamRequestId: 'dli-1',
  answer: { group_name: 'raw', status: 'UPLOADING' },
  error: null,
  ...change,
});
export const refused = (): LedgerEvent =>
  accepted({ outcome: 'refused', httpStatus: 400, errorCode: 'DLI.0001', answer: null, error: { code: 'dli_refused' } });
export const lost = (at = T0 + 20): LedgerEvent => ({
  type: 'lost',
  at,
  settlesAt: T0 + 45_000,
  httpStatus: null,
  errorCode: null,
  upstreamRequestId: null,
  error: { code: 'dli_timeout' },
});
export const settled = (verdict: Event<'settled'>['verdict'], found: string[], missing: string[]): LedgerEvent => ({
  type: 'settled',
  at: T0 + 45_001,
  verdict,
  found,
  missing,
});
export const observed = (how: Event<'observed'>['how'] = 'merged'): LedgerEvent => ({
  type: 'observed',
  at: T0 + 30,
  how,
  removed: [],
  members: [{ name: 'a.jar', kind: 'jar', status: 'uploading', updatedAt: T0 + 21, underlyingName: 'u-a' }],
});
export const status = (name: string, word: Event<'status'>['status'], tookMs: number | null = null, at = T0 + 40): LedgerEvent => ({
  type: 'status',
  at,
  name,
  status: word,
  updatedAt: T0 + 21,
  underlyingName: `u-${name}`,
  tookMs,
});
export const explained = (name: string, change: Partial<Event<'explained'>> = {}): LedgerEvent => ({
  type: 'explained',
  at: T0 + 41,
  name,
  updatedAt: T0 + 21,
  underlyingName: `u-${name}`,
  reason: 'gone',
  isLikely: true,
  object: { preflight: 'not_found', etag: null, sizeBytes: null, lastModifiedMs: null, versionId: null },
  region: null,
  ...change,
});
export const item = (position: number, state: Event<'item'>['state'], error: Event<'item'>['error'] = null): LedgerEvent => ({
  type: 'item',
  at: T0 + 2,
  position,
  state,
  wasGone: false,
  error,
});
export const finished: LedgerEvent = { type: 'finished', at: T0 + 9 };

export const problemOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof LedgerError ? error.problem : `not a LedgerError: ${String(error)}`),
  );

export interface Faults {
  /** Statements so far, those that begin and end transactions included. */
  statements: number;
  /** The n-th statement from now on fails: before the engine sees it, or after it has carried it out. */
  failAt(n: number, when: 'before' | 'after'): void;
  /** Whether that statement has come. */
  readonly hasFailed: boolean;
  /** While it is, every statement fails. */
  isDown: boolean;
}

/** As a full disk or a broken connection would: by statement, whichever engine. */
export function withFaults({ engine, dialect }: Connection): { connection: Connection; faults: Faults } {
  let failing: { at: number; when: 'before' | 'after' } | null = null;
  const faults: Faults = {
    statements: 0,
    isDown: false,
    failAt(n, when) {
      failing = { at: faults.statements + n, when };
    },
    get hasFailed() {
      return failing !== null && faults.statements >= failing.at;
    },
  };
  async function counted<T>(run: () => Promise<T>, isBegin = false): Promise<T> {
    const isHit = ++faults.statements === failing?.at;
    const fails = faults.isDown ? 'before' : !isHit ? null : isBegin ? 'before' : failing?.when;
    if (fails === 'before') throw new Error('the statement failed on purpose');
    const result = await run();
    if (fails === 'after') throw new Error('the answer was lost on purpose');
    return result;
  }
  function wrapped(driver: Driver): Driver {
    const inner = new WeakMap<DatabaseConnection, DatabaseConnection>();
    const own = (connection: DatabaseConnection) => inner.get(connection) ?? connection;
    return {
      init: () => driver.init(),
      async acquireConnection() {
        const connection = await driver.acquireConnection();
        const outer: DatabaseConnection = {
          executeQuery: <R>(query: CompiledQuery) => counted(() => connection.executeQuery<R>(query)),
          streamQuery: (query, size) => connection.streamQuery(query, size),
        };
        inner.set(outer, connection);
        return outer;
      },
      // A transaction whose beginning is not heard of is on a connection that is gone: there is no "after" here.
      beginTransaction: (connection, settings) => counted(() => driver.beginTransaction(own(connection), settings), true),
      commitTransaction: (connection) => counted(() => driver.commitTransaction(own(connection))),
      rollbackTransaction: (connection) => driver.rollbackTransaction(own(connection)),
      releaseConnection: (connection) => driver.releaseConnection(own(connection)),
      destroy: () => driver.destroy(),
    };
  }
  const failingDialect: Dialect = {
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createDriver: () => wrapped(dialect.createDriver()),
  };
  return { connection: { engine, dialect: failingDialect }, faults };
}

/** What must hold whatever happened: entries, items, events, groups, watches, keys and known paths agree. Each word is one that does not. */
export async function brokenRules(connection: Connection): Promise<string[]> {
  const { db } = connect(connection);
  try {
    const entries = await db.selectFrom('entries').selectAll().execute();
    const items = Map.groupBy(await db.selectFrom('items').selectAll().orderBy('position').execute(), (row) => row.entry_id);
    const events = Map.groupBy(await db.selectFrom('events').selectAll().orderBy('seq').execute(), (row) => row.entry_id);
    const groups = Map.groupBy(await db.selectFrom('entry_groups').selectAll().execute(), (row) => row.entry_id);
    const watched = new Set((await db.selectFrom('watches').select('entry_id').execute()).map((row) => row.entry_id));
    const known = await db.selectFrom('known_paths').selectAll().execute();
    const broken: string[] = [];
    for (const entry of entries) {
      const own = items.get(entry.id) ?? [];
      const seqs = (events.get(entry.id) ?? []).map((event) => event.seq);
      if (own.length !== entry.item_count) broken.push(`items of ${entry.id}: ${own.length}, not ${entry.item_count}`);
      if (seqs.length !== entry.version || seqs.some((seq, index) => seq !== index + 1))
        broken.push(`events of ${entry.id}: ${seqs.join()}`);
      const inGroups = groups.get(entry.id) ?? [];
      const isInStep = inGroups.every(
        ({ actor, outcome, type }) => actor === entry.actor && outcome === entry.outcome && type === entry.type,
      );
      if (inGroups.length !== entry.group_count || !isInStep) broken.push(`groups of ${entry.id}`);
      const unfinished = own.filter((row) => row.status !== 'ready' && row.status !== 'failed').length;
      if (watched.has(entry.id) !== isOpen(entry, unfinished)) broken.push(`watch of ${entry.id}`);
      const names = entry.outcome === 'accepted' ? own.map((row) => row.name) : [];
      const paths = known.filter((row) => row.project_id === entry.project_id && row.group_name === entry.group_name);
      if (names.some((name) => !paths.some((row) => row.name === name && row.entry_id >= entry.id)))
        broken.push(`known paths of ${entry.id}`);
    }
    return broken;
  } finally {
    await db.destroy();
  }
}

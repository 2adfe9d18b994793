/**
 * `npm run bench:ledger`: a ledger of a million entries on both engines: how long a page of the activity list takes under every
 * filter, and what one durable append costs. Some minutes; `-- 100000` for a smaller one. The rows are made by the engines
 * themselves and look like what the ledger writes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import type { Connection } from '../src/ledger/connection.ts';
import type { EntryFilter } from '../src/ledger/entry.ts';
import { createLedger, type Ledger } from '../src/ledger/ledger.ts';
import { migrate } from '../src/ledger/migrations.ts';
import { postgresConnection } from '../src/ledger/postgres.ts';
import { sqliteConnection } from '../src/ledger/sqlite.ts';
import { connect, type Db } from '../src/ledger/tables.ts';
import { accepted, keyOf, observed, sent, status, submissionOf } from '../src/ledger/test-ledger.ts';
import { startPostgres } from '../src/ledger/test-postgres.ts';
import { lowestIdAt } from '../src/ledger/uuid-v7.ts';

const ENTRIES = Number(process.argv[2] ?? 1_000_000);
const PART = 50_000;
const FILL_WITHIN_MS = 180_000;
const ROUNDS = 40;
const START_MS = Date.UTC(2025, 0, 1);
const STEP_MS = 60_000;

const FILTERS: Record<string, Omit<EntryFilter, 'projectId'>> = {
  'no filter': {},
  'one group of 20,000': { group: 'group-7' },
  'the group with a fifth of all': { group: 'busy' },
  'that group, an outcome it never had': { group: 'busy', outcome: 'refused' },
  'that group, a type it never had': { group: 'busy', type: 'delete' },
  'that group, somebody who did nothing in it': { group: 'busy', actor: 'actor-3' },
  'that group, an actor and an outcome that never met': { group: 'busy', actor: 'actor-5', outcome: 'unknown' },
  'an actor': { actor: 'actor-3' },
  'an actor who did nothing': { actor: 'nobody' },
  'refused ones (one in 50)': { outcome: 'refused' },
  'unknown ones (one in 10,000)': { outcome: 'unknown' },
  'an actor and an outcome that never met': { actor: 'actor-3', outcome: 'refused' },
  'deletes (one in 20)': { type: 'delete' },
  'a day of an actor': { actor: 'actor-5', fromMs: START_MS, untilMs: START_MS + 86_400_000 },
};

async function bench(engine: Connection['engine'], connection: Connection): Promise<void> {
  const database = connect(connection);
  await migrate(database);
  const startedMs = performance.now();
  let entries = 0;
  while (entries < ENTRIES && performance.now() - startedMs < FILL_WITHIN_MS) {
    await fill(database.db, engine, entries, PART);
    entries += PART;
  }
  if (engine === 'postgres') await sql`vacuum analyze`.execute(database.db);
  report(`${engine}: filled`, { entries, seconds: (performance.now() - startedMs) / 1000 });
  const ledger = createLedger(database);
  await benchPages(engine, ledger, entries);
  await benchAppends(engine, ledger);
  await ledger.dispose();
}

async function benchPages(engine: string, ledger: Ledger, entries: number): Promise<void> {
  for (const [name, filter] of Object.entries(FILTERS)) {
    const times: number[] = [];
    let found = 0;
    for (let round = 0; round < ROUNDS; round++) {
      // The first page, and pages from all over.
      const cursor = round === 0 ? {} : { cursor: lowestIdAt(START_MS + Math.floor((entries * STEP_MS * round) / ROUNDS)) };
      const before = performance.now();
      found += (await ledger.list({ projectId: 'bench', ...filter }, { limit: 50, ...cursor })).items.length;
      times.push(performance.now() - before);
    }
    report(`${engine}: ${name}, ms`, { median: quantile(times, 0.5), p95: quantile(times, 0.95), max: Math.max(...times), found });
  }
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    await ledger.timeline('bench', `group-${round}`, { limit: 25 });
    await ledger.latest('bench', `group-${round}`, 5);
    times.push(performance.now() - before);
  }
  report(`${engine}: a group's timeline and its latest, ms`, { median: quantile(times, 0.5), p95: quantile(times, 0.95) });
}

async function benchAppends(engine: string, ledger: Ledger): Promise<void> {
  const [begun, recorded]: [number[], number[]] = [[], []];
  for (let n = 0; n < 200; n++) {
    const before = performance.now();
    const { entry } = await ledger.begin(submissionOf({ projectId: 'bench', createdAt: Date.now() }), keyOf(`bench-${n}`));
    const between = performance.now();
    await ledger.record(entry.id, sent());
    recorded.push(performance.now() - between);
    begun.push(between - before);
    await ledger.record(entry.id, accepted(), observed(), status('a.jar', 'ready'));
  }
  report(`${engine}: durable append, ms`, {
    beginMedian: quantile(begun, 0.5),
    recordMedian: quantile(recorded, 0.5),
    recordMin: Math.min(...recorded),
  });
}

/** One item each; outcome and actor go by the number, so that refused ones are never actor-3's. */
async function fill(db: Db, engine: Connection['engine'], from: number, count: number): Promise<void> {
  const isPostgres = engine === 'postgres';
  const last = from + count - 1;
  const numbers = isPostgres
    ? sql`generate_series(${sql.lit(from)}::bigint, ${sql.lit(last)}::bigint) as numbers(n)`
    : sql`(with recursive counted(n) as (select ${sql.lit(from)} union all select n + 1 from counted where n < ${sql.lit(last)}) select n from counted) as numbers`;
  const ms = sql`(${sql.lit(START_MS)} + n * ${sql.lit(STEP_MS)})`;
  const hex = isPostgres ? sql`lpad(to_hex(${ms}), 12, '0')` : sql`printf('%012x', ${ms})`;
  const text = isPostgres ? sql`n::text` : sql`cast(n as text)`;
  const id = sql`substr(${hex}, 1, 8) || '-' || substr(${hex}, 9, 4) || '-7000-8000-000000000000'`;
  const typedId = isPostgres ? sql`(${id})::uuid` : id;
  const group = sql`case when n % 5 = 0 then 'busy' when n % 50 = 7 then 'group-7' else 'group-' || ${isPostgres ? sql`(n % 997)::text` : sql`cast(n % 997 as text)`} end`;
  const actor = isPostgres ? sql`'actor-' || (n % 10)::text` : sql`'actor-' || cast(n % 10 as text)`;
  const type = sql`case when n % 20 = 3 then 'delete' else 'submission' end`;
  const outcome = sql`case when n % 50 = 7 then 'refused' when n % 10000 = 11 then 'unknown' else 'accepted' end`;
  await sql`insert into entries (id, project_id, type, actor, stage, outcome, group_name, request_id, request_digest, created_at, version,
      group_count, item_count, is_closed, is_async, kind, call, "before", answer)
    select ${typedId}, 'bench', ${type}, ${actor}, 'observed', ${outcome}, ${group}, 'request-' || ${text}, 'digest', ${ms}, 1, 1, 1, 0, 1, 'jar',
      '{"method":"POST","path":"/v2.0/bench/resources","body":{"paths":["https://bucket.obs.local.myhuaweicloud.com/a.jar"]}}',
      '{"groupExists":false,"members":[]}', '{"status":"UPLOADING"}' from ${numbers} where true`.execute(db);
  await sql`insert into entry_groups (project_id, group_name, entry_id, actor, outcome, type)
    select 'bench', ${group}, ${typedId}, ${actor}, ${outcome}, ${type} from ${numbers} where true`.execute(db);
  await sql`insert into items (entry_id, position, project_id, group_name, name, path, obs_uri, status)
    select ${typedId}, 0, 'bench', ${group}, 'package.jar', 'obs://bucket/package.jar', 'obs://bucket/package.jar', 'ready'
    from ${numbers} where true`.execute(db);
}

function quantile(values: number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

function report(figure: string, values: Record<string, number>): void {
  const rounded = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value.toPrecision(3))]));
  console.log(JSON.stringify({ figure, ...rounded }));
}

const folder = mkdtempSync(path.join(tmpdir(), 'groupage-bench-'));
try {
  await bench('sqlite', sqliteConnection(path.join(folder, 'ledger.sqlite')));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const postgres = await startPostgres(true);
try {
  await bench('postgres', postgresConnection(await postgres.freshUrl()));
} finally {
  await postgres.stop();
}

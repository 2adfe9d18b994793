/** What the ledger holds, for whoever asks. A ledger that cannot be read is told by name, and nothing else depends on it. */
import { setImmediate } from 'node:timers/promises';
import {
  ACTORS_MAX,
  type ActivityFormat,
  type ActivityPage,
  type ActivityQuery,
  type EntryView,
  type HistoryPage,
} from '../../contract/activity.ts';
import type { Clock } from '../../dli/clock.ts';
import { LEDGER_COLUMNS, rowsOf } from '../../ledger/as-table.ts';
import type { EntryFilter, EntrySummary } from '../../ledger/entry.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { withoutSecrets } from '../../ledger/secrets.ts';
import { ApiError } from '../errors.ts';
import { BYTE_ORDER_MARK, lineOf } from './csv.ts';
import { createDeadline, LATE } from './deadline.ts';
import { summaryOf, viewOf } from './entry-views.ts';
import { type HistoryLedger, readHistory } from './history.ts';
import type { Snapshots } from './snapshots.ts';

/** As much of the ledger as is read for its own sake. */
export type ActivityLedger = Pick<Ledger, 'events' | 'actors' | 'export'> & HistoryLedger;

export type ActivityFilter = Omit<ActivityQuery, 'cursor' | 'newerThan' | 'pageSize'>;

export interface Activity {
  /** @throws LedgerError, ApiError `ledger_unavailable` where it does not answer in time; so do the others */
  list(projectId: string, query: ActivityQuery): Promise<ActivityPage>;
  entry(projectId: string, id: string): Promise<EntryView | null>;
  history(projectId: string, query: { group?: string | undefined; cursor?: string | undefined; pageSize: number }): Promise<HistoryPage>;
  /** Resolves once the first entry was read, so that a ledger that cannot be read is told instead of an empty file. */
  export(projectId: string, filter: ActivityFilter, format: ActivityFormat): Promise<AsyncIterable<string>>;
}

export interface ActivityOptions {
  ledger: ActivityLedger;
  snapshots: Pick<Snapshots, 'get'>;
  clock: Clock;
  answerWithinMs: number;
}

/** Between two parts of a file others get their turn. */
const ENTRIES_AT_ONCE = 50;

export function createActivity({ ledger, snapshots, clock, answerWithinMs }: ActivityOptions): Activity {
  async function inTime<T>(work: Promise<T>): Promise<T> {
    const deadline = createDeadline(clock, answerWithinMs);
    try {
      const result = await deadline.race(work);
      if (result === LATE) throw new ApiError('ledger_unavailable', 'The ledger did not answer in time.');
      return result;
    } finally {
      deadline.cancel();
    }
  }

  /** What is open is told by reads of DLI, shared and paced as all of them are; the next answer here shows what this one found. */
  function motionOf(projectId: string, entries: readonly Pick<EntrySummary, 'isOpen' | 'createdAt'>[]) {
    const since = entries.filter(({ isOpen }) => isOpen).map(({ createdAt }) => createdAt);
    if (since.length > 0) void snapshots.get(projectId).catch(() => {});
    return { isMoving: since.length > 0, movingSince: since.length === 0 ? null : Math.max(...since) };
  }

  async function list(projectId: string, query: ActivityQuery): Promise<ActivityPage> {
    const { cursor, newerThan, pageSize: limit } = query;
    const place = { ...(cursor === undefined ? {} : { cursor }), ...(newerThan === undefined ? {} : { newerThan }) };
    const { items, next, previous } = await ledger.list(filterOf(projectId, query), { limit, ...place });
    const actors = await ledger.actors(projectId, ACTORS_MAX);
    return { items: items.map(summaryOf), next, previous, actors, ...motionOf(projectId, items) };
  }

  async function entry(projectId: string, id: string): Promise<EntryView | null> {
    const found = await ledger.find(projectId, id);
    if (!found) return null;
    const events = await ledger.events(projectId, id);
    return { ...viewOf(found, events), ...motionOf(projectId, [found]) };
  }

  return {
    list: (projectId, query) => inTime(list(projectId, query)),
    entry: (projectId, id) => inTime(entry(projectId, id)),
    async history(projectId, { group, cursor, pageSize: limit }) {
      const { entries, ...page } = await inTime(readHistory(ledger, projectId, group ?? null, { limit, ...(cursor && { cursor }) }));
      return { ...page, ...motionOf(projectId, entries) };
    },
    async export(projectId, filter, format) {
      const entries = ledger.export(filterOf(projectId, filter));
      const first = await inTime(entries.next());
      return inParts(format, first, entries);
    },
  };
}

type Exported = Awaited<ReturnType<ReturnType<ActivityLedger['export']>['next']>>;

async function* inParts(format: ActivityFormat, first: Exported, entries: ReturnType<ActivityLedger['export']>): AsyncGenerator<string> {
  let text = format === 'csv' ? BYTE_ORDER_MARK + lineOf(LEDGER_COLUMNS, ',') : '';
  let waiting = 0;
  try {
    for (let next = first; !next.done; next = await entries.next()) {
      const { entry, events } = next.value;
      if (format === 'csv') for (const cells of rowsOf(next.value)) text += lineOf(cells, ',');
      else text += `${JSON.stringify(withoutSecrets({ ...entry, events }))}\n`;
      if (++waiting < ENTRIES_AT_ONCE) continue;
      yield text;
      [text, waiting] = ['', 0];
      await setImmediate();
    }
    yield text;
  } finally {
    await entries.return();
  }
}

function filterOf(projectId: string, { group, ungrouped, actor, outcome, type, from, until }: ActivityFilter): EntryFilter {
  return {
    projectId,
    ...(group !== undefined ? { group } : ungrouped === undefined ? {} : { group: null }),
    ...(actor === undefined ? {} : { actor }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(type === undefined ? {} : { type }),
    ...(from === undefined ? {} : { fromMs: from }),
    ...(until === undefined ? {} : { untilMs: until }),
  };
}

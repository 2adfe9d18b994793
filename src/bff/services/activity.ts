/** What the ledger holds, for whoever asks. A ledger that cannot be read is told by name, and nothing else depends on it. */
import { setImmediate } from 'node:timers/promises';
import {
  ACTORS_MAX,
  type ActivityFormat,
  type ActivityPage,
  type ActivityQuery,
  type EntryView,
  type HistoryItem,
  type HistoryPage,
} from '../../contract/activity.ts';
import type { Clock } from '../../dli/clock.ts';
import { LEDGER_COLUMNS, rowsOf } from '../../ledger/as-table.ts';
import type { EntryFilter, EntrySummary, SubmittedItem, TimelineEntry } from '../../ledger/entry.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { withoutSecrets } from '../../ledger/secrets.ts';
import { ApiError } from '../errors.ts';
import { BYTE_ORDER_MARK, lineOf } from './csv.ts';
import { createDeadline, LATE } from './deadline.ts';
import { diffOf } from './entry-diff.ts';
import { historyItemOf, summaryOf, viewOf } from './entry-views.ts';
import type { Snapshots } from './snapshots.ts';

/** As much of the ledger as is read for its own sake. */
export type ActivityLedger = Pick<Ledger, 'list' | 'timeline' | 'find' | 'events' | 'actors' | 'export'>;

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
/** Lost answers that came to nothing, between two submissions that did not. */
const LOST_LOOKED_THROUGH = 20;

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

  /** The items of the newest submission below this entry that DLI took, in the group. */
  async function takenBelow(projectId: string, group: string | null, cursor: string): Promise<Taken | null> {
    const filter = { projectId, group, type: 'submission' } as const;
    const [accepted] = (await ledger.list({ ...filter, outcome: 'accepted' }, { limit: 1, cursor })).items;
    const lost = (await ledger.list({ ...filter, outcome: 'unknown' }, { limit: LOST_LOOKED_THROUGH, cursor })).items.find(isTaken);
    const newest = [accepted, lost].filter((one) => one !== undefined).toSorted((a, b) => (a.id < b.id ? 1 : -1))[0];
    const found = newest && (await ledger.find(projectId, newest.id));
    return found?.type === 'submission' ? found : null;
  }

  async function history(projectId: string, query: Parameters<Activity['history']>[1]): Promise<HistoryPage> {
    const group = query.group ?? null;
    const paging = { limit: query.pageSize, ...(query.cursor === undefined ? {} : { cursor: query.cursor }) };
    const page = await ledger.timeline(projectId, group, paging, { withEvents: false });
    const items: HistoryItem[] = [];
    let oldest: Taken | null | undefined;
    for (const [index, one] of page.items.entries()) {
      let before: Taken | null = null;
      if (one.entry.type === 'submission') {
        const within = page.items.slice(index + 1).find(({ entry: other }) => isTaken(other));
        const last = page.items.at(-1)?.entry.id;
        if (!within && page.next !== null && oldest === undefined && last) oldest = await takenBelow(projectId, group, last);
        before = within ? takenOf(within) : (oldest ?? null);
      }
      items.push(historyItemOf(one, before && { since: sinceOf(before), ...diffOf(submittedIn(one.items), before.items) }));
    }
    return {
      items,
      next: page.next,
      ...motionOf(
        projectId,
        page.items.map(({ entry: head }) => head),
      ),
    };
  }

  return {
    list: (projectId, query) => inTime(list(projectId, query)),
    entry: (projectId, id) => inTime(entry(projectId, id)),
    history: (projectId, query) => inTime(history(projectId, query)),
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

interface Taken {
  id: string;
  createdAt: number;
  items: readonly SubmittedItem[];
}

function takenOf({ entry: { id, createdAt }, items }: TimelineEntry): Taken {
  return { id, createdAt, items: submittedIn(items) };
}

function sinceOf({ id, createdAt }: Taken) {
  return { id, createdAt };
}

function submittedIn(items: TimelineEntry['items']): SubmittedItem[] {
  return items.filter((item) => 'obsUri' in item);
}

/** DLI accepted it, or it was found although its answer was lost: what came after stands beside it, not beside one that was refused. */
function isTaken({ type, outcome, verdict }: EntrySummary): boolean {
  return type === 'submission' && (outcome === 'accepted' || (outcome === 'unknown' && (verdict === 'arrived' || verdict === 'partly')));
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

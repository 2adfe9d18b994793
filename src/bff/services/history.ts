/**
 * The history of a group, or of the packages in none: what was done to it from here, and what reads showed as changed without
 * this console, in one order. Both go by ids that sort by time, so that one cursor pages both.
 */
import { HISTORY_NAMES_MAX, type HistoryChanges, type HistoryEntry, type HistoryPage } from '../../contract/activity.ts';
import type { Change } from '../../ledger/change.ts';
import type { EntrySummary, Page, Paging, SubmittedItem, TimelineEntry } from '../../ledger/entry.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { diffOf } from './entry-diff.ts';
import { historyEntryOf } from './entry-views.ts';

export type HistoryLedger = Pick<Ledger, 'list' | 'timeline' | 'find' | 'changes' | 'changeJournal'>;

export interface History extends Pick<HistoryPage, 'items' | 'next' | 'changesSince'> {
  /** Those among the items. */
  entries: EntrySummary[];
}

/** In one page: a read may have shown thousands. */
const CHANGES_AT_ONCE = 500;
/** Lost answers that came to nothing, between two submissions that did not. */
const LOST_LOOKED_THROUGH = 20;

/** @throws LedgerError */
export async function readHistory(ledger: HistoryLedger, projectId: string, group: string | null, paging: Paging): Promise<History> {
  const timeline = await ledger.timeline(projectId, group, paging, { withEvents: false });
  const changes = await ledger.changes(projectId, group, { ...paging, limit: CHANGES_AT_ONCE });
  const { items: told, next } = inOneOrder(timeline, changes, paging.limit);
  const entries = told.flatMap((item) => ('entry' in item ? [item.entry] : []));
  const diffs = await diffsOf(ledger, projectId, group, timeline, entries);
  const changesSince = next === null ? (await ledger.changeJournal(projectId)).since : null;
  const items = told.map((item) => ('entry' in item ? historyEntryOf(item, diffs.get(item.entry.id) ?? null) : item));
  return { items, next, changesSince, entries };
}

type Told = TimelineEntry | HistoryChanges;

/** What one read showed is one item. */
function inOneOrder(timeline: Page<TimelineEntry>, changes: Pick<Page<Change>, 'items' | 'next'>, limit: number) {
  // Where one of them goes on below its last, what lies below that is not known yet.
  const end =
    [timeline.next, changes.next]
      .filter((id) => id !== null)
      .toSorted()
      .at(-1) ?? '';
  const rows = [
    ...timeline.items.map((item) => ({ id: item.entry.id, item })),
    ...changes.items.map((change) => ({ id: change.id, item: change })),
  ]
    .filter(({ id }) => id >= end)
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  const items: Told[] = [];
  let last: string | null = null;
  for (const { id, item } of rows) {
    const latest = items.at(-1);
    if ('entry' in item) {
      if (items.length === limit) return { items, next: last };
      items.push(item);
    } else if (latest && 'changes' in latest && latest.at === item.at && latest.since === item.since) {
      latest.changeCount++;
      if (latest.changes.length < HISTORY_NAMES_MAX) latest.changes.push(item);
    } else {
      if (items.length === limit) return { items, next: last };
      items.push({ kind: 'changes', id, at: item.at, since: item.since, changes: [item], changeCount: 1 });
    }
    last = id;
  }
  return { items, next: end === '' ? null : last };
}

interface Taken {
  id: string;
  createdAt: number;
  items: readonly SubmittedItem[];
}

/** Of each submission, by id: how it differs from the one before it. */
async function diffsOf(
  ledger: HistoryLedger,
  projectId: string,
  group: string | null,
  timeline: Page<TimelineEntry>,
  wanted: readonly EntrySummary[],
): Promise<Map<string, HistoryEntry['diff']>> {
  const diffs = new Map<string, HistoryEntry['diff']>();
  const ids = new Set(wanted.map(({ id }) => id));
  let oldest: Taken | null | undefined;
  for (const [index, { entry, items }] of timeline.items.entries()) {
    if (entry.type !== 'submission' || !ids.has(entry.id)) continue;
    const within = timeline.items.slice(index + 1).find(({ entry: other }) => isTaken(other));
    const last = timeline.items.at(-1)?.entry.id;
    if (!within && timeline.next !== null && oldest === undefined && last) oldest = await takenBelow(ledger, projectId, group, last);
    const before = within ? takenOf(within) : oldest;
    if (before) diffs.set(entry.id, { since: sinceOf(before), ...diffOf(submittedIn(items), before.items) });
  }
  return diffs;
}

/** The items of the newest submission below this entry that DLI took, in the group. */
async function takenBelow(ledger: HistoryLedger, projectId: string, group: string | null, cursor: string): Promise<Taken | null> {
  const filter = { projectId, group, type: 'submission' } as const;
  const [accepted] = (await ledger.list({ ...filter, outcome: 'accepted' }, { limit: 1, cursor })).items;
  const lost = (await ledger.list({ ...filter, outcome: 'unknown' }, { limit: LOST_LOOKED_THROUGH, cursor })).items.find(isTaken);
  const newest = [accepted, lost].filter((one) => one !== undefined).toSorted((a, b) => (a.id < b.id ? 1 : -1))[0];
  const found = newest && (await ledger.find(projectId, newest.id));
  return found?.type === 'submission' ? found : null;
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

/** How much of a project is uploading or failed, from what screens have read, whichever read it last. */
import type { RollUp } from '../../contract/common.ts';

export interface ProjectCounts {
  uploading: number;
  failed: number;
}

/** A read of the list of groups: counts over the whole project, and the groups of one page. */
export interface ReadList {
  asOf: number;
  counts: ProjectCounts;
  items: readonly { name: string; rollUp: ProjectCounts }[];
  /** Of all groups, on whichever page. */
  total: number;
}

/** A read of one group, or of the ungrouped packages (null). A group that is gone has no roll-up. */
export interface ReadView {
  asOf: number;
  name: string | null;
  rollUp: Pick<RollUp, 'uploading' | 'failed'> | null;
}

/**
 * The newest list, with its share of each place that was read later replaced by that later read: a group's screen reads
 * its group every few seconds, the list is read once a minute. Null before any list has been read.
 */
export function projectCounts(lists: readonly ReadList[], views: readonly ReadView[]): ProjectCounts | null {
  const list = lists.reduce<ReadList | null>((newest, one) => (newest && newest.asOf >= one.asOf ? newest : one), null);
  if (!list) return null;
  const latest = new Map<string | null, ReadView>();
  for (const view of views) {
    if (view.asOf > Math.max(list.asOf, latest.get(view.name)?.asOf ?? 0)) latest.set(view.name, view);
  }
  let { uploading, failed } = list.counts;
  for (const { name, rollUp } of latest.values()) {
    const before = shareOf(list, name);
    if (!before) continue;
    uploading += (rollUp?.uploading ?? 0) - before.uploading;
    failed += (rollUp?.failed ?? 0) - before.failed;
  }
  return { uploading: Math.max(0, uploading), failed: Math.max(0, failed) };
}

/** What the list counted for one place; null where its page does not tell. */
function shareOf({ items, counts, total }: ReadList, name: string | null): ProjectCounts | null {
  const isWhole = items.length === total;
  if (name !== null) return items.find((item) => item.name === name)?.rollUp ?? (isWhole ? { uploading: 0, failed: 0 } : null);
  if (!isWhole) return null;
  // The ungrouped packages are what the groups leave of the whole.
  return {
    uploading: items.reduce((left, { rollUp }) => left - rollUp.uploading, counts.uploading),
    failed: items.reduce((left, { rollUp }) => left - rollUp.failed, counts.failed),
  };
}

/** Filtering, sorting and paging over a snapshot. Sorted lists are made once a snapshot and order, and live as long as it. */
import type { GROUP_SORTS, PACKAGE_SORTS } from '../../contract/groups.ts';
import type { GroupModel, PackageModel } from './model.ts';
import { compareText } from './natural-key.ts';

export interface PageRequest<S extends string> {
  page: number;
  pageSize: number;
  order: 'asc' | 'desc';
  text: string;
  sort: S;
}

type Unpaged<S extends string> = Omit<PageRequest<S>, 'page' | 'pageSize'>;

export interface Page<T> {
  items: T[];
  matching: number;
  total: number;
  page: number;
  pageSize: number;
}

type Value = string | number | null;
type Sorts<T, S extends string> = Record<S, (item: T) => readonly Value[]>;

const ATTENTION: Record<string, number> = { failed: 0, uploading: 1, unknown: 2, ready: 3, empty: 4 };
/** Newest first within one rank. */
const newestFirst = (ms: number | null): Value => (ms === null ? null : -ms);

export const GROUP_ORDERS: Sorts<GroupModel, (typeof GROUP_SORTS)[number]> = {
  attention: (group) => [ATTENTION[group.rollUp.state] ?? 9, newestFirst(group.updatedAt)],
  name: () => [],
  packages: (group) => [group.rollUp.total],
  owner: (group) => [group.owner],
  updated: (group) => [group.updatedAt],
};

export const PACKAGE_ORDERS: Sorts<PackageModel, (typeof PACKAGE_SORTS)[number]> = {
  attention: (item) => [ATTENTION[item.status] ?? 9, newestFirst(item.updatedAt)],
  name: () => [],
  kind: (item) => [item.kind],
  owner: (item) => [item.owner],
  created: (item) => [item.createdAt],
  updated: (item) => [item.updatedAt],
};

interface Listed {
  name: string;
  sortKey: string;
  searchText: string;
}

export interface Pager {
  /** All that match, in order. */
  matching<T extends Listed, S extends string>(items: readonly T[], orders: Sorts<T, S>, request: Unpaged<S>): readonly T[];
  page<T extends Listed, S extends string>(items: readonly T[], orders: Sorts<T, S>, request: PageRequest<S>): Page<T>;
}

export function createPager(): Pager {
  const sortedLists = new WeakMap<readonly Listed[], Map<string, readonly Listed[]>>();

  function sorted<T extends Listed, S extends string>(items: readonly T[], orders: Sorts<T, S>, { sort, order }: Unpaged<S>): readonly T[] {
    const known = sortedLists.get(items) ?? new Map<string, readonly Listed[]>();
    sortedLists.set(items, known);
    const name = `${sort} ${order}`;
    const found = known.get(name);
    if (found) return found as readonly T[]; // put there below, from these very items
    const list = items.map((item) => ({ item, values: orders[sort](item) })).sort((a, b) => compare(a, b, order === 'asc' ? 1 : -1));
    const result = list.map(({ item }) => item);
    known.set(name, result);
    return result;
  }

  function matchingOf<T extends Listed, S extends string>(items: readonly T[], orders: Sorts<T, S>, request: Unpaged<S>): readonly T[] {
    const wanted = request.text.trim().toLowerCase();
    const all = sorted(items, orders, request);
    return wanted === '' ? all : all.filter((item) => item.searchText.includes(wanted));
  }

  return {
    matching: matchingOf,
    page(items, orders, request) {
      const { pageSize } = request;
      const matching = matchingOf(items, orders, request);
      const page = Math.max(1, Math.min(request.page, Math.ceil(matching.length / pageSize)));
      const shown = matching.slice((page - 1) * pageSize, page * pageSize);
      return { items: shown, matching: matching.length, total: items.length, page, pageSize };
    },
  };
}

interface Sortable {
  item: Listed;
  values: readonly Value[];
}

/** What is not known stands last in either direction; equals stand by name. */
function compare(a: Sortable, b: Sortable, direction: 1 | -1): number {
  for (let i = 0; i < a.values.length; i++) {
    const left = a.values[i] ?? null;
    const right = b.values[i] ?? null;
    if (left === right) continue;
    if (left === null) return 1;
    if (right === null) return -1;
    return (left < right ? -1 : 1) * direction;
  }
  return (compareText(a.item.sortKey, b.item.sortKey) || compareText(a.item.name, b.item.name)) * direction;
}

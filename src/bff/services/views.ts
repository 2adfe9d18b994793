/** Filtering, sorting and paging over a snapshot. Sorted lists are made once a snapshot and order, and live as long as it. */
import { FACETS_MAX, type Facets, FILTER_VALUE_MAX } from '../../contract/common.ts';
import type { GROUP_SORTS, MODULE_SORTS, PACKAGE_SORTS } from '../../contract/groups.ts';
import type { GroupModel, ModuleModel, PackageModel } from './model.ts';
import { compareText } from './natural-key.ts';

/** Which rows, and in which order. An empty filter is none. */
export interface ListRequest<S extends string> {
  order: 'asc' | 'desc';
  text: string;
  sort: S;
  kind?: string;
  status?: string;
  owner?: string;
}

export interface PageRequest<S extends string> extends ListRequest<S> {
  page: number;
  pageSize: number;
}

export interface Page<T> {
  items: T[];
  matching: number;
  total: number;
  page: number;
  pageSize: number;
  facets: Facets;
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

export const MODULE_ORDERS: Sorts<ModuleModel, (typeof MODULE_SORTS)[number]> = {
  name: () => [],
  kind: (item) => [item.kind],
  updated: (item) => [item.updatedAt],
};

/** A group has the kinds of its members and is in the state of their roll-up. */
type Traits = { kinds: readonly string[]; rollUp: { state: string } } | { kind: string | null; status: string };
type Listed = Traits & { name: string; sortKey: string; searchText: string; owner?: string | null };

export interface Pager {
  /** All that match, sorted: what a page is cut from. */
  matching<T extends Listed, S extends string>(items: readonly T[], orders: Sorts<T, S>, request: ListRequest<S>): readonly T[];
  page<T extends Listed, S extends string>(items: readonly T[], orders: Sorts<T, S>, request: PageRequest<S>): Page<T>;
}

export function createPager(): Pager {
  const sortedLists = new WeakMap<readonly Listed[], Map<string, readonly Listed[]>>();
  const countedFacets = new WeakMap<readonly Listed[], Facets>();

  function sorted<T extends Listed, S extends string>(
    items: readonly T[],
    orders: Sorts<T, S>,
    { sort, order }: ListRequest<S>,
  ): readonly T[] {
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

  function matching<T extends Listed, S extends string>(items: readonly T[], orders: Sorts<T, S>, request: ListRequest<S>): readonly T[] {
    const all = sorted(items, orders, request);
    const isWanted = filterOf(request);
    return isWanted ? all.filter(isWanted) : all;
  }

  function facetsOf(items: readonly Listed[]): Facets {
    const known = countedFacets.get(items);
    if (known) return known;
    const facets = countFacets(items);
    countedFacets.set(items, facets);
    return facets;
  }

  return {
    matching,
    page(items, orders, request) {
      const { pageSize } = request;
      const found = matching(items, orders, request);
      const page = Math.max(1, Math.min(request.page, Math.ceil(found.length / pageSize)));
      const shown = found.slice((page - 1) * pageSize, page * pageSize);
      return { items: shown, matching: found.length, total: items.length, page, pageSize, facets: facetsOf(items) };
    },
  };
}

/** Null where nothing is filtered by. */
function filterOf({ text, kind = '', status = '', owner = '' }: ListRequest<string>): ((item: Listed) => boolean) | null {
  const part = text.trim().toLowerCase();
  const kindKey = kind.toLowerCase();
  if (part === '' && kindKey === '' && status === '' && owner === '') return null;
  return (item) =>
    (part === '' || item.searchText.includes(part)) &&
    (status === '' || statusOf(item) === status) &&
    (owner === '' || item.owner === owner) &&
    (kindKey === '' || kindsOf(item).some((own) => own.toLowerCase() === kindKey));
}

function kindsOf(item: Listed): readonly string[] {
  if ('kinds' in item) return item.kinds;
  return item.kind === null ? [] : [item.kind];
}

function statusOf(item: Listed): string {
  return 'rollUp' in item ? item.rollUp.state : item.status;
}

function countFacets(items: readonly Listed[]): Facets {
  const kinds = createCounter();
  const statuses = createCounter();
  const owners = createCounter();
  for (const item of items) {
    for (const kind of kindsOf(item)) kinds.add(kind.toLowerCase(), kind);
    statuses.add(statusOf(item));
    if (item.owner) owners.add(item.owner);
  }
  return { kinds: kinds.told(), statuses: statuses.told(), owners: owners.told() };
}

/** By key, told in the spelling that came first. */
function createCounter() {
  const counts = new Map<string, { value: string; count: number }>();
  return {
    add(key: string, value = key): void {
      const known = counts.get(key);
      if (known) known.count++;
      else counts.set(key, { value, count: 1 });
    },
    /** What could not be asked for is left out. */
    told: () =>
      [...counts.values()]
        .filter(({ value }) => value.length <= FILTER_VALUE_MAX)
        .sort((a, b) => b.count - a.count || compareText(a.value, b.value))
        .slice(0, FACETS_MAX),
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

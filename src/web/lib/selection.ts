/** What is selected, by key, in each list of a project: it outlives pages, polls and the way to another screen. */
import type { OperationItem, OperationOutcomes, OperationTarget } from '../../contract/operations.ts';

/** Each list has a key of its own; a group's list cannot be mistaken for the list of groups. */
export type ListKey = 'groups' | 'ungrouped' | `group:${string}`;
export type Selections = ReadonlyMap<ListKey, ReadonlySet<string>>;

export function packagesKey(group: string | null): ListKey {
  return group === null ? 'ungrouped' : `group:${group}`;
}

export function select(before: Selections, list: ListKey, names: readonly string[], isSelected: boolean): Selections {
  const chosen = new Set(before.get(list));
  for (const name of names) {
    if (isSelected) chosen.add(name);
    else chosen.delete(name);
  }
  return new Map(before).set(list, chosen);
}

/** It failed, or nobody knows: it may be tried again. */
export function isToRetry({ state }: Pick<OperationItem, 'state'>): boolean {
  return state === 'failed' || state === 'unknown';
}

/** What an operation did is done: it leaves the selection, and what failed stays for another try. */
export function withoutDone(before: Selections, { items }: OperationOutcomes): Selections {
  const groupsToRetry = new Set(items.filter(isToRetry).map(({ group }) => group));
  const done = new Map<ListKey, Set<string>>();
  const drop = (list: ListKey, name: string) => done.set(list, (done.get(list) ?? new Set()).add(name));
  for (const { group, name, state } of items) {
    if (state !== 'done') continue;
    if (name !== null) drop(packagesKey(group), name);
    if (group !== null && (name === null || !groupsToRetry.has(group))) drop('groups', group);
  }
  const after = new Map(before);
  for (const [list, names] of done) {
    const chosen = before.get(list);
    if (chosen) after.set(list, new Set([...chosen].filter((name) => !names.has(name))));
  }
  return after;
}

/** The list that targets were selected in: groups, or the packages of one place. */
export function listOf([target]: readonly OperationTarget[]): ListKey {
  if (!target || target.name === null) return 'groups';
  return packagesKey(target.group);
}

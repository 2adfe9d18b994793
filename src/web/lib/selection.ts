/** What is selected, by key, in each list of a project: it outlives pages, polls and the way to another screen. */
import type { Operation, OperationTarget } from '../../contract/operations.ts';

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

/** What an operation did is done: it leaves the selection, and what failed stays for another try. */
export function withoutDone(before: Selections, { items }: Pick<Operation, 'items'>): Selections {
  const failedGroups = new Set(items.filter(({ state }) => state === 'failed').map(({ group }) => group));
  return items
    .filter(({ state }) => state === 'done')
    .reduce((now, item) => {
      const own = select(now, ...placeOf(item), false);
      return item.group === null || failedGroups.has(item.group) ? own : select(own, 'groups', [item.group], false);
    }, before);
}

function placeOf({ group, name }: OperationTarget): [ListKey, string[]] {
  return name === null ? ['groups', group === null ? [] : [group]] : [packagesKey(group), [name]];
}

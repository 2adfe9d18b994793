import type { Package } from '../../contract/groups.ts';

/** How Spark and Flink jobs name a package: `group/name`, or its name alone where it is in no group. */
export function packageReference({ group, name }: Pick<Package, 'group' | 'name'>): string {
  return group === null ? name : `${group}/${name}`;
}

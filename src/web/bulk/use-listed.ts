import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { OperationTarget } from '../../contract/operations.ts';
import { foundGroupsQuery, foundPackagesQuery } from '../api/operations.ts';
import { listOf } from '../lib/selection.ts';
import { useChoose } from './bulk.tsx';

/**
 * Which of the targets, all from one list, are there at this moment. Those that vanished since they were selected leave the
 * selection, whatever page and filter the list is at.
 */
export function useListed<T extends OperationTarget>(projectId: string, targets: readonly T[]) {
  const areGroups = targets[0]?.name === null;
  const names = useMemo(() => targets.map(nameOf), [targets]);
  const groups = useQuery({ ...foundGroupsQuery(projectId, names), enabled: areGroups });
  const packages = useQuery({ ...foundPackagesQuery(projectId, targets[0]?.group ?? null, names), enabled: !areGroups });
  const listed = useMemo(
    () => (areGroups ? groups.data?.map(({ name }) => name) : packages.data?.names),
    [areGroups, groups.data, packages.data],
  );
  const found = useMemo(() => {
    const left = new Set(listed);
    return listed && targets.filter((target) => left.has(nameOf(target)));
  }, [targets, listed]);
  useForget(targets, listed);
  return { query: areGroups ? groups : packages, found, total: packages.data?.total };
}

/** Takes what is not listed any more out of the selection it came from. */
export function useForget(targets: readonly OperationTarget[], listed: readonly string[] | undefined): void {
  const choose = useChoose();
  useEffect(() => {
    if (!listed) return;
    const left = new Set(listed);
    const gone = targets.map(nameOf).filter((name) => !left.has(name));
    if (gone.length > 0) choose(listOf(targets), gone, false);
  }, [choose, targets, listed]);
}

function nameOf({ group, name }: OperationTarget): string {
  return name ?? group ?? '';
}

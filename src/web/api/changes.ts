import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { changesContract } from '../../contract/changes.ts';
import { call } from './client.ts';
import { projectKey } from './groups.ts';
import type { PackageAddress } from './tags.ts';

const PAGE = 10;

const placeOf = (group: string | null) => (group === null ? { ungrouped: 'yes' as const } : { group });

/** `changedAt`: when the latest of them was noticed; another one is another list. */
export function changesQuery(projectId: string, group: string | null, changedAt: number | null) {
  return infiniteQueryOptions({
    queryKey: [...projectKey(projectId), 'changes', group, changedAt],
    queryFn: async ({ signal, pageParam: cursor }) => {
      const query = { ...placeOf(group), limit: PAGE, ...(cursor && { cursor }) };
      return (await call(changesContract.listChanges, { params: { projectId }, query }, { signal })).data;
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

/** The latest of one package; `state` is whatever of it may have changed. */
export function latestChangeQuery(projectId: string, { group, name }: PackageAddress, state: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'latest-change', group, name, state],
    queryFn: async ({ signal }) => {
      const query = { ...placeOf(group), name, limit: 1 };
      return (await call(changesContract.listChanges, { params: { projectId }, query }, { signal })).data.items[0] ?? null;
    },
    refetchOnWindowFocus: false,
  });
}

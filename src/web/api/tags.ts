import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import { tagsContract } from '../../contract/tags.ts';
import { call } from './client.ts';
import { projectKey } from './groups.ts';

/** Which package: its group or none, and its name. */
export interface PackageAddress {
  group: string | null;
  name: string;
}

const TAGS_FRESH_MS = 30_000;
const QUOTA_FRESH_MS = 60_000;

/** Read when somebody looks at the package; not polled, since DLI is asked for each package alone. */
export function packageTagsQuery(projectId: string, { group, name }: PackageAddress) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'tags', group, name],
    queryFn: async ({ signal }) => {
      const query = { name, ...(group !== null && { group }) };
      return (await call(tagsContract.getPackageTags, { params: { projectId }, query }, { signal })).data.tags;
    },
    staleTime: TAGS_FRESH_MS,
    refetchOnWindowFocus: false,
    retryOnMount: true,
  });
}

export function useChangePackageTags(projectId: string, { group, name }: PackageAddress) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (change: Omit<z.input<typeof tagsContract.changePackageTags.body>, 'group' | 'name'>) =>
      (await call(tagsContract.changePackageTags, { params: { projectId }, body: { group, name, ...change } })).data,
    onSuccess: ({ tags }) => {
      if (tags) client.setQueryData(packageTagsQuery(projectId, { group, name }).queryKey, tags);
      void client.invalidateQueries({ queryKey: knownTagsQuery(projectId).queryKey });
      // Lists that are filtered by tag may be others now.
      void client.invalidateQueries({ queryKey: projectKey(projectId), predicate: ({ queryKey }) => queryKey.some(hasTagFilter) });
    },
  });
}

/** Read when somebody is about to choose one. */
export function knownTagsQuery(projectId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'known tags'],
    queryFn: async ({ signal }) => (await call(tagsContract.listTags, { params: { projectId } }, { signal })).data.tags,
    staleTime: TAGS_FRESH_MS,
    retry: false,
    refetchOnWindowFocus: false,
    retryOnMount: true,
  });
}

/** Told beside other things: nobody waits for it, and its failure is no one's. */
export function quotaQuery(projectId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'quota'],
    queryFn: async ({ signal }) => (await call(tagsContract.getQuota, { params: { projectId } }, { signal })).data,
    staleTime: QUOTA_FRESH_MS,
    refetchOnWindowFocus: false,
  });
}

function hasTagFilter(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'tag' in part && part.tag !== '';
}

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { OBJECTS_LIMIT_MAX, objectsContract } from '../../contract/objects.ts';
import type { ObjectAddress } from '../lib/object-place.ts';
import { call } from './client.ts';

/** Read once for as long as somebody looks: a refetch would read all pages again. Soon after that it is read anew. */
const READ_ONCE = { staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000, refetchOnWindowFocus: false, retryOnMount: true } as const;

/** Apart from the project's key: a submission changes no object. */
export function listingsKey(projectId: string) {
  return ['listings', projectId] as const;
}

export function bucketsQuery(projectId: string) {
  return queryOptions({
    queryKey: [...listingsKey(projectId), 'buckets'],
    queryFn: async ({ signal }) => (await call(objectsContract.listBuckets, { params: { projectId } }, { signal })).data,
    ...READ_ONCE,
  });
}

/** One level, page by page. While another text is searched for, what was found before stays. */
export function objectsQuery(projectId: string, { bucket, prefix, text }: ObjectAddress) {
  return infiniteQueryOptions({
    queryKey: [...listingsKey(projectId), bucket, prefix, text],
    queryFn: async ({ signal, pageParam: marker }) => {
      const query = { bucket, prefix, text, marker, limit: OBJECTS_LIMIT_MAX };
      return (await call(objectsContract.listObjects, { params: { projectId }, query }, { signal })).data;
    },
    initialPageParam: '',
    getNextPageParam: ({ nextMarker }) => nextMarker ?? undefined,
    placeholderData: (previous, query) => (query?.queryKey[2] === bucket && query.queryKey[3] === prefix ? previous : undefined),
    ...READ_ONCE,
  });
}

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ListedObject } from '../../contract/objects.ts';
import { bucketsQuery, listingsKey, objectsQuery } from '../api/objects.ts';
import type { ObjectAddress } from '../lib/object-place.ts';
import { type BrowserRow, bucketRows, objectRow } from './object-row.tsx';
import type { Picks } from './use-picks.ts';

/** Rows of one place, as far as they are read. Within a page folders come first; the next page only adds below. */
export function useListing(projectId: string, address: ObjectAddress, picked: Picks['all'], present: ReadonlySet<string>) {
  const { bucket, prefix, text } = address;
  const client = useQueryClient();
  const isTop = bucket === '';
  const buckets = useQuery({ ...bucketsQuery(projectId), enabled: isTop });
  const objects = useInfiniteQuery({ ...objectsQuery(projectId, { bucket, prefix, text }), enabled: !isTop });
  const pages = objects.data?.pages;

  const rows = useMemo((): BrowserRow[] => {
    if (isTop) return buckets.data ? bucketRows(buckets.data, text) : [];
    return (pages ?? []).flatMap((page) => [
      ...page.prefixes.map((folder): BrowserRow => ({ kind: 'folder', id: folder, prefix: folder })),
      ...page.objects.map((object) => objectRow(bucket, object, picked, present)),
    ]);
  }, [isTop, buckets.data, text, pages, bucket, picked, present]);

  const query = isTop ? buckets : objects;
  return {
    rows,
    region: buckets.data?.region,
    /** Nothing of this place is read yet. */
    isPending: query.isPending,
    isFetching: query.isFetching,
    error: query.error,
    hasMore: !isTop && objects.hasNextPage,
    isLoadingMore: objects.isFetchingNextPage,
    /** Goes on to the next page, unless the last try failed: then it takes a button. */
    onEnd: () => {
      if (!isTop && objects.hasNextPage && !objects.isFetching && !objects.isError) void objects.fetchNextPage();
    },
    loadMore: () => void objects.fetchNextPage(),
    /** From the first page, and everything that was read elsewhere. */
    readAgain: () => void client.resetQueries({ queryKey: listingsKey(projectId) }),
    /** Page by page until there are this many objects, or no more. */
    async readObjects(atLeast: number): Promise<ListedObject[] | null> {
      let read = { data: objects.data, hasNextPage: objects.hasNextPage, isError: false };
      const found = () => (read.data?.pages ?? []).flatMap((page) => page.objects);
      while (read.hasNextPage && !read.isError && found().length < atLeast) read = await objects.fetchNextPage();
      return read.isError ? null : found();
    },
  };
}

export type Listing = ReturnType<typeof useListing>;

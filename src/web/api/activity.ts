import { queryOptions } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { type ActivityPage, ActivityQuery, activityContract, type EntryView, type HistoryPage } from '../../contract/activity.ts';
import { call } from './client.ts';
import { keepAcrossSearch, projectKey, type Reading } from './groups.ts';
import { pollWhile } from './poll.ts';

/** What narrows the record, whatever page of it. */
export type ActivityFilter = Omit<ActivityQuery, 'cursor' | 'newerThan' | 'pageSize'>;

/** Read again while something shown is not over, and when the reader comes back; what is over stays as it is. */
export function activityQuery(projectId: string, search: z.input<typeof ActivityQuery>, { fresh = false }: Reading = {}) {
  const query = z.parse(ActivityQuery, search);
  const queryKey = [...projectKey(projectId), 'activity', query] as const;
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => call(activityContract.listActivity, { params: { projectId }, query }, { signal, fresh }),
    ...pollWhile((page: ActivityPage) => page, 'stop'),
    placeholderData: keepAcrossSearch(queryKey),
  });
}

export function entryQuery(projectId: string, id: string, { fresh = false }: Reading = {}) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'entry', id],
    queryFn: ({ signal }) => call(activityContract.getEntry, { params: { projectId, id } }, { signal, fresh }),
    ...pollWhile((view: EntryView) => view, 'stop'),
  });
}

/** Of a group; null: of the packages in no group. `changedAt`: when the latest change not made here was noticed; another one is read anew. */
export function historyQuery(projectId: string, group: string | null, cursor: string | null, changedAt: number | null) {
  const query = { ...(group !== null && { group }), ...(cursor !== null && { cursor }) };
  const queryKey = [...projectKey(projectId), 'history', query, changedAt] as const;
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => call(activityContract.getHistory, { params: { projectId }, query }, { signal }),
    ...pollWhile((page: HistoryPage) => page, 'stop'),
    placeholderData: keepAcrossSearch(queryKey),
  });
}

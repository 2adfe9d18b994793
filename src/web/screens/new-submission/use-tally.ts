import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { PathCheck } from '../../../contract/preflight.ts';
import { checksKey } from '../../api/preflight.ts';

/** Answers come in batches; the count follows once for all of them. */
const COUNT_AFTER_MS = 100;

/** Of the rows on screen or near it, each path once. */
export function readTally(client: QueryClient, projectId: string): { total: number; unread: number } {
  let total = 0;
  let unread = 0;
  for (const query of client.getQueryCache().findAll({ queryKey: checksKey(projectId), type: 'active' })) {
    const { status, data } = query.state;
    if (status === 'pending') continue;
    total++;
    // Whatever lies under the key was put there by its query.
    if (status === 'error' || (data as PathCheck).object === null) unread++;
  }
  return { total, unread };
}

export function useTally(projectId: string): { total: number; unread: number } {
  const client = useQueryClient();
  const subscribe = useCallback(
    (onChange: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const unsubscribe = client.getQueryCache().subscribe(({ query }) => {
        if (query.queryKey[0] !== checksKey(projectId)[0]) return;
        timer ??= setTimeout(() => {
          timer = undefined;
          onChange();
        }, COUNT_AFTER_MS);
      });
      return () => {
        clearTimeout(timer);
        unsubscribe();
      };
    },
    [client, projectId],
  );
  const told = useSyncExternalStore(subscribe, () => Object.values(readTally(client, projectId)).join(' '));
  const [total = 0, unread = 0] = told.split(' ').map(Number);
  return { total, unread };
}

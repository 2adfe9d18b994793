import { queryOptions } from '@tanstack/react-query';
import { connectionContract } from '../../contract/connection.ts';
import { call } from './client.ts';

/** Made when the reader opens the page or asks again, and never by itself: each check signs in anew. Its data grows step by step. */
export function connectionQuery(projectId: string, object: string | null) {
  const queryKey = ['connection', projectId, object] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }) => {
      const ask = async (have: number) =>
        (await call(connectionContract.checkConnection, { params: { projectId }, body: { object, have } }, { signal })).data;
      let check = await ask(0);
      while (!check.isDone) {
        client.setQueryData(queryKey, check);
        check = await ask(check.steps.length);
      }
      return check;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

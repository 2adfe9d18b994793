import { queryOptions } from '@tanstack/react-query';
import { contract } from '../../contract/contract.ts';
import { call } from './client.ts';

/** Made when the reader opens the page or asks again, and never by itself: each check signs in anew. */
export function connectionQuery(projectId: string) {
  return queryOptions({
    queryKey: ['connection', projectId],
    queryFn: async ({ signal }) => (await call(contract.checkConnection, { params: { projectId } }, { signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

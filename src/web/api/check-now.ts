import { type FetchQueryOptions, type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';

/**
 * "Check now": reads past every cache, in place of a read that may be under way. A failure stands in the query, where
 * the screen shows it; it is not told a second time here.
 */
export function useCheckNow<T, K extends QueryKey>(fresh: FetchQueryOptions<T, Error, T, K>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await queryClient.cancelQueries({ queryKey: fresh.queryKey, exact: true });
      await queryClient.fetchQuery({ ...fresh, staleTime: 0 });
    },
  });
}

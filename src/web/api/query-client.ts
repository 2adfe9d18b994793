import { QueryClient } from '@tanstack/react-query';

/** One per page. Nothing is retried here: `pollWhile` asks again while somebody looks, and a write is never repeated. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        // A failed read is asked again by its poll, or by the route when its screen is opened; not a second time on mounting.
        retryOnMount: false,
        // What a hovered link fetched ahead is not fetched again when its screen opens.
        staleTime: 2_000,
        gcTime: 10 * 60_000,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

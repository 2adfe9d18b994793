import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type LookProblem, type PathCheck, PREFLIGHT_PATHS_MAX, preflightContract } from '../../contract/preflight.ts';
import { createBatcher } from '../lib/batcher.ts';
import { call } from './client.ts';

const CHECK_FRESH_MS = 60_000;
const LOOK_AGAIN_MS = 3_000;
/** Why the console could not look, where that may be otherwise a moment later. */
const PASSING: ReadonlySet<string> = new Set<LookProblem>(['store_throttled', 'store_unreachable', 'store_timeout', 'store_failed']);

interface Asked {
  projectId: string;
  path: string;
  fresh: boolean;
}

/** Rows ask one by one; rows that come into view together share a request. */
const askForCheck = createBatcher<Asked, PathCheck>({
  size: PREFLIGHT_PATHS_MAX,
  atOnce: 2,
  gatherMs: 20,
  groupOf: ({ projectId, fresh }) => `${projectId} ${fresh}`,
  async send(asked, signal) {
    const [first] = asked;
    if (!first) return [];
    const body = { paths: asked.map(({ path }) => path) };
    return (await call(preflightContract.checkPaths, { params: { projectId: first.projectId }, body }, { signal, fresh: first.fresh })).data
      .checks;
  },
});

/** All checks of a project. Kept apart from the project's own key: a submission changes no object. */
export const checksKey = (projectId: string) => ['preflight', projectId] as const;

/** What is known of one path and its object. The kind is left out: the row judges the ending itself, and at once. */
export function pathCheckQuery(projectId: string, path: string, fresh = false) {
  return queryOptions({
    queryKey: [...checksKey(projectId), path],
    queryFn: ({ signal }) => askForCheck({ projectId, path, fresh }, signal),
    staleTime: CHECK_FRESH_MS,
    refetchOnWindowFocus: false,
    // Nobody has to press a button for what passes by itself.
    refetchInterval: ({ state: { data, error } }) =>
      error || data?.findings.some(({ code }) => PASSING.has(code)) ? LOOK_AGAIN_MS : false,
  });
}

/** Looks again past every cache: at one path, or at all that are on screen. Failures stand in the queries, where rows show them. */
export function useCheckAgain(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (path?: string) => {
      const queryKey = path === undefined ? checksKey(projectId) : pathCheckQuery(projectId, path).queryKey;
      const active = client.getQueryCache().findAll({ queryKey, type: 'active' });
      client.removeQueries({ queryKey, type: 'inactive' });
      await client.cancelQueries({ queryKey });
      const paths = active.map((query) => String(query.queryKey[2]));
      await Promise.allSettled(paths.map((one) => client.fetchQuery({ ...pathCheckQuery(projectId, one, true), staleTime: 0 })));
    },
  });
}

import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import { groupsContract } from '../../contract/groups.ts';
import { type Operation, operationsContract } from '../../contract/operations.ts';
import { call } from './client.ts';
import { delayAfterError } from './poll.ts';

const WHILE_RUNNING_MS = 1_000;

export type OperationSummary = Omit<Operation, 'items'>;

/** Kept apart from the project's key: what changes the packages does not change what was done. */
function operationsKey(projectId: string) {
  return ['operations', projectId] as const;
}

/** Read once, and again only while one of them is known to run. */
export function operationsQuery(projectId: string) {
  return queryOptions({
    queryKey: [...operationsKey(projectId), 'latest'],
    queryFn: async ({ signal }) => (await call(operationsContract.listOperations, { params: { projectId } }, { signal })).data.items,
    refetchInterval: ({ state: { data, error } }) => {
      if (!data?.some(({ finishedAt }) => finishedAt === null)) return false;
      return error ? delayAfterError(error) : WHILE_RUNNING_MS;
    },
    staleTime: 30_000,
  });
}

export function operationQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...operationsKey(projectId), 'one', id],
    queryFn: async ({ signal }) => (await call(operationsContract.getOperation, { params: { projectId, id } }, { signal })).data,
    refetchInterval: ({ state: { data, error } }) => {
      if (error) return delayAfterError(error);
      return data && data.finishedAt === null ? WHILE_RUNNING_MS : false;
    },
  });
}

/** Every item, without reasons: once, when an operation has ended. */
export function outcomesQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...operationsKey(projectId), 'outcomes', id],
    queryFn: async ({ signal }) => (await call(operationsContract.getOperationOutcomes, { params: { projectId, id } }, { signal })).data,
    staleTime: 0,
  });
}

/** Read when a dialog opens, and again only when it asks: what is confirmed must be what is shown. */
const ONCE = { gcTime: 0, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } as const;

/**
 * Which of these groups DLI lists at this moment, how many packages each holds, and the token that deleting it whole asks
 * for: nothing goes that was not listed when this was read.
 */
export function foundGroupsQuery(projectId: string, names: readonly string[]) {
  return queryOptions({
    queryKey: ['found-groups', projectId, names],
    queryFn: async ({ signal }) =>
      (await call(groupsContract.findGroups, { params: { projectId }, body: { names: [...names] } }, { signal })).data.items,
    ...ONCE,
  });
}

/** Which of these packages DLI lists at this moment, of how many in the same place. */
export function foundPackagesQuery(projectId: string, group: string | null, names: readonly string[]) {
  return queryOptions({
    queryKey: ['found-packages', projectId, group, names],
    queryFn: async ({ signal }) =>
      (await call(groupsContract.findPackages, { params: { projectId }, body: { group, names: [...names] } }, { signal })).data,
    ...ONCE,
  });
}

interface Start<Body> {
  body: Body;
  /** One for each confirmed dialog, so that a second click or try starts nothing twice. */
  idempotencyKey: string;
}

type DeleteBody = z.input<typeof operationsContract.startDelete.body>;

export function useStartDelete(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, idempotencyKey }: Start<DeleteBody>) =>
      (await call(operationsContract.startDelete, { params: { projectId }, body }, { idempotencyKey })).data,
    onSuccess: (started) => keepStarted(client, projectId, started),
  });
}

type OwnerChangeBody = z.input<typeof operationsContract.startOwnerChange.body>;

export function useStartOwnerChange(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, idempotencyKey }: Start<OwnerChangeBody>) =>
      (await call(operationsContract.startOwnerChange, { params: { projectId }, body }, { idempotencyKey })).data,
    onSuccess: (started) => keepStarted(client, projectId, started),
  });
}

function keepStarted(client: QueryClient, projectId: string, { items, ...summary }: Operation): void {
  client.setQueryData(operationQuery(projectId, summary.id).queryKey, { ...summary, items });
  client.setQueryData(operationsQuery(projectId).queryKey, (before = []) => [summary, ...before.filter(({ id }) => id !== summary.id)]);
}

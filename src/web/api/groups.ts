import { type QueryKey, queryOptions } from '@tanstack/react-query';
import * as z from 'zod/mini';
import {
  type GroupList,
  GroupsQuery,
  type GroupView,
  groupsContract,
  ModulesQuery,
  PackagesQuery,
  type UngroupedView,
} from '../../contract/groups.ts';
import { call } from './client.ts';
import { pollWhile } from './poll.ts';

/** What stands in the address; the contract's defaults fill the rest, so that equal views have equal keys. */
export type GroupsSearch = Partial<z.output<typeof GroupsQuery>>;
export type PackagesSearch = Partial<z.output<typeof PackagesQuery>>;
export type ModulesSearch = Partial<z.output<typeof ModulesQuery>>;

/** `fresh` reads past every cache, under the same key: for "Check now". */
export interface Reading {
  fresh?: boolean;
}

/** Everything that is read of one project: what a write invalidates. */
export function projectKey(projectId: string) {
  return ['projects', projectId] as const;
}

export function groupsQuery(projectId: string, search: GroupsSearch = {}, { fresh = false }: Reading = {}) {
  const query = z.parse(GroupsQuery, search);
  const queryKey = [...projectKey(projectId), 'groups', query] as const;
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => call(groupsContract.listGroups, { params: { projectId }, query }, { signal, fresh }),
    ...pollWhile((list: GroupList) => list, 'slow'),
    placeholderData: keepAcrossSearch(queryKey),
  });
}

export function groupQuery(projectId: string, name: string, search: PackagesSearch = {}, { fresh = false }: Reading = {}) {
  const query = z.parse(PackagesQuery, search);
  const queryKey = [...projectKey(projectId), 'group', name, query] as const;
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => call(groupsContract.getGroup, { params: { projectId }, query: { ...query, name } }, { signal, fresh }),
    ...pollWhile((view: GroupView) => view, 'stop'),
    placeholderData: keepAcrossSearch(queryKey),
  });
}

export function ungroupedQuery(projectId: string, search: PackagesSearch = {}, { fresh = false }: Reading = {}) {
  const query = z.parse(PackagesQuery, search);
  const queryKey = [...projectKey(projectId), 'ungrouped', query] as const;
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => call(groupsContract.listUngrouped, { params: { projectId }, query }, { signal, fresh }),
    ...pollWhile((view: UngroupedView) => view, 'slow'),
    placeholderData: keepAcrossSearch(queryKey),
  });
}

export function modulesQuery(projectId: string, search: ModulesSearch = {}, { fresh = false }: Reading = {}) {
  const query = z.parse(ModulesQuery, search);
  const queryKey = [...projectKey(projectId), 'modules', query] as const;
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => call(groupsContract.listModules, { params: { projectId }, query }, { signal, fresh }),
    // Nothing of them moves by itself.
    ...pollWhile(() => ({ isMoving: false, movingSince: null }), 'slow'),
    placeholderData: keepAcrossSearch(queryKey),
  });
}

/** All names that match, on every page, as many as one operation takes; `matching` says how many there are. */
export async function readGroupNames(projectId: string, search: GroupsSearch) {
  return (await call(groupsContract.listGroupNames, { params: { projectId }, query: z.parse(GroupsQuery, search) })).data;
}

export async function readPackageNames(projectId: string, group: string | null, search: PackagesSearch) {
  const query = { ...z.parse(PackagesQuery, search), ...(group === null ? {} : { group }) };
  return (await call(groupsContract.listPackageNames, { params: { projectId }, query })).data;
}

/** While another page or order of the same thing is fetched, the last one stays; another project's or group's never does. */
export function keepAcrossSearch(queryKey: QueryKey) {
  const place = JSON.stringify(queryKey.slice(0, -1));
  return <T>(previous: T | undefined, query: { queryKey: QueryKey } | undefined): T | undefined =>
    JSON.stringify(query?.queryKey.slice(0, -1)) === place ? previous : undefined;
}

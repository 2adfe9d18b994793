/** A list as a file or for the clipboard: what matches, over all pages. */
import * as z from 'zod/mini';
import { type ActivityFormat, activityContract } from '../../contract/activity.ts';
import { ROWS_HEADER } from '../../contract/define.ts';
import { type ExportFormat, exportsContract } from '../../contract/exports.ts';
import type { ActivityFilter } from './activity.ts';
import { addressOf, errorFrom, send } from './client.ts';
import type { GroupsSearch, PackagesSearch } from './groups.ts';

/** A list as it is filtered and sorted on screen. */
export type ExportedList =
  | { kind: 'groups'; search: GroupsSearch }
  | { kind: 'group'; name: string; search: PackagesSearch }
  | { kind: 'ungrouped'; search: PackagesSearch };

/** Entries of the record go into a file alone: there may be a million. */
export interface ExportedActivity {
  kind: 'activity';
  filter: ActivityFilter;
}

export function activityAddress(projectId: string, { filter }: ExportedActivity, format: ActivityFormat): string {
  return addressOf(activityContract.exportActivity, { params: { projectId }, query: { ...filter, format } });
}

/** The address a link downloads from. */
export function exportAddress(projectId: string, list: ExportedList, format: ExportFormat): string {
  const { endpoint, input } = callOf(projectId, list, format);
  return addressOf(endpoint, input);
}

/** @throws ApiError */
export async function fetchTable(projectId: string, list: ExportedList): Promise<{ text: string; rows: number }> {
  const { endpoint, input } = callOf(projectId, list, 'tsv');
  const response = await send(endpoint, input, {});
  if (!response.ok) throw errorFrom(response, await response.json().catch(() => undefined));
  return { text: await response.text(), rows: Number(response.headers.get(ROWS_HEADER)) };
}

/** The endpoint's own query keeps of the list's whatever decides which rows there are: all but the paging. */
function callOf(projectId: string, list: ExportedList, format: ExportFormat) {
  const params = { projectId };
  switch (list.kind) {
    case 'groups': {
      const endpoint = exportsContract.exportGroups;
      return { endpoint, input: { params, query: z.parse(endpoint.query, { ...list.search, format }) } };
    }
    case 'group': {
      const endpoint = exportsContract.exportGroup;
      return { endpoint, input: { params, query: z.parse(endpoint.query, { ...list.search, name: list.name, format }) } };
    }
    case 'ungrouped': {
      const endpoint = exportsContract.exportUngrouped;
      return { endpoint, input: { params, query: z.parse(endpoint.query, { ...list.search, format }) } };
    }
  }
}

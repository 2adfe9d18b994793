/**
 * A list as a file: every row that matches, in the list's order, over all its pages. Plain addresses that a link can point to;
 * the page reads the same ones to fill the clipboard. Columns and their names are stable and English; times are ISO 8601, UTC.
 */
import * as z from 'zod/mini';
import { ProjectParams } from './common.ts';
import { defineContract } from './define.ts';
import { GroupsQuery, groupsContract, PackagesQuery } from './groups.ts';

/** `csv`: RFC 4180 in UTF-8 with a byte order mark, for files. `tsv`: tabs and no mark, for the clipboard. */
export const EXPORT_FORMATS = ['csv', 'tsv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const paging = { page: true, pageSize: true } as const;
const format = { format: z._default(z.enum(EXPORT_FORMATS), 'csv') };

const download = {
  method: 'GET',
  params: ProjectParams,
  response: z.string(),
  access: 'user',
  clientHeader: 'download',
  bodyLimit: 0,
} as const;

export const exportsContract = defineContract({
  exportGroups: {
    ...download,
    path: '/api/projects/:projectId/exports/groups',
    summary: 'The package groups that match, as a table.',
    query: z.extend(z.omit(GroupsQuery, paging), format),
  },
  exportGroup: {
    ...download,
    path: '/api/projects/:projectId/exports/group',
    summary: 'The packages of one group that match, as a table.',
    query: z.extend(z.omit(groupsContract.getGroup.query, paging), format),
  },
  exportUngrouped: {
    ...download,
    path: '/api/projects/:projectId/exports/ungrouped',
    summary: 'The packages in no group that match, as a table.',
    query: z.extend(z.omit(PackagesQuery, paging), format),
  },
});

/** Package groups and the packages in them, as read from DLI's list call. */
import * as z from 'zod/mini';
import { Millis, PagingQuery, ProjectParams, pageOf, RawJson, RollUp, Status } from './common.ts';
import { defineContract } from './define.ts';
import { Submission } from './submissions.ts';

/** One file in a group, or ungrouped. Identity is (project, group or none, name). */
export const Package = z.object({
  name: z.string(),
  group: z.nullable(z.string()),
  status: Status,
  /** The word DLI sent, as it sent it. */
  rawStatus: z.nullable(z.string()),
  /** DLI's `resource_type`; kept as it came, since unknown kinds may come. */
  kind: z.nullable(z.string()),
  createdAt: Millis,
  updatedAt: Millis,
  /** From our submit to the first read that was final; null where nobody watched. */
  tookMs: z.nullable(z.number()),
  owner: z.nullable(z.string()),
  /** Opaque: equal to the name, or prefixed with an id. */
  underlyingName: z.nullable(z.string()),
  isAsync: z.nullable(z.boolean()),
  raw: RawJson,
});
export type Package = z.infer<typeof Package>;

export const GroupSummary = z.object({
  name: z.string(),
  rollUp: RollUp,
  kinds: z.array(z.string()),
  owner: z.nullable(z.string()),
  createdAt: Millis,
  updatedAt: Millis,
});
export type GroupSummary = z.infer<typeof GroupSummary>;

export const Group = z.extend(GroupSummary, {
  /** The status DLI gives the group itself; shown where it differs from the roll-up of its members. */
  status: Status,
  rawStatus: z.nullable(z.string()),
  statusDiffers: z.boolean(),
  isAsync: z.nullable(z.boolean()),
  /** From the list, or else from DLI's answer to our latest submission: the list call does not document them. */
  description: z.nullable(z.string()),
  moduleName: z.nullable(z.string()),
  moduleType: z.nullable(z.string()),
  /** Stands for its members as listed: what a plan of it would carry, and what deleting it whole asks for. */
  token: z.string(),
  /** DLI's group object without its members. */
  raw: RawJson,
});
export type Group = z.infer<typeof Group>;

/** While something moves, browsers poll fast at first and slower with its age. */
const Motion = {
  isMoving: z.boolean(),
  /** When the youngest thing still uploading began, by DLI's clock, or when it was first seen. */
  movingSince: Millis,
};

export const GROUP_SORTS = ['attention', 'name', 'packages', 'owner', 'updated'] as const;
export const PACKAGE_SORTS = ['attention', 'name', 'kind', 'owner', 'created', 'updated'] as const;

export const GroupList = z.extend(pageOf(GroupSummary), {
  ...Motion,
  /** Over the whole project, whatever the filter. */
  counts: z.object({
    groups: z.number(),
    ungrouped: z.number(),
    modules: z.number(),
    uploading: z.number(),
    failed: z.number(),
  }),
});
export type GroupList = z.infer<typeof GroupList>;

export const GroupView = z.object({
  /** Null while nothing of the group is listed, but a submission to it is being followed. */
  group: z.nullable(Group),
  packages: pageOf(Package),
  ...Motion,
  /** Newest first, at most 5, as far as this server remembers. */
  submissions: z.array(Submission),
});
export type GroupView = z.infer<typeof GroupView>;

export const UngroupedView = z.object({
  rollUp: RollUp,
  packages: pageOf(Package),
  ...Motion,
  submissions: z.array(Submission),
});
export type UngroupedView = z.infer<typeof UngroupedView>;

export const GroupsQuery = z.object({
  ...PagingQuery,
  /** `attention`: failed first, then uploading, then unknown, each newest first. */
  sort: z._default(z.enum(GROUP_SORTS), 'attention'),
});
export const PackagesQuery = z.object({
  ...PagingQuery,
  pageSize: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 100),
  sort: z._default(z.enum(PACKAGE_SORTS), 'attention'),
});

const read = { method: 'GET', access: 'user', clientHeader: 'required', bodyLimit: 0 } as const;

/** All three answer `ETag` and 304; a request with `Cache-Control: no-cache` makes the BFF read DLI again first. */
export const groupsContract = defineContract({
  listGroups: {
    ...read,
    path: '/api/projects/:projectId/groups',
    summary: 'Package groups: filtered, sorted and paged over one shared upstream read.',
    params: ProjectParams,
    query: GroupsQuery,
    response: GroupList,
  },
  getGroup: {
    ...read,
    path: '/api/projects/:projectId/group',
    summary: 'One group by its exact name, with a page of its packages and its latest submissions.',
    params: ProjectParams,
    // In the query because any string may be a name, and `.`, `..` or `/` do not survive in a path.
    query: z.extend(PackagesQuery, { name: z.string().check(z.minLength(1), z.maxLength(256)) }),
    response: GroupView,
  },
  listUngrouped: {
    ...read,
    path: '/api/projects/:projectId/ungrouped',
    summary: 'Packages that are in no group, with the latest submissions that named none.',
    params: ProjectParams,
    query: PackagesQuery,
    response: UngroupedView,
  },
});

/** Package groups and the packages in them, as read from DLI's list call. */
import * as z from 'zod/mini';
import { ROLL_UP_STATES, STATUSES } from '../domain/status.ts';
import { FilterQuery, Millis, PagingQuery, ProjectParams, pageOf, RawJson, RollUp, Status } from './common.ts';
import { defineContract } from './define.ts';
import { Failure, Upload } from './failures.ts';
import { OPERATION_ITEMS_MAX, TargetName } from './operations.ts';
import { GroupOrigin, Origin } from './origins.ts';
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
  /** Null: not known from this console. Left out while the ledger does not tell, and where an upload of ours is under way. */
  origin: z.optional(z.nullable(Origin)),
  /** Left out where it did not fail, and while its object is being looked at. */
  failure: z.optional(Failure),
  /** Left out where nothing is going on. */
  upload: z.optional(Upload),
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
  /** Left out while the ledger does not tell. */
  origin: z.optional(GroupOrigin),
  /** From then on one of its uploads takes longer than usual; left out where none is going on. */
  usualUntil: z.optional(z.number()),
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

/** A group that DLI brings along. Read only. */
export const BuiltInModule = z.object({
  name: z.string(),
  status: Status,
  rawStatus: z.nullable(z.string()),
  /** `module_type`, as it came. */
  kind: z.nullable(z.string()),
  description: z.nullable(z.string()),
  /** Names of the packages in it. */
  packages: z.array(z.string()),
  createdAt: Millis,
  updatedAt: Millis,
});
export type BuiltInModule = z.infer<typeof BuiltInModule>;

/** While something moves, browsers poll fast at first and slower with its age. */
const Motion = {
  isMoving: z.boolean(),
  /** When the youngest thing still uploading began, by DLI's clock, or when it was first seen; while an operation runs, now. */
  movingSince: Millis,
};

export const GROUP_SORTS = ['attention', 'name', 'packages', 'owner', 'updated'] as const;
export const PACKAGE_SORTS = ['attention', 'name', 'kind', 'owner', 'created', 'updated'] as const;
export const MODULE_SORTS = ['name', 'kind', 'updated'] as const;

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
  /** Newest first, at most 5. */
  submissions: z.array(Submission),
  /** False while the ledger could not be read: no submission of an earlier process, no path, no reason of a failure is told. */
  isRecordRead: z.boolean(),
});
export type GroupView = z.infer<typeof GroupView>;

export const UngroupedView = z.object({
  rollUp: RollUp,
  origin: z.optional(GroupOrigin),
  packages: pageOf(Package),
  ...Motion,
  submissions: z.array(Submission),
  isRecordRead: z.boolean(),
});
export type UngroupedView = z.infer<typeof UngroupedView>;

export const ModuleList = pageOf(BuiltInModule);
export type ModuleList = z.infer<typeof ModuleList>;

export const GroupsQuery = z.object({
  ...PagingQuery,
  ...FilterQuery,
  /** The roll-up of its members, as its badge says; empty: any. */
  status: z._default(z.enum(['', ...ROLL_UP_STATES]), ''),
  /** `attention`: failed first, then uploading, then unknown, each newest first. */
  sort: z._default(z.enum(GROUP_SORTS), 'attention'),
});
export const PackagesQuery = z.object({
  ...PagingQuery,
  ...FilterQuery,
  status: z._default(z.enum(['', ...STATUSES]), ''),
  pageSize: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 100),
  sort: z._default(z.enum(PACKAGE_SORTS), 'attention'),
});
export const ModulesQuery = z.object({ ...PagingQuery, sort: z._default(z.enum(MODULE_SORTS), 'name') });

/** All names that match, in the order asked for, as many as one operation takes. */
const Names = z.object({
  names: z.array(z.string()),
  /** How many match; more than there are names where they were cut. */
  matching: z.number(),
});

const named = z.array(TargetName).check(z.minLength(1), z.maxLength(OPERATION_ITEMS_MAX));

const read = { method: 'GET', access: 'user', clientHeader: 'required', bodyLimit: 0 } as const;
/** A read whose names do not fit in an address. DLI is read again first, so what it answers is what is there. */
const lookUp = { method: 'POST', access: 'user', clientHeader: 'required', bodyLimit: 2_000_000 } as const;

/** The reads answer `ETag` and 304; a request with `Cache-Control: no-cache` makes the BFF read DLI again first. */
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
  listModules: {
    ...read,
    path: '/api/projects/:projectId/modules',
    summary: 'Built-in modules, which DLI brings along. Read only.',
    params: ProjectParams,
    query: ModulesQuery,
    response: ModuleList,
  },
  listGroupNames: {
    ...read,
    path: '/api/projects/:projectId/group-names',
    summary: 'The names of all groups that match a filter, at most 5,000.',
    params: ProjectParams,
    query: GroupsQuery,
    response: Names,
  },
  listPackageNames: {
    ...read,
    path: '/api/projects/:projectId/package-names',
    summary: 'The names of all packages of one group, or else of the ungrouped ones, that match a filter, at most 5,000.',
    params: ProjectParams,
    query: z.extend(PackagesQuery, { group: z.optional(TargetName) }),
    response: Names,
  },
  findGroups: {
    ...lookUp,
    path: '/api/projects/:projectId/group-lookup',
    summary: 'Which of the named groups are listed at this moment, with what deleting each of them whole asks for.',
    params: ProjectParams,
    body: z.object({ names: named }),
    response: z.object({ items: z.array(z.object({ name: z.string(), token: z.string(), packages: z.number() })) }),
  },
  findPackages: {
    ...lookUp,
    path: '/api/projects/:projectId/package-lookup',
    summary: 'Which of the named packages of one group, or of the ungrouped ones (null), are listed at this moment.',
    params: ProjectParams,
    body: z.object({ group: z.nullable(TargetName), names: named }),
    /** `total`: how many there are in the same place. */
    response: z.object({ names: z.array(z.string()), total: z.number() }),
  },
});

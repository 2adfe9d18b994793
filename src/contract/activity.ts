/**
 * The ledger as it is read: what was submitted, deleted or given away, when and by whom. Lists go by id, which is by time, newest
 * first, and page by the id of an entry. Times are epoch milliseconds, sizes bytes. Where the ledger cannot be read every endpoint
 * here answers 503 `ledger_unavailable`.
 */
import * as z from 'zod/mini';
import { UPLOAD_CALLS } from '../domain/kind.ts';
import { OutsideChange } from './changes.ts';
import { FILTER_VALUE_MAX, Kind, Millis, ProjectParams, RawJson, Status } from './common.ts';
import { defineContract } from './define.ts';
import { ApiErrorBody } from './errors.ts';
import { OPERATION_ITEM_STATES, OperationItem } from './operations.ts';
import { Member, OBSERVATIONS, SETTLEMENTS, Settlement } from './submissions.ts';

/** `attach`, `detach`: a path that a user gave for a package, and its taking back. Nothing goes out for either. */
export const ENTRY_TYPES = ['submission', 'delete', 'changeOwner', 'attach', 'detach'] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];
/** The first four are a submission's; the others a delete's or an owner change's (`partly`: some items failed), as `unknown` is: of some item nobody knows. */
export const ENTRY_OUTCOMES = ['sending', 'accepted', 'refused', 'unknown', 'running', 'done', 'partly', 'failed'] as const;
export type EntryOutcome = (typeof ENTRY_OUTCOMES)[number];

/** At most this many people to choose from. */
export const ACTORS_MAX = 100;
/** Packages told of each entry of a history, and names of each part of its difference; there is a count beside them. */
export const HISTORY_NAMES_MAX = 50;

export const EntrySummary = z.object({
  id: z.string(),
  type: z.enum(ENTRY_TYPES),
  createdAt: z.number(),
  actor: z.string(),
  note: z.nullable(z.string()),
  /** The entry that this one does again. */
  repeatsId: z.nullable(z.string()),
  outcome: z.enum(ENTRY_OUTCOMES),
  /** Still to be sent, answered, settled or watched. */
  isOpen: z.boolean(),
  /** The one group it is about; null where that is none, or several (`groupCount`). */
  group: z.nullable(z.string()),
  groupCount: z.number(),
  itemCount: z.number(),
  /** Packages that a read showed failed, or items that DLI refused. */
  failedCount: z.number(),
  /** The first three; a group itself is named by its group. */
  names: z.array(z.string()),
  kind: z.nullable(Kind),
  newOwner: z.nullable(z.string()),
  httpStatus: z.nullable(z.number()),
  errorCode: z.nullable(z.string()),
  verdict: z.nullable(z.enum(SETTLEMENTS)),
  observed: z.nullable(z.enum(OBSERVATIONS)),
});
export type EntrySummary = z.infer<typeof EntrySummary>;

const word = z.string().check(z.minLength(1), z.maxLength(FILTER_VALUE_MAX));
const millis = z.coerce.number().check(z.int(), z.gte(0));
const cursor = z.string().check(z.maxLength(64));

const FilterQuery = {
  /** The whole name, as it is. */
  group: z.optional(z.string().check(z.minLength(1), z.maxLength(1024))),
  /** Entries about packages in no group; does not count beside `group`. */
  ungrouped: z.optional(z.literal('yes')),
  actor: z.optional(word),
  outcome: z.optional(z.enum(ENTRY_OUTCOMES)),
  type: z.optional(z.enum(ENTRY_TYPES)),
  /** From this millisecond on. */
  from: z.optional(millis),
  /** Before this millisecond. */
  until: z.optional(millis),
};

const pageSize = (standard: number, most: number) => z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(most)), standard);

export const ActivityQuery = z.object({
  ...FilterQuery,
  /** The `next` of another page: what is older. */
  cursor: z.optional(cursor),
  /** The `previous` of another page: what is newer. Goes before `cursor`. */
  newerThan: z.optional(cursor),
  pageSize: pageSize(50, 200),
});
export type ActivityQuery = z.output<typeof ActivityQuery>;

/** Whether something shown is not over, and since when: for polling. */
const motion = { isMoving: z.boolean(), movingSince: Millis };

export const ActivityPage = z.object({
  items: z.array(EntrySummary),
  /** Null on the last page. */
  next: z.nullable(z.string()),
  /** Null on the first page. */
  previous: z.nullable(z.string()),
  /** Who has an entry in the project, whatever the filter. */
  actors: z.array(z.string()),
  ...motion,
});
export type ActivityPage = z.infer<typeof ActivityPage>;

/** The object as the pre-flight saw it. */
export const SourceObject = z.object({
  /** `found`, or why it could not be read. */
  preflight: z.string(),
  etag: z.nullable(z.string()),
  sizeBytes: z.nullable(z.number()),
  lastModifiedMs: Millis,
  versionId: z.nullable(z.string()),
});
export type SourceObject = z.infer<typeof SourceObject>;

/** What the last read that showed the package said; all null until one did. */
export const RecordedPackage = z.object({
  name: z.string(),
  /** As typed. */
  path: z.string(),
  obsUri: z.string(),
  /** Null where the pre-flight did not look. */
  source: z.nullable(SourceObject),
  status: z.nullable(Status),
  seenAt: Millis,
  updatedAt: Millis,
  underlyingName: z.nullable(z.string()),
  /** From the submission to the first read that was final, where somebody watched. */
  tookMs: z.nullable(z.number()),
});
export type RecordedPackage = z.infer<typeof RecordedPackage>;

export const EVENT_TYPES = [
  'intent',
  'sent',
  'answered',
  'notSent',
  'lost',
  'settled',
  'observed',
  'status',
  'explained',
  'item',
  'finished',
  'closed',
] as const;
export const RecordedEvent = z.object({
  seq: z.number(),
  at: z.number(),
  type: z.enum(EVENT_TYPES),
  /** The package it speaks of, or the group; null where it is about the entry. */
  name: z.nullable(z.string()),
  /** What else it holds, as the ledger keeps it. */
  data: RawJson,
});
export type RecordedEvent = z.infer<typeof RecordedEvent>;

const head = { ...z.omit(EntrySummary, { type: true }).shape, requestId: z.string() };
export const RecordedSubmission = z.object({
  ...head,
  type: z.literal('submission'),
  kind: Kind,
  isAsync: z.boolean(),
  /** The very call, without its headers. */
  call: z.object({ method: z.literal('POST'), name: z.enum(UPLOAD_CALLS), path: z.string(), body: RawJson }),
  /** What stood there when the plan was made. */
  before: z.object({ groupExists: z.boolean(), members: z.array(Member) }),
  sentAt: Millis,
  answeredAt: Millis,
  /** DLI's id of the call. */
  upstreamRequestId: z.nullable(z.string()),
  answer: z.nullable(RawJson),
  error: z.nullable(ApiErrorBody),
  settlesAt: Millis,
  settlement: z.nullable(Settlement),
  observation: z.nullable(
    z.object({
      how: z.enum(OBSERVATIONS),
      at: z.number(),
      removed: z.array(z.string()),
      /** Members that the submission did not name and that were still there. */
      keptCount: z.number(),
    }),
  ),
  packages: z.array(RecordedPackage),
});
export type RecordedSubmission = z.infer<typeof RecordedSubmission>;

export const RecordedOperation = z.object({
  ...head,
  type: z.enum(['delete', 'changeOwner']),
  finishedAt: Millis,
  items: z.array(OperationItem),
});
export type RecordedOperation = z.infer<typeof RecordedOperation>;

/** One package; its path is empty where one was taken back. */
export const RecordedAttachment = z.object({ ...head, type: z.enum(['attach', 'detach']), packages: z.array(RecordedPackage) });
export type RecordedAttachment = z.infer<typeof RecordedAttachment>;

export const EntryView = z.object({
  entry: z.discriminatedUnion('type', [RecordedSubmission, RecordedOperation, RecordedAttachment]),
  /** Oldest first. */
  events: z.array(RecordedEvent),
  ...motion,
});
export type EntryView = z.infer<typeof EntryView>;

const Names = z.object({ count: z.number(), names: z.array(z.string()) });
/** A submission beside the one before it that DLI took: by the ETag of each object, else its size, else its path. */
export const EntryDiff = z.object({
  /** The one before. */
  since: z.object({ id: z.string(), createdAt: z.number() }),
  added: Names,
  /** With new bytes. */
  replaced: Names,
  same: Names,
  /** In both, and nothing tells whether the bytes are the same. */
  unclear: Names,
  leftOut: Names,
});
export type EntryDiff = z.infer<typeof EntryDiff>;

export const HistoryEntry = z.object({
  kind: z.literal('entry'),
  entry: EntrySummary,
  /** What it did in this group; names are null for the group itself. At most HISTORY_NAMES_MAX. */
  packages: z.array(
    z.object({
      name: z.nullable(z.string()),
      status: z.nullable(Status),
      tookMs: z.nullable(z.number()),
      state: z.nullable(z.enum(OPERATION_ITEM_STATES)),
      wasGone: z.boolean(),
    }),
  ),
  packageCount: z.number(),
  /** Null where there is no submission before it, and for what is no submission. */
  diff: z.nullable(EntryDiff),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** What one read showed as changed without this console, beside the read before it; each change is told when it was seen. */
export const HistoryChanges = z.object({
  kind: z.literal('changes'),
  /** Of the latest of them. */
  id: z.string(),
  /** As of each change: it happened between these two reads. */
  at: z.number(),
  since: Millis,
  /** At most HISTORY_NAMES_MAX. */
  changes: z.array(OutsideChange),
  changeCount: z.number(),
});
export type HistoryChanges = z.infer<typeof HistoryChanges>;

export const HistoryItem = z.discriminatedUnion('kind', [HistoryEntry, HistoryChanges]);
export type HistoryItem = z.infer<typeof HistoryItem>;

export const HistoryPage = z.object({
  /** Newest first; fewer than asked for where thousands of changes lie between them. */
  items: z.array(HistoryItem),
  /** Null on the last page. */
  next: z.nullable(z.string()),
  /** On the last page: since when changes made elsewhere are noted; null: not yet, or this is not the last. */
  changesSince: Millis,
  ...motion,
});
export type HistoryPage = z.infer<typeof HistoryPage>;

/** `csv`: a row an item, RFC 4180 in UTF-8 with a byte order mark. `jsonl`: an entry a line, with its items and events. */
export const ACTIVITY_FORMATS = ['csv', 'jsonl'] as const;
export type ActivityFormat = (typeof ACTIVITY_FORMATS)[number];

const read = { method: 'GET', access: 'user', clientHeader: 'required', bodyLimit: 0 } as const;

export const activityContract = defineContract({
  listActivity: {
    ...read,
    path: '/api/projects/:projectId/activity',
    summary: 'Submissions, deletes and owner changes of the project that match, newest first.',
    params: ProjectParams,
    query: ActivityQuery,
    response: ActivityPage,
  },
  getEntry: {
    ...read,
    path: '/api/projects/:projectId/activity/:id',
    summary: 'One entry whole: what was asked, sent, answered and observed, and its events.',
    params: z.extend(ProjectParams, { id: z.string().check(z.maxLength(64)) }),
    response: EntryView,
  },
  getHistory: {
    ...read,
    path: '/api/projects/:projectId/history',
    summary:
      'What happened to one group, or without one to packages in no group, newest first: what was done here, and what reads showed as changed without this console.',
    params: ProjectParams,
    query: z.object({ group: FilterQuery.group, cursor: z.optional(cursor), pageSize: pageSize(20, 50) }),
    response: HistoryPage,
  },
  exportActivity: {
    ...read,
    path: '/api/projects/:projectId/exports/activity',
    summary: 'The entries that match as a file, oldest first.',
    params: ProjectParams,
    query: z.object({ ...FilterQuery, format: z._default(z.enum(ACTIVITY_FORMATS), 'csv') }),
    response: z.string(),
    clientHeader: 'download',
  },
});

/** Checking, planning and sending a submission, and following what became of it. */
import * as z from 'zod/mini';
import { UPLOAD_CALLS } from '../domain/kind.ts';
import { checkGroupName, checkTag, PATHS_MAX, TAGS_MAX } from '../domain/names.ts';
import { parseObsPath } from '../domain/obs-path.ts';
import { Issue, Kind, Millis, ProjectParams, RawJson, Status } from './common.ts';
import { defineContract } from './define.ts';
import { ApiErrorBody } from './errors.ts';

/**
 * Field schemas of the form and of the wire. A refused value carries the domain's codes in `params.issue`, so that
 * browser and BFF tell the same problem; zod's own sentence is never shown.
 */
export const GroupName = z.string().check(
  z.check((ctx) => {
    for (const issue of checkGroupName(ctx.value).errors) ctx.issues.push({ code: 'custom', input: ctx.value, params: { issue } });
  }),
);
export const ObsPathText = z.string().check(
  z.maxLength(4096),
  z.check((ctx) => {
    const parsed = parseObsPath(ctx.value);
    if (!parsed.ok) ctx.issues.push({ code: 'custom', input: ctx.value, params: { issue: parsed.problem } });
  }),
);
export const Tags = z.array(z.object({ key: z.string(), value: z.string() })).check(
  z.maxLength(TAGS_MAX),
  z.check((ctx) => {
    ctx.value.forEach((tag, index) => {
      for (const issue of checkTag(tag, ctx.value)) {
        const field = issue.code.startsWith('value') ? 'value' : 'key';
        ctx.issues.push({ code: 'custom', input: tag, path: [index, field], params: { issue } });
      }
    });
  }),
);

/** Counted in characters, as people count them. */
export const NOTE_MAX = 500;
export const SubmissionNote = z.string().check(
  z.check((ctx) => {
    const length = Array.from(ctx.value).length;
    if (length <= NOTE_MAX) return;
    ctx.issues.push({ code: 'custom', input: ctx.value, params: { issue: { code: 'too_long', params: { max: NOTE_MAX, length } } } });
  }),
);

export const SubmissionRequest = z.object({
  /** Null: no group. */
  group: z.nullable(GroupName),
  kind: Kind,
  isAsync: z.boolean(),
  tags: Tags,
  /** As typed; what goes to DLI is always the virtual-hosted https form in the project's region. */
  paths: z.array(ObsPathText).check(z.minLength(1), z.maxLength(PATHS_MAX)),
  /** Why, in the submitter's words. It stays in the ledger: DLI has no field for it. */
  note: z.optional(SubmissionNote),
  /**
   * Names among `paths` that are not sent, because the plan calls them `same`. Without it everything is sent. Checked again
   * before sending: one that is not the same any more, or must not be left out, is 409 `no_longer_same`.
   */
  leaveOut: z.optional(z.array(z.string().check(z.maxLength(1024))).check(z.maxLength(PATHS_MAX))),
  /** Id of the entry of the ledger that this one does again. */
  repeats: z.optional(z.string().check(z.regex(/^[0-9a-f-]{36}$/))),
});
export type SubmissionRequest = z.infer<typeof SubmissionRequest>;

/** A member of the group as the plan saw it. */
export const Member = z.object({
  name: z.string(),
  kind: z.nullable(z.string()),
  status: Status,
  updatedAt: Millis,
  underlyingName: z.nullable(z.string()),
});
export type Member = z.infer<typeof Member>;

/**
 * The submission that put there what stands in the group, by the ledger. `current`: it stands there as that submission left
 * it. `replaced`: something else changed it since, so its path is not known. `unsure`: DLI's data cannot tell.
 */
export const PackageSource = z.object({
  obsUri: z.string(),
  /** Of the object when it was submitted; null where nobody looked. */
  sizeBytes: z.nullable(z.number()),
  lastModified: Millis,
  submittedAt: z.number(),
  submittedBy: z.string(),
  standing: z.enum(['current', 'replaced', 'unsure']),
});
export type PackageSource = z.infer<typeof PackageSource>;

/** `same`: it stands there as it would be sent, so that sending it would change nothing (docs/decisions/034). */
export const PLAN_ACTIONS = ['add', 'replace', 'same', 'notIncluded', 'blocked'] as const;
export const PlanRow = z.object({
  action: z.enum(PLAN_ACTIONS),
  name: z.string(),
  /** As typed; null for a member that this submission does not name. */
  path: z.nullable(z.string()),
  /** Readable `obs://` form; null where `path` is. */
  obsUri: z.nullable(z.string()),
  /** What stands in the group under this name now; null for an addition. */
  before: z.nullable(Member),
  /** Where that came from; null where the ledger knows of no submission, or nothing stands there. */
  source: z.nullable(PackageSource),
  /** The object that `path` names, as last looked at; null where it could not be read, or nobody looked. */
  object: z.nullable(z.object({ sizeBytes: z.number(), lastModified: Millis })),
  /** Why it is blocked, such as `duplicate_name` (params.rows: which rows, ten at most; params.more: how many others) or `duplicate_path`. */
  blockedBy: z.optional(Issue),
  warnings: z.array(Issue),
});
export type PlanRow = z.infer<typeof PlanRow>;

export const Plan = z.object({
  rows: z.array(PlanRow),
  counts: z.object({ add: z.number(), replace: z.number(), same: z.number(), notIncluded: z.number(), blocked: z.number() }),
  groupExists: z.boolean(),
  /**
   * How many objects there are, how many of them this console could not read, and for how many there was no time.
   * Left out where nobody looked.
   */
  objects: z.optional(z.object({ total: z.number(), unread: z.number(), unchecked: z.number() })),
  /** False where what was submitted before could not be read: then no source is known, and nothing is called the same. */
  isRecordRead: z.boolean(),
  /** Whether rows that are the same may be left out while others are sent; not with the calls that may remove what is left out. */
  canLeaveOut: z.boolean(),
  /** What Huawei documents for members this submission leaves out: `may_be_removed` for the kind-specific calls, else `likely_kept`. */
  othersFate: z.enum(['likely_kept', 'may_be_removed', 'none']),
  /** The very call that will be made. */
  call: z.object({ method: z.literal('POST'), name: z.enum(UPLOAD_CALLS), path: z.string(), body: RawJson }),
  /** Stands for the group as read for this plan: members, their update times and underlying names. */
  token: z.string(),
  readAt: z.number(),
});
export type Plan = z.infer<typeof Plan>;

/**
 * `sending`: DLI has not answered yet. `accepted` / `refused`: it has. `unknown`: the answer was lost or is late;
 * nothing is sent again, the group is read once the slowest call can have ended (`settlement`).
 */
export const SUBMISSION_OUTCOMES = ['sending', 'accepted', 'refused', 'unknown'] as const;

/** `arrived`: every package is there and newer than before; `partly`; `not_found`: none is; `undetermined`: DLI's data cannot tell. */
export const SETTLEMENTS = ['arrived', 'partly', 'not_found', 'undetermined'] as const;

/** `unknown`: no member was left out, or there is no group, so nothing tells a merge from a replacement. */
export const OBSERVATIONS = ['created', 'merged', 'replaced', 'unknown'] as const;

export const MOVED_SHOWN = 20;
export const Observed = z.object({
  how: z.enum(OBSERVATIONS),
  removed: z.array(z.string()),
  /** How many of the members left out are still there. */
  kept: z.number(),
  /** Members, sent or not, that stood there before and came out of it with another update time or underlying name; the first 20. */
  moved: z.array(z.object({ name: z.string(), what: z.enum(['time', 'underlyingName', 'both']), isSent: z.boolean() })),
  movedCount: z.number(),
  at: z.number(),
});
export type Observed = z.infer<typeof Observed>;

/** What reading told of a submission whose answer was lost. */
export const Settlement = z.object({
  verdict: z.enum(SETTLEMENTS),
  at: z.number(),
  found: z.array(z.string()),
  missing: z.array(z.string()),
});
export type Settlement = z.infer<typeof Settlement>;

export const Submission = z.object({
  id: z.string(),
  group: z.nullable(z.string()),
  kind: Kind,
  isAsync: z.boolean(),
  submittedAt: z.number(),
  submittedBy: z.string(),
  outcome: z.enum(SUBMISSION_OUTCOMES),
  answeredAt: Millis,
  call: z.object({ method: z.literal('POST'), path: z.string(), body: RawJson }),
  httpStatus: z.nullable(z.number()),
  /** DLI's request id. */
  upstreamRequestId: z.nullable(z.string()),
  /** DLI's answer as it came; null where there was none. */
  answer: z.nullable(RawJson),
  error: z.nullable(ApiErrorBody),
  /** For `unknown`: when it will be, or was, settled by reading. */
  settlesAt: Millis,
  settlement: z.nullable(Settlement),
  /** What the first read after the answer showed; null where it told nothing, or until then. */
  observed: z.nullable(Observed),
  note: z.nullable(z.string()),
  /** Only where what DLI answered could not be written down yet: then the ledger has it as sent, and is told once it can be written again. */
  isUnrecorded: z.optional(z.literal(true)),
  packages: z.array(z.object({ name: z.string(), path: z.string(), obsUri: z.string() })),
});
export type Submission = z.infer<typeof Submission>;

export const KNOWN_PATHS_MAX = 5_000;
export const KnownPath = z.object({
  name: z.string(),
  /** As typed. */
  path: z.string(),
  submittedAt: z.number(),
  /** Of that submission. */
  note: z.nullable(z.string()),
});
export type KnownPath = z.infer<typeof KnownPath>;

/** Any string may be a name in DLI. */
const AnyName = z.string().check(z.minLength(1), z.maxLength(1024));

const ONE_MB = 1_000_000;
const write = { method: 'POST', access: 'user', clientHeader: 'required', bodyLimit: ONE_MB } as const;

export const submissionsContract = defineContract({
  planSubmission: {
    ...write,
    path: '/api/projects/:projectId/plan',
    summary: 'Reads the group and says what a submission would add, replace and leave out. Sends nothing.',
    params: ProjectParams,
    body: SubmissionRequest,
    response: Plan,
  },
  submitGroup: {
    ...write,
    path: '/api/projects/:projectId/submissions',
    summary:
      'Sends one submission, once. 409 group_changed when the group is no longer what the token stands for, 409 no_longer_same when something in `leaveOut` has to be sent after all.',
    params: ProjectParams,
    body: z.extend(SubmissionRequest, { token: z.string() }),
    response: Submission,
    idempotent: 'key',
  },
  listKnownPaths: {
    method: 'GET',
    path: '/api/projects/:projectId/known-paths',
    summary: 'Where the packages of one group, or else the ungrouped ones, came from, by the latest submission of each in the ledger.',
    params: ProjectParams,
    /** `name`: of this package alone. */
    query: z.object({ group: z.optional(AnyName), name: z.optional(AnyName) }),
    /** At most 5,000, by name. */
    response: z.object({ items: z.array(KnownPath) }),
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 0,
  },
  getSubmission: {
    method: 'GET',
    path: '/api/projects/:projectId/submissions/:id',
    summary: 'One submission, as it stands in the ledger.',
    params: z.extend(ProjectParams, { id: z.string().check(z.maxLength(64)) }),
    response: Submission,
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 0,
  },
});

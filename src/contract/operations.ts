/**
 * Bulk actions: one call to DLI per item, a few at a time, with an outcome each. An operation runs on the server under an id,
 * so leaving the page does not stop it and any screen can follow it. Stored before it starts: a restart of the server ends it, and
 * every item says how (`stopped_before_sent`, `stopped_before_answer`); none is sent again. An item whose answer was lost is settled by
 * reading; where every read failed its outcome stays unknown (`outcome_unknown`).
 */
import * as z from 'zod/mini';
import { checkOwnerName } from '../domain/names.ts';
import { Millis, ProjectParams } from './common.ts';
import { defineContract } from './define.ts';
import { ApiErrorBody } from './errors.ts';

/** Calls to DLI in one operation, the members of whole groups counted one by one. */
export const OPERATION_ITEMS_MAX = 5_000;
/** Items told of an operation each time it is read. */
export const OPERATION_ITEMS_TOLD = 200;

/** A package in a group (`group`, `name`), an ungrouped package (null, `name`), or a group itself (`group`, null). */
export const OperationTarget = z.object({ group: z.nullable(z.string()), name: z.nullable(z.string()) });
export type OperationTarget = z.infer<typeof OperationTarget>;

export const OPERATION_ITEM_STATES = ['waiting', 'running', 'done', 'failed', 'unknown'] as const;
export const OperationItem = z.extend(OperationTarget, {
  state: z.enum(OPERATION_ITEM_STATES),
  /** Done because it was gone already (DLI answered 404). */
  wasGone: z.boolean(),
  error: z.nullable(ApiErrorBody),
});
export type OperationItem = z.infer<typeof OperationItem>;

export const OPERATION_KINDS = ['delete', 'changeOwner'] as const;
export const Operation = z.object({
  id: z.string(),
  kind: z.enum(OPERATION_KINDS),
  startedAt: z.number(),
  startedBy: z.string(),
  finishedAt: Millis,
  /** For `changeOwner`. */
  newOwner: z.nullable(z.string()),
  counts: z.object({
    total: z.number(),
    waiting: z.number(),
    running: z.number(),
    done: z.number(),
    failed: z.number(),
    unknown: z.number(),
  }),
  /** Failed first, then unknown, running, waiting, done; in the order they were named within each; at most OPERATION_ITEMS_TOLD. */
  items: z.array(OperationItem),
});
export type Operation = z.infer<typeof Operation>;

/** What became of every item, in the order they were named. */
export const OperationOutcomes = z.object({ items: z.array(z.omit(OperationItem, { wasGone: true, error: true })) });
export type OperationOutcomes = z.infer<typeof OperationOutcomes>;

export const TargetName = z.string().check(z.minLength(1), z.maxLength(1024));
const name = TargetName;
/** Owner names by DLI's rules (dli_02_0253), with the domain's codes as in `contract/submissions.ts`. */
export const OwnerName = z.string().check(
  z.check((ctx) => {
    for (const issue of checkOwnerName(ctx.value)) ctx.issues.push({ code: 'custom', input: ctx.value, params: { issue } });
  }),
);

function refuseNameless(ctx: z.core.ParsePayload<OperationTarget[]>): void {
  ctx.value.forEach((target, index) => {
    if (target.group !== null || target.name !== null) return;
    ctx.issues.push({ code: 'custom', input: target, path: [index], params: { issue: { code: 'empty' } } });
  });
}

const start = {
  method: 'POST',
  access: 'user',
  clientHeader: 'required',
  params: ProjectParams,
  response: Operation,
  idempotent: 'key',
  /** As many of the longest names as may come. */
  bodyLimit: 2_000_000,
} as const;
const read = { method: 'GET', access: 'user', clientHeader: 'required', bodyLimit: 0 } as const;

export const operationsContract = defineContract({
  startDelete: {
    ...start,
    path: '/api/projects/:projectId/deletions',
    summary:
      'Deletes packages one by one, and every listed member of whole groups. 409 group_changed when a whole group is not as its token says, 422 operation_too_large above 5,000 packages in all, 503 ledger_unavailable when it cannot be stored: nothing was sent.',
    body: z
      .object({
        packages: z.array(z.object({ group: z.nullable(name), name })).check(z.maxLength(OPERATION_ITEMS_MAX)),
        /** DLI has no call that deletes a group: its members go one by one, and nothing that the token does not stand for. */
        wholeGroups: z.array(z.object({ name, token: z.string() })).check(z.maxLength(OPERATION_ITEMS_MAX)),
      })
      .check(
        z.check((ctx) => {
          if (ctx.value.packages.length + ctx.value.wholeGroups.length > 0) return;
          ctx.issues.push({ code: 'custom', input: ctx.value, path: ['packages'], params: { issue: { code: 'empty' } } });
        }),
      ),
  },
  startOwnerChange: {
    ...start,
    path: '/api/projects/:projectId/owner-changes',
    summary:
      'Gives groups or packages another owner, one call each. DLI may answer 200 and refuse: that is a failure. 503 ledger_unavailable when it cannot be stored: nothing was sent.',
    body: z.object({
      newOwner: OwnerName,
      targets: z
        .array(z.object({ group: z.nullable(name), name: z.nullable(name) }))
        .check(z.minLength(1), z.maxLength(OPERATION_ITEMS_MAX), z.check(refuseNameless)),
    }),
  },
  getOperation: {
    ...read,
    path: '/api/projects/:projectId/operations/:id',
    summary: 'One operation, as far as it has come, with at most 200 of its items; also of earlier runs of the server.',
    params: z.extend(ProjectParams, { id: z.string().check(z.maxLength(64)) }),
    response: Operation,
  },
  getOperationOutcomes: {
    ...read,
    path: '/api/projects/:projectId/operations/:id/outcomes',
    summary: 'What became of every item of one operation, without reasons.',
    params: z.extend(ProjectParams, { id: z.string().check(z.maxLength(64)) }),
    response: OperationOutcomes,
  },
  listOperations: {
    ...read,
    path: '/api/projects/:projectId/operations',
    summary: 'The latest operations of the project, newest first, at most 20, without their items; also of earlier runs of the server.',
    params: ProjectParams,
    response: z.object({ items: z.array(z.omit(Operation, { items: true })) }),
  },
});

/**
 * The one error shape, end to end: never flattened to a message and parsed back.
 * `code` is what programs and the browser's catalogue go by; `message` is plain English for people who read the wire.
 */
import * as z from 'zod/mini';
import { Issue } from './common.ts';

export const ERROR_CODES = [
  // The request
  'invalid_request',
  'client_header_missing',
  'cross_origin',
  'host_not_allowed',
  'unsupported_media_type',
  'body_too_large',
  'not_found',
  'project_not_found',
  /** Configured by name, and IAM could not be asked for its id yet. */
  'project_unresolved',
  'group_not_found',
  'package_not_found',
  'submission_not_found',
  'operation_not_found',
  'operation_too_large',
  // An item of an operation that a restart of the server cut short
  'stopped_before_sent',
  'stopped_before_answer',
  // An item of an operation of which neither its answer nor any read since tells
  'outcome_unknown',
  // A submission
  'idempotency_key_missing',
  'idempotency_key_reused',
  'group_changed',
  'no_longer_same',
  'plan_blocked',
  // A path attached by a user
  'path_known',
  // DLI, or the way to it
  'dli_refused',
  'dli_unauthorized',
  'dli_forbidden',
  'dli_not_found',
  'dli_quota',
  'dli_throttled',
  'dli_failed',
  'dli_unreachable',
  'dli_timeout',
  'dli_bad_answer',
  /** It answers the list filtered by tag with packages that have no such tag. */
  'dli_ignores_tags',
  // The object store. Denied: to list buckets (obs:bucket:ListAllMyBuckets), a bucket (obs:bucket:ListBucket), to read an object (obs:object:GetObject)
  'store_buckets_denied',
  'store_list_denied',
  'store_object_denied',
  'store_bucket_not_found',
  'store_wrong_region',
  'store_credentials',
  'store_clock_skew',
  'store_throttled',
  'store_unreachable',
  'store_timeout',
  'store_failed',
  // Ourselves
  'ledger_unavailable',
  'shutting_down',
  'internal',
] as const;
export const ErrorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** What the service behind us said, word for word, for the details pane. */
export const UpstreamEvidence = z.object({
  /** Which call, such as `GET /v2.0/local/resources`. */
  call: z.string(),
  httpStatus: z.nullable(z.number()),
  errorCode: z.nullable(z.string()),
  errorMessage: z.nullable(z.string()),
  requestId: z.nullable(z.string()),
  /** The right that is missing, where the message names it. */
  denied: z.optional(z.object({ resource: z.string(), user: z.string(), action: z.string() })),
  retryAfterMs: z.nullable(z.number()),
});
export type UpstreamEvidence = z.infer<typeof UpstreamEvidence>;

/** One refused value: where it stands in the request (`body.paths.3`) and why. */
export const FieldIssue = z.extend(Issue, { path: z.string() });
export type FieldIssue = z.infer<typeof FieldIssue>;

export const ApiErrorBody = z.object({
  code: ErrorCode,
  message: z.string(),
  requestId: z.string(),
  status: z.number(),
  details: z.optional(
    z.object({
      issues: z.optional(z.array(FieldIssue)),
      upstream: z.optional(UpstreamEvidence),
      /** It was the filter by tag that failed, and not the list as such. */
      filter: z.optional(z.literal('tag')),
      /** For `store_wrong_region`: where the bucket is, when the store tells. */
      region: z.optional(z.string()),
      /** For `group_changed` and `no_longer_same`: the plan as it is now; a `Plan` of `contract/submissions.ts`. */
      plan: z.optional(z.unknown()),
    }),
  ),
});
export type ApiErrorBody = z.infer<typeof ApiErrorBody>;

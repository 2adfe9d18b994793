/** Why a package failed, as far as evidence goes: DLI has no field for it. And what an upload's age is judged by. */
import * as z from 'zod/mini';
import { Millis } from './common.ts';

/** In brackets, how certain each can be. */
export const FAILURE_REASONS = [
  /** No object at the submission, and none now (known). */
  'never_there',
  /** The object is not there now (likely). */
  'gone',
  /** It was not there at the submission and came afterwards (likely). */
  'came_late',
  /** No such bucket, or not in this region: OBS may say the same for both (known where it was so at the submission). */
  'bucket_gone',
  /** Another object than at the submission, put there before the failure was seen (likely). */
  'changed',
  /** Put there after it: what DLI read can no longer be looked at (none). */
  'changed_since',
  /** This console may not read it, DLI likely neither. */
  'denied',
  'empty',
  /** Known where the object is the one that was submitted. */
  'archived',
  /** The bucket is in another region: `region`, where the store says which (known). */
  'elsewhere',
  'folder',
  'unreadable',
  /** The object is as it was, and nothing stands in the way of reading it (none). */
  'no_reason',
  /** The object could not be looked at; tried again later (none). */
  'not_looked',
  /** No submission of this console is known to have brought it (none). */
  'not_from_here',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

export const ObjectSeen = z.object({
  /** `found`, or why it could not be read. */
  result: z.string(),
  /** Null where it is not known to the second. */
  at: Millis,
  etag: z.nullable(z.string()),
  sizeBytes: z.nullable(z.number()),
  lastModified: Millis,
});
export type ObjectSeen = z.infer<typeof ObjectSeen>;

export const Failure = z.object({
  reason: z.enum(FAILURE_REASONS),
  certainty: z.enum(['known', 'likely', 'none']),
  region: z.optional(z.string()),
  /** Left out with `not_from_here`. */
  evidence: z.optional(
    z.object({
      submissionId: z.string(),
      submittedAt: z.number(),
      /** DLI's id of the call. */
      requestId: z.nullable(z.string()),
      /** As typed. */
      path: z.string(),
      obsUri: z.string(),
      /** Null where nobody looked before the submission. */
      before: z.nullable(ObjectSeen),
      after: z.nullable(ObjectSeen),
    }),
  ),
});
export type Failure = z.infer<typeof Failure>;

/** An upload still going on. It takes longer than usual from `since + usualMs` on; the console never calls that a failure. */
export const Upload = z.object({
  /** Our submission, else DLI's update time, else when it was first seen. */
  since: z.number(),
  /** 95 of 100 packages of this project took no longer; five minutes where too few were measured. */
  usualMs: z.number(),
  /** How many that is taken from; 0: too few. */
  measured: z.number(),
});
export type Upload = z.infer<typeof Upload>;

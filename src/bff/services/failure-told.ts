/** A failure as the console tells it, from what the ledger keeps of it. */
import { FAILURE_REASONS, type Failure, type FailureReason, type ObjectSeen } from '../../contract/failures.ts';
import type { Explanation, SourceObject, SubmissionEntry } from '../../ledger/entry.ts';

type Origin = Pick<NonNullable<Failure['evidence']>, 'submissionId' | 'submittedAt' | 'requestId'>;

export function sourceIn({ id, createdAt, upstreamRequestId }: SubmissionEntry): Origin {
  return { submissionId: id, submittedAt: createdAt, requestId: upstreamRequestId };
}

/** `none` is told by the reason alone: the ledger keeps whether it is a guess. */
const WITHOUT_REASON: readonly string[] = ['changed_since', 'no_reason', 'not_looked'] satisfies FailureReason[];

export function failureOf(
  { path, obsUri, source }: Pick<SubmissionEntry['items'][number], 'path' | 'obsUri' | 'source'>,
  origin: Origin,
  explanation: Explanation,
): Failure {
  const { isLikely, object, region, at } = explanation;
  // A later version may have known more of them.
  const reason = FAILURE_REASONS.find((one) => one === explanation.reason) ?? 'no_reason';
  return {
    reason,
    certainty: WITHOUT_REASON.includes(reason) ? 'none' : isLikely ? 'likely' : 'known',
    ...(region === null ? {} : { region }),
    evidence: { ...origin, path, obsUri, before: source && objectSeen(source, null), after: objectSeen(object, at) },
  };
}

function objectSeen({ preflight, etag, sizeBytes, lastModifiedMs }: SourceObject, at: number | null): ObjectSeen {
  return { result: preflight, at, etag, sizeBytes, lastModified: lastModifiedMs };
}

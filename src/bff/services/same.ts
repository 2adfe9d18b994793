/**
 * What the ledger says of a package that stands in the group: where it came from, and whether sending it again would change
 * anything. Pure. A package is called the same only where every part of that is proven (docs/decisions/034).
 */
import type { Member, PackageSource } from '../../contract/submissions.ts';
import type { Kind } from '../../domain/kind.ts';
import { isMoving } from '../../domain/status.ts';
import type { KnownPath } from '../../ledger/entry.ts';
import type { Looked } from './preflight.ts';

export interface Standing {
  member: Member;
  known: KnownPath;
}

export function sourceOf({ member, known }: Standing): PackageSource {
  return {
    obsUri: known.obsUri,
    sizeBytes: known.source?.sizeBytes ?? null,
    lastModified: known.source?.lastModifiedMs ?? null,
    submittedAt: known.submittedAt,
    submittedBy: known.submittedBy,
    standing: standingOf({ member, known }),
  };
}

/** Whether the package is still what the reads after its latest submission showed. */
export function standingOf({ member, known }: Standing): PackageSource['standing'] {
  if (known.seenAt === null) return 'unsure';
  const { name, updatedAt, underlyingName } = member;
  if (known.underlyingName !== null && underlyingName !== null && known.underlyingName !== underlyingName) return 'replaced';
  if (known.updatedAt !== null && updatedAt !== null) {
    if (known.updatedAt === updatedAt) return 'current';
    // The end of the upload may have moved it, and no read showed that end.
    return known.status === null || known.status === 'unknown' || isMoving(known.status) ? 'unsure' : 'replaced';
  }
  // Equal to the name, it does not tell one upload from the next.
  return underlyingName !== null && underlyingName !== name && known.underlyingName === underlyingName ? 'current' : 'unsure';
}

export interface Sending {
  obsUri: string;
  kind: Kind;
  hasTags: boolean;
  looked: Looked | null;
}

/** Sending it would put the very same package there once more. */
export function isSame(standing: Standing, sending: Sending): boolean {
  const { member, known } = standing;
  return (
    !sending.hasTags &&
    known.obsUri === sending.obsUri &&
    hasSameContents(standing, sending) &&
    known.kind === sending.kind &&
    (member.kind === null || member.kind.toLowerCase() === sending.kind.toLowerCase())
  );
}

/** The object is, byte for byte, what was submitted, and that became Ready and stands there still. */
export function hasSameContents(standing: Standing, { looked }: Pick<Sending, 'looked'>): boolean {
  const { member, known } = standing;
  if (member.status !== 'ready' || known.status !== 'ready' || standingOf(standing) !== 'current') return false;
  const recorded = known.source;
  if (!recorded?.etag || !looked?.stat) return false;
  const { etag, sizeBytes } = looked.stat;
  return recorded.etag === etag && (recorded.sizeBytes === null || recorded.sizeBytes === sizeBytes);
}

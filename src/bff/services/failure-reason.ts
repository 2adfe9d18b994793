/**
 * Why DLI failed to copy an object, from what the pre-flight saw at the submission and what a look after the failure sees.
 * Pure. `known` only where no copy could have succeeded; a guess is `likely`, and where the object is in order there is none.
 */
import type { FailureReason } from '../../contract/failures.ts';
import type { SourceObject } from '../../ledger/entry.ts';
import type { ObjectStat, ObjectStoreCode } from '../../obs/object-store.ts';
import type { Looked } from './preflight.ts';

export interface FailureEvidence {
  /** At the submission; null where nobody looked. */
  source: SourceObject | null;
  /** After the failure; null where there was no time to look. */
  looked: Looked | null;
  /** When a read first showed the failure (epoch ms). */
  seenAt: number;
}

export interface Reasoned {
  reason: FailureReason;
  certainty: 'known' | 'likely' | 'none';
}

/** OBS dates objects to the second, by a clock of its own. */
const CLOCKS_DIFFER_MS = 2_000;

export function reasonFor({ source, looked, seenAt }: FailureEvidence): Reasoned {
  if (looked === null) return none('not_looked');
  if (looked.stat === null) return fromStoreCode(looked.code, source);
  return fromObject(looked.stat, source, seenAt);
}

function fromObject(stat: ObjectStat, source: SourceObject | null, seenAt: number): Reasoned {
  const isSame = source !== null && source.etag === stat.etag;
  if (stat.needsRestore) return isSame ? known('archived') : likely('archived');
  const wasAbsent = source?.preflight === 'not_found' || source?.preflight === 'bucket_not_found';
  const wasReplaced = source !== null && source.etag !== null && !isSame;
  if (wasAbsent || wasReplaced) {
    if (stat.lastModifiedMs > seenAt + CLOCKS_DIFFER_MS) return wasAbsent ? known('never_there') : none('changed_since');
    return likely(wasAbsent ? 'came_late' : 'changed');
  }
  return stat.sizeBytes === 0 ? likely('empty') : none('no_reason');
}

function fromStoreCode(code: ObjectStoreCode, source: SourceObject | null): Reasoned {
  const wasSo = source?.preflight === code;
  switch (code) {
    case 'not_found':
      return wasSo ? known('never_there') : likely('gone');
    case 'bucket_not_found':
      return wasSo ? known('bucket_gone') : likely('bucket_gone');
    case 'folder':
      return wasSo ? known('folder') : likely('folder');
    case 'archived':
      return wasSo ? known('archived') : likely('archived');
    case 'wrong_region':
      return known('elsewhere');
    case 'denied':
      return likely('denied');
    case 'unreadable':
      return likely('unreadable');
    default:
      // Nothing of these is the object's fault.
      return none('not_looked');
  }
}

const known = (reason: FailureReason): Reasoned => ({ reason, certainty: 'known' });
const likely = (reason: FailureReason): Reasoned => ({ reason, certainty: 'likely' });
const none = (reason: FailureReason): Reasoned => ({ reason, certainty: 'none' });

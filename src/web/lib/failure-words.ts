/** Why a package failed, in the two or three words that a row has room for. */
import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { Failure, FailureReason } from '../../contract/failures.ts';

type Unexplained = 'changed_since' | 'no_reason' | 'not_looked' | 'not_from_here';

const WORDS: Record<Exclude<FailureReason, Unexplained>, MessageDescriptor> = {
  never_there: msg`object not there`,
  gone: msg`object gone`,
  came_late: msg`object came too late`,
  bucket_gone: msg`bucket not found`,
  changed: msg`object changed`,
  denied: msg`access denied`,
  empty: msg`object is empty`,
  archived: msg`object is archived`,
  elsewhere: msg`bucket elsewhere`,
  folder: msg`path is a folder`,
  unreadable: msg`object not readable`,
};

/** Null where there is no reason to tell. */
export function failureWord({ reason, certainty }: Pick<Failure, 'reason' | 'certainty'>): string | null {
  const word = (WORDS as Partial<Record<FailureReason, MessageDescriptor>>)[reason]; // not every reason explains something
  if (!word) return null;
  const told = i18n._(word);
  return certainty === 'likely' ? t`likely: ${told}` : told;
}

/** Of an `explained` event of the record; null where it explains nothing. */
export function reasonIn({ reason, isLikely }: Record<string, unknown>): string | null {
  const known = Object.keys(WORDS).find((word) => word === reason);
  return known === undefined ? null : failureWord({ reason: known as FailureReason, certainty: isLikely === true ? 'likely' : 'known' }); // a key of WORDS
}

/** What a status and a kind are called: the words that every list needs, apart from those of a submission (`messages.ts`). */
import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { KINDS, type Kind } from '../../domain/kind.ts';
import type { Status } from '../../domain/status.ts';

const STATUS_WORDS: Record<Status, MessageDescriptor> = {
  uploading: msg`Uploading`,
  ready: msg`Ready`,
  failed: msg`Failed`,
  unknown: msg`Unknown`,
};

export function statusWord(status: Status): string {
  return i18n._(STATUS_WORDS[status]);
}

const KIND_WORDS: Record<Kind, MessageDescriptor> = {
  jar: msg`Jar`,
  pyFile: msg`Python file`,
  file: msg`File`,
  modelFile: msg`Model file`,
};

/** Kinds are read from DLI as they come: an unknown one is shown as it stands. */
export function kindWord(raw: string): string {
  const kind = KINDS.find((known) => known.toLowerCase() === raw.toLowerCase());
  return kind ? i18n._(KIND_WORDS[kind]) : raw;
}

/** What an entry of the record is, how it stands and what happened to it, in words. */
import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { EntryOutcome, EntryType, RecordedEvent, SourceObject } from '../../contract/activity.ts';
import { ApiError } from '../api/client.ts';
import { explainError, TRY_AGAIN } from './error-messages.ts';

const TYPES: Record<EntryType, MessageDescriptor> = {
  submission: msg`Submission`,
  delete: msg`Delete`,
  changeOwner: msg`Owner change`,
  attach: msg`Path attached`,
  detach: msg`Path taken off`,
};

export function entryTypeWord(type: EntryType): string {
  return i18n._(TYPES[type]);
}

const OUTCOMES: Record<EntryOutcome, MessageDescriptor> = {
  sending: msg`Sending`,
  accepted: msg`Accepted`,
  refused: msg`Refused`,
  unknown: msg`Answer lost`,
  running: msg`Running`,
  done: msg`Done`,
  partly: msg`Partly failed`,
  failed: msg`Failed`,
};

export function entryOutcomeWord(outcome: EntryOutcome): string {
  return i18n._(OUTCOMES[outcome]);
}

const EVENTS: Record<RecordedEvent['type'], MessageDescriptor> = {
  intent: msg`Recorded, before anything was sent`,
  sent: msg`Sent to DLI`,
  answered: msg`DLI answered`,
  notSent: msg`Not sent`,
  lost: msg`The answer was lost or late`,
  settled: msg`Settled by reading`,
  observed: msg`The group was read again`,
  status: msg`A read showed`,
  explained: msg`The object was looked at again`,
  item: msg`Item`,
  finished: msg`All items are through`,
  closed: msg`No longer watched`,
};

export function eventWord(type: RecordedEvent['type']): string {
  return i18n._(EVENTS[type]);
}

const NOT_READ: MessageDescriptor = msg`OBS could not be read`;
const PREFLIGHTS: Record<string, MessageDescriptor> = {
  found: msg`Found in OBS`,
  not_found: msg`Not found in OBS`,
  bucket_not_found: msg`Not found in OBS`,
  folder: msg`A folder in OBS`,
  denied: msg`OBS denied the look`,
};

/** What the look at the object before sending came to. */
export function preflightWord(code: SourceObject['preflight']): string {
  return i18n._(PREFLIGHTS[code] ?? NOT_READ);
}

/** The record's own trouble is told in reading's words: nothing was being sent. */
export function explainReading(error: unknown): ReturnType<typeof explainError> {
  if (!(error instanceof ApiError) || error.code !== 'ledger_unavailable') return explainError(error);
  return {
    why: i18n._(msg`The console’s record of what was done cannot be read at the moment. Everything else goes on.`),
    remedy: `${i18n._(TRY_AGAIN)} ${i18n._(msg`If it stays, ask whoever runs this console to look at its disk or database.`)}`,
  };
}

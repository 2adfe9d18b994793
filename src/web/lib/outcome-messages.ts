/** What became of a submission, in words. */
import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { SETTLEMENTS, SUBMISSION_OUTCOMES } from '../../contract/submissions.ts';

const OUTCOMES: Record<(typeof SUBMISSION_OUTCOMES)[number], MessageDescriptor> = {
  sending: msg`Sending: DLI has not answered yet.`,
  accepted: msg`DLI accepted the submission.`,
  refused: msg`DLI refused the submission.`,
  unknown: msg`DLI’s answer was lost.`,
};

export function outcomeMessage(outcome: (typeof SUBMISSION_OUTCOMES)[number]): string {
  return i18n._(OUTCOMES[outcome]);
}

const SETTLEMENT_WORDS: Record<(typeof SETTLEMENTS)[number], MessageDescriptor> = {
  arrived: msg`Settled by reading: every package is there and newer than before, so the submission arrived. Nothing is left to do.`,
  partly: msg`Settled by reading: only some of the packages arrived. Submit the missing ones again.`,
  not_found: msg`Settled by reading: none of the packages arrived. It can be submitted again.`,
  undetermined: msg`Read again, but DLI’s data cannot tell whether the submission arrived. Compare status and update time of the packages with the time of the submission before you submit again.`,
};

export function settlementMessage(verdict: (typeof SETTLEMENTS)[number]): string {
  return i18n._(SETTLEMENT_WORDS[verdict]);
}

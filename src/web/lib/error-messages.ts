/** Why a call failed and what the reader can do about it. What failed is the screen's to say. */
import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { ApiError, type ApiErrorCode } from '../api/client.ts';

export interface Explanation {
  why: MessageDescriptor;
  remedy: MessageDescriptor;
}

const RELOAD = msg`Reload the page. If it stays, tell whoever runs this console.`;
export const TRY_AGAIN = msg`Try again.`;
export const WAIT = msg`Wait a moment, then try again.`;
export const TELL_ADMIN = msg`Tell whoever runs this console, with the request id from the details.`;

/** Told by `store-messages.ts`, which comes with what lists objects. */
export type ListingErrorCode = Exclude<Extract<ApiErrorCode, `store_${string}`>, 'store_failed'>;

const EXPLANATIONS: Record<Exclude<ApiErrorCode, ListingErrorCode>, Explanation> = {
  server_unreachable: {
    why: msg`The console’s own server did not answer.`,
    remedy: msg`See whether it is running and whether you are online, then try again.`,
  },
  bad_answer: {
    why: msg`The console’s server answered in a form this page does not know. Likely it was updated since the page was opened.`,
    remedy: RELOAD,
  },
  invalid_request: { why: msg`A value was refused.`, remedy: msg`Correct the values named, then try again.` },
  client_header_missing: { why: msg`The request came without the header that marks this console.`, remedy: RELOAD },
  cross_origin: { why: msg`The request seemed to come from another site.`, remedy: RELOAD },
  host_not_allowed: {
    why: msg`The console was opened under an address it does not serve.`,
    remedy: msg`Open it under the address it prints when it starts.`,
  },
  unsupported_media_type: { why: msg`The request was not JSON.`, remedy: RELOAD },
  body_too_large: { why: msg`The submission is larger than one call may be.`, remedy: msg`Send it in several submissions.` },
  not_found: { why: msg`There is nothing at this address.`, remedy: msg`Go back and choose again.` },
  project_not_found: {
    why: msg`This console is not set up for this project.`,
    remedy: msg`Choose one of its projects, or ask whoever runs this console to add it.`,
  },
  project_unresolved: {
    why: msg`IAM could not be asked yet which id this project has.`,
    remedy: msg`The console goes on asking; see whether its server reaches IAM.`,
  },
  group_not_found: {
    why: msg`DLI lists no package group of this name. It may have been deleted, or never created.`,
    remedy: msg`Go back to the list of groups.`,
  },
  package_not_found: {
    why: msg`DLI lists no package of this name here any more.`,
    remedy: msg`Look at the list itself.`,
  },
  submission_not_found: {
    why: msg`The console has no record of this submission.`,
    remedy: msg`Look at the group itself.`,
  },
  operation_not_found: {
    why: msg`The console has no record of this operation.`,
    remedy: msg`Look at the list itself.`,
  },
  operation_too_large: {
    why: msg`More than 5,000 packages in all: one operation takes no more. Nothing was started.`,
    remedy: msg`Select fewer, and do it in several parts.`,
  },
  stopped_before_sent: {
    why: msg`The console’s server was restarted before this was sent.`,
    remedy: TRY_AGAIN,
  },
  stopped_before_answer: {
    why: msg`The console’s server was restarted while this was being sent, or about to be, and DLI’s list does not show that it was done.`,
    remedy: msg`Look at the list itself, then try again.`,
  },
  outcome_unknown: {
    why: msg`The answer was lost, and every read since has failed: whether this was carried out is not known.`,
    remedy: msg`Look at the list itself, then try again.`,
  },
  idempotency_key_missing: { why: msg`The submission came without the key that keeps it from being sent twice.`, remedy: RELOAD },
  idempotency_key_reused: {
    why: msg`The same key came with another submission, so nothing was sent.`,
    remedy: msg`Review and submit again.`,
  },
  group_changed: {
    why: msg`The group is no longer what you reviewed. Nothing was sent.`,
    remedy: msg`Review the differences, then decide.`,
  },
  no_longer_same: {
    why: msg`What was to be left out as the same is not the same any more. Nothing was sent.`,
    remedy: msg`Review the differences, then decide.`,
  },
  plan_blocked: { why: msg`Some paths cannot go together. Nothing was sent.`, remedy: msg`Solve the blocked rows, then review again.` },
  path_known: {
    why: msg`The package was submitted from here meanwhile, so its path is known.`,
    remedy: msg`Close the form.`,
  },
  dli_refused: { why: msg`DLI refused the request.`, remedy: msg`Its own words are in the details.` },
  dli_unauthorized: {
    why: msg`DLI did not accept the console’s credentials.`,
    remedy: msg`Have them checked, then try again: until then they are presented once a minute at most, since too many tries lock a key.`,
  },
  dli_forbidden: {
    why: msg`The console’s account may not do this in DLI.`,
    remedy: msg`Ask for the right in IAM; DLI’s own words are in the details.`,
  },
  dli_not_found: { why: msg`DLI knows nothing under this name.`, remedy: msg`It may have been deleted. Read the list again.` },
  dli_quota: { why: msg`A quota of the project is used up.`, remedy: msg`Delete what is not needed, or ask Huawei for more.` },
  dli_throttled: { why: msg`DLI asked for fewer requests.`, remedy: WAIT },
  dli_failed: { why: msg`DLI failed with an error of its own.`, remedy: WAIT },
  dli_unreachable: { why: msg`DLI could not be reached.`, remedy: WAIT },
  dli_timeout: { why: msg`DLI did not answer in time.`, remedy: WAIT },
  dli_bad_answer: { why: msg`DLI answered in a form that cannot be read. Likely a gateway before it spoke instead.`, remedy: WAIT },
  dli_ignores_tags: {
    why: msg`DLI answered with packages that do not have the tag, so nothing it said about tags is shown.`,
    remedy: msg`Take the tag out of the filters.`,
  },
  store_failed: { why: msg`The object store failed.`, remedy: TRY_AGAIN },
  ledger_unavailable: {
    why: msg`The console cannot write its record, so nothing was sent.`,
    remedy: msg`Ask whoever runs this console to look at its disk or database, then try again.`,
  },
  shutting_down: { why: msg`The console’s server is shutting down.`, remedy: WAIT },
  internal: { why: msg`The console’s server failed.`, remedy: TELL_ADMIN },
};

/** In two sentences. Anything that is not an ApiError is a fault of this page itself. */
export function explainError(error: unknown): { why: string; remedy: string } {
  if (!(error instanceof ApiError)) return { why: i18n._(msg`This page failed.`), remedy: i18n._(RELOAD) };
  const { why, remedy } = error.code in EXPLANATIONS ? EXPLANATIONS[error.code as keyof typeof EXPLANATIONS] : EXPLANATIONS.store_failed; // the others are those of the store
  return { why: i18n._(why), remedy: i18n._(remedy) };
}

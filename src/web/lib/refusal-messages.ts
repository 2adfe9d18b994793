/**
 * Why DLI, or the gateway before it, refused a submission, and what to do: one entry for each code they document
 * (dli_02_0056; the gateway's error codes). Apart from the common errors: it comes with the first refusal.
 */
import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { ApiError } from '../api/client.ts';
import { type Explanation, explainError, TELL_ADMIN, WAIT } from './error-messages.ts';

const REVIEW_AGAIN = msg`DLI’s own words are in the details. Correct the value, then review again.`;
const LOOK_FIRST = msg`Look at the group before you submit again.`;
const NOT_OURS = msg`Likely something other than DLI’s package API answered: tell whoever runs this console.`;
const ASK_IN_IAM = msg`Ask an administrator of the account in IAM for a policy that allows it, such as DLI FullAccess.`;
const ASK_OWNER = msg`Ask the owner of the group or package, or an administrator of DLI, to grant it: in DLI’s console under Manage Permissions. Packages in a group take the rights of the group.`;

export const BY_DLI_CODE: Readonly<Record<string, Explanation>> = {
  'DLI.0001': { why: msg`DLI found a value wrong: likely a path, the kind, the name of the group or a tag.`, remedy: REVIEW_AGAIN },
  'DLI.0002': {
    why: msg`Something that the submission names does not exist: likely an object or its bucket.`,
    remedy: msg`Check the paths, then review again.`,
  },
  'DLI.0003': {
    why: msg`The console’s account misses a right in DLI: likely UPDATE_GROUP on the group, or UPDATE_RESOURCE on the package.`,
    remedy: ASK_OWNER,
  },
  'DLI.0004': { why: msg`DLI tells of a mistake in the syntax of SQL, which no submission holds.`, remedy: NOT_OURS },
  'DLI.0005': { why: msg`DLI tells of a mistake in the meaning of SQL, which no submission holds.`, remedy: NOT_OURS },
  'DLI.0006': {
    why: msg`DLI says that something of this name exists already.`,
    remedy: msg`Choose another group, or delete the package first.`,
  },
  'DLI.0007': {
    why: msg`DLI does not support this, likely because packages are no longer offered here.`,
    remedy: msg`Use the OBS paths in jobs directly, or ask Huawei.`,
  },
  'DLI.0008': { why: msg`DLI met an error in its own metadata.`, remedy: WAIT },
  'DLI.0009': {
    why: msg`A limit of DLI’s system stands against it; DLI does not say which.`,
    remedy: msg`Send fewer packages at a time, or ask Huawei.`,
  },
  'DLI.0011': {
    why: msg`DLI may not read an object: its check of the file’s permissions failed.`,
    remedy: msg`Ask the owner of the bucket to let DLI read it: the right obs:object:GetObject.`,
  },
  'DLI.0012': {
    why: msg`A package that is needed cannot be used now, likely because it is still uploading or has failed.`,
    remedy: msg`Wait until it is ready, or delete it, then try again.`,
  },
  'DLI.0013': { why: msg`DLI could not tell who the console is.`, remedy: TELL_ADMIN },
  'DLI.0014': { why: msg`DLI did not accept the service that the call came through.`, remedy: TELL_ADMIN },
  'DLI.0015': { why: msg`DLI could not read the console’s token.`, remedy: TELL_ADMIN },
  'DLI.0016': {
    why: msg`The console’s account has the wrong identity or role for this.`,
    remedy: ASK_IN_IAM,
  },
  'DLI.0018': {
    why: msg`DLI failed to convert data on the way; the submission may have been carried out all the same.`,
    remedy: LOOK_FIRST,
  },
  'DLI.0019': { why: msg`A task of DLI took too long; the submission may have been carried out all the same.`, remedy: LOOK_FIRST },
  'DLI.0023': { why: msg`DLI finds nothing of what the submission names.`, remedy: LOOK_FIRST },
  'DLI.0100': { why: msg`DLI says that a result has expired, and a submission asks for none.`, remedy: NOT_OURS },
  'DLI.0999': { why: msg`DLI failed inside: the fault is its own, not that of the submission.`, remedy: WAIT },
  'DLI.1028': {
    why: msg`The project’s quota of packages is used up.`,
    remedy: msg`Delete packages that are not needed, or ask Huawei for a higher quota.`,
  },
};

const GATEWAY_SETUP: Explanation = { why: msg`The gateway before DLI is set up wrong for this call.`, remedy: NOT_OURS };
const GATEWAY_APP: Explanation = {
  why: msg`The gateway before DLI wants to know the calling app, and the console is none.`,
  remedy: TELL_ADMIN,
};
const GATEWAY_CALLER: Explanation = { why: msg`The gateway before DLI takes no calls from this server’s address.`, remedy: TELL_ADMIN };
const GATEWAY_FAILED: Explanation = { why: msg`The gateway before DLI failed inside.`, remedy: WAIT };
const GATEWAY_UNREACHED: Explanation = { why: msg`The gateway does not reach DLI behind it.`, remedy: WAIT };

/** By number: `APIGW.0301`; older gateways print `APIG.`. */
export const BY_GATEWAY_NUMBER: Readonly<Record<string, Explanation>> = {
  '0101': { why: msg`The gateway knows no such API: likely DLI’s packages are not offered in this region.`, remedy: TELL_ADMIN },
  '0103': { why: msg`The gateway finds no service behind this API.`, remedy: TELL_ADMIN },
  '0104': GATEWAY_SETUP,
  '0105': GATEWAY_SETUP,
  '0106': GATEWAY_SETUP,
  '0201': { why: msg`The gateway refused the form of the request, or had no answer of DLI in time.`, remedy: LOOK_FIRST },
  '0301': {
    why: msg`The gateway did not accept the console’s credentials: wrong, expired, or locked for five minutes after five failures.`,
    remedy: TELL_ADMIN,
  },
  '0302': { why: msg`The console’s account is not authorised for this API.`, remedy: ASK_IN_IAM },
  '0303': GATEWAY_APP,
  '0304': GATEWAY_APP,
  '0305': GATEWAY_APP,
  '0306': { why: msg`The gateway denies the console access to this API.`, remedy: ASK_IN_IAM },
  '0307': { why: msg`The console’s token has to be renewed.`, remedy: WAIT },
  '0308': { why: msg`The gateway’s limit of calls is reached.`, remedy: WAIT },
  '0310': {
    why: msg`The project cannot be used, likely because it is frozen.`,
    remedy: msg`Ask an administrator of the account.`,
  },
  '0401': GATEWAY_CALLER,
  '0402': GATEWAY_CALLER,
  '0601': GATEWAY_FAILED,
  '0602': { why: msg`The gateway found the request invalid.`, remedy: TELL_ADMIN },
  '0605': GATEWAY_FAILED,
  '0606': GATEWAY_FAILED,
  '0607': { why: msg`The gateway does not serve this region.`, remedy: TELL_ADMIN },
  '0610': GATEWAY_UNREACHED,
  '0613': GATEWAY_UNREACHED,
  '0802': { why: msg`The console’s account is barred from this region.`, remedy: ASK_IN_IAM },
};

const missingRight = (user: string, action: string, resource: string): MessageDescriptor =>
  msg`DLI says that ${user} misses the right ${action} on ${resource}.`;

/** `explainError`, with what the code itself tells. */
export function explainRefusal(error: unknown): { why: string; remedy: string } {
  const upstream = error instanceof ApiError ? error.details?.upstream : undefined;
  const code = upstream?.errorCode?.toUpperCase() ?? '';
  const told = BY_DLI_CODE[code] ?? BY_GATEWAY_NUMBER[/^APIGW?\.(\d{4})$/.exec(code)?.[1] ?? ''];
  if (!told) return explainError(error);
  const denied = code === 'DLI.0003' ? upstream?.denied : undefined;
  const why = denied ? missingRight(denied.user, denied.action, denied.resource) : told.why;
  return { why: i18n._(why), remedy: i18n._(told.remedy) };
}

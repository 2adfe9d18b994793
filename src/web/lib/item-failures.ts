/** Why one item of an operation failed. What DLI says of a change of owner is told from its words; the rest as everywhere. */
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Operation, OperationTarget } from '../../contract/operations.ts';
import { checkGroupName, checkPackageName } from '../../domain/names.ts';
import type { ApiError } from '../api/client.ts';
import { type Explanation, explainError } from './error-messages.ts';

const NO_SUCH_USER: Explanation = {
  why: msg`DLI knows no such user.`,
  remedy: msg`Check the name: it is that of an IAM user of the same account, and upper and lower case count.`,
};
const ODD_NAME: Explanation = {
  why: msg`DLI refused a value: likely this name, which holds characters outside those it documents for this call.`,
  remedy: msg`Submit the object under another name, then delete this one.`,
};

export function explainItem(kind: Operation['kind'], target: OperationTarget, error: ApiError): { why: string; remedy: string } {
  const told = kind === 'changeOwner' ? ownerRefusal(target, error) : null;
  return told ? { why: i18n._(told.why), remedy: i18n._(told.remedy) } : explainError(error);
}

function ownerRefusal(target: OperationTarget, error: ApiError): Explanation | null {
  const { errorCode, errorMessage } = error.details?.upstream ?? {};
  // The example of dli_02_0253: the same code stands for other things that are not there.
  if (errorCode === 'DLI.0002' && /no such user/i.test(errorMessage ?? '')) return NO_SUCH_USER;
  return errorCode === 'DLI.0001' && isOutsideCharset(target) ? ODD_NAME : null;
}

/** Of names that DLI may refuse to give another owner. */
export function isOutsideCharset({ group, name }: OperationTarget): boolean {
  const verdicts = [...(group === null ? [] : [checkGroupName(group)]), ...(name === null ? [] : [checkPackageName(name)])];
  return verdicts.some(({ errors, warnings }) => errors.length + warnings.length > 0);
}

import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Issue } from '../../domain/issue.ts';
import type { OwnerNameIssue } from '../../domain/names.ts';

const OWNER_ISSUES: Record<OwnerNameIssue, MessageDescriptor> = {
  empty: msg`Enter a name.`,
  too_short: msg({ message: 'At least {min} characters; this has {length}.' }),
  too_long: msg({ message: 'At most {max} characters; this has {length}.' }),
  charset: msg`Letters, digits, hyphens and underscores only.`,
  leading_digit: msg`The name of an owner does not begin with a digit.`,
};

export function ownerIssueMessage({ code, params }: Issue<OwnerNameIssue>): string {
  return i18n._({ ...OWNER_ISSUES[code], ...(params && { values: params }) });
}

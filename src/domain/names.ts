/**
 * Names and limits as Huawei documents them (DLI API dli_02_0253 for owner, group and package names,
 * dli_02_0130 for tags; kept because an owner change on a name outside them is refused by DLI).
 * Lengths count characters. Over the length or empty is an error; outside the charset, which only the owner call
 * documents, is a warning.
 */

import type { Issue, Verdict } from './issue.ts';

export const GROUP_NAME_MAX = 64;
export const PACKAGE_NAME_MAX = 128;
export const TAGS_MAX = 20;
export const TAG_KEY_MAX = 128;
export const TAG_VALUE_MAX = 255;
/** `key=value` */
export const TAG_FILTER_MAX = TAG_KEY_MAX + 1 + TAG_VALUE_MAX;
/** Our own bound on one submission: DLI documents none. */
export const PATHS_MAX = 1000;

export type NameIssue = 'empty' | 'too_long' | 'control_character' | 'charset' | 'leading_dot' | 'surrounding_blank';

const GROUP_CHARSET = /^[A-Za-z0-9._-]*$/;
const PACKAGE_CHARSET = /^[A-Za-z0-9_!.-]*$/;
/** Neither to be seen nor typed; some turn the text around, so that `a-[U+202E]gpj.jar` reads as an image. */
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2066-\u2069\ufeff]/;

export function checkGroupName(name: string): Verdict<NameIssue> {
  const verdict = checkName(name, GROUP_NAME_MAX, GROUP_CHARSET);
  if (name !== name.trim()) verdict.errors.push({ code: 'surrounding_blank' });
  return verdict;
}

export function checkPackageName(name: string): Verdict<NameIssue> {
  const verdict = checkName(name, PACKAGE_NAME_MAX, PACKAGE_CHARSET);
  if (name.startsWith('.')) verdict.warnings.push({ code: 'leading_dot' });
  return verdict;
}

function checkName(name: string, max: number, charset: RegExp): Verdict<NameIssue> {
  const errors: Issue<NameIssue>[] = [];
  const warnings: Issue<NameIssue>[] = [];
  const length = charactersIn(name);
  if (length === 0) errors.push({ code: 'empty' });
  if (length > max) errors.push({ code: 'too_long', params: { max, length } });
  if (CONTROL.test(name)) errors.push({ code: 'control_character' });
  else if (!charset.test(name)) warnings.push({ code: 'charset' });
  return { errors, warnings };
}

export const OWNER_NAME_MIN = 5;
export const OWNER_NAME_MAX = 32;

export type OwnerNameIssue = 'empty' | 'too_short' | 'too_long' | 'charset' | 'leading_digit';

const OWNER_CHARSET = /^[A-Za-z0-9_-]*$/;

/** DLI refuses any other name of a new owner, so all of these are errors; an empty list means it is fine. */
export function checkOwnerName(name: string): Issue<OwnerNameIssue>[] {
  const length = charactersIn(name);
  if (length === 0) return [{ code: 'empty' }];
  const issues: Issue<OwnerNameIssue>[] = [];
  if (length < OWNER_NAME_MIN) issues.push({ code: 'too_short', params: { min: OWNER_NAME_MIN, length } });
  if (length > OWNER_NAME_MAX) issues.push({ code: 'too_long', params: { max: OWNER_NAME_MAX, length } });
  if (!OWNER_CHARSET.test(name)) issues.push({ code: 'charset' });
  if (/^[0-9]/.test(name)) issues.push({ code: 'leading_digit' });
  return issues;
}

export interface Tag {
  key: string;
  value: string;
}

export type TagIssue =
  | 'key_empty'
  | 'key_too_long'
  | 'key_blank'
  | 'key_reserved'
  | 'key_charset'
  | 'key_repeated'
  | 'value_too_long'
  | 'value_charset';

const TAG_CHARSET = /^[\p{L}\p{N} _.:=+\-@]*$/u;

/** Issues of one tag among all; an empty list means it is fine. */
export function checkTag(tag: Tag, all: readonly Tag[]): Issue<TagIssue>[] {
  const issues: Issue<TagIssue>[] = [];
  if (tag.key === '') issues.push({ code: 'key_empty' });
  if (charactersIn(tag.key) > TAG_KEY_MAX) issues.push({ code: 'key_too_long', params: { max: TAG_KEY_MAX } });
  if (tag.key !== tag.key.trim()) issues.push({ code: 'key_blank' });
  if (tag.key.startsWith('_sys_')) issues.push({ code: 'key_reserved' });
  if (!TAG_CHARSET.test(tag.key)) issues.push({ code: 'key_charset' });
  if (tag.key !== '' && all.filter((other) => other.key === tag.key).length > 1) issues.push({ code: 'key_repeated' });
  if (charactersIn(tag.value) > TAG_VALUE_MAX) issues.push({ code: 'value_too_long', params: { max: TAG_VALUE_MAX } });
  if (!TAG_CHARSET.test(tag.value)) issues.push({ code: 'value_charset' });
  return issues;
}

/** Unicode code points, so that an emoji or a rare ideograph counts once. */
function charactersIn(text: string): number {
  return Array.from(text).length;
}

/**
 * Codes into words. Domain, contract and BFF speak in codes with parameters; here, and only here, they become the
 * reader's language. Every table is a Record over its union of codes, so a new code does not compile without words.
 */
import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Issue } from '../../contract/common.ts';
import type { PLAN_ACTIONS, Plan } from '../../contract/submissions.ts';
import type { NameIssue, TagIssue } from '../../domain/names.ts';
import type { ObsPathNotice, ObsPathProblem } from '../../domain/obs-path.ts';

const NAME_ISSUES: Record<NameIssue, MessageDescriptor> = {
  empty: msg`Enter a name.`,
  too_long: msg({ message: 'At most {max} characters; this has {length}.' }),
  control_character: msg`Take out the invisible control character.`,
  charset: msg`DLI documents letters, digits, dots, hyphens and underscores only. It may take this name, but refuse to change its owner later.`,
  leading_dot: msg`A name that begins with a dot may be refused when its owner is changed.`,
  surrounding_blank: msg`Take out the blanks before or after the name.`,
};

export function nameIssueMessage(issue: Issue): string {
  return say(NAME_ISSUES, issue);
}

const OBS_PATH_PROBLEMS: Record<ObsPathProblem, MessageDescriptor> = {
  empty: msg`Enter an OBS path.`,
  not_obs: msg`This is not an OBS path. Write obs://bucket/key or https://bucket.obs.region.myhuaweicloud.com/key.`,
  scheme_unsupported: msg({ message: '{scheme}:// is not an OBS address. Use obs:// or https://.' }),
  path_style: msg`The bucket belongs before the host: https://bucket.obs.region.myhuaweicloud.com/key.`,
  bad_host: msg`The host holds a character that no OBS host has.`,
  bad_bucket: msg({ message: '“{bucket}” is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens.' }),
  no_key: msg`The path names a bucket but no object in it.`,
  folder: msg`This is a folder. Name one object: DLI takes files only.`,
  has_query: msg`A question mark would cut the key short. If it belongs to the name, write %3F.`,
  has_fragment: msg`A number sign would cut the key short. If it belongs to the name, write %23.`,
  bad_escape: msg`A percent sign must be followed by two hex digits. If it belongs to the name, write %25.`,
  encoded_slash: msg`%2F could mean two different objects. Write the slash itself.`,
  backslash: msg`A backslash could mean two different objects. Use forward slashes.`,
  dot_segment: msg`“.” and “..” are not allowed as parts of a path.`,
  empty_segment: msg`The path has two slashes in a row.`,
  control_character: msg`Take out the invisible control character.`,
  bad_unicode: msg`The path holds half a character (a broken surrogate pair).`,
  key_too_long: msg({ message: 'OBS keys have at most {max} bytes.' }),
};

export function obsPathProblemMessage(issue: Issue): string {
  return say(OBS_PATH_PROBLEMS, issue);
}

const OBS_PATH_NOTICES: Record<ObsPathNotice, MessageDescriptor> = {
  scheme_blank_repaired: msg`A stray blank in the scheme was taken out.`,
  scheme_added: msg`Read as an https:// address.`,
};

export function obsPathNoticeMessage(notice: ObsPathNotice): string {
  return i18n._(OBS_PATH_NOTICES[notice]);
}

const TAG_ISSUES: Record<TagIssue, MessageDescriptor> = {
  key_empty: msg`Enter a key.`,
  key_too_long: msg({ message: 'At most {max} characters.' }),
  key_blank: msg`Take out the blanks before or after the key.`,
  key_reserved: msg`Keys that begin with _sys_ are kept for Huawei.`,
  key_charset: msg`Letters, digits, blanks and _ . : = + - @ only.`,
  key_repeated: msg`Another tag has this key.`,
  value_too_long: msg({ message: 'At most {max} characters.' }),
  value_charset: msg`Letters, digits, blanks and _ . : = + - @ only.`,
};

export function tagIssueMessage(issue: Issue): string {
  return say(TAG_ISSUES, issue);
}

/** Codes in the rows of a plan: `blockedBy` and `warnings`. */
export type PlanIssue = 'same_contents' | 'duplicate_name' | 'duplicate_path' | 'kind_mismatch' | 'region_differs';

const PLAN_ISSUES: Record<PlanIssue, MessageDescriptor> = {
  same_contents: msg`It holds the same as what is in the group now, under another path.`,
  duplicate_name: msg`Another path has the same file name. DLI keeps one package per name, so only one of them can go in.`,
  duplicate_path: msg`This path is in the list already.`,
  kind_mismatch: msg`The ending of this name does not fit the kind. DLI does not check; the job that uses it might.`,
  region_differs: msg`The address names another region. It is sent in the form of this project’s region.`,
};

/** Warnings of a row may also be about the package's name, or about how its address was read. */
export function planIssueMessage(issue: Issue): string {
  return say<PlanIssue | NameIssue | ObsPathNotice>({ ...NAME_ISSUES, ...OBS_PATH_NOTICES, ...PLAN_ISSUES }, issue);
}

const PLAN_ACTION_WORDS: Record<(typeof PLAN_ACTIONS)[number], MessageDescriptor> = {
  add: msg`Add`,
  replace: msg`Replace`,
  same: msg`Same`,
  notIncluded: msg`Not in this submission`,
  blocked: msg`Blocked`,
};

export function planActionWord(action: (typeof PLAN_ACTIONS)[number]): string {
  return i18n._(PLAN_ACTION_WORDS[action]);
}

const OTHERS_FATE: Record<Plan['othersFate'], MessageDescriptor> = {
  likely_kept: msg`Huawei’s text is unsettled on what happens to members a submission leaves out. Likely they stay. The group is read again afterwards, and what was observed is shown.`,
  may_be_removed: msg`Huawei’s text says this call overwrites a group of the same name: members left out may be removed. The group is read again afterwards, and what was observed is shown.`,
  none: msg`This submission leaves out no member of the group.`,
};

export function othersFateMessage(fate: Plan['othersFate']): string {
  return i18n._(OTHERS_FATE[fate]);
}

/** A code that came over the wire and is not in the table is shown as it is, rather than nothing. */
function say<Code extends string>(table: Record<Code, MessageDescriptor>, issue: Issue): string {
  const words = (table as Record<string, MessageDescriptor | undefined>)[issue.code]; // Codes on the wire are plain strings.
  if (!words) return issue.code;
  return i18n._({ ...words, ...(issue.params && { values: issue.params }) });
}

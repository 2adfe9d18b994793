/** What was found of an object, in words: a short one for a row of the form, a sentence for everywhere else. */
import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Issue } from '../../contract/common.ts';
import type { LookProblem, ObjectFinding, ObjectProblem } from '../../contract/preflight.ts';
import { planIssueMessage } from './messages.ts';

const SENTENCES: Record<ObjectFinding, MessageDescriptor> = {
  object_not_found: msg`There is no such object in the bucket.`,
  bucket_not_found: msg`The bucket is not there, or not in this region.`,
  object_denied: msg`This console may not read the object. DLI may, with rights of its own.`,
  object_folder: msg`This is a folder, not an object.`,
  object_archived: msg`The object is archived. It has to be restored before it can be read.`,
  object_unreadable: msg`The object is there but cannot be read.`,
  object_elsewhere: msg({
    message:
      '{region, select, unknown {The bucket is in another region than this project.} other {The bucket is in {region}, this project in {expected}.}}',
  }),
  object_empty: msg`The object is empty (0 bytes).`,
  built_in_jar: msg({
    message:
      '{runtime} of DLI brings {library} {version} with it. Huawei advises against uploading what is built in: the two may conflict.',
  }),
  not_looked: msg`This console has not looked at the object: there was no time.`,
  store_credentials: msg`The object was not looked at: OBS does not know this console’s access key.`,
  store_signature: msg`The object was not looked at: this console’s secret key does not fit its access key.`,
  store_clock_skew: msg`The object was not looked at: the clock of this console’s server is wrong.`,
  store_throttled: msg`The object was not looked at: OBS wants fewer requests. Check again in a moment.`,
  store_unreachable: msg`The object was not looked at: OBS could not be reached.`,
  store_timeout: msg`The object was not looked at: OBS did not answer in time.`,
  store_failed: msg`The object was not looked at: OBS answered with a fault.`,
};

const WORDS: Record<ObjectProblem, MessageDescriptor> = {
  object_not_found: msg`Not found`,
  bucket_not_found: msg`No such bucket here`,
  object_denied: msg`Not readable here`,
  object_folder: msg`Folder`,
  object_archived: msg`Archived`,
  object_unreadable: msg`Unreadable`,
  object_elsewhere: msg`Other region`,
  object_empty: msg`Empty`,
};
const NOT_CHECKED = msg`Not checked`;

/** Of anything a plan or a check may tell. A code that is not known here is shown as it came. */
export function findingMessage(issue: Issue): string {
  const words = has(SENTENCES, issue.code) ? SENTENCES[issue.code] : null;
  return words ? i18n._({ ...words, ...(issue.params && { values: issue.params }) }) : planIssueMessage(issue);
}

/** Short, for what is wrong with the object itself; null for every other finding. */
export function objectWord({ code }: Issue): string | null {
  if (has(WORDS, code)) return i18n._(WORDS[code]);
  return isLookProblem(code) ? i18n._(NOT_CHECKED) : null;
}

function isLookProblem(code: string): code is LookProblem {
  return code === 'not_looked' || code.startsWith('store_');
}

function has<Code extends string>(table: Record<Code, unknown>, code: string): code is Code {
  return Object.hasOwn(table, code);
}

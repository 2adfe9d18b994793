/** Why a package failed and what to do about it, in sentences: what was seen, what that means for DLI, and no more. */
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Failure, FailureReason } from '../../contract/failures.ts';
import type { Explanation } from './error-messages.ts';

const PUT_BACK = msg`Put the object there, or correct the path, then submit this file again.`;
const SUBMIT_AGAIN = msg`Submit this file again.`;
const ASK_HUAWEI = msg`Submit this file again; if it fails once more, ask Huawei with the evidence below.`;

const EXPLANATIONS: Record<FailureReason, Explanation> = {
  never_there: { why: msg`There was no object at the path when it was submitted, and there is none now.`, remedy: PUT_BACK },
  gone: { why: msg`There is no object at the path any more: likely it was deleted before DLI had copied it.`, remedy: PUT_BACK },
  came_late: {
    why: msg`There was no object at the path when it was submitted; it came afterwards, likely too late for DLI.`,
    remedy: SUBMIT_AGAIN,
  },
  bucket_gone: {
    why: msg`There is no such bucket, or it is in another region: OBS may say the same for both.`,
    remedy: msg`Check the bucket’s name and region, then submit the file with the right path.`,
  },
  changed: {
    why: msg`The object is not the one that was submitted: its ETag differs. Likely it was replaced while DLI was copying it.`,
    remedy: msg`Wait until nobody writes to it, then submit this file again.`,
  },
  changed_since: {
    why: msg`The object was replaced after the failure, so what DLI had read can no longer be looked at. DLI gave no reason.`,
    remedy: SUBMIT_AGAIN,
  },
  denied: {
    why: msg`The console’s account may not read the object, and likely neither may DLI.`,
    remedy: msg`Ask the owner of the bucket for the right obs:object:GetObject, for DLI as well, then submit this file again.`,
  },
  empty: {
    why: msg`The object is empty, which is likely what DLI refused.`,
    remedy: msg`Put a file with content there, then submit this file again.`,
  },
  archived: {
    why: msg`The object is archived: nobody can read it before it is restored.`,
    remedy: msg`Restore it in OBS, or copy it to another storage class, then submit this file again.`,
  },
  elsewhere: {
    why: msg`The bucket is in another region than the project, and DLI reads buckets of its own region alone.`,
    remedy: msg`Copy the object to a bucket of the project’s region, then submit that.`,
  },
  folder: { why: msg`The path names a folder, and DLI takes files only.`, remedy: msg`Submit the file in it.` },
  unreadable: {
    why: msg`What stands at the path cannot be read whole; likely DLI met the same.`,
    remedy: msg`Put the file there once more, then submit this file again.`,
  },
  no_reason: {
    why: msg`DLI gave no reason. The object is there, unchanged as far as is known, and the console may read it.`,
    remedy: ASK_HUAWEI,
  },
  not_looked: {
    why: msg`DLI gave no reason, and the object could not be looked at just now. It is tried again in a few minutes.`,
    remedy: ASK_HUAWEI,
  },
  not_from_here: {
    why: msg`DLI gave no reason. This upload was not submitted from here, so there is nothing to compare with.`,
    remedy: msg`Ask whoever submitted it, or submit the file from here.`,
  },
};

/** Where the store says which. */
const inRegion = (region: string) => msg`The bucket is in region ${region}, and DLI reads buckets of the project’s region alone.`;

export function explainFailure({ reason, region }: Pick<Failure, 'reason' | 'region'>): { why: string; remedy: string } {
  const { why, remedy } = EXPLANATIONS[reason];
  return { why: i18n._(reason === 'elsewhere' && region !== undefined ? inRegion(region) : why), remedy: i18n._(remedy) };
}

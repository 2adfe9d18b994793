/** Why the object store could not be listed, apart from the other errors: the first page lists no objects. */
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { ApiError } from '../api/client.ts';
import { type Explanation, explainError, type ListingErrorCode, TELL_ADMIN, WAIT } from './error-messages.ts';

const EXPLANATIONS: Record<ListingErrorCode, Explanation> = {
  store_buckets_denied: {
    why: msg`The console’s account may not list buckets: the right obs:bucket:ListAllMyBuckets is missing.`,
    remedy: msg`Ask for it in IAM, or enter the address of a bucket or folder. An OBS path can be typed all the same.`,
  },
  store_list_denied: {
    why: msg`The console’s account may not list this bucket: the right obs:bucket:ListBucket is missing.`,
    remedy: msg`Ask for it in IAM or in the bucket’s policy. An OBS path can be typed all the same: DLI reads with rights of its own.`,
  },
  store_object_denied: {
    why: msg`The console’s account may not read this object: the right obs:object:GetObject is missing.`,
    remedy: msg`Ask for it in IAM or in the bucket’s policy. An OBS path can be typed all the same: DLI reads with rights of its own.`,
  },
  store_bucket_not_found: {
    why: msg`There is no such bucket, or it is in another region: OBS may say the same for both.`,
    remedy: msg`Check its name and its region.`,
  },
  store_wrong_region: {
    why: msg`The bucket is in another region than the project.`,
    remedy: msg`Choose a bucket of the project’s region.`,
  },
  store_credentials: { why: msg`OBS did not accept the console’s credentials.`, remedy: TELL_ADMIN },
  store_clock_skew: { why: msg`The clock of the console’s server differs too much from that of OBS.`, remedy: TELL_ADMIN },
  store_throttled: { why: msg`OBS asked for fewer requests.`, remedy: WAIT },
  store_unreachable: { why: msg`OBS could not be reached.`, remedy: WAIT },
  store_timeout: { why: msg`OBS did not answer in time.`, remedy: WAIT },
};

/** Where the store says which. */
const inRegion = (region: string) => msg`The bucket is in region ${region}, not in that of the project.`;

/** `explainError`, and what only listing meets. */
export function explainStoreError(error: unknown): { why: string; remedy: string } {
  const told = error instanceof ApiError ? Object.entries(EXPLANATIONS).find(([code]) => code === error.code)?.[1] : undefined;
  if (!(error instanceof ApiError) || !told) return explainError(error);
  const { region } = error.details ?? {};
  const why = error.code === 'store_wrong_region' && region !== undefined ? inRegion(region) : told.why;
  return { why: i18n._(why), remedy: i18n._(told.remedy) };
}

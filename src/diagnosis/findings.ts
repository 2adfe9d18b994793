/** What a failed call says of the connection. */
import type { Finding } from '../contract/connection.ts';
import { DliError } from '../dli/errors.ts';
import type { WireList } from '../dli/wire.ts';
import { type ObjectStoreCode, ObjectStoreError } from '../obs/object-store.ts';
import { failed, type Outcome, ok, type Params } from './steps.ts';

/** Anything else is a mistake of ours and is thrown on. `params.service` is who answered. */
export function findingOf(error: unknown, params: Params & { service: string }): Outcome {
  if (error instanceof DliError) return ofDli(error, params);
  if (error instanceof ObjectStoreError) return ofStore(error, params);
  throw error;
}

function ofDli(error: DliError, params: Params): Outcome {
  const { httpStatus, errorCode, errorMessage, requestId, problem, stage } = error;
  const answer = httpStatus === null ? null : { httpStatus, errorCode, errorMessage, requestId };
  // IAM is asked on the way to the others.
  const told = { ...params, ...(stage === 'credentials' ? { service: 'IAM' } : {}), httpStatus: httpStatus ?? '–' };
  // A no in nobody's words is that of something in between.
  if (httpStatus !== null && errorCode === null && ['unauthorized', 'forbidden', 'not_found'].includes(problem)) {
    return failed('answer_foreign', told, answer);
  }
  switch (problem) {
    case 'unauthorized':
      return failed(refusalOf(errorMessage ?? ''), told, answer);
    case 'forbidden':
      return failed('packages_denied', told, answer);
    case 'timeout':
      return failed('call_timeout', told, answer);
    case 'not_sent':
    case 'lost':
      return failed('call_broken', told, answer);
    case 'throttled':
      return failed('call_throttled', told, answer);
    case 'bad_answer':
      return failed('answer_foreign', told, answer);
    default:
      return failed('call_failed', told, answer);
  }
}

/** The gateway's own words for APIGW.0301 (FAQ "What should I do if APIG.0301 is returned"); other words are just a no. */
function refusalOf(words: string): Finding {
  if (/\bak \S+ not exist/i.test(words)) return 'key_unknown';
  if (/failed to reach the limit/i.test(words)) return 'key_locked';
  if (/verify ak\s?sk signature fail|signature verif/i.test(words)) return 'signature_wrong';
  if (/security ?token/i.test(words)) return 'security_token_wrong';
  if (/user ?name or password/i.test(words)) return 'password_wrong';
  return 'credentials_refused';
}

const BY_STORE_CODE: Partial<Record<ObjectStoreCode, Finding>> = {
  not_found: 'object_missing',
  bucket_not_found: 'bucket_missing',
  denied: 'object_denied',
  wrong_region: 'object_elsewhere',
  credentials: 'key_unknown',
  signature: 'signature_wrong',
  throttled: 'call_throttled',
  unreachable: 'call_broken',
  timeout: 'call_timeout',
};

function ofStore(error: ObjectStoreError, params: Params): Outcome {
  const { code, httpStatus, serviceCode, requestId, region } = error;
  const isForeign = code === 'store_failed' && serviceCode === null && (httpStatus === null || httpStatus < 500);
  const isToken = /^(ExpiredToken|InvalidToken|InvalidSecurity)$/.test(serviceCode ?? '');
  const finding = isToken ? 'security_token_wrong' : (BY_STORE_CODE[code] ?? (isForeign ? 'answer_foreign' : 'call_failed'));
  const answer = httpStatus === null ? null : { httpStatus, errorCode: serviceCode, errorMessage: null, requestId };
  return failed(finding, { ...params, httpStatus: httpStatus ?? '–', ...(region ? { region } : {}) }, answer);
}

/** Those in groups are packages too; a group may name members that it does not describe. */
export function packagesListed({ resources, groups }: WireList): Outcome {
  const inGroups = (groups ?? []).map(({ details, resources: names }) => Math.max(details?.length ?? 0, names?.length ?? 0));
  const packages = inGroups.reduce((sum, count) => sum + count, resources?.length ?? 0);
  return ok('packages_listed', { packages, groups: inGroups.length });
}

/** The one place where anything thrown becomes the contract's error shape. Nothing of the inside (stacks, paths) goes out. */
import type { ApiErrorBody, ErrorCode } from '../contract/errors.ts';
import { deniedRightIn } from '../dli/denied.ts';
import { DliError, type DliProblem } from '../dli/errors.ts';
import { LedgerError } from '../ledger/errors.ts';
import { type ObjectStoreCode, ObjectStoreError } from '../obs/object-store.ts';

const STATUS: Record<ErrorCode, number> = {
  invalid_request: 400,
  client_header_missing: 403,
  cross_origin: 403,
  host_not_allowed: 403,
  unsupported_media_type: 415,
  body_too_large: 413,
  not_found: 404,
  project_not_found: 404,
  project_unresolved: 503,
  group_not_found: 404,
  package_not_found: 404,
  submission_not_found: 404,
  operation_not_found: 404,
  operation_too_large: 422,
  stopped_before_sent: 503,
  stopped_before_answer: 503,
  outcome_unknown: 503,
  idempotency_key_missing: 400,
  idempotency_key_reused: 422,
  group_changed: 409,
  no_longer_same: 409,
  plan_blocked: 422,
  path_known: 409,
  dli_refused: 422,
  dli_unauthorized: 401,
  dli_forbidden: 403,
  dli_not_found: 404,
  dli_quota: 422,
  dli_throttled: 429,
  dli_failed: 502,
  dli_unreachable: 503,
  dli_timeout: 504,
  dli_bad_answer: 502,
  dli_ignores_tags: 502,
  store_buckets_denied: 403,
  store_list_denied: 403,
  store_object_denied: 403,
  store_bucket_not_found: 404,
  store_wrong_region: 409,
  store_credentials: 401,
  store_clock_skew: 502,
  store_throttled: 429,
  store_unreachable: 503,
  store_timeout: 504,
  store_failed: 502,
  ledger_unavailable: 503,
  shutting_down: 503,
  internal: 500,
};

const BY_DLI_PROBLEM: Record<DliProblem, { code: ErrorCode; message: string }> = {
  refused: { code: 'dli_refused', message: 'DLI refused the request.' },
  unauthorized: { code: 'dli_unauthorized', message: 'DLI does not accept the credentials.' },
  forbidden: { code: 'dli_forbidden', message: 'DLI denies this to the credentials in use.' },
  not_found: { code: 'dli_not_found', message: 'DLI finds no such thing.' },
  quota: { code: 'dli_quota', message: 'The DLI quota is used up.' },
  throttled: { code: 'dli_throttled', message: 'DLI is throttling requests.' },
  server_fault: { code: 'dli_failed', message: 'DLI, or a gateway before it, failed.' },
  bad_answer: { code: 'dli_bad_answer', message: 'The answer is not one of DLI.' },
  not_sent: { code: 'dli_unreachable', message: 'DLI could not be reached; nothing was sent.' },
  lost: { code: 'dli_unreachable', message: 'The connection to DLI broke before its answer.' },
  timeout: { code: 'dli_timeout', message: 'DLI did not answer in time.' },
};

/** What was asked of the object store: it decides which right is missing when that is denied. */
export type StoreCall = 'listBuckets' | 'listObjects' | 'headObject';

const DENIED: Record<StoreCall, { code: ErrorCode; message: string }> = {
  listBuckets: { code: 'store_buckets_denied', message: 'Listing the buckets needs the right obs:bucket:ListAllMyBuckets.' },
  listObjects: { code: 'store_list_denied', message: 'Listing the bucket needs the right obs:bucket:ListBucket.' },
  headObject: { code: 'store_object_denied', message: 'Reading the object needs the right obs:object:GetObject.' },
};

const BY_STORE_CODE: Record<Exclude<ObjectStoreCode, 'denied'>, { code: ErrorCode; message: string }> = {
  not_found: { code: 'not_found', message: 'There is no such object.' },
  folder: { code: 'not_found', message: 'The key names a folder.' },
  bucket_not_found: { code: 'store_bucket_not_found', message: 'The bucket is not there, or not in this region.' },
  wrong_region: { code: 'store_wrong_region', message: 'The bucket is in another region.' },
  credentials: { code: 'store_credentials', message: 'The object store does not accept the credentials.' },
  signature: {
    code: 'store_credentials',
    message: 'The object store does not accept the signature: the secret does not fit the access key.',
  },
  clock_skew: { code: 'store_clock_skew', message: 'The clock of this server differs too much from that of the object store.' },
  throttled: { code: 'store_throttled', message: 'The object store is throttling requests.' },
  unreachable: { code: 'store_unreachable', message: 'The object store could not be reached.' },
  timeout: { code: 'store_timeout', message: 'The object store did not answer in time.' },
  archived: { code: 'store_failed', message: 'The object is archived and has to be restored first.' },
  unreadable: { code: 'store_failed', message: 'The object could not be read to its end.' },
  store_failed: { code: 'store_failed', message: 'The object store failed.' },
};

/** What the object store refused or could not do, for whoever asked `call` of it. Anything else is passed on as it is. */
export function fromStore(thrown: unknown, call: StoreCall): unknown {
  if (!(thrown instanceof ObjectStoreError)) return thrown;
  const { httpStatus, serviceCode, requestId, region, retryAfterMs } = thrown;
  const { code, message } = thrown.code === 'denied' ? DENIED[call] : BY_STORE_CODE[thrown.code];
  const upstream = { call, httpStatus, errorCode: serviceCode, errorMessage: thrown.message, requestId, retryAfterMs };
  return new ApiError(code, message, { details: { upstream, ...(region === null ? {} : { region }) }, retryAfterMs });
}

export interface ApiErrorOptions {
  details?: NonNullable<ApiErrorBody['details']>;
  /** Where one code has several meanings in HTTP, such as 405. */
  status?: number;
  headers?: Record<string, string>;
  retryAfterMs?: number | null;
}

/** Thrown by middleware, services and handlers alike. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly options: ApiErrorOptions;

  constructor(code: ErrorCode, message: string, options: ApiErrorOptions = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = options.status ?? STATUS[code];
    this.options = options;
  }
}

export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof LedgerError && thrown.problem === 'unavailable') return new ApiError('ledger_unavailable', thrown.message);
  if (!(thrown instanceof DliError)) return new ApiError('internal', 'Something went wrong in the console itself.');
  const { code, message } = BY_DLI_PROBLEM[thrown.problem];
  const { call, httpStatus, errorCode, errorMessage, requestId, retryAfterMs } = thrown;
  const denied = deniedRightIn(errorMessage);
  const upstream = { call, httpStatus, errorCode, errorMessage, requestId, retryAfterMs, ...(denied && { denied }) };
  return new ApiError(code, message, { details: { upstream }, retryAfterMs });
}

export function toApiErrorBody(error: ApiError, requestId: string): ApiErrorBody {
  const { code, message, status } = error;
  return { code, message, requestId, status, ...(error.options.details ? { details: error.options.details } : {}) };
}

/** Headers an error answer needs beside the usual ones. */
export function errorHeaders(error: ApiError): Record<string, string> {
  const { headers, retryAfterMs } = error.options;
  const retryAfter = typeof retryAfterMs === 'number' ? { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) } : {};
  return { ...headers, ...retryAfter };
}

/** Whether a call that failed can have reached the other side. */
import { isRecord } from './error-body.ts';

const CONNECT_FAILURES = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;
const CERTIFICATE_FAILURES = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** True only where the system says that no connection came about; every doubt counts as sent. */
export function isNeverSent(error: unknown): boolean {
  return hasCode(error, (code) => CONNECT_FAILURES.test(code) || CERTIFICATE_FAILURES.test(code));
}

/** Worth another try; a certificate stays as it is. */
export function isConnectFailure(error: unknown): boolean {
  return hasCode(error, (code) => CONNECT_FAILURES.test(code));
}

function hasCode(error: unknown, test: (code: string) => boolean): boolean {
  if (!isRecord(error) && !(error instanceof Error)) return false;
  // Trying several addresses of one host ends in an AggregateError: all of them must have failed to connect.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every((one) => hasCode(one, test));
  if ('code' in error && typeof error.code === 'string') return test(error.code);
  return 'cause' in error && hasCode(error.cause, test);
}

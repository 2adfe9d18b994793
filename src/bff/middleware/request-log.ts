import type { Logger } from 'pino';
import type { ApiError } from '../errors.ts';

export interface RequestFacts {
  requestId: string;
  method: string;
  /** The pattern, not the address: names of groups and objects stay out of the log. */
  route: string;
  status: number;
  ms: number;
}

/**
 * One line a request, never a header or a body. Polls that went well are told at `debug` only: they are the bulk, and
 * say nothing.
 */
export function createRequestLog(log: Logger): (facts: RequestFacts, failure: { error: ApiError; thrown: unknown } | null) => void {
  return (facts, failure) => {
    if (failure === null) {
      if (facts.method !== 'GET') log.info(facts, 'request');
      else if (log.isLevelEnabled('debug')) log.debug(facts, 'request');
      return;
    }
    const { code } = failure.error;
    if (code === 'internal') log.error({ ...facts, code, err: failure.thrown }, 'request failed');
    else if (facts.status >= 500) log.warn({ ...facts, code, upstream: failure.error.options.details?.upstream }, 'request failed');
    else log.info({ ...facts, code }, 'request refused');
  };
}

/**
 * One HTTP exchange with DLI: address, time limit, credentials, retries, and failures told apart.
 *
 * Retried: reads alone, on 429, 502, 503, 504 and a broken connection, with full jitter and `Retry-After`. A write is
 * never repeated, since a lost answer may hide a carried-out request (a synchronous upload can outlive its gateway).
 * Nothing of the browser's request travels on: headers are made here.
 */
import { type Clock, sleep, systemClock } from './clock.ts';
import { isRecord, parseJson, readErrorBody } from './error-body.ts';
import { classify, DliError, type DliOperation, type DliProblem } from './errors.ts';

/** `globalThis.fetch` fits, and so does the `fetch` of an application in this process. */
export type Fetch = (request: Request) => Response | Promise<Response>;

export interface OutgoingRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

export interface TransportOptions {
  /** Scheme and host, such as `https://dli.ap-southeast-1.myhuaweicloud.com`. */
  endpoint: string;
  fetch: Fetch;
  clock?: Clock;
  /** The place for credentials: answers the request with a token or a signature on it. */
  authorize?: (request: OutgoingRequest) => OutgoingRequest | Promise<OutgoingRequest>;
  random?: () => number;
  timeoutMs?: number;
  /** How often a read is tried in all. */
  maxTries?: number;
  /** First pause between tries is anything up to this; it doubles with each. */
  backoffBaseMs?: number;
  backoffCapMs?: number;
  /** A longer `Retry-After` is handed to the caller instead of being waited for here. */
  maxRetryAfterMs?: number;
}

export interface DliCall {
  operation: DliOperation;
  method: OutgoingRequest['method'];
  /** From the root, every segment already encoded. */
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
}

export interface DliAnswer {
  httpStatus: number;
  requestId: string | null;
  /** The body as it came, for a cheap "has anything changed". */
  text: string;
  /** An object in every answer DLI documents; empty for an empty body. */
  json: Record<string, unknown>;
}

export interface Transport {
  /** Answers any 2xx; throws `DliError` for everything else. */
  send(call: DliCall): Promise<DliAnswer>;
}

const RETRIED_STATUS = new Set([429, 502, 503, 504]);

export function createTransport(options: TransportOptions): Transport {
  const { clock = systemClock, random = Math.random, timeoutMs = 30_000, maxTries = 3 } = options;
  const { backoffBaseMs = 200, backoffCapMs = 30_000, maxRetryAfterMs = 5_000 } = options;
  const endpoint = options.endpoint.replace(/\/+$/, '');

  async function sendOnce(call: DliCall): Promise<DliAnswer> {
    const name = `${call.method} ${call.path}`;
    const fail = (problem: DliProblem, cause?: unknown) =>
      new DliError(
        { problem, call: name, httpStatus: null, errorCode: null, errorMessage: null, requestId: null, retryAfterMs: null },
        { cause },
      );
    const request = await prepare(call);
    const abort = new AbortController();
    let cancelTimer = () => {};
    const late = new Promise<never>((_, reject) => {
      cancelTimer = clock.after(timeoutMs, () => {
        abort.abort();
        reject(fail('timeout'));
      });
    });
    try {
      // Raced as well as aborted: the limit holds even over a fetch that does not look at its signal.
      const exchange = Promise.resolve(options.fetch(toRequest(request, abort.signal))).then(async (response) => ({
        response,
        text: await response.text(),
      }));
      exchange.catch(() => {});
      const { response, text } = await Promise.race([exchange, late]);
      return read(call, name, response, text);
    } catch (error) {
      if (error instanceof DliError) throw error;
      throw fail(isNeverSent(error) ? 'not_sent' : 'lost', error);
    } finally {
      cancelTimer();
    }
  }

  async function prepare(call: DliCall): Promise<OutgoingRequest> {
    const headers: Record<string, string> = { Accept: 'application/json', 'X-Language': 'en-us' };
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    if (body !== null) headers['Content-Type'] = 'application/json';
    const request = { method: call.method, url: `${endpoint}${call.path}${queryString(call.query)}`, headers, body };
    return options.authorize ? options.authorize(request) : request;
  }

  function read(call: DliCall, name: string, response: Response, text: string): DliAnswer {
    const requestId = response.headers.get('X-Request-Id');
    const json = text.trim() === '' ? {} : parseJson(text);
    if (response.ok && isRecord(json)) return { httpStatus: response.status, requestId, text, json };
    const words = readErrorBody(text);
    const retryAfterMs = readRetryAfter(response.headers.get('Retry-After'), clock.now());
    throw new DliError({
      problem: response.ok ? 'bad_answer' : classify({ httpStatus: response.status, words, operation: call.operation, retryAfterMs }),
      call: name,
      httpStatus: response.status,
      errorCode: words.errorCode,
      errorMessage: words.errorMessage,
      requestId: requestId ?? words.requestId,
      retryAfterMs,
    });
  }

  /** How long to wait before trying again, or null for not at all. */
  function pauseBefore(nextTry: number, error: DliError): number | null {
    const isRetried = error.problem === 'lost' || error.problem === 'not_sent' || RETRIED_STATUS.has(error.httpStatus ?? 0);
    if (!isRetried || nextTry > maxTries) return null;
    const jitterMs = random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** (nextTry - 2));
    if (error.retryAfterMs === null) return jitterMs;
    return error.retryAfterMs > maxRetryAfterMs ? null : error.retryAfterMs + jitterMs;
  }

  return {
    async send(call) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await sendOnce(call);
        } catch (error) {
          const pauseMs = call.method === 'GET' && error instanceof DliError ? pauseBefore(attempt + 1, error) : null;
          if (pauseMs === null) throw error;
          await sleep(clock, pauseMs);
        }
      }
    },
  };
}

function toRequest(request: OutgoingRequest, signal: AbortSignal): Request {
  const { method, url, headers, body } = request;
  // A redirect would carry credentials to an address nobody allowed.
  return new Request(url, { method, headers, body, signal, redirect: 'manual' });
}

function queryString(query: DliCall['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`]));
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** `Retry-After` in either form (RFC 9110, 10.2.3), as milliseconds from now. */
function readRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

const CONNECT_FAILURES = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** True only where the system says that no connection came about; every doubt counts as sent. */
function isNeverSent(error: unknown): boolean {
  if (!isRecord(error) && !(error instanceof Error)) return false;
  // Trying several addresses of one host ends in an AggregateError: all of them must have failed to connect.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isNeverSent);
  if ('code' in error && typeof error.code === 'string') {
    return CONNECT_FAILURES.has(error.code) || /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(error.code);
  }
  return 'cause' in error && isNeverSent(error.cause);
}

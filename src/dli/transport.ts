/**
 * One HTTP exchange with DLI or IAM: address, time limit, credentials, retries, and failures told apart.
 *
 * Retried, with full jitter and `Retry-After`: any call on 429 or where no connection came about, since then nothing can
 * have been carried out; reads on 502, 503 and 504 too. Nothing else: a lost answer to a write may hide a carried-out
 * request (a synchronous upload can outlive its gateway). A 401 is answered with renewed credentials, once. A list that meets
 * silence is asked for once more beside the first, which may hang in a connection that nothing will ever come through.
 * Nothing of the browser's request travels on: headers are made here.
 */
import { type BreakerOptions, createCircuitBreaker, type Ending } from './circuit-breaker.ts';
import { type Clock, sleep, systemClock } from './clock.ts';
import { clockSkew, isWorthNaming } from './clock-skew.ts';
import { isConnectFailure, isNeverSent } from './connect-failure.ts';
import { isRecord, parseJson, readErrorBody } from './error-body.ts';
import { classify, DliError, type DliEvidence, type DliOperation, type DliProblem } from './errors.ts';
import { type Body, readBody, readRetryAfter } from './http-answer.ts';
import type { Refusals } from './refusals.ts';
import type { Secret } from './secret.ts';
import { type BucketOptions, createTokenBuckets } from './token-bucket.ts';

/** `globalThis.fetch` fits, and so does the `fetch` of an application in this process. */
export type Fetch = (request: Request) => Response | Promise<Response>;

export interface OutgoingRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

/** A request with credentials on it. */
export interface AuthorizedRequest extends OutgoingRequest {
  /** There where the credentials can be replaced: asked after a 401, answers whether there are others now. */
  renew?: () => Promise<boolean>;
}

export type Authorize = (request: OutgoingRequest, projectId: string | null) => AuthorizedRequest | Promise<AuthorizedRequest>;

export interface TransportOptions {
  /** Scheme and host, such as `https://dli.ap-southeast-1.myhuaweicloud.com`. */
  endpoint: string;
  fetch: Fetch;
  clock?: Clock;
  /** The place for credentials: answers the request with a token or a signature on it. */
  authorize?: Authorize;
  /** Counted per project and operation. Without it, calls go out as they come. */
  rateLimit?: BucketOptions;
  /** Counted per project. Without it, what fails is called again whenever asked for. */
  breaker?: BreakerOptions;
  /** Marks the errors of calls that are made to obtain credentials. */
  stage?: DliEvidence['stage'];
  random?: () => number;
  timeoutMs?: number;
  /** How often a call is tried in all. */
  maxTries?: number;
  /** First pause between tries is anything up to this; it doubles with each. */
  backoffBaseMs?: number;
  backoffCapMs?: number;
  /** A write goes out no later than this after it was asked for: whoever settles a lost one counts from then. */
  sendWritesWithinMs?: number;
  /** A longer `Retry-After` is handed to the caller instead of being waited for here. */
  maxRetryAfterMs?: number;
  /** A list of which not even a head has come by then is asked for again; the first goes on. */
  askAgainAfterMs?: number;
  /** Without it, refused credentials are presented again with every call. */
  refusals?: Refusals;
}

export interface DliCall {
  operation: DliOperation;
  /** Whose call it is; null for calls outside of any project. */
  projectId: string | null;
  method: OutgoingRequest['method'];
  /** From the root, every segment already encoded. */
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  /** In the body, and never to be seen in an error that repeats it. */
  secrets?: readonly Secret[];
}

export interface DliAnswer {
  httpStatus: number;
  requestId: string | null;
  /** Of the body's bytes (SHA-256), for a cheap "has anything changed": a long body is not kept for it. */
  digest: string;
  /** An object in every answer DLI documents; empty for an empty body. */
  json: Record<string, unknown>;
  /** A function, so that a logged answer shows no header: IAM's token comes in one. */
  header: (name: string) => string | null;
}

export interface Transport {
  /** Somebody asks on purpose: a refusal that is remembered is put to the test once. */
  askAgain(): void;
  /** Answers any 2xx; throws `DliError` for everything else. */
  send(call: DliCall): Promise<DliAnswer>;
}

const READS_RETRIED_ON = new Set([429, 502, 503, 504]);
/** 100,000 packages are some 30 MB. Every other answer is about one thing. */
const LIST_MAX_CHARS = 128 * 1024 * 1024;
const ANSWER_MAX_CHARS = 4 * 1024 * 1024;
export function createTransport(options: TransportOptions): Transport {
  const { clock = systemClock, random = Math.random, timeoutMs = 30_000, maxTries = 3, stage = 'call' } = options;
  const { backoffBaseMs = 200, backoffCapMs = 30_000, maxRetryAfterMs = 5_000, sendWritesWithinMs = 10_000 } = options;
  const { askAgainAfterMs = 3_000, refusals } = options;
  const endpoint = options.endpoint.replace(/\/+$/, '');
  const buckets = options.rateLimit ? createTokenBuckets(clock, options.rateLimit) : null;
  const breaker = options.breaker ? createCircuitBreaker(clock, options.breaker) : null;

  /** IAM's calls are told with their host, since a reader expects DLI. */
  const nameOf = (call: DliCall) => `${call.method} ${stage === 'credentials' ? endpoint : ''}${call.path}`;

  function fail(call: DliCall, problem: DliProblem, more: Partial<DliEvidence> & ErrorOptions = {}): DliError {
    const { cause, ...evidence } = more;
    const none = { httpStatus: null, errorCode: null, errorMessage: null, requestId: null, retryAfterMs: null };
    return new DliError({ problem, call: nameOf(call), stage, ...none, ...evidence }, cause === undefined ? {} : { cause });
  }

  interface Exchange {
    answer: Promise<DliAnswer>;
    giveUp: () => void;
  }

  function beginExchange(call: DliCall, request: OutgoingRequest, onHead: () => void): Exchange {
    const abort = new AbortController();
    const outgoing = toRequest(request, abort.signal);
    // The parser's own words would repeat the value it stumbled over, and that may be a secret.
    if (!outgoing) throw fail(call, 'not_sent');
    const maxChars = call.operation === 'list' ? LIST_MAX_CHARS : ANSWER_MAX_CHARS;
    const run = async () => {
      let cancelTimer = () => {};
      const late = new Promise<never>((_, reject) => {
        cancelTimer = clock.after(timeoutMs, () => {
          abort.abort();
          reject(fail(call, 'timeout'));
        });
      });
      try {
        // Raced as well as aborted: the limit holds even over a fetch that does not look at its signal.
        const exchange = Promise.resolve(options.fetch(outgoing)).then(async (response) => {
          onHead();
          return { response, body: await readBody(response, maxChars) };
        });
        exchange.catch(() => {});
        const { response, body } = await Promise.race([exchange, late]);
        return read(call, request, response, body);
      } catch (error) {
        if (error instanceof DliError) throw error;
        throw fail(call, isNeverSent(error) ? 'not_sent' : 'lost', { cause: error });
      } finally {
        cancelTimer();
      }
    };
    const answer = run();
    answer.catch(() => {});
    return { answer, giveUp: () => abort.abort() };
  }

  /** Whatever ends first counts. A second one that meets silence as well makes way for the next, so that there are two at most. */
  async function sendOnce(call: DliCall, request: OutgoingRequest): Promise<DliAnswer> {
    let cancel = () => {};
    const first = beginExchange(call, request, () => cancel());
    if (call.operation !== 'list') return first.answer;
    const ended = Promise.withResolvers<DliAnswer>();
    let second: Exchange | null = null;
    const askBeside = () => {
      second?.giveUp();
      const asked = beginExchange(call, request, () => cancel());
      second = asked;
      asked.answer.then(ended.resolve, (error: unknown) => second === asked && ended.reject(error));
      cancel = clock.after(askAgainAfterMs, askBeside);
    };
    cancel = clock.after(askAgainAfterMs, askBeside);
    first.answer.then(ended.resolve, ended.reject);
    try {
      return await ended.promise;
    } finally {
      cancel();
      first.giveUp();
      (second as Exchange | null)?.giveUp();
    }
  }

  function prepare(call: DliCall): AuthorizedRequest | Promise<AuthorizedRequest> {
    // The URL parser would drop such segments, and the request reach another address.
    if (call.path.split('/').some((segment) => segment === '.' || segment === '..')) throw fail(call, 'not_sent');
    const headers: Record<string, string> = { Accept: 'application/json', 'X-Language': 'en-us' };
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    if (body !== null) headers['Content-Type'] = 'application/json';
    const request = { method: call.method, url: `${endpoint}${call.path}${queryString(call.query)}`, headers, body };
    return options.authorize ? options.authorize(request, call.projectId) : request;
  }

  function read(call: DliCall, request: OutgoingRequest, response: Response, { text, digest }: Body): DliAnswer {
    const header = (name: string) => response.headers.get(name);
    const requestId = header('X-Request-Id') ?? header('X-IAM-Trace-Id');
    const json = text.trim() === '' ? {} : parseJson(text);
    if (response.ok && isRecord(json)) return { httpStatus: response.status, requestId, digest, json, header };
    const words = readErrorBody(withoutSecrets(text, call, request));
    const retryAfterMs = readRetryAfter(header('Retry-After'), clock.now());
    const problem = response.ok ? 'bad_answer' : classify({ httpStatus: response.status, words, operation: call.operation, retryAfterMs });
    const skewMs = clockSkew(header('Date'), clock.now());
    throw fail(call, problem, {
      httpStatus: response.status,
      errorCode: words.errorCode,
      errorMessage: words.errorMessage,
      requestId: requestId ?? words.requestId,
      retryAfterMs,
      clockSkewMs: problem === 'unauthorized' && isWorthNaming(skewMs) ? skewMs : null,
    });
  }

  /** One try; with renewed credentials a second one, where the first were refused as no longer good. */
  async function authorizeAndSend(call: DliCall, askedAtMs: number): Promise<DliAnswer> {
    const request = await prepare(call);
    if (isTooLate(call, askedAtMs)) throw fail(call, 'not_sent');
    try {
      return await sendOnce(call, request);
    } catch (error) {
      if (!(error instanceof DliError) || error.problem !== 'unauthorized' || !(await request.renew?.())) throw error;
      const renewed = await prepare(call);
      if (isTooLate(call, askedAtMs)) throw error;
      return sendOnce(call, renewed);
    }
  }

  function isTooLate(call: DliCall, askedAtMs: number, inMs = 0): boolean {
    return call.method !== 'GET' && clock.now() + inMs - askedAtMs > sendWritesWithinMs;
  }

  /** The breaker first, so that nobody waits for a turn at what does not answer. */
  async function tryOnce(call: DliCall, askedAtMs: number): Promise<DliAnswer> {
    const project = call.projectId ?? '';
    const bucket = `${project} ${call.operation}`;
    const known = refusals?.known() ?? null;
    if (known) throw fail(call, known.problem, { ...known });
    const refusal = breaker?.enter(project) ?? null;
    if (refusal) throw fail(call, 'not_sent', { ...refusal });
    let ending: Ending = 'unclear';
    try {
      const waitMs = (await buckets?.take(bucket)) ?? null;
      if (waitMs !== null) throw fail(call, 'throttled', { retryAfterMs: waitMs });
      const answer = await authorizeAndSend(call, askedAtMs);
      ending = 'answered';
      refusals?.forget();
      return answer;
    } catch (error) {
      if (error instanceof DliError && error.problem === 'unauthorized') refusals?.note(error);
      if (error instanceof DliError && error.stage === stage) ending = endingOf(call, error);
      if (error instanceof DliError && error.httpStatus === 429) buckets?.pause(bucket, error.retryAfterMs ?? backoffBaseMs);
      throw error;
    } finally {
      breaker?.end(project, ending);
    }
  }

  /** How long to wait before trying again, or null for not at all. */
  function pauseBefore(nextTry: number, call: DliCall, error: DliError): number | null {
    // What IAM's own transport gave up on is not tried again here.
    if (error.stage !== stage || nextTry > maxTries) return null;
    const isRetried =
      error.httpStatus === 429 || isConnectFailure(error.cause) || (call.method === 'GET' && READS_RETRIED_ON.has(error.httpStatus ?? 0));
    if (!isRetried) return null;
    const jitterMs = random() * Math.min(backoffCapMs, backoffBaseMs * 2 ** (nextTry - 2));
    if (error.retryAfterMs === null) return jitterMs;
    return error.retryAfterMs > maxRetryAfterMs ? null : error.retryAfterMs + jitterMs;
  }

  return {
    askAgain: () => refusals?.askAgain(),
    async send(call) {
      const askedAtMs = clock.now();
      for (let attempt = 1; ; attempt++) {
        try {
          return await tryOnce(call, askedAtMs);
        } catch (error) {
          const pauseMs = error instanceof DliError ? pauseBefore(attempt + 1, call, error) : null;
          if (pauseMs === null || isTooLate(call, askedAtMs, pauseMs)) throw error;
          await sleep(clock, pauseMs);
        }
      }
    },
  };
}

const SECRET_HEADERS = new Set(['authorization', 'x-auth-token', 'x-security-token']);

/** Gateways and proxies like to repeat what they refused. */
function withoutSecrets(text: string, call: DliCall, request: OutgoingRequest): string {
  const sent = Object.entries(request.headers).flatMap(([name, value]) => (SECRET_HEADERS.has(name.toLowerCase()) ? [value] : []));
  return [...sent, ...(call.secrets ?? []).map((secret) => secret.reveal())]
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '[secret]')), text);
}

/** What an error says of the service being there at all. */
function endingOf(call: DliCall, { problem, httpStatus, cause }: DliError): Ending {
  // A synchronous upload can outlive its gateway's patience while DLI is well.
  const isOverdue = problem === 'timeout' || httpStatus === 504;
  if (isOverdue && call.operation === 'upload') return 'unclear';
  if (problem === 'lost' || problem === 'timeout') return 'failed';
  // Without a cause, it was decided here that nothing is sent.
  if (httpStatus === null) return problem === 'not_sent' && cause !== undefined ? 'failed' : 'unclear';
  return httpStatus >= 500 ? 'failed' : 'answered';
}

function toRequest(request: OutgoingRequest, signal: AbortSignal): Request | null {
  const { method, url, headers, body } = request;
  try {
    // A redirect would carry credentials to an address nobody allowed.
    return new Request(url, { method, headers, body, signal, redirect: 'manual' });
  } catch {
    return null;
  }
}

function queryString(query: DliCall['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`]));
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

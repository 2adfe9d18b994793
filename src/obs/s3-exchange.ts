/**
 * One HTTP exchange with an S3-speaking store: keep-alive connections, time limits, and the retry rule for reads (429,
 * 500, 502, 503, 504 and broken connections; full jitter; a `Retry-After` that is short enough is waited for).
 * Node's own client rather than `fetch`, which would decode objects stored with a Content-Encoding. Redirects are not
 * followed: a signed request goes to the host it was signed for.
 */
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { ObjectStoreError } from './object-store.ts';
import { failureOf } from './s3-answers.ts';
import type { S3Request } from './s3-request.ts';

export interface ExchangeOptions {
  agent: http.Agent;
  /** From the request to the answer's headers, then again for a body that is read whole, or between two of its chunks. */
  timeoutMs: number;
  /** How often a request is tried in all. */
  maxTries: number;
  /** First pause between tries is anything up to this; it doubles with each. */
  backoffBaseMs: number;
  /** A longer `Retry-After` is handed to the caller. */
  maxRetryAfterMs: number;
  random: () => number;
}

const RETRIED_STATUS = new Set([429, 500, 502, 503, 504]);
const ERROR_BODY_MAX_BYTES = 64 * 1024;

/** `consume` takes a 2xx answer; when it fails, that counts as a failure of the try. */
export async function exchange<T>(
  build: () => Promise<S3Request>,
  consume: (answer: IncomingMessage) => T | Promise<T>,
  options: ExchangeOptions,
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      signal?.throwIfAborted();
      return await consume(await open(await build(), options, signal));
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const pauseMs = error instanceof ObjectStoreError ? pauseBefore(attempt + 1, error, options) : null;
      if (pauseMs === null) throw error;
      await sleep(pauseMs, undefined, signal ? { signal } : {}).catch(() => undefined);
    }
  }
}

/** Resolves with a 2xx answer whose body is still to be read. */
async function open(request: S3Request, options: ExchangeOptions, signal?: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { method, url, headers } = request;
  const send = url.protocol === 'https:' ? https.request : http.request;
  const outgoing = send(url, { method, headers, agent: options.agent });
  const giveUp = () => outgoing.destroy(new Error('aborted'));
  const timer = setTimeout(() => outgoing.destroy(tooLate()), options.timeoutMs);
  signal?.addEventListener('abort', giveUp, { once: true });
  outgoing.on('response', resolve);
  outgoing.on('error', (error) => reject(error instanceof ObjectStoreError ? error : unreachable(error)));
  outgoing.end();
  try {
    const answer = await promise;
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    const body = await readText(answer, ERROR_BODY_MAX_BYTES, options.timeoutMs, signal).catch(() => '');
    throw failureOf({ status, headers: answer.headers, body });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

/** A body whole, as text. */
export async function readText(answer: IncomingMessage, maxBytes: number, timeoutMs: number, signal?: AbortSignal): Promise<string> {
  const timer = setTimeout(() => answer.destroy(tooLate()), timeoutMs);
  const giveUp = () => answer.destroy(new Error('aborted'));
  signal?.addEventListener('abort', giveUp, { once: true });
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    signal?.throwIfAborted();
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new ObjectStoreError('store_failed', 'The store answered at a length that cannot be right.');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    throw error instanceof ObjectStoreError ? error : unreachable(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

/** A body as it comes. The time limit runs while a chunk is waited for, not while the reader is busy with one. */
export async function* readChunks(answer: IncomingMessage, timeoutMs: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const giveUp = () => answer.destroy(new Error('aborted'));
  signal?.addEventListener('abort', giveUp, { once: true });
  const chunks = (answer as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const timer = setTimeout(() => answer.destroy(tooLate()), timeoutMs);
      const { done, value } = await chunks.next().finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof ObjectStoreError) throw error;
    throw new ObjectStoreError('unreadable', 'The connection broke before the object was read to its end.', { cause: error });
  } finally {
    signal?.removeEventListener('abort', giveUp);
    answer.destroy();
  }
}

function pauseBefore(nextTry: number, error: ObjectStoreError, options: ExchangeOptions): number | null {
  if (nextTry > options.maxTries) return null;
  if (error.code !== 'unreachable' && !RETRIED_STATUS.has(error.httpStatus ?? 0)) return null;
  const jitterMs = options.random() * options.backoffBaseMs * 2 ** (nextTry - 2);
  if (error.retryAfterMs === null) return jitterMs;
  return error.retryAfterMs > options.maxRetryAfterMs ? null : error.retryAfterMs + jitterMs;
}

function tooLate(): ObjectStoreError {
  return new ObjectStoreError('timeout', 'The store did not answer in time.');
}

/** Node's errors name host and port, never a header. */
function unreachable(cause: unknown): ObjectStoreError {
  const errno = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  return new ObjectStoreError('unreachable', `The store cannot be reached, or the connection broke (${errno}).`, { cause });
}

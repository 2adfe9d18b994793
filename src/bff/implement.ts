/**
 * The contract's table as HTTP routes. Every check a route needs is read from its row, so that no route can forget one;
 * `Handlers` does not compile while a handler is missing or answers another shape.
 */
import { type Context, Hono } from 'hono';
import type { Logger } from 'pino';
import {
  type Answer,
  AS_OF_HEADER,
  type Contract,
  type Endpoint,
  type HandlerInput,
  IDEMPOTENCY_HEADER,
  ROWS_HEADER,
} from '../contract/define.ts';
import type { Clock } from '../dli/clock.ts';
import { Conditional, createTextCache, etagOf, matches } from './conditional.ts';
import { contentDisposition, Download, streamOf } from './download.ts';
import { ApiError, errorHeaders, toApiError, toApiErrorBody } from './errors.ts';
import { ANSWER_HEADERS } from './middleware/answer-headers.ts';
import { checkClientHeader } from './middleware/client-header.ts';
import { createHostCheck } from './middleware/host.ts';
import { readJsonBody } from './middleware/json-body.ts';
import { checkOrigin } from './middleware/origin.ts';
import { createRequestLog } from './middleware/request-log.ts';
import { parseInput, type RawInput } from './validate.ts';

export interface CallContext {
  requestId: string;
  /** The caller asked, by `Cache-Control: no-cache`, for a read that begins after its request. */
  wantsFresh: boolean;
  idempotencyKey: string | null;
  /** Aborts when the caller goes away; made only when asked for. */
  signal: () => AbortSignal;
}

export type Handler<E extends Endpoint> = (input: HandlerInput<E>, call: CallContext) => Reply<E> | Promise<Reply<E>>;
export type Handlers<C extends Contract> = { [K in keyof C]: Handler<C[K]> };
type Reply<E extends Endpoint> = E extends { clientHeader: 'download' } ? Download : Answer<E> | Conditional<Answer<E>>;

export interface ImplementOptions {
  allowedHosts: readonly string[];
  clock: Clock;
  log: Logger;
  /** Differs with every start of the server. */
  bootId: string;
  isClosing: () => boolean;
  /** The id that handlers are given. Throws for a project that is not served, before any of them is asked. */
  projectIdOf: (projectId: string, endpoint: Endpoint) => string;
  /** Somebody asked for a read past every memory, before any handler is asked. */
  onFresh?: (projectId: string) => void;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const PARSED_ADDRESSES_MAX = 500;
const CACHED_CHARS_MAX = 16_000_000;

export function implement<C extends Contract>(contract: C, handlers: Handlers<C>, options: ImplementOptions): Hono {
  const { clock, bootId } = options;
  const app = new Hono();
  const checkHost = createHostCheck(options.allowedHosts);
  const logRequest = createRequestLog(options.log);
  const texts = createTextCache(CACHED_CHARS_MAX);
  let requestCount = 0;

  function answer(c: Context, route: string, work: (requestId: string) => Promise<Response>): Promise<Response> {
    const startedAt = clock.now();
    const requestId = `${bootId}-${(++requestCount).toString(36)}`;
    const told = (status: number, failure: { error: ApiError; thrown: unknown } | null) =>
      logRequest({ requestId, method: c.req.method, route, status, ms: clock.now() - startedAt }, failure);
    return work(requestId).then(
      (response) => {
        told(response.status, null);
        return response;
      },
      (thrown: unknown) => {
        const error = toApiError(thrown);
        told(error.status, { error, thrown });
        const headers = { ...answerHeaders(requestId, 'no-store'), 'Content-Type': JSON_TYPE, ...errorHeaders(error) };
        return new Response(JSON.stringify(toApiErrorBody(error, requestId)), { status: error.status, headers });
      },
    );
  }

  function serve(endpoint: Endpoint, handler: AnyHandler) {
    const parsedAddresses = new Map<string, RawInput>();

    async function inputOf(c: Context, address: string): Promise<RawInput> {
      // Browsers poll a handful of addresses: each is parsed once.
      const known = parsedAddresses.get(address);
      if (known) return known;
      const raw = { params: c.req.param(), query: c.req.query() };
      if (endpoint.body) return parseInput(endpoint, { ...raw, body: await readJsonBody(endpoint, c.req.raw) });
      const parsed = parseInput(endpoint, raw);
      if (parsedAddresses.size >= PARSED_ADDRESSES_MAX) parsedAddresses.clear();
      parsedAddresses.set(address, parsed);
      return parsed;
    }

    return (c: Context) =>
      answer(c, endpoint.path, async (requestId) => {
        const { headers } = c.req.raw;
        const host = checkHost(headers, c.req.url);
        checkOrigin(endpoint, headers, host);
        checkClientHeader(endpoint, headers);
        if (options.isClosing()) throw new ApiError('shutting_down', 'The server is about to stop.', { retryAfterMs: 1_000 });

        const address = addressOf(c.req.url);
        const input = withProject(await inputOf(c, address), (asked) => options.projectIdOf(asked, endpoint));
        const { projectId } = paramsOf(input);
        const wantsFresh = headers.get('Cache-Control')?.toLowerCase().includes('no-cache') ?? false;
        if (wantsFresh && projectId !== undefined) options.onFresh?.(projectId);
        const idempotencyKey = headers.get(IDEMPOTENCY_HEADER);
        const reply = await handler(input, { requestId, wantsFresh, idempotencyKey, signal: () => c.req.raw.signal });
        if (reply instanceof Download) return fileOf(reply, requestId);
        if (!(reply instanceof Conditional)) {
          return new Response(JSON.stringify(reply), { headers: { ...answerHeaders(requestId, 'no-store'), 'Content-Type': JSON_TYPE } });
        }

        const etag = etagOf(bootId, reply.tag, address);
        const validators = {
          'Cache-Control': 'private, no-cache',
          'X-Request-Id': requestId,
          ETag: etag,
          [AS_OF_HEADER]: String(reply.asOfMs),
        };
        // The others stay those of the answer that the browser holds (RFC 9111, 4.3.4).
        if (matches(headers.get('If-None-Match'), etag)) return new Response(null, { status: 304, headers: validators });
        const text = texts.get(`${etag} ${address}`, () => JSON.stringify(reply.build()));
        return new Response(text, { headers: { ...ANSWER_HEADERS, ...validators, 'Content-Type': JSON_TYPE } });
      });
  }

  // One handler a path, chosen by method here: where several match, Hono composes them anew for each request.
  const byPath = new Map<string, Map<string, HonoHandler>>();
  for (const [key, endpoint] of Object.entries<Endpoint>(contract)) {
    // The mapped type has matched every handler to its own endpoint; a loop over the table can only see the common shape.
    const handler = handlers[key] as unknown as AnyHandler;
    const byMethod = byPath.get(endpoint.path) ?? new Map<string, HonoHandler>();
    byPath.set(endpoint.path, byMethod.set(endpoint.method, serve(endpoint, handler)));
  }
  for (const [path, byMethod] of byPath) {
    app.all(path, (c) => {
      const { method } = c.req;
      const handle = byMethod.get(method === 'HEAD' ? 'GET' : method);
      return handle ? handle(c) : answer(c, path, () => refuseMethod([...byMethod.keys()]));
    });
  }
  app.notFound((c) => answer(c, '/api/*', notFound));
  return app;
}

/** What the entry's own schema made of the address. */
const paramsOf = (input: RawInput) => (input.params ?? {}) as { projectId?: string };

function withProject(input: RawInput, idOf: (asked: string) => string): RawInput {
  const { projectId: asked } = paramsOf(input);
  const projectId = asked === undefined ? undefined : idOf(asked);
  return projectId === asked ? input : { ...input, params: { ...paramsOf(input), projectId } };
}

type HonoHandler = (c: Context) => Promise<Response>;
type AnyHandler = (input: RawInput, call: CallContext) => unknown;

function answerHeaders(requestId: string, cacheControl: string): Record<string, string> {
  return { ...ANSWER_HEADERS, 'Cache-Control': cacheControl, 'X-Request-Id': requestId };
}

function fileOf({ parts }: Download, requestId: string): Response {
  const headers = {
    ...answerHeaders(requestId, 'no-store'),
    'Content-Type': parts.contentType,
    'Content-Disposition': contentDisposition(parts.fileName),
    ...(parts.rows === null ? {} : { [ROWS_HEADER]: String(parts.rows) }),
  };
  return new Response(streamOf(parts.text), { headers });
}

/** Path and query, as they came. */
function addressOf(url: string): string {
  return url.slice(url.indexOf('/', url.indexOf('//') + 2));
}

async function refuseMethod(methods: string[]): Promise<never> {
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  throw new ApiError('not_found', 'The address does not know this method.', { status: 405, headers: { Allow: allowed.join(', ') } });
}

async function notFound(): Promise<never> {
  throw new ApiError('not_found', 'There is no such address in the API.');
}

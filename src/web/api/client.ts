/**
 * The only code that calls fetch. Both directions are checked against the contract's schemas, so that a screen never
 * meets a shape it does not know; whatever goes wrong arrives as one ApiError.
 *
 * ETag and 304 are left to the browser's own HTTP cache: an unchanged list costs a header round trip, and the answer's
 * AS_OF_HEADER is renewed by the 304.
 */
import * as z from 'zod/mini';
import { type Answer, AS_OF_HEADER, type CallInput, CLIENT_HEADER, type Endpoint, IDEMPOTENCY_HEADER } from '../../contract/define.ts';
import { ApiErrorBody, type ErrorCode, type FieldIssue } from '../../contract/errors.ts';
import { setServerTime } from '../lib/clock.ts';

/** The BFF's codes, and two for the way to it: no answer at all, or one that is not of the contract. */
export type ApiErrorCode = ErrorCode | 'server_unreachable' | 'bad_answer';

export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: ApiErrorCode;
  /** HTTP status of the BFF's answer; 0 where there was none. */
  readonly status: number;
  /** The BFF's request id, to be found in its log. */
  readonly requestId: string | null;
  readonly details: ApiErrorBody['details'];
  /** How long the BFF, or DLI behind it, asked us to wait. */
  readonly retryAfterMs: number | null;

  constructor(
    told: Pick<ApiErrorBody, 'message' | 'status' | 'details'> & { code: ApiErrorCode; requestId: string | null },
    after?: number,
  ) {
    super(told.message);
    this.code = told.code;
    this.status = told.status;
    this.requestId = told.requestId;
    this.details = told.details;
    this.retryAfterMs = after ?? told.details?.upstream?.retryAfterMs ?? null;
  }
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Past every cache: the BFF reads DLI again before it answers. */
  fresh?: boolean;
  idempotencyKey?: string;
}

/** `asOf`: epoch milliseconds of the upstream read behind the data; null where the endpoint reads nothing upstream. */
export interface Answered<T> {
  data: T;
  asOf: number | null;
}

/** Longer than the BFF may take: upstream calls are cut off at 30 s. */
const TIMEOUT_MS = 45_000;

/** @throws ApiError for every failure but an abort through `signal`, which is passed on as it is. */
export async function call<E extends Endpoint>(endpoint: E, input: CallInput<E>, options: CallOptions = {}): Promise<Answered<Answer<E>>> {
  const response = await send(endpoint, input as AnyInput, options); // Its parts are checked against the endpoint's schemas below.
  setServerTime(Date.parse(response.headers.get('Date') ?? ''));
  const body: unknown = await response.json().catch(() => undefined);
  options.signal?.throwIfAborted();
  if (!response.ok) throw errorFrom(response, body);
  const answer = z.safeParse(endpoint.response, body);
  if (!answer.success) throw badAnswer(response, answer.error.issues[0]);
  const asOf = Number(response.headers.get(AS_OF_HEADER));
  return { data: answer.data as Answer<E>, asOf: asOf > 0 ? asOf : null }; // Parsed by the very schema the type comes from.
}

export interface AnyInput {
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
}

export async function send(endpoint: Endpoint, input: AnyInput, { signal, fresh, idempotencyKey }: CallOptions): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json', [CLIENT_HEADER]: '1' });
  const init: RequestInit = { method: endpoint.method, headers, cache: fresh ? 'reload' : 'default' };
  if (endpoint.body) {
    assertSendable(endpoint.body, input.body, 'body');
    headers.set('Content-Type', 'application/json');
    init.body = JSON.stringify(input.body);
  }
  if (idempotencyKey) headers.set(IDEMPOTENCY_HEADER, idempotencyKey);
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  init.signal = signal ? AbortSignal.any([signal, limit]) : limit;
  const address = addressOf(endpoint, input);
  try {
    return await fetch(address, init);
  } catch (cause) {
    signal?.throwIfAborted();
    const message = `${endpoint.method} ${address}: ${cause instanceof Error ? cause.message : 'no answer'}`;
    throw new ApiError({ code: 'server_unreachable', message, status: 0, requestId: null });
  }
}

/** Path and query of a call, as a link may carry them too. */
export function addressOf(endpoint: Endpoint, input: AnyInput): string {
  if (endpoint.params) assertSendable(endpoint.params, input.params, 'params');
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
  const query = new URLSearchParams();
  if (endpoint.query) assertSendable(endpoint.query, input.query ?? {}, 'query');
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

/** A value the BFF would refuse is told before it is sent, in the BFF's own words: `body.paths.3` and the domain's code. */
function assertSendable(schema: z.core.$ZodType, value: unknown, where: string): void {
  const checked = z.safeParse(schema, value);
  if (checked.success) return;
  const issues = checked.error.issues.map((issue): FieldIssue => {
    const told = issue.code === 'custom' ? (issue.params?.issue as Omit<FieldIssue, 'path'> | undefined) : undefined; // Put there by contract/submissions.
    return { ...(told ?? { code: issue.code ?? 'invalid' }), path: [where, ...issue.path].join('.') };
  });
  throw new ApiError({ code: 'invalid_request', message: 'Not sent.', status: 0, requestId: null, details: { issues } });
}

export function errorFrom(response: Response, body: unknown): ApiError {
  const told = z.safeParse(ApiErrorBody, body);
  if (!told.success) return badAnswer(response, told.error.issues[0]);
  const seconds = Number(response.headers.get('Retry-After'));
  return new ApiError(told.data, seconds > 0 ? seconds * 1000 : undefined);
}

function badAnswer(response: Response, issue: { path: PropertyKey[]; message: string } | undefined): ApiError {
  const at = issue?.path.map(String).join('.') || 'body';
  return new ApiError({
    code: 'bad_answer',
    message: `HTTP ${response.status}; ${at}: ${issue?.message ?? 'not JSON'}`,
    status: response.status,
    requestId: response.headers.get('X-Request-Id'),
  });
}

/**
 * How an endpoint is written down, and the types both sides derive from it. One entry says everything a caller may
 * rely on: address, schemas, who may call, whether our header is required, how large a body may be.
 */
import type * as z from 'zod/mini';

export interface Endpoint {
  method: 'GET' | 'POST';
  /** Hono-style path; `:name` segments are described by `params`. */
  path: `/api/${string}`;
  summary: string;
  params?: z.ZodMiniObject;
  query?: z.ZodMiniObject;
  body?: z.ZodMiniType;
  response: z.ZodMiniType;
  /** `open`: anybody who reaches the port (health only). `user`: whoever may use the console. */
  access: 'open' | 'user';
  /**
   * `required`: answers only requests that carry CLIENT_HEADER, which no cross-site form or image can send. `download`: a file
   * behind a plain link, which carries no header of ours; the browser's own `Sec-Fetch-Site: same-origin` takes its place.
   */
  clientHeader: 'required' | 'download' | 'none';
  /** Whether the call needs an `Idempotency-Key`. */
  idempotent?: 'key';
  /** Largest request body in bytes; 0 where none is read. */
  bodyLimit: number;
}

export type Contract = Record<string, Endpoint>;

/** Keeps every entry's literal types while checking its shape. */
export function defineContract<const T extends Contract>(contract: T): T {
  return contract;
}

type Sent<S> = S extends z.ZodMiniType ? z.input<S> : Record<never, never>;
type Read<S> = S extends z.ZodMiniType ? z.output<S> : Record<never, never>;

/** What a caller passes. */
export type CallInput<E extends Endpoint> = (E extends { params: infer P } ? { params: Sent<P> } : unknown) &
  (E extends { query: infer Q } ? { query?: Sent<Q> } : unknown) &
  (E extends { body: infer B } ? { body: Sent<B> } : unknown);

/** What a handler is given: parsed, defaults filled in. */
export type HandlerInput<E extends Endpoint> = (E extends { params: infer P } ? { params: Read<P> } : unknown) &
  (E extends { query: infer Q } ? { query: Read<Q> } : unknown) &
  (E extends { body: infer B } ? { body: Read<B> } : unknown);

/** What a handler answers and a caller reads: the schemas of answers transform nothing. */
export type Answer<E extends Endpoint> = z.output<E['response']>;

/** Every `/api` request but health and downloads carries it (RFC 10017: a header that forces a preflight which is never granted). */
export const CLIENT_HEADER = 'X-Groupage-Client';
/** Epoch milliseconds at which the upstream read behind an answer was made; updated by a 304 as well. */
export const AS_OF_HEADER = 'Groupage-As-Of';
/** How many rows a downloaded table has below its head. */
export const ROWS_HEADER = 'Groupage-Rows';
export const IDEMPOTENCY_HEADER = 'Idempotency-Key';

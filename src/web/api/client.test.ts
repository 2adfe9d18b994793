import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { defineContract } from '../../contract/define.ts';
import { ApiError, call } from './client.ts';

const { read, write } = defineContract({
  read: {
    method: 'GET',
    path: '/api/projects/:projectId/things',
    summary: '',
    params: z.object({ projectId: z.string().check(z.minLength(1)) }),
    query: z.object({ text: z._default(z.string(), ''), page: z._default(z.coerce.number(), 1) }),
    response: z.object({ count: z.number() }),
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 0,
  },
  write: {
    method: 'POST',
    path: '/api/things',
    summary: '',
    body: z.object({ names: z.array(z.string().check(z.minLength(1))) }),
    response: z.object({ id: z.string() }),
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 1,
  },
});

function answerWith(body: unknown, init?: ResponseInit) {
  const fetch = vi.fn(
    async (_url: string, _init: RequestInit) => new Response(typeof body === 'string' ? body : JSON.stringify(body), init),
  );
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

function refusal(promise: Promise<unknown>): Promise<ApiError> {
  return promise.then(
    () => Promise.reject(new Error('was answered')),
    (error: unknown) => {
      if (error instanceof ApiError) return error;
      throw error;
    },
  );
}

const input = { params: { projectId: 'a b' }, query: { text: '', page: 2 } };

afterEach(() => vi.unstubAllGlobals());

describe('a call', () => {
  it('builds the address, sends the header, and says as of when', async () => {
    const fetch = answerWith({ count: 3 }, { headers: { 'Groupage-As-Of': '1800000000000' } });
    expect(await call(read, input)).toEqual({ data: { count: 3 }, asOf: 1_800_000_000_000 });
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe('/api/projects/a%20b/things?page=2');
    expect(new Headers(init?.headers).get('X-Groupage-Client')).toBe('1');
    expect(init?.cache).toBe('default');
  });

  it('goes past every cache when asked to', async () => {
    const fetch = answerWith({ count: 0 });
    await call(read, input, { fresh: true });
    expect(fetch.mock.calls[0]?.[1].cache).toBe('reload');
  });

  it('carries a body and its key', async () => {
    const fetch = answerWith({ id: 'x' });
    await call(write, { body: { names: ['a'] } }, { idempotencyKey: 'k' });
    const init = fetch.mock.calls[0]?.[1];
    expect(init?.body).toBe('{"names":["a"]}');
    expect(new Headers(init?.headers).get('Idempotency-Key')).toBe('k');
  });

  it('sends nothing that the contract would refuse', async () => {
    const fetch = answerWith({});
    const error = await refusal(call(write, { body: { names: ['a', ''] } }));
    expect(error.code).toBe('invalid_request');
    expect(error.details?.issues).toEqual([{ code: 'too_small', path: 'body.names.1' }]);
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('a failure', () => {
  const body = { code: 'dli_throttled', message: 'm', requestId: 'r-1', status: 429 };

  it('keeps what the BFF said', async () => {
    answerWith(body, { status: 429, headers: { 'Retry-After': '7' } });
    expect(await refusal(call(read, input))).toMatchObject({ code: 'dli_throttled', status: 429, requestId: 'r-1', retryAfterMs: 7_000 });
  });

  it.each(['<html>gateway</html>', '{"count":"three"}', '[]'])('an answer of another form is told: %s', async (text) => {
    answerWith(text);
    expect((await refusal(call(read, input))).code).toBe('bad_answer');
  });

  it('no answer at all is another matter', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await refusal(call(read, input))).toMatchObject({ code: 'server_unreachable', status: 0 });
  });

  it('an abort is nobody’s fault', async () => {
    const controller = new AbortController();
    controller.abort();
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('', 'AbortError')));
    await expect(call(read, input, { signal: controller.signal })).rejects.toThrow(DOMException);
  });
});

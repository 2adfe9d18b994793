import { describe, expect, it } from 'vitest';
import { DliError } from './errors.ts';
import { createFakeClock, settle } from './fake-clock.ts';
import { createTransport, type DliCall, type TransportOptions } from './transport.ts';

const LIST: DliCall = { operation: 'list', method: 'GET', path: '/v2.0/p/resources' };
const UPLOAD: DliCall = { operation: 'upload', method: 'POST', path: '/v2.0/p/resources', body: { paths: [] } };

type Step = Response | Error | 'hang';

/** The network as a script: one step a request. */
function network(...steps: Step[]) {
  const clock = createFakeClock();
  const requests: Request[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    requests.push(request);
    const step = steps.shift() ?? new Error('nothing more is scripted');
    if (step === 'hang') return new Promise(() => {});
    if (step instanceof Error) throw step;
    return step;
  };
  const open = (options: Partial<TransportOptions> = {}) =>
    createTransport({ endpoint: 'https://dli.local.myhuaweicloud.com/', fetch, clock, random: () => 1, ...options });
  return { clock, requests, open };
}

const json = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init);
const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof DliError ? error.problem : error),
  );

describe('transport', () => {
  it('sends what DLI documents and nothing of a browser', async () => {
    const { open, requests } = network(json({ ok: 1 }, { status: 201, headers: { 'X-Request-Id': 'r1' } }));
    const answer = await open().send({ ...UPLOAD, query: { group: 'a b', none: undefined } });
    expect(answer).toMatchObject({ httpStatus: 201, requestId: 'r1', json: { ok: 1 } });
    const [request] = requests;
    expect(request?.url).toBe('https://dli.local.myhuaweicloud.com/v2.0/p/resources?group=a%20b');
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      accept: 'application/json',
      'content-type': 'application/json',
      'x-language': 'en-us',
    });
    expect(request?.redirect).toBe('manual');
  });

  it('lets the credentials be put on', async () => {
    const { open, requests } = network(json({}));
    await open({ authorize: (r) => ({ ...r, headers: { ...r.headers, 'X-Auth-Token': 't' } }) }).send(LIST);
    expect(requests[0]?.headers.get('X-Auth-Token')).toBe('t');
  });

  it('takes an empty 2xx for an empty object, and anything else that is not one for a bad answer', async () => {
    await expect(
      network(new Response('', { status: 200 }))
        .open()
        .send(LIST),
    ).resolves.toMatchObject({ json: {} });
    for (const body of ['<html>', '[]', 'null']) {
      expect(await problemOf(network(new Response(body)).open().send(LIST))).toBe('bad_answer');
    }
  });

  it('repeats a read that met 429, 502, 503, 504 or a broken connection, with growing jitter', async () => {
    const { open, clock, requests } = network(new Response('<html>', { status: 502 }), failed('ECONNRESET'), json({ groups: [] }));
    const work = open().send(LIST);
    await settle();
    expect(requests).toHaveLength(1);
    await clock.advance(199);
    expect(requests).toHaveLength(1);
    await clock.advance(1);
    expect(requests).toHaveLength(2);
    await clock.advance(400);
    await expect(work).resolves.toMatchObject({ json: { groups: [] } });
  });

  it('gives up after the third try and keeps the evidence', async () => {
    const { open, clock, requests } = network(...[1, 2, 3].map(() => new Response('<html>nginx</html>', { status: 502 })));
    const work = open()
      .send(LIST)
      .catch((error: unknown) => error);
    await clock.advance(1_000);
    expect(await work).toMatchObject({ problem: 'server_fault', httpStatus: 502, errorMessage: 'nginx', call: 'GET /v2.0/p/resources' });
    expect(requests).toHaveLength(3);
  });

  it('waits for a short Retry-After and hands on a long one', async () => {
    const throttled = (seconds: string) =>
      json({ error_code: 'APIGW.0308', error_msg: 'slow', request_id: 'q' }, { status: 429, headers: { 'Retry-After': seconds } });
    const short = network(throttled('2'), json({}));
    const work = short.open({ random: () => 0 }).send(LIST);
    await short.clock.advance(1_999);
    expect(short.requests).toHaveLength(1);
    await short.clock.advance(1);
    await work;
    const long = network(throttled('60'));
    await expect(long.open().send(LIST)).rejects.toMatchObject({ problem: 'throttled', retryAfterMs: 60_000, requestId: 'q' });
    expect(long.requests).toHaveLength(1);
  });

  it('reads Retry-After as a date too', async () => {
    const at = new Date(createFakeClock().now() + 90_000).toUTCString();
    const dated = network(new Response('', { status: 503, headers: { 'Retry-After': at } }));
    await expect(dated.open().send(LIST)).rejects.toMatchObject({ retryAfterMs: 90_000 });
  });

  it.each([
    ['429', new Response('', { status: 429 }), 'throttled'],
    ['503', new Response('', { status: 503 }), 'server_fault'],
    ['a cut', failed('UND_ERR_SOCKET'), 'lost'],
    ['a refused connection', failed('ECONNREFUSED'), 'not_sent'],
  ] as const)('never repeats a write that met %s', async (_, step, problem) => {
    const { open, clock, requests } = network(step);
    const work = problemOf(open().send(UPLOAD));
    await clock.advance(60_000);
    expect(await work).toBe(problem);
    expect(requests).toHaveLength(1);
  });

  it('tells a connection that never was from one that broke', async () => {
    const all = (code: string) => new TypeError('fetch failed', { cause: new AggregateError([failed('ECONNREFUSED'), failed(code)]) });
    const rows: [Error, string][] = [
      [failed('ENOTFOUND'), 'not_sent'],
      [failed('UND_ERR_CONNECT_TIMEOUT'), 'not_sent'],
      [failed('DEPTH_ZERO_SELF_SIGNED_CERT'), 'not_sent'],
      [all('ECONNREFUSED'), 'not_sent'],
      [all('ECONNRESET'), 'lost'],
      [failed('EPIPE'), 'lost'],
      [new Error('no code'), 'lost'],
    ];
    for (const [error, problem] of rows) expect(await problemOf(network(error).open().send(UPLOAD))).toBe(problem);
  });

  it('ends a call after 30 s even over a fetch that ignores its signal, and does not repeat it', async () => {
    const { open, clock, requests } = network('hang');
    const work = problemOf(open().send(LIST));
    await clock.advance(29_999);
    expect(requests[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(await work).toBe('timeout');
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(requests).toHaveLength(1);
  });
});

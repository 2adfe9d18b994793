import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DliError } from './errors.ts';
import { createFakeClock, settle } from './fake-clock.ts';
import { type Authorize, createTransport, type DliCall, type TransportOptions } from './transport.ts';

const LIST: DliCall = { operation: 'list', projectId: 'p', method: 'GET', path: '/v2.0/p/resources' };
const UPLOAD: DliCall = { operation: 'upload', projectId: 'p', method: 'POST', path: '/v2.0/p/resources', body: { paths: [] } };

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

  it('repeats a read that met 429, 502, 503, 504 or no connection at all, with growing jitter', async () => {
    const { open, clock, requests } = network(new Response('<html>', { status: 502 }), failed('ECONNREFUSED'), json({ groups: [] }));
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
    ['429', () => new Response('', { status: 429 })],
    ['a refused connection', () => failed('ECONNREFUSED')],
  ] as const)('repeats a write that met %s: nothing can have been carried out', async (_, step) => {
    const { open, clock, requests } = network(step(), step(), json({ ok: 1 }));
    const work = open().send(UPLOAD);
    await clock.advance(60_000);
    expect(await work).toMatchObject({ json: { ok: 1 } });
    expect(requests).toHaveLength(3);
  });

  it.each([
    ['502', UPLOAD, () => new Response('', { status: 502 }), 'server_fault'],
    ['503', UPLOAD, () => new Response('', { status: 503 }), 'server_fault'],
    ['504', UPLOAD, () => new Response('', { status: 504 }), 'server_fault'],
    ['a cut', UPLOAD, () => failed('UND_ERR_SOCKET'), 'lost'],
    ['a cut', LIST, () => failed('ECONNRESET'), 'lost'],
    ['500', LIST, () => new Response('', { status: 500 }), 'server_fault'],
    ['400 DLI.0999', LIST, () => json({ error_code: 'DLI.0999', error_msg: 'x' }, { status: 400 }), 'server_fault'],
    ['a wrong certificate', LIST, () => failed('SELF_SIGNED_CERT_IN_CHAIN'), 'not_sent'],
  ] as const)('does not repeat after %s (%o)', async (_, call, step, problem) => {
    const { open, clock, requests } = network(step());
    const work = problemOf(open().send(call));
    await clock.advance(60_000);
    expect(await work).toBe(problem);
    expect(requests).toHaveLength(1);
  });

  it('sends a write within ten seconds of being asked, or not at all', async () => {
    const slowly = (clock: ReturnType<typeof createFakeClock>, delayMs: number): Authorize => {
      return (request) => new Promise((resolve) => clock.after(delayMs, () => resolve(request)));
    };
    const late = network(json({}), json({}));
    const work = [UPLOAD, LIST].map((call) => problemOf(late.open({ authorize: slowly(late.clock, 10_001) }).send(call)));
    await late.clock.advance(10_001);
    expect(await Promise.all(work)).toEqual(['not_sent', 'none']);
    expect(late.requests).toHaveLength(1);
    const throttled = () => json({ error_code: 'APIGW.0308' }, { status: 429, headers: { 'Retry-After': '5' } });
    const patient = network(throttled(), throttled(), json({}));
    const refused = problemOf(patient.open().send(UPLOAD));
    await patient.clock.advance(60_000);
    expect(await refused).toBe('throttled');
    expect(patient.requests).toHaveLength(2);
  });

  it('sends nothing where the address would turn into another one', async () => {
    const { open, requests } = network();
    for (const segment of ['.', '..']) {
      expect(await problemOf(open().send({ ...LIST, path: `/v2.0/p/resources/${segment}` }))).toBe('not_sent');
    }
    expect(requests).toHaveLength(0);
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
    for (const [error, problem] of rows) expect(await problemOf(network(error).open({ maxTries: 1 }).send(UPLOAD))).toBe(problem);
  });

  it('reads a letter that arrives in two pieces', async () => {
    const bytes = new TextEncoder().encode('{"group":"größe 包"}');
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await network(new Response(pieces)).open().send(LIST)).toMatchObject({ json: { group: 'größe 包' } });
  });

  it('ends a call after 30 s even over a fetch that ignores its signal, and does not repeat it', async () => {
    const { open, clock, requests } = network('hang');
    const work = problemOf(open().send(UPLOAD));
    await clock.advance(29_999);
    expect(requests[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    expect(await work).toBe('timeout');
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(requests).toHaveLength(1);
  });

  it('asks for a list once more beside one that meets silence, and takes what comes first', async () => {
    const { open, clock, requests } = network('hang', 'hang', json({ groups: [] }));
    const work = open().send(LIST);
    await clock.advance(2_999);
    expect(requests).toHaveLength(1);
    await clock.advance(1);
    expect(requests).toHaveLength(2);
    await clock.advance(3_000);
    await expect(work).resolves.toMatchObject({ json: { groups: [] } });
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([true, true, true]);
    await clock.advance(60_000);
    expect(requests).toHaveLength(3);
  });

  it('ends a silent list with the first of its requests', async () => {
    const { open, clock } = network(...Array.from({ length: 20 }, () => 'hang' as const));
    const work = problemOf(open().send(LIST));
    await clock.advance(30_000);
    expect(await work).toBe('timeout');
  });

  it('reads no more of a long answer than can be one', async () => {
    let isCancelled = false;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(Buffer.alloc(65_536, '<p>Sign in ')),
        cancel: () => {
          isCancelled = true;
        },
      });
    expect(await problemOf(network(new Response(endless())).open().send(LIST))).toBe('bad_answer');
    expect(isCancelled).toBe(true);
    expect(
      await problemOf(
        network(new Response(endless(), { status: 500 }))
          .open()
          .send(UPLOAD),
      ),
    ).toBe('server_fault');
  });

  it('sends nothing where credentials cannot be a header, and does not repeat them', async () => {
    const { open, requests } = network();
    const authorize: TransportOptions['authorize'] = (request) => ({ ...request, headers: { 'X-Auth-Token': 'secret\nvalue' } });
    const error = await open({ authorize })
      .send(LIST)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ problem: 'not_sent' });
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('secret');
    expect(requests).toHaveLength(0);
  });

  it('asks a 401 for other credentials, once', async () => {
    const refused = () => json({ error_code: 'APIGW.0301', error_msg: 'token expired' }, { status: 401 });
    const renewing = (answer: boolean) => {
      const asked: string[] = [];
      const authorize: TransportOptions['authorize'] = (request) => ({
        ...request,
        headers: { ...request.headers, 'X-Auth-Token': `t${asked.length}` },
        renew: async () => {
          asked.push('renew');
          return answer;
        },
      });
      return { asked, authorize };
    };
    const good = { ...network(refused(), json({ ok: 1 })), ...renewing(true) };
    await expect(good.open({ authorize: good.authorize }).send(UPLOAD)).resolves.toMatchObject({ json: { ok: 1 } });
    expect(good.requests.map((r) => r.headers.get('X-Auth-Token'))).toEqual(['t0', 't1']);
    const twice = { ...network(refused(), refused()), ...renewing(true) };
    expect(await problemOf(twice.open({ authorize: twice.authorize }).send(LIST))).toBe('unauthorized');
    expect(twice.asked).toHaveLength(1);
    const never = { ...network(refused()), ...renewing(false) };
    expect(await problemOf(never.open({ authorize: never.authorize }).send(LIST))).toBe('unauthorized');
    expect(never.requests).toHaveLength(1);
  });

  it('names a clock that is wrong, and only where the credentials were refused', async () => {
    const nowMs = createFakeClock().now();
    const dated = (status: number, offsetMs: number) =>
      network(new Response('{"error_code":"x"}', { status, headers: { Date: new Date(nowMs + offsetMs).toUTCString() } }));
    const minute = 60_000;
    const errorOf = (net: ReturnType<typeof network>) =>
      net
        .open({ maxTries: 1 })
        .send(LIST)
        .catch((error: unknown) => error);
    expect(await errorOf(dated(401, 17 * minute))).toMatchObject({
      clockSkewMs: 17 * minute,
      message: "GET /v2.0/p/resources: unauthorized; this machine's clock is 17 min behind DLI's",
    });
    expect(await errorOf(dated(401, -5 * 60 * minute))).toMatchObject({ message: expect.stringContaining("clock is 5 h ahead of DLI's") });
    expect(await errorOf(dated(401, 3 * 1440 * minute))).toMatchObject({ message: expect.stringContaining('3 days behind') });
    expect(await errorOf(dated(401, 10 * minute))).toMatchObject({ clockSkewMs: null });
    expect(await errorOf(dated(403, 17 * minute))).toMatchObject({ clockSkewMs: null });
  });

  it('keeps below a rate per project and operation, and refuses what would wait too long', async () => {
    const rateLimit = { ratePerSecond: 1, burst: 2, maxWaitMs: 1_500 };
    const { open, clock, requests } = network(...Array.from({ length: 8 }, () => json({})));
    const transport = open({ rateLimit });
    const first = [1, 2, 3].map(() => transport.send(LIST));
    const tooMany = transport.send(LIST).catch((error: unknown) => error);
    await settle();
    expect(requests).toHaveLength(2);
    expect(await tooMany).toMatchObject({ problem: 'throttled', httpStatus: null, retryAfterMs: 2_000 });
    await Promise.all([transport.send(UPLOAD), transport.send({ ...LIST, projectId: 'q' })]);
    expect(requests).toHaveLength(4);
    await clock.advance(1_000);
    await Promise.all(first);
    expect(requests).toHaveLength(5);
  });

  it('holds back every caller of what was throttled', async () => {
    const throttled = json({ error_code: 'APIGW.0308', error_msg: 'slow' }, { status: 429, headers: { 'Retry-After': '2' } });
    const { open, clock, requests } = network(throttled, json({}), json({}));
    const transport = open({ rateLimit: { ratePerSecond: 10, burst: 10, maxWaitMs: 5_000 }, random: () => 0 });
    const first = transport.send(LIST);
    await settle();
    const second = transport.send(LIST);
    await clock.advance(1_999);
    expect(requests).toHaveLength(1);
    await clock.advance(101);
    await Promise.all([first, second]);
    expect(requests).toHaveLength(3);
  });

  it('stops calling what does not answer, says since when, and looks again', async () => {
    const { open, clock, requests } = network(
      failed('ECONNRESET'),
      failed('ECONNRESET'),
      failed('ECONNRESET'),
      json({ ok: 1 }),
      json({ ok: 2 }),
    );
    const transport = open({ breaker: { opensAfter: 2, openMs: 5_000, maxOpenMs: 60_000 } });
    const since = clock.now();
    expect(await problemOf(transport.send(LIST))).toBe('lost');
    await clock.advance(1_000);
    expect(await problemOf(transport.send(UPLOAD))).toBe('lost');
    const refused = await transport.send(LIST).catch((error: unknown) => error);
    expect(refused).toMatchObject({ problem: 'not_sent', since, retryAfterMs: 5_000 });
    expect(String(refused)).toContain(`nothing has answered since ${new Date(since).toISOString()}`);
    await clock.advance(5_000);
    const looks = [transport.send(LIST), transport.send(LIST)].map(problemOf);
    expect(await Promise.all(looks)).toEqual(['lost', 'not_sent']);
    await clock.advance(5_000);
    expect(await problemOf(transport.send(LIST))).toBe('not_sent');
    await clock.advance(5_000);
    await expect(transport.send(LIST)).resolves.toMatchObject({ json: { ok: 1 } });
    await expect(transport.send(LIST)).resolves.toMatchObject({ json: { ok: 2 } });
    expect(requests).toHaveLength(5);
  });

  it('counts against the service neither its refusals, nor an overdue upload, nor what was not sent on purpose', async () => {
    const no = () => json({ error_code: 'DLI.0001', error_msg: 'x' }, { status: 400 });
    const overdue = () => new Response('', { status: 504 });
    const { open, requests } = network(no(), overdue(), no(), overdue(), overdue(), json({}));
    const transport = open({ breaker: { opensAfter: 1, openMs: 5_000, maxOpenMs: 60_000 }, maxTries: 1 });
    for (let n = 0; n < 5; n++) await problemOf(transport.send(UPLOAD));
    expect(await problemOf(transport.send({ ...LIST, path: '/v2.0/p/..' }))).toBe('not_sent');
    await transport.send(LIST);
    expect(requests).toHaveLength(6);
  });
});

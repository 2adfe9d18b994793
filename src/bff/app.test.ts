/** What holds for every route: asked of each row of the contract's table, so that a new one is covered the day it is written. */
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { contract } from '../contract/contract.ts';
import { CLIENT_HEADER, type Endpoint } from '../contract/define.ts';
import { ApiErrorBody } from '../contract/errors.ts';
import { createDliClient } from '../dli/client.ts';
import { createFakeClock } from '../dli/fake-clock.ts';
import { createApp } from './app.ts';
import { ANSWER_HEADERS } from './middleware/answer-headers.ts';
import { everyProject } from './projects.ts';
import { errorOf, memoryLedger, NO_OBJECTS, quietLog, read, TEST_HOST, TEST_SESSION } from './testing.ts';

const endpoints = Object.entries<Endpoint>(contract).map(([name, endpoint]) => ({ name, endpoint }));
const guarded = endpoints.filter(({ endpoint }) => endpoint.clientHeader === 'required');
const downloads = endpoints.filter(({ endpoint }) => endpoint.clientHeader === 'download');
const writes = endpoints.filter(({ endpoint }) => endpoint.body);

function open(log = quietLog()) {
  let upstreamCalls = 0;
  const clock = createFakeClock();
  const fetch = async () => {
    upstreamCalls++;
    return new Response('{"groups":[{"group_name":"g"}]}');
  };
  const dli = createDliClient({ endpoint: 'https://dli.example', clock, fetch });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST, 'localhost:8787'] };
  const stat = { sizeBytes: 1, lastModifiedMs: 1, etag: 'e', storageClass: null, needsRestore: false };
  const obs = {
    head: async () => stat,
    listBuckets: async () => [],
    listObjects: async () => ({ objects: [], prefixes: [], nextMarker: null }),
  };
  const { app, dispose } = createApp({ ledger: memoryLedger(), projects: everyProject({ dli, obs, region: 'local' }), clock, log, config });
  return { app, dispose, calls: () => upstreamCalls };
}

const ADDRESS: Record<string, string> = {
  getGroup: '?name=g',
  exportGroup: '?name=g',
  getPackageTags: '?name=a',
  listObjects: '?bucket=bkt',
};
const SUBMISSION = { group: 'g', kind: 'jar', isAsync: true, tags: [], paths: ['obs://bkt/a.jar'] };

/** A request the route would carry out, to be spoilt in one place. */
function requestFor({ name, endpoint }: (typeof endpoints)[number], headers: Record<string, string> = {}, init: RequestInit = {}): Request {
  const path = endpoint.path.replace(':projectId', 'p').replace(':id', 'x') + (ADDRESS[name] ?? '');
  const proof: Record<string, string> =
    endpoint.clientHeader === 'download' ? { 'Sec-Fetch-Site': 'same-origin' } : { [CLIENT_HEADER]: '1' };
  const good = { Host: TEST_HOST, ...proof, ...(endpoint.body ? { 'Content-Type': 'application/json' } : {}) };
  const body = endpoint.body ? { body: JSON.stringify({ ...SUBMISSION, token: 't' }) } : {};
  const all = Object.fromEntries(Object.entries({ ...good, ...headers }).filter(([, value]) => value !== ''));
  return new Request(`http://${TEST_HOST}${path}`, { method: endpoint.method, ...body, ...init, headers: all });
}

async function refusal(response: Response, status: number) {
  expect(response.status).toBe(status);
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const error = ApiErrorBody.parse(await errorOf(response));
  expect(error.status).toBe(status);
  expect(error.requestId).toBe(response.headers.get('X-Request-Id'));
  return error;
}

describe('every route', () => {
  it.each(endpoints)('$name carries the security headers and a request id', async (row) => {
    const response = await open().app.request(requestFor(row));
    expect(response.status).toBeLessThan(500);
    expect(response.headers.get('X-Request-Id')).toMatch(/./);
    expect(response.headers.get('Cache-Control')).toMatch(/^(no-store|private, no-cache)$/);
    for (const [name, value] of Object.entries(ANSWER_HEADERS)) expect(response.headers.get(name), name).toBe(value);
  });

  it.each(endpoints)('$name answers to its own host names alone', async (row) => {
    const { app, calls } = open();
    for (const host of ['evil.example', '127.0.0.1:1', '127.0.0.1', '127.0.0.1:8787.evil.example']) {
      expect(await refusal(await app.request(requestFor(row, { Host: host })), 403)).toMatchObject({ code: 'host_not_allowed' });
    }
    expect(calls()).toBe(0);
  });

  it.each(guarded)('$name refuses a request without our header', async (row) => {
    const { app, calls } = open();
    expect(await refusal(await app.request(requestFor(row, { [CLIENT_HEADER]: '' })), 403)).toMatchObject({
      code: 'client_header_missing',
    });
    expect(calls()).toBe(0);
  });

  it.each(downloads)('$name is given to our own pages alone, as a file', async (row) => {
    const { app, calls } = open();
    // The header proves nothing here: a link cannot carry it, and nothing but a link has a reason to ask.
    for (const site of ['', 'none', 'same-site', 'cross-site']) {
      const response = await app.request(requestFor(row, { 'Sec-Fetch-Site': site, [CLIENT_HEADER]: '1' }));
      expect(await refusal(response, 403)).toMatchObject({ code: 'cross_origin' });
    }
    expect(calls()).toBe(0);
    const response = await app.request(requestFor(row));
    expect(response.status).toBe(200);
    expect(row.endpoint.method).toBe('GET');
    expect(response.headers.get('Content-Disposition')).toMatch(/^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%-]+$/);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
  });

  it('asks every row but health for a proof of where it comes from', () => {
    expect(endpoints.filter(({ endpoint }) => endpoint.clientHeader === 'none').map(({ name }) => name)).toEqual(['getHealth']);
  });

  it.each([...guarded, ...downloads])('$name refuses other origins, even with our header', async (row) => {
    const { app, calls } = open();
    const foreign = ['https://evil.example', 'null', 'http://127.0.0.1:9999', 'http://localhost:8787', `http://${TEST_HOST}.evil.example`];
    for (const origin of foreign) {
      expect(await refusal(await app.request(requestFor(row, { Origin: origin })), 403)).toMatchObject({ code: 'cross_origin' });
    }
    for (const site of ['cross-site', 'same-site', 'Cross-Site', 'yet-unknown']) {
      const response = await app.request(requestFor(row, { 'Sec-Fetch-Site': site }));
      expect(await refusal(response, 403)).toMatchObject({ code: 'cross_origin' });
    }
    expect(calls()).toBe(0);
    const own = await app.request(requestFor(row, { Origin: `http://${TEST_HOST}`, 'Sec-Fetch-Site': 'same-origin' }));
    expect(own.status).not.toBe(403);
  });

  it.each(endpoints)('$name never grants a preflight', async ({ name, endpoint }) => {
    const headers = { Origin: 'https://evil.example', 'Access-Control-Request-Method': endpoint.method };
    const response = await open().app.request(requestFor({ name, endpoint }, headers, { method: 'OPTIONS', body: null }));
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((header) => header.startsWith('access-control-'))).toEqual([]);
  });

  it.each(endpoints)('$name tells which methods it knows', async (row) => {
    const response = await open().app.request(requestFor(row, {}, { method: 'DELETE', body: null }));
    expect(await refusal(response, 405)).toMatchObject({ code: 'not_found' });
    expect(response.headers.get('Allow')?.split(', ')).toContain(row.endpoint.method);
  });

  it.each(writes)('$name takes JSON alone, within its limit', async (row) => {
    const { app, calls } = open();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
      const headers = type === '' ? { 'Content-Type': 'x' } : { 'Content-Type': type };
      expect(await refusal(await app.request(requestFor(row, headers)), 415)).toMatchObject({ code: 'unsupported_media_type' });
    }
    const large = 'x'.repeat(row.endpoint.bodyLimit + 1);
    expect(await refusal(await app.request(requestFor(row, {}, { body: large })), 413)).toMatchObject({ code: 'body_too_large' });
    const unsized = new ReadableStream({
      pull: (stream) => stream.enqueue(new Uint8Array(100_000)),
    });
    const streamed = requestFor(row, {}, { body: unsized, duplex: 'half' });
    expect(await refusal(await app.request(streamed), 413)).toMatchObject({ code: 'body_too_large' });
    for (const body of ['', '{', '\u{feff}[', new Uint8Array([0x22, 0xff, 0x22])]) {
      const issues = [{ path: 'body', code: 'invalid_json' }];
      expect(await refusal(await app.request(requestFor(row, {}, { body })), 400)).toMatchObject({
        code: 'invalid_request',
        details: { issues },
      });
    }
    expect(calls()).toBe(0);
  });

  it.each(endpoints.filter(({ endpoint }) => endpoint.params))('$name refuses a project id that cannot be one', async (row) => {
    const { app, calls } = open();
    const url = requestFor(row).url.replace('/projects/p/', '/projects/p%2F..%2Fq/');
    const response = await app.request(new Request(url, requestFor(row)));
    const { details } = await refusal(response, 400);
    expect(details?.issues?.map((issue) => issue.path)).toContain('params.projectId');
    expect(calls()).toBe(0);
  });
});

interface OpenApiOperation {
  parameters: { name: string; in: string }[];
}
interface OpenApiDocument {
  paths: Record<string, Record<string, OpenApiOperation>>;
}

describe('the API as a whole', () => {
  it('answers health to anybody, without asking DLI', async () => {
    const { app, calls } = open();
    const response = await app.request(`http://${TEST_HOST}/api/health`, { headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect(await response.json()).toEqual({ status: 'ok', version: '0.0.0', mode: 'local' });
    expect(calls()).toBe(0);
  });

  it('tells the session', async () => {
    expect(await (await read(open().app, '/api/session')).json()).toEqual(TEST_SESSION);
  });

  it('answers an unknown address in JSON', async () => {
    for (const path of ['/api', '/api/', '/api/nothing', '/api/projects/p/nothing']) {
      expect(await refusal(await read(open().app, path), 404)).toMatchObject({ code: 'not_found' });
    }
  });

  it('names every refused value by its place and the domain’s code', async () => {
    const body = { ...SUBMISSION, group: ' g', kind: 'exe', paths: ['obs://bkt/a.jar', 'ftp://x/y'], tags: [{ key: '_sys_a', value: '' }] };
    const row = { name: 'planSubmission', endpoint: contract.planSubmission };
    const response = await open().app.request(requestFor(row, {}, { body: JSON.stringify(body) }));
    const { code, details } = await refusal(response, 400);
    expect(code).toBe('invalid_request');
    expect(details?.issues).toEqual([
      { path: 'body.group', code: 'surrounding_blank' },
      { path: 'body.kind', code: 'invalid_value' },
      { path: 'body.tags.0.key', code: 'key_reserved' },
      { path: 'body.paths.1', code: 'scheme_unsupported', params: { scheme: 'ftp' } },
    ]);
  });

  it('answers an error of its own without its inside', async () => {
    const lines: string[] = [];
    const { app } = open(pino({ level: 'debug' }, { write: (line) => lines.push(line) }));
    const broken = Object.assign(new Error('secret place'), { stack: 'at /secret/place.ts:1' });
    const dli = { credentialScope: 'x', askAgain() {}, list: () => Promise.reject(broken) } as unknown as ReturnType<
      typeof createDliClient
    >; // only list is called
    const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
    const log = pino({ level: 'debug' }, { write: (line) => lines.push(line) });
    const faulty = createApp({
      ledger: memoryLedger(),
      projects: everyProject({ dli, obs: { ...NO_OBJECTS, head: () => Promise.reject(broken) }, region: 'local' }),
      clock: createFakeClock(),
      log,
      config,
    });
    const response = await read(faulty.app, '/api/projects/p/groups?text=private', { Authorization: 'hush' });
    const text = await response.clone().text();
    expect(await refusal(response, 500)).toMatchObject({ code: 'internal' });
    expect(text).not.toContain('secret');
    await read(app, '/api/projects/p/groups?text=private', { Authorization: 'hush' });
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      route: '/api/projects/:projectId/groups',
      status: 500,
      err: { message: 'secret place' },
    });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ method: 'GET', route: '/api/projects/:projectId/groups', status: 200 });
    for (const line of lines) expect(line).not.toMatch(/hush|private/);
  });

  it('takes a body that breaks off for the caller’s leaving, not for a fault of its own', async () => {
    const lines: string[] = [];
    const { app } = open(pino({ level: 'debug' }, { write: (line) => lines.push(line) }));
    const broken = new ReadableStream({
      start: (stream) => stream.enqueue(new Uint8Array([0x7b])),
      pull: (stream) => stream.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
    });
    const row = { name: 'planSubmission', endpoint: contract.planSubmission };
    const response = await app.request(requestFor(row, {}, { body: broken, duplex: 'half' }));
    expect(await refusal(response, 400)).toMatchObject({ code: 'invalid_request' });
    expect(lines.map((line) => (JSON.parse(line) as { level: number }).level)).toEqual([30]);
  });

  it('turns away new requests while it closes', async () => {
    const { app, dispose } = open();
    await dispose();
    const response = await read(app, '/api/session');
    expect(await refusal(response, 503)).toMatchObject({ code: 'shutting_down' });
    expect(response.headers.get('Retry-After')).toBe('1');
  });

  it('describes itself in OpenAPI 3.1, every row of it', async () => {
    const document = (await (await read(open().app, '/api/openapi.json')).json()) as OpenApiDocument; // its shape is what is tested
    expect(document).toMatchObject({ openapi: '3.1.0', components: { schemas: { ApiError: { type: 'object' } } } });
    for (const { name, endpoint } of endpoints) {
      const operation = document.paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method.toLowerCase()];
      expect(operation).toMatchObject({ operationId: name, summary: endpoint.summary });
      const inHeaders = operation?.parameters.filter((parameter) => parameter.in === 'header').map(({ name: header }) => header);
      expect(inHeaders?.includes(CLIENT_HEADER)).toBe(endpoint.clientHeader === 'required');
      expect(inHeaders?.includes('Idempotency-Key')).toBe(endpoint.idempotent === 'key');
      expect(Object.hasOwn(operation ?? {}, 'requestBody')).toBe(endpoint.body !== undefined);
    }
    const groups = document.paths['/api/projects/{projectId}/groups']?.get;
    expect(groups?.parameters.find(({ name }) => name === 'pageSize')).toMatchObject({ in: 'query', required: false });
  });
});

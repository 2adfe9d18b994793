/* oxlint-disable vitest/expect-expect, vitest/no-conditional-expect -- the modes share their checks, and differ in what is right */
/**
 * Every endpoint of the contract against everything a network, a gateway or an ill service does: cloud mode in process, over
 * real sockets, through the fault proxy. What is judged: a code that is right, in time; a write sent once at most, by the
 * cloud's own log; and the same request working again by itself once the fault has ended.
 */
import { existsSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type App, createApp } from './bff/app.ts';
import { listedProjects } from './bff/projects.ts';
import { memoryLedger, quietLog, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { contract } from './contract/contract.ts';
import { CLIENT_HEADER, type Endpoint, IDEMPOTENCY_HEADER } from './contract/define.ts';
import { ApiErrorBody } from './contract/errors.ts';
import { type Ask, type Body, FAULT_SAMPLES, type FaultSample, GROUP } from './fault-samples.ts';
import { FAULT_MODES, type FaultMode, type FaultProxy, PASSED_ON, startFaultProxy } from './local-cloud/fault-proxy.ts';
import { SAMPLES } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';
import { startEmulator } from './obs/test-s3.ts';
import { parseSettings } from './settings.ts';
import { createUpstreams } from './upstreams.ts';

/** One call may take so long; drips and late answers take longer. */
const CALL_MS = 3_000;
/** All tries of one call, the way there and back, and a machine that is busy with the other modes. */
const ANSWERED_WITHIN_MS = 20_000;
/** Eight steps of 5 s, told one by one. */
const CHECKED_WITHIN_MS = 40_000;
/** A check is answered again for 5 s. */
const CHECKED_AGAIN_WITHIN_MS = 12_000;
/** From the end of a fault until the same request works again: the breaker's longest pause, the longest a failure is remembered, one call. */
const BACK_WITHIN_MS = 5_000;
/** Those of 20 MB take the processor from the others, so they come last and alone. */
const LIGHT_MODES = FAULT_MODES.filter((mode) => mode !== 'huge');
const FAST = { dripMs: 100, latencyMs: 8_000 };

/** How a read of DLI or IAM ends. */
const DLI_CODE: Record<FaultMode, RegExp> = {
  refuse: /^dli_unreachable$/,
  'reset-before-body': /^dli_unreachable$/,
  'reset-after-body': /^(ok|dli_unreachable)$/,
  'black-hole': /^dli_timeout$/,
  drip: /^dli_timeout$/,
  cut: /^(ok|dli_unreachable|dli_bad_answer)$/, // some answers have no body to be cut
  latency: /^dli_timeout$/,
  throttle: /^dli_throttled$/,
  unavailable: /^dli_failed$/,
  'bad-json': /^dli_bad_answer$/,
  html: /^dli_bad_answer$/,
  huge: /^dli_(bad_answer|timeout)$/, // 20 MB take a busy machine some time
};
const STORE_CODE: Record<FaultMode, RegExp> = {
  refuse: /^store_unreachable$/,
  'reset-before-body': /^(ok|store_unreachable)$/, // an answer to HEAD is all head
  'reset-after-body': /^(ok|store_unreachable)$/,
  'black-hole': /^store_timeout$/,
  drip: /^store_timeout$/,
  cut: /^store_(unreachable|failed)$/,
  latency: /^store_timeout$/,
  throttle: /^store_throttled$/,
  unavailable: /^store_throttled$/,
  'bad-json': /^store_failed$/,
  html: /^store_failed$/,
  huge: /^store_(failed|unreachable|timeout)$/,
};

/** Nothing reaches DLI, or DLI says that it does nothing. */
const NOTHING_SENT: ReadonlySet<FaultMode> = new Set(['refuse', 'throttle']);

/** The step of a connection check that meets the fault, unless nobody listens, and what it finds. */
const STEP_OF: Record<Service, string> = { dli: 'packages', iam: 'credentials', obs: 'buckets' };
const STEP_FINDS: Record<FaultMode, string> = {
  refuse: 'connection_refused',
  'reset-before-body': 'call_broken',
  'reset-after-body': '(ok|call_broken)',
  'black-hole': 'call_timeout',
  drip: 'call_timeout',
  cut: '(call_broken|answer_foreign)',
  latency: 'call_timeout',
  throttle: 'call_throttled',
  unavailable: '(call_failed|call_throttled)', // OBS says 503 when it is asked too often
  'bad-json': 'answer_foreign',
  html: 'answer_foreign',
  huge: '(answer_foreign|call_timeout|call_broken)',
};
function rightStep(mode: FaultMode, service: Service): RegExp {
  const step = mode === 'refuse' ? `reach ${service}` : STEP_OF[service];
  return new RegExp(`^(${step} )?${STEP_FINDS[mode]}$`);
}

const TABLE = Object.entries<Endpoint>(contract);
// In memory where there is such a place: what is judged here is no disk.
const { cloud, root } = sampleCloud({}, existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
// Most of the time is spent waiting.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 8 });
/** What the cloud was asked to do. */
const done: string[] = [];
let server: Server;
let cloudAddress: string;
let store: Awaited<ReturnType<typeof startEmulator>>;

beforeAll(async () => {
  server = serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request, { outgoing }) {
      done.push(`${request.method} ${new URL(request.url).pathname}`);
      try {
        return await cloud.answer(new Request(request));
      } catch {
        outgoing.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  }) as Server; // no HTTP/2 was asked for
  await new Promise((resolve) => server.once('listening', resolve));
  cloudAddress = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // an object, since it listens on a TCP port
  store = await startEmulator({ pathStyle: true });
  await store.createBucket('sample-packages');
  await store.put({ bucket: 'sample-packages', key: 'jars/sample-etl.jar' }, 'a jar');
});
afterAll(async () => {
  await store.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

type Service = 'dli' | 'iam' | 'obs';
const KEYS = { accessKey: { env: 'AK' }, secretKey: { env: 'SK' } };
const USER = { user: 'alice', password: { env: 'PASSWORD' }, account: 'sample-account' };
const ENV = { AK: 'SAMPLEKEYALICE', SK: 'sample-secret-of-alice', PASSWORD: 'sample-password-of-alice' };

interface Opened {
  bff: App;
  proxies: Record<Service, FaultProxy>;
  close(): Promise<void>;
}

/** A BFF whose ways to DLI, IAM and OBS lead through proxies, with a project of its own for every endpoint. */
async function open(name: string, credentials: object = KEYS): Promise<Opened> {
  const [dli, iam, obs] = await Promise.all([cloudAddress, cloudAddress, store.address].map(startFaultProxy));
  if (!dli || !iam || !obs) throw new Error('three of them were asked for');
  const file = join(root, `${name}.json`);
  const projects = TABLE.map(([key]) => ({
    name: key,
    region: 'cn-north-4',
    projectId: `${name}-${key}`,
    credentials,
    obsPathStyle: true,
  }));
  writeFileSync(file, JSON.stringify(projects));
  const settings = parseSettings({
    GROUPAGE_MODE: 'cloud',
    GROUPAGE_PROJECTS: file,
    GROUPAGE_UPSTREAM_TIMEOUT_MS: String(CALL_MS),
    GROUPAGE_DLI_ENDPOINT: dli.address,
    GROUPAGE_IAM_ENDPOINT: iam.address,
    GROUPAGE_OBS_ENDPOINT: obs.address,
  });
  const upstreams = await createUpstreams(settings, ENV, quietLog());
  const bff = createApp({
    projects: listedProjects(new Map(upstreams.flatMap(({ id, upstream }) => (upstream ? [[id, upstream]] : [])))),
    ledger: memoryLedger(),
    log: quietLog(),
    config: {
      session: TEST_SESSION,
      allowedHosts: [TEST_HOST],
      answerWithinMs: 8_000,
      settleAfterMs: CALL_MS + 300,
      snapshots: { movingTtlMs: 0, restingTtlMs: 0 },
    },
  });
  const proxies = { dli, iam, obs };
  return {
    bff,
    proxies,
    async close() {
      await bff.dispose();
      await Promise.all([dli, iam, obs].map((proxy) => proxy.close()));
    },
  };
}

/** The project holds two packages in a group. */
async function seed(projectId: string): Promise<void> {
  const body = JSON.stringify({ paths: [SAMPLES.jar, SAMPLES.csv], kind: 'file', group: GROUP });
  const answer = await fetch(`${cloudAddress}/v2.0/${projectId}/resources`, { method: 'POST', body });
  if (answer.status !== 201) throw new Error(`the cloud was not filled: ${answer.status} ${await answer.text()}`);
}

interface Answered {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape are looked into
  body: any;
  ms: number;
}

async function ask({ bff }: Opened, method: string, path: string, body?: object, key: string = crypto.randomUUID()): Promise<Answered> {
  const headers: Record<string, string> = {
    [CLIENT_HEADER]: '1',
    [IDEMPOTENCY_HEADER]: key,
    'Sec-Fetch-Site': 'same-origin',
    'Cache-Control': 'no-cache',
    ...(body ? { 'Content-Type': 'application/json' } : {}),
  };
  const startedAt = performance.now();
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
  const answer = await bff.app.request(`http://${TEST_HOST}${path}`, init);
  const text = await answer.text();
  const ms = performance.now() - startedAt;
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text, ms };
}

/** One endpoint with its sample, prepared, ready to be asked any number of times. */
async function ready(at: Opened, name: string, key: string, endpoint: Endpoint, sample: FaultSample) {
  const projectId = `${name}-${key}`;
  const base = `/api/projects/${projectId}`;
  const own: Ask = async (method, path, body) => ask(at, method, `${base}${path}`, body);
  await seed(projectId);
  const prepared: Body = (await sample.prepare?.(own)) ?? {};
  if (prepared.code) throw new Error(`${key} could not be prepared: ${prepared.code}`);
  const path = typeof sample.path === 'string' ? sample.path : sample.path(prepared);
  const body = endpoint.body || endpoint.method === 'POST' ? sample.body?.(prepared) : undefined;
  const idempotencyKey = crypto.randomUUID();
  return {
    key,
    projectId,
    base,
    sample,
    own,
    /** Asks until the answer is whole: a check of the connection is told step by step. */
    async again(): Promise<Answered> {
      const startedAt = performance.now();
      for (;;) {
        const answer = await ask(at, endpoint.method, path.startsWith('/api/') ? path : `${base}${path}`, body, idempotencyKey);
        if (answer.body.isDone !== false) return { ...answer, ms: performance.now() - startedAt };
      }
    },
  };
}
type Ready = Awaited<ReturnType<typeof ready>>;

/** `ok`, or the contract's code; what is no error of the contract fails the test. */
function codeOf({ status, body }: Answered): string {
  if (status === 200) return 'ok';
  return ApiErrorBody.parse(body).code;
}

async function until<T>(what: string, withinMs: number, look: () => Promise<T | null>): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() - startedAt > withinMs) throw new Error(`${what}: not within ${withinMs} ms`);
    await sleep(100);
  }
}

/** The finished operation, however it ended. */
const finished = ({ own, key }: Ready, id: string) =>
  until(`the end of ${key}`, 30_000, async () => {
    const { body } = await own('GET', `/operations/${id}`);
    return body.finishedAt === null ? null : body;
  });

/** The writes of one project in the cloud's log since `from`. */
const writesOf = ({ projectId, sample }: Ready, from: number) => {
  const [method = '', version = ''] = (sample.writes ?? '').split(' ');
  return done.slice(from).filter((call) => call.startsWith(method) && call.includes(`${version}/${projectId}/`));
};

/** What does not work again by itself in time. Back is an answer without an error, in which nothing that was asked for is missing. */
async function whenBack(all: readonly Ready[]): Promise<string[]> {
  const late = await Promise.all(
    all.map(async (one) => {
      const startedAt = performance.now();
      let last = '';
      const withinMs = one.key === 'checkConnection' ? CHECKED_AGAIN_WITHIN_MS : BACK_WITHIN_MS;
      while (performance.now() - startedAt < withinMs) {
        const answer = await one.again();
        last = codeOf(answer);
        if (last === 'ok' && isWhole(one.key, answer.body)) return [];
        await sleep(200);
      }
      return [`${one.key}: not back within ${withinMs} ms (${last})`];
    }),
  );
  return late.flat();
}

function isWhole(key: string, body: Body): boolean {
  if (key === 'getQuota') return body.used !== null;
  if (key === 'checkPaths') return body.checks[0].object !== null;
  if (key === 'checkConnection') return body.steps.every((step: { state: string }) => step.state !== 'failed');
  return true;
}

/** What an answer that tells of a failure says of it: `ok` where there is none. */
async function toldIn(one: Ready, body: Body): Promise<string[]> {
  if (one.key === 'getQuota') return [body.used === null ? 'unknown' : 'ok'];
  if (one.key === 'checkPaths') return body.checks[0].findings.map(({ code }: { code: string }) => code);
  if (one.key === 'startDelete' || one.key === 'startOwnerChange') {
    const operation = await finished(one, body.id);
    return operation.items.map((item: Body) => item.error?.code ?? 'ok');
  }
  // No project here is known to IAM, which matters only where DLI does not answer.
  const failed: Body[] = body.steps.filter(({ id, state }: Body) => state === 'failed' && id !== 'project');
  return failed.length === 0 ? ['ok'] : failed.map(({ id, service, found }) => [id, service, found.code].filter(Boolean).join(' '));
}

describe('the table', () => {
  it('has a sample for every endpoint', () => {
    expect(Object.keys(FAULT_SAMPLES).sort()).toEqual(TABLE.map(([key]) => key).sort());
  });
});

async function everyEndpoint(name: string, at: Opened, wanted: (sample: FaultSample) => boolean): Promise<Ready[]> {
  const rows = TABLE.flatMap(([key, endpoint]) => {
    const sample = FAULT_SAMPLES[key];
    return sample && wanted(sample) ? [{ key, endpoint, sample }] : [];
  });
  return Promise.all(rows.map(({ key, endpoint, sample }) => ready(at, name, key, endpoint, sample)));
}

/** What is wrong with the answers of one endpoint, in words; nothing where all is well. */
async function judge(one: Ready, mode: FaultMode, service: Service): Promise<string[]> {
  const { key, sample } = one;
  const from = done.length;
  const isConcerned = sample.needs.includes(service === 'obs' ? 'store' : 'dli');
  const expected = service === 'obs' ? STORE_CODE[mode] : DLI_CODE[mode];
  const wrong: string[] = [];
  const check = (what: string, value: string, right: RegExp) => {
    if (!right.test(value)) wrong.push(`${key}: ${what} is ${value}, not ${right}`);
  };
  const answer = await one.again();
  check('the answer', codeOf(answer), !isConcerned || sample.tells ? /^ok$/ : expected);
  if (isConcerned && sample.tells) {
    for (const told of await toldIn(one, answer.body)) check('what it tells', told, rightTold(key, mode, service));
  }
  if (answer.ms > (key === 'checkConnection' ? CHECKED_WITHIN_MS : ANSWERED_WITHIN_MS))
    wrong.push(`${key}: answered after ${Math.round(answer.ms)} ms`);
  if (sample.writes && writesOf(one, from).length > 1) wrong.push(`${key}: sent ${writesOf(one, from).join(', ')}`);
  return wrong;
}

function rightTold(key: string, mode: FaultMode, service: Service): RegExp {
  const expected = service === 'obs' ? STORE_CODE[mode] : DLI_CODE[mode];
  if (key === 'getQuota') return /^(unknown|ok)$/;
  if (key === 'checkConnection') return rightStep(mode, service);
  // What may have reached DLI is unknown while no read goes through either.
  if (service === 'dli' && (key === 'startDelete' || key === 'startOwnerChange') && !NOTHING_SENT.has(mode))
    return expected.test('ok') ? /^(ok|outcome_unknown)$/ : /^outcome_unknown$/;
  return expected;
}

async function judgeAll(all: readonly Ready[], mode: FaultMode, service: Service): Promise<string[]> {
  if (mode !== 'huge') return (await Promise.all(all.map((one) => judge(one, mode, service)))).flat();
  // One after the other, so that the processor is not what is measured.
  const wrong: string[] = [];
  for (const one of all.filter(({ sample }) => !sample.tells)) wrong.push(...(await judge(one, mode, service)));
  const telling = await Promise.all(all.filter(({ sample }) => sample.tells).map((one) => judge(one, mode, service)));
  return [...wrong, ...telling.flat()];
}

async function underFaultOfDli(mode: FaultMode): Promise<void> {
  const name = `dli-${mode}`;
  const at = await open(name);
  const all = await everyEndpoint(name, at, () => true);
  await at.proxies.dli.set(mode, FAST);
  expect(await judgeAll(all, mode, 'dli')).toEqual([]);
  await at.proxies.dli.set(null);
  expect(await whenBack(all)).toEqual([]);
  await at.close();
}

async function underFaultOfWrites(mode: FaultMode): Promise<void> {
  const name = `write-${mode}`;
  const at = await open(name);
  const all = await everyEndpoint(name, at, ({ writes }) => writes !== undefined);
  const from = done.length;
  const isCarriedOut = PASSED_ON.has(mode);
  await at.proxies.dli.set(mode, { ...FAST, only: ({ method }) => method !== 'GET' });
  const judged = all.map(async (one) => {
    const { body, status } = await one.again();
    expect(status, one.key).toBe(200);
    const expectWrites = () => expect(writesOf(one, from).length, `${one.key}: writes`).toBe(isCarriedOut ? 1 : 0);
    if (!one.sample.tells) expectWrites();
    if (one.key === 'submitGroup') return { one, body };
    if (one.key === 'changePackageTags') {
      const expected = isCarriedOut ? 'done' : mode === 'throttle' ? 'failed' : 'unknown';
      expect(body.changes[0].state, one.key).toBe(expected);
      return { one, body };
    }
    const operation = await finished(one, body.id);
    const [item] = operation.items;
    expectWrites();
    expect(item.state, one.key).toBe(isCarriedOut ? 'done' : 'failed');
    if (!isCarriedOut) expect(item.error.code, one.key).toMatch(DLI_CODE[mode]);
    return { one, body };
  });
  const submitted = (await Promise.all(judged)).find(({ one }) => one.key === 'submitGroup');
  if (!submitted) throw new Error('there is no submission among them');
  const { one, body } = submitted;
  if (mode === 'throttle') expect(body).toMatchObject({ outcome: 'refused', error: { code: 'dli_throttled' } });
  else if (mode === 'reset-after-body') expect(body.outcome).toMatch(/^(accepted|unknown)$/);
  else expect(body).toMatchObject({ outcome: 'unknown', error: { code: expect.stringMatching(DLI_CODE[mode]) } });
  await at.proxies.dli.set(null);
  if (body.outcome === 'unknown') {
    const settled = await until('the settlement', 10_000, async () => (await one.own('GET', `/submissions/${body.id}`)).body.settlement);
    expect(settled.verdict).toBe(isCarriedOut ? 'arrived' : 'not_found');
  }
  // The same key: told again, and sent no second time.
  expect((await one.again()).body.id).toBe(body.id);
  expect(writesOf(one, from)).toHaveLength(isCarriedOut ? 1 : 0);
  const { token } = (await one.own('POST', '/plan', { group: GROUP, kind: 'file', isAsync: false, tags: [], paths: [SAMPLES.csv] })).body;
  const anew = await one.own('POST', '/submissions', { group: GROUP, kind: 'file', isAsync: false, tags: [], paths: [SAMPLES.csv], token });
  expect(anew.body.outcome).toBe('accepted');
  await at.close();
}

async function underFaultOfObs(mode: FaultMode): Promise<void> {
  const name = `obs-${mode}`;
  const at = await open(name);
  const touched = new Set(['checkPaths', 'listBuckets', 'listObjects', 'planSubmission', 'submitGroup', 'checkConnection']);
  const all = (await everyEndpoint(name, at, () => true)).filter(({ key }) => touched.has(key));
  await at.proxies.obs.set(mode, FAST);
  expect(await judgeAll(all, mode, 'obs')).toEqual([]);
  await at.proxies.obs.set(null);
  expect(await whenBack(all)).toEqual([]);
  await at.close();
}

async function underFaultOfIam(mode: FaultMode): Promise<void> {
  const name = `iam-${mode}`;
  const at = await open(name, USER);
  // What is prepared would have brought a token.
  const all = await everyEndpoint(name, at, ({ needs, prepare }) => needs.includes('dli') && !prepare);
  await at.proxies.iam.set(mode, FAST);
  expect(await judgeAll(all, mode, 'iam')).toEqual([]);
  await at.proxies.iam.set(null);
  expect(await whenBack(all)).toEqual([]);
  await at.close();
}

describe.concurrent('every endpoint', () => {
  it.each(LIGHT_MODES)('DLI: %s', underFaultOfDli);
  // Nobody can be spared who meets no listener.
  it.each(LIGHT_MODES.filter((mode) => mode !== 'refuse'))('DLI, when it is written to: %s', underFaultOfWrites);
  it.each(LIGHT_MODES)('OBS: %s', underFaultOfObs);
  it.each(LIGHT_MODES)('IAM, before there is a token: %s', underFaultOfIam);
});

describe('an answer of 20 MB', () => {
  it('from DLI', () => underFaultOfDli('huge'));
  it('from DLI, when it is written to', () => underFaultOfWrites('huge'));
  it('from OBS', () => underFaultOfObs('huge'));
  it('from IAM', () => underFaultOfIam('huge'));
});

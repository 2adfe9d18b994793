/** Deletes and changes of owner outlive the server: the same data folder under one BFF after another, and a ledger that fails. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, quietLog, read, send, TEST_HOST, TEST_SESSION, until } from './bff/testing.ts';
import { UngroupedView } from './contract/groups.ts';
import { Operation, operationsContract } from './contract/operations.ts';
import { Plan, type SubmissionRequest } from './contract/submissions.ts';
import { createDliClient } from './dli/client.ts';
import { createFakeClock, type FakeClock, settle } from './dli/fake-clock.ts';
import type { Connection } from './ledger/connection.ts';
import { isOperation } from './ledger/entry.ts';
import type { Ledger } from './ledger/ledger.ts';
import { openLedger } from './ledger/ledger.ts';
import { connectionTo } from './ledger/place.ts';
import { withFaults } from './ledger/test-ledger.ts';
import { manySample } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';

const { cloud, root } = sampleCloud();

let count = 0;
const connectionIn = (folder: string) => connectionTo({ databaseUrl: null, dataDir: path.join(root, folder) });
const namesOf = (many: number) => Array.from({ length: many }, (_, i) => `sample-part-${String(i + 1).padStart(3, '0')}.csv`);
const never = () => new Promise<void>(() => {});

/** The package that a call is about. */
async function nameIn(request: Request): Promise<string> {
  if (request.method === 'PUT') return ((await request.clone().json()) as { resource_name: string }).resource_name;
  return decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '');
}

interface Life {
  projectId?: string;
  clock?: FakeClock;
  /** Stand in the way of deletes and changes of owner: before DLI sees them, and before their answers are heard. */
  before?: (name: string) => Promise<void> | void;
  after?: (name: string) => Promise<void> | void;
  wrap?: (ledger: Ledger) => Ledger;
  beforeResume?: () => void;
}

async function start(
  connection: Connection,
  { projectId = `p${++count}`, clock = createFakeClock(Date.now()), before, after, wrap = (it) => it, beforeResume }: Life = {},
) {
  const ledger = await openLedger(connection);
  const calls: string[] = [];
  const dli = createDliClient({
    endpoint: 'https://dli.local.myhuaweicloud.com',
    clock,
    maxTries: 1,
    fetch: async (request) => {
      const isChange = request.method === 'DELETE' || request.method === 'PUT';
      const name = isChange ? await nameIn(request) : '';
      if (isChange) {
        calls.push(name);
        await before?.(name);
      }
      const answer = await cloud.fetch(request);
      if (isChange) await after?.(name);
      return answer;
    },
  });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  const projects = everyProject({ dli, obs: cloud.store, region: 'local' });
  const { app, dispose, resume } = createApp({ projects, clock, log: quietLog(), config, ledger: wrap(ledger) });
  beforeResume?.();
  await resume();
  const base = `/api/projects/${projectId}`;
  const ended = async (id: string) => {
    let operation = await one(id);
    await until(async () => {
      if (operation.finishedAt !== null) return true;
      await clock.advance(1_000);
      operation = await one(id);
      return false;
    });
    return operation;
  };
  const one = async (id: string) => Operation.parse(await (await read(app, `${base}/operations/${id}`)).json());
  return {
    ledger,
    projectId,
    clock,
    calls,
    isDown: false,
    app,
    base,
    one,
    ended,
    /** Ungrouped packages of the samples, uploaded. */
    async fill(many: number) {
      const form: SubmissionRequest = {
        group: null,
        kind: 'file',
        isAsync: true,
        tags: [],
        paths: namesOf(many).map((_, i) => manySample(i + 1)),
      };
      const { token } = Plan.parse(await (await send(app, `${base}/plan`, form)).json());
      await send(app, `${base}/submissions`, { ...form, token }, crypto.randomUUID());
      await cloud.whenIdle();
    },
    delete: (names: string[], key: string) =>
      send(app, `${base}/deletions`, { packages: names.map((name) => ({ group: null, name })), wholeGroups: [] }, key),
    giveTo: (newOwner: string, names: string[], key: string) =>
      send(app, `${base}/owner-changes`, { newOwner, targets: names.map((name) => ({ group: null, name })) }, key),
    list: async () => operationsContract.listOperations.response.parse(await (await read(app, `${base}/operations`)).json()).items,
    outcomes: async (id: string) => (await read(app, `${base}/operations/${id}/outcomes`)).json() as unknown,
    packages: async () =>
      UngroupedView.parse(
        await (await read(app, `${base}/ungrouped?pageSize=100&sort=name`, { 'Cache-Control': 'no-cache' })).json(),
      ).packages.items.map(({ name }) => name),
    async stop() {
      await dispose();
      await ledger.dispose();
    },
  };
}

const idOf = async (response: Promise<Response>) => Operation.parse(await (await response).json()).id;
const codes = ({ items }: Operation) => Object.fromEntries(items.map(({ name, state, error }) => [name, error?.code ?? state]));
/** As after a kill: nothing of the first one moves any more. */
async function killed(server: { ledger: Ledger; projectId: string; clock: FakeClock }): Promise<Life> {
  await server.ledger.dispose();
  return { projectId: server.projectId, clock: createFakeClock(server.clock.now()) };
}
const entryOf = async ({ ledger, projectId }: { ledger: Ledger; projectId: string }, id: string) => {
  const entry = await ledger.find(projectId, id);
  if (!entry || !isOperation(entry)) throw new Error('no operation of this id');
  return entry;
};
const statesIn = async (server: { ledger: Ledger; projectId: string }, id: string) =>
  (await entryOf(server, id)).items.map(({ state }) => state);

test('an operation, its outcomes and its key are there after a restart', async () => {
  const names = namesOf(6);
  const first = await start(await connectionIn('restart'));
  await first.fill(5);
  const id = await idOf(first.delete(names, 'k'));
  const told = await first.ended(id);
  expect(told).toMatchObject({ counts: { total: 6, done: 6 }, startedBy: 'tester' });
  const owners = await idOf(first.giveTo('alice', ['never-there.csv'], 'k2'));
  expect(codes(await first.ended(owners))).toEqual({ 'never-there.csv': 'dli_not_found' });
  const [list, outcomes] = [await first.list(), await first.outcomes(id)];
  expect(list.map((operation) => operation.id)).toEqual([owners, id]);
  await first.stop();

  const second = await start(await connectionIn('restart'), first);
  expect(await second.list()).toEqual(list);
  expect(await second.one(id)).toEqual(told);
  expect(await second.outcomes(id)).toEqual(outcomes);
  expect(codes(await second.one(owners))).toEqual({ 'never-there.csv': 'dli_not_found' });
  expect(Operation.parse(await (await second.delete(names, 'k')).json())).toEqual(told);
  expect(await errorOf(await second.delete(names.slice(1), 'k'))).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  expect(second.calls).toEqual([]);
  expect((await read(second.app, `/api/projects/other/operations/${id}`)).status).toBe(404);
  expect((await second.ledger.unfinished()).filter(({ type }) => type !== 'submission')).toEqual([]);
  // A new one comes before them.
  const next = await idOf(second.delete([names[0] ?? ''], 'k3'));
  await second.ended(next);
  expect((await second.list()).map((operation) => operation.id)).toEqual([next, owners, id]);
  await second.stop();
});

test('killed in the middle of a delete, the next start tells each item apart, settles by reading and sends nothing', async () => {
  const names = namesOf(10);
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = ''] = names;
  const first = await start(await connectionIn('killed'), {
    // Two end; of the four then under way two are carried out and not heard of, two never reach DLI. Two more are about to be sent.
    before: (name) => ([c, d].includes(name) ? never() : undefined),
    after: (name) => ([e, f].includes(name) ? never() : undefined),
  });
  await first.fill(10);
  const id = await idOf(first.delete(names, 'k'));
  await until(() => first.calls.length === 6);
  await until(async () => (await first.packages()).length === 6);
  expect(await statesIn(first, id)).toEqual(['done', 'done', ...Array(6).fill('running'), 'waiting', 'waiting']);
  const second = await start(await connectionIn('killed'), await killed(first));
  const unsent = Object.fromEntries(names.slice(8).map((name) => [name, 'stopped_before_sent']));
  const running = Object.fromEntries(names.slice(2, 8).map((name) => [name, 'running']));
  expect(codes(await second.one(id))).toEqual({ [a]: 'done', [b]: 'done', ...running, ...unsent });
  expect((await second.list())[0]).toMatchObject({ id, finishedAt: null, counts: { waiting: 0, running: 6, done: 2, failed: 2 } });
  await second.clock.advance(44_000);
  expect((await second.one(id)).counts.running).toBe(6);
  const last = await second.ended(id);
  const lost = Object.fromEntries([c, d, g, h].map((name) => [name, 'stopped_before_answer']));
  expect(codes(last)).toEqual({ [a]: 'done', [b]: 'done', [e]: 'done', [f]: 'done', ...lost, ...unsent });
  expect(second.calls).toEqual([]);
  expect(await second.packages()).toEqual([c, d, ...names.slice(6)]);
  await until(async () => (await entryOf(second, id)).outcome === 'partly');
  expect((await entryOf(second, id)).isOpen).toBe(false);
  expect(Operation.parse(await (await second.delete(names, 'k')).json())).toEqual(last);
  await second.stop();

  const third = await start(await connectionIn('killed'), second);
  expect(await third.one(id)).toEqual(last);
  await third.stop();
});

test('killed in the middle of a change of owner, what was being sent is read from the list', async () => {
  const names = namesOf(3);
  const [a = '', b = '', c = ''] = names;
  const first = await start(await connectionIn('owners'), {
    before: (name) => (name === b ? never() : undefined),
    after: (name) => (name === c ? never() : undefined),
  });
  await first.fill(3);
  const id = await idOf(first.giveTo('alice', names, 'k'));
  await until(async () => (await first.one(id)).counts.done === 1);
  await first.clock.advance(1_000);
  await until(async () => (await statesIn(first, id)).includes('done'));
  const second = await start(await connectionIn('owners'), await killed(first));
  await second.clock.advance(45_000);
  expect(codes(await second.ended(id))).toEqual({ [a]: 'done', [b]: 'stopped_before_answer', [c]: 'done' });
  expect(second.calls).toEqual([]);
  await second.stop();
});

test('stopped on purpose, it says of no item that it was sent that was not', async () => {
  const names = namesOf(12);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const first = await start(await connectionIn('stopped'), { before: (name) => (name === names[0] ? undefined : held) });
  await first.fill(12);
  const id = await idOf(first.delete(names, 'k'));
  await until(() => first.calls.length === 5);
  const stopping = first.stop();
  await settle();
  letGo();
  await stopping;

  const second = await start(await connectionIn('stopped'), first);
  const operation = await second.one(id);
  expect(operation.counts).toMatchObject({ done: 5, failed: 7, running: 0 });
  expect(operation.finishedAt).not.toBeNull();
  expect(new Set(operation.items.map(({ error }) => error?.code))).toEqual(new Set(['stopped_before_sent', undefined]));
  expect(await second.packages()).toHaveLength(7);
  await second.stop();
});

test('every item is stored as being sent before its call, four at a time, and an operation of hundreds is written in few steps', async () => {
  const names = namesOf(120);
  let records = 0;
  let pathReads = 0;
  const states: string[] = [];
  let id = '';
  const server = await start(await connectionIn('many'), {
    wrap: (ledger) => ({
      ...ledger,
      record(...args) {
        records++;
        return ledger.record(...args);
      },
      knownPathsBy(...args) {
        pathReads++;
        return ledger.knownPathsBy(...args);
      },
    }),
    before: async (name) => {
      id ||= (await server.ledger.list({ projectId: server.projectId, type: 'delete' }, { limit: 1 })).items[0]?.id ?? '';
      states.push((await entryOf(server, id)).items[names.indexOf(name)]?.state ?? '');
    },
  });
  await server.fill(120);
  // From here on the paths of the project are at hand, and kept up with the ledger.
  await server.packages();
  records = 0;
  pathReads = 0;
  const started = await idOf(server.delete(names, 'k'));
  await until(async () => (await server.one(started)).finishedAt !== null);
  expect((await server.one(started)).counts.done).toBe(120);
  expect(states).toEqual(Array(120).fill('running'));
  await until(async () => (await entryOf(server, id)).outcome === 'done');
  expect(records).toBeLessThanOrEqual(120 / 4 + 3);
  expect(pathReads).toBe(0);
  expect(await statesIn(server, id)).toEqual(Array(120).fill('done'));
  const events = await server.ledger.events(server.projectId, id);
  expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['intent', 'sent']);
  expect(events.at(-1)?.type).toBe('finished');
  await server.stop();
});

test('a ledger that cannot be written sends nothing, and the same key may be tried again', async () => {
  const names = namesOf(3);
  const { connection, faults } = withFaults(await connectionIn('faults'));
  const server = await start(connection);
  await server.fill(3);
  let refused = 0;
  let response: Response;
  for (;;) {
    faults.failAt(refused + 1, refused % 2 === 0 ? 'before' : 'after');
    response = await server.delete(names, 'k');
    if (response.status === 200) break;
    expect(await errorOf(response)).toMatchObject({ status: 503, code: 'ledger_unavailable' });
    await settle();
    expect(server.calls).toEqual([]);
    refused++;
  }
  expect(refused).toBeGreaterThan(8);
  const { id } = Operation.parse(await response.json());
  // The statement that failed came after the start: it is told all the same, and written with what comes next.
  expect((await server.ended(id)).counts.done).toBe(3);
  await server.clock.advance(10_000);
  expect(server.calls.toSorted()).toEqual(names);
  expect(await entryOf(server, id)).toMatchObject({ outcome: 'done', isOpen: false });
  expect((await server.ledger.list({ projectId: server.projectId, type: 'delete' }, { limit: 5 })).items).toHaveLength(1);
  await server.stop();
});

test('what a start found unsent is never sent and recorded as not sent, whichever statement of the start fails', async () => {
  const names = namesOf(1);
  const word: string[] = [];
  for (let n = 1; ; n++) {
    const first = await start(await connectionIn(`unsent-${n}`), {
      wrap: (ledger) => ({
        ...ledger,
        record: (id, ...events) =>
          events.some(({ type }) => type === 'sent') && first.isDown ? Promise.reject(new Error('down')) : ledger.record(id, ...events),
      }),
    });
    await first.fill(1);
    first.isDown = true;
    expect(await errorOf(await first.delete(names, 'k'))).toMatchObject({ status: 503, code: 'ledger_unavailable' });
    const life = await killed(first);

    const { connection, faults } = withFaults(await connectionIn(`unsent-${n}`));
    const second = await start(connection, {
      ...life,
      beforeResume: () => faults.failAt(n, n % 2 === 0 ? 'before' : 'after'),
    }).catch(() => null);
    if (!second) {
      word.push('did not start');
      continue;
    }
    if (!faults.hasFailed) {
      await second.stop();
      break;
    }
    const { id } = Operation.parse(await (await second.delete(names, 'k')).json());
    const told = await second.ended(id);
    await second.clock.advance(10_000);
    expect(codes(told)).toEqual({ [names[0] ?? '']: 'stopped_before_sent' });
    expect(await entryOf(second, id)).toMatchObject({ outcome: 'failed', isOpen: false });
    expect(await second.packages()).toEqual(names);
    word.push(`sent ${second.calls.length} times`);
    await second.stop();
  }
  expect(word.length).toBeGreaterThan(8);
  expect(new Set(word)).toEqual(new Set(['did not start', 'sent 0 times']));
});

test('a ledger that fails midway holds nothing up, and is told later', async () => {
  const names = namesOf(30);
  const isDown = { is: false };
  const server = await start(await connectionIn('midway'), {
    wrap: (ledger) => ({ ...ledger, record: (...args) => (isDown.is ? Promise.reject(new Error('down')) : ledger.record(...args)) }),
    before: () => {
      isDown.is ||= server.calls.length > 8;
    },
  });
  await server.fill(30);
  const { id } = Operation.parse(await (await server.delete(names, 'k')).json());
  expect((await server.ended(id)).counts.done).toBe(30);
  expect((await entryOf(server, id)).outcome).toBe('running');
  isDown.is = false;
  await server.clock.advance(5_000);
  await until(async () => (await entryOf(server, id)).outcome === 'done');
  await server.stop();
});

test('a ledger that answers no more midway holds nothing up either', async () => {
  const names = namesOf(30);
  const server = await start(await connectionIn('silent'), {
    wrap: (ledger) => ({ ...ledger, record: (...args) => (server.calls.length > 8 ? new Promise(() => {}) : ledger.record(...args)) }),
  });
  await server.fill(30);
  const { id } = Operation.parse(await (await server.delete(names, 'k')).json());
  expect((await server.ended(id)).counts.done).toBe(30);
  expect(new Set(server.calls).size).toBe(30);
  await server.ledger.dispose();
});

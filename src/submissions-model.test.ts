/**
 * Random days of several people, of whom some work past the console: plans that go stale, submits whose answers are lost,
 * deletes, owners, restarts. A model of a few lines says what stands in the cloud; the console must say of every submission
 * what a reader of the cloud could have seen, whatever an upload does to the rest of its group.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, quietLog, read, send, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { Operation } from './contract/operations.ts';
import { Plan, Submission, type SubmissionRequest } from './contract/submissions.ts';
import { createDliClient } from './dli/client.ts';
import { createFakeClock } from './dli/fake-clock.ts';
import type { WireList } from './dli/wire.ts';
import { openLedger } from './ledger/ledger.ts';
import { sqliteConnection } from './ledger/sqlite.ts';
import { createLocalCloud } from './local-cloud/local-cloud.ts';
import type { LoggedCall } from './local-cloud/request-log.ts';
import { manySample } from './local-cloud/samples.ts';

vi.setConfig({ testTimeout: 120_000 });

const ENDPOINT = 'https://dli.local.myhuaweicloud.com';
const SEED = 20_261_122;
const RUNS = 20;
const GROUPS = ['etl', 'udf', null] as const;
const PATHS = [1, 2, 3].map((n) => manySample(n));
const nameOf = (uri: string) => path.posix.basename(uri);

const group = fc.constantFrom(...GROUPS);
const paths = fc.subarray(PATHS, { minLength: 1 });
const user = fc.nat(2);
const command = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('plan' as const), user, group, paths, isAsync: fc.boolean() }) },
  {
    weight: 7,
    arbitrary: fc.record({ do: fc.constant('submit' as const), user, lost: fc.constantFrom('no', 'no', 'before', 'after') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('askAgain' as const), which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), group, paths }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('changeOwner' as const), group, paths }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('uploadElsewhere' as const), group, paths }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deleteElsewhere' as const), group, paths }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 20_000, 60_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;
type CommandOf<T extends Command['do']> = Extract<Command, { do: T }>;

/** Names, each with the upload it came from. */
type Place = ReadonlyMap<string, number>;

interface Planned {
  form: SubmissionRequest;
  token: string;
  /** As the plan stands for it. */
  seen: string;
}

interface Sent {
  id: string;
  planned: Planned;
  key: string;
  before: Place;
  lost: string;
  sentAtMs: number;
  /** How much was done from here up to it. */
  doingsBefore: number;
  settlement: { verdict: string; found: string[]; missing: string[] } | null;
  observed: { how: string; removed: string[] } | null;
}

/** What a read would tell of it now, where these names were sent here again since. */
function settlementOf({ planned, before }: Sent, now: Place, namedLater: ReadonlySet<string>): NonNullable<Sent['settlement']> {
  const names = planned.form.paths.map(nameOf);
  const present = names.filter((name) => now.has(name) && now.get(name) !== before.get(name));
  const found = present.filter((name) => !namedLater.has(name));
  const missing = names.filter((name) => !present.includes(name));
  if (found.length === 0 && missing.length === 0) return { verdict: 'undetermined', found, missing };
  return { verdict: missing.length === 0 ? 'arrived' : found.length === 0 ? 'not_found' : 'partly', found, missing };
}

function observationOf({ planned, before }: Pick<Sent, 'planned' | 'before'>, now: Place): Sent['observed'] {
  if (planned.form.group === null) return null;
  if (before.size === 0) return { how: 'created', removed: [] };
  const names = planned.form.paths.map(nameOf);
  const others = [...before.keys()].filter((name) => !names.includes(name));
  if (others.length === 0) return null;
  const removed = others.filter((name) => !now.has(name));
  return { how: removed.length > 0 ? 'replaced' : 'merged', removed };
}

async function openWorld(kindUploads: 'replace-group' | 'upsert') {
  const dir = mkdtempSync(path.join(tmpdir(), 'groupage-model-'));
  const clock = createFakeClock();
  const calls: LoggedCall[] = [];
  const cloud = createLocalCloud({
    dataDir: dir,
    clock: clock.now,
    log: quietLog(),
    settings: { samples: 'small', kindUploads },
    requestLog: (call) => void calls.push(call),
  });
  await cloud.seedSamples();
  return {
    dir,
    clock,
    calls,
    cloud,
    async close() {
      await cloud.dispose();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
type World = Awaited<ReturnType<typeof openWorld>>;

/** One day in a project of its own: the console, the model, and what may be done to both. */
async function openDay({ clock, calls, cloud }: World, projectId: string, replacesByKind: boolean) {
  const ledger = await openLedger(sqliteConnection(':memory:'));
  let loses = 'no';
  const dli = createDliClient({
    endpoint: ENDPOINT,
    clock,
    random: () => 0,
    fetch: async (request) => {
      const how = request.method === 'POST' ? loses : 'no';
      const cut = () => new TypeError('fetch failed', { cause: Object.assign(new Error('cut'), { code: 'ECONNRESET' }) });
      if (how === 'before') throw cut();
      const answer = await cloud.fetch(request);
      if (how === 'after') throw cut();
      return answer;
    },
  });
  const create = () =>
    createApp({
      projects: everyProject({ dli, obs: cloud.store, region: 'local' }),
      clock,
      log: quietLog(),
      ledger,
      config: { session: TEST_SESSION, allowedHosts: [TEST_HOST] },
    });
  let bff = create();

  const places = new Map<string | null, Place>(GROUPS.map((name) => [name, new Map()]));
  const plans = new Map<number, Planned>();
  const sent: Sent[] = [];
  /** Everything done from here. */
  const doings: { group: string | null; named: readonly string[] }[] = [];
  let uploads = 0;
  let posts = 0;
  const placeOf = (name: string | null) => places.get(name) ?? new Map<string, number>();
  const base = `/api/projects/${projectId}`;

  /** Of a group all its members, without one only the packages that are named: what a plan is about. */
  function shown({ group: name, paths: named }: SubmissionRequest): string {
    const members = [...placeOf(name)].filter(([member]) => name !== null || named.map(nameOf).includes(member));
    return JSON.stringify(members.map(([member, upload]) => `${upload} ${member}`).toSorted());
  }

  function namedAfter(one: Sent): Set<string> {
    const later = doings.slice(one.doingsBefore).filter(({ group: place }) => place === one.planned.form.group);
    return new Set(later.flatMap(({ named }) => named.map(nameOf)));
  }

  function put(name: string | null, named: readonly string[], isReplaced: boolean): void {
    const upload = ++uploads;
    places.set(name, new Map([...(isReplaced ? [] : placeOf(name)), ...named.map((uri) => [nameOf(uri), upload] as const)]));
  }

  function take(name: string | null, named: readonly string[]): void {
    places.set(name, new Map([...placeOf(name)].filter(([member]) => !named.map(nameOf).includes(member))));
  }

  const call = (method: string, where: string, body?: object) =>
    cloud.fetch(`${ENDPOINT}/v2.0/${projectId}/${where}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
  const submitOf = ({ planned, key }: Pick<Sent, 'planned' | 'key'>) =>
    send(bff.app, `${base}/submissions`, { ...planned.form, token: planned.token }, key);
  const submission = async (id: string) => Submission.parse(await (await read(bff.app, `${base}/submissions/${id}`)).json());

  /** Lets time pass until it is done; every wait for the cloud's own disk is a turn. */
  async function inTime<T>(work: Promise<T>, stepMs = 0): Promise<T> {
    let isDone = false;
    void work.finally(() => {
      isDone = true;
    });
    while (!isDone) await clock.advance(stepMs);
    return work;
  }

  /** What is due is settled, each by a read of what stands there at that moment. */
  async function pass(ms: number): Promise<void> {
    await clock.advance(ms);
    for (const one of sent) {
      if (one.lost === 'no' || one.settlement || clock.now() < one.sentAtMs + 45_000) continue;
      one.settlement = settlementOf(one, placeOf(one.planned.form.group), namedAfter(one));
      await expect.poll(async () => (await submission(one.id)).settlement, { interval: 5, timeout: 20_000 }).not.toBeNull();
    }
  }

  async function operate(what: string, body: object): Promise<void> {
    const response = await inTime(send(bff.app, `${base}/${what}`, body, crypto.randomUUID()));
    const { id } = Operation.parse(await response.json());
    const isOver = async () => Operation.parse(await (await read(bff.app, `${base}/operations/${id}`)).json()).finishedAt !== null;
    while (!(await isOver())) await clock.advance(10);
  }

  const carryOut: { [K in Command['do']]: (command: CommandOf<K>) => Promise<void> } = {
    async plan({ user: who, group: name, paths: named, isAsync }) {
      const form: SubmissionRequest = { group: name, kind: 'file', isAsync, tags: [], paths: named };
      const response = await inTime(send(bff.app, `${base}/plan`, form));
      plans.set(who, { form, token: Plan.parse(await response.json()).token, seen: shown(form) });
    },
    async submit({ user: who, lost }) {
      const planned = plans.get(who);
      if (!planned) return;
      const { form } = planned;
      const key = `${projectId}-${who}-${posts}-${sent.length}-${clock.now()}`;
      const before = placeOf(form.group);
      loses = lost;
      const response = await inTime(submitOf({ planned, key }));
      loses = 'no';
      if (shown(form) !== planned.seen) {
        expect(await errorOf(response)).toMatchObject({ status: 409, code: 'group_changed' });
        plans.delete(who);
        return;
      }
      const answer = Submission.parse(await response.json());
      expect(answer.outcome).toBe(lost === 'no' ? 'accepted' : 'unknown');
      if (lost !== 'before') {
        posts++;
        put(form.group, form.paths, replacesByKind && !form.isAsync && form.group !== null);
      }
      doings.push({ group: form.group, named: form.paths });
      const doingsBefore = doings.length;
      const one: Sent = {
        id: answer.id,
        planned,
        key,
        before,
        lost,
        sentAtMs: clock.now(),
        doingsBefore,
        settlement: null,
        observed: null,
      };
      one.observed = lost === 'no' ? observationOf(one, placeOf(form.group)) : null;
      sent.push(one);
    },
    async askAgain({ which }) {
      const one = sent[which % Math.max(1, sent.length)];
      if (one) expect(Submission.parse(await (await inTime(submitOf(one))).json()).id).toBe(one.id);
    },
    async delete({ group: name, paths: named }) {
      await operate('deletions', { packages: named.map((uri) => ({ group: name, name: nameOf(uri) })), wholeGroups: [] });
      doings.push({ group: name, named });
      take(name, named);
    },
    async changeOwner({ group: name, paths: named }) {
      doings.push({ group: name, named });
      await operate('owner-changes', { newOwner: 'bob_dev', targets: named.map((uri) => ({ group: name, name: nameOf(uri) })) });
    },
    async uploadElsewhere({ group: name, paths: named }) {
      await call('POST', 'resources', { paths: named, kind: 'file', is_async: true, ...(name === null ? {} : { group: name }) });
      posts++;
      put(name, named, false);
    },
    async deleteElsewhere({ group: name, paths: named }) {
      for (const uri of named) await call('DELETE', `resources/${nameOf(uri)}${name === null ? '' : `?group=${name}`}`);
      take(name, named);
    },
    wait: ({ ms }) => pass(ms),
    async restart() {
      await bff.dispose();
      bff = create();
      await bff.resume();
    },
  };

  async function compare(): Promise<void> {
    const listed = (await (await call('GET', 'resources')).json()) as WireList; // what the local cloud makes
    const inCloud = new Map<string | null, string[]>([[null, (listed.resources ?? []).map((item) => item.resource_name ?? '')]]);
    for (const one of listed.groups ?? [])
      inCloud.set(
        one.group_name ?? '',
        (one.details ?? []).map((item) => item.resource_name ?? ''),
      );
    for (const name of GROUPS) expect((inCloud.get(name) ?? []).toSorted()).toEqual([...placeOf(name).keys()].toSorted());
    expect(calls.filter(({ method, path: called }) => method === 'POST' && called.startsWith(`/v2.0/${projectId}/`))).toHaveLength(posts);
    for (const one of sent) {
      const view = await submission(one.id);
      expect(view.outcome).toBe(one.lost === 'no' ? 'accepted' : 'unknown');
      expect(view.settlement && { ...view.settlement, at: 0 }).toEqual(one.settlement && { ...one.settlement, at: 0 });
      const { how = 'unknown', removed = [] } = view.observed ?? {};
      if (one.lost === 'no') expect(how === 'unknown' ? null : { how, removed }).toEqual(one.observed);
    }
  }

  return {
    async run(one: Command): Promise<void> {
      await (carryOut[one.do] as (command: Command) => Promise<void>)(one); // each is found under its own name
      await cloud.whenIdle();
      await pass(1_000);
      await compare();
    },
    async end(): Promise<void> {
      await pass(60_000);
      await carryOut.restart({ do: 'restart' });
      await compare();
      const { items } = await ledger.list({ projectId, type: 'submission' }, { limit: 100 });
      expect(items).toHaveLength(sent.length);
      await bff.dispose();
      await ledger.dispose();
    },
  };
}

test.each(['replace-group', 'upsert'] as const)('random days, where uploads by kind mean %s', async (kindUploads) => {
  const world = await openWorld(kindUploads);
  let days = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 25 }), async (commands) => {
        const day = await openDay(world, `day-${++days}`, kindUploads === 'replace-group');
        for (const one of commands) await day.run(one);
        await day.end();
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    expect(days).toBe(RUNS);
  } finally {
    await world.close();
  }
});

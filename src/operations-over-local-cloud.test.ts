/** Deletes and changes of owner in bulk, in process over the local cloud, with failures reached by names alone. */
import { describe, expect, it } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, memoryLedger, quietLog, read, send, TEST_HOST, TEST_SESSION, until } from './bff/testing.ts';
import { EntryView } from './contract/activity.ts';
import { GroupList, GroupView, groupsContract, ModuleList, UngroupedView } from './contract/groups.ts';
import { Operation } from './contract/operations.ts';
import { Plan, type SubmissionRequest } from './contract/submissions.ts';
import { createDliClient } from './dli/client.ts';
import { createFakeClock } from './dli/fake-clock.ts';
import { FAULTS, LIST_FAULT_PROJECTS, manySample, NOBODY, SAMPLES } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';

const { cloud } = sampleCloud({ settings: { slowBytesPerSecond: 100_000_000, lateAnswerMs: 30, slowListMs: 1 } });
let projectCount = 0;

/** An app and a project of its own. */
function open(projectId = `ops${++projectCount}`) {
  const clock = createFakeClock(Date.now());
  const calls: string[] = [];
  const dli = createDliClient({
    endpoint: 'https://dli.local.myhuaweicloud.com',
    clock,
    random: () => 0,
    fetch: (request) => {
      if (request.method !== 'GET') calls.push(request.method);
      return cloud.fetch(request);
    },
  });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  const ledger = memoryLedger();
  const { app } = createApp({
    ledger,
    projects: everyProject({ dli, obs: cloud.store, region: 'local' }),
    clock,
    log: quietLog(),
    config,
  });
  const base = `/api/projects/${projectId}`;
  const fresh = { 'Cache-Control': 'no-cache' };
  const operation = async (id: string) => Operation.parse(await (await read(app, `${base}/operations/${id}`)).json());
  const requestOf = (paths: string[], group: string | null): SubmissionRequest => ({ group, kind: 'file', isAsync: true, tags: [], paths });
  const plan = async (paths: string[], group: string | null = 'etl') =>
    Plan.parse(await (await send(app, `${base}/plan`, requestOf(paths, group))).json());
  return {
    calls,
    plan,
    async upload(paths: string[], group: string | null = 'etl') {
      const request = requestOf(paths, group);
      const { token } = await plan(paths, group);
      await send(app, `${base}/submissions`, { ...request, token }, crypto.randomUUID());
      await cloud.whenIdle();
      calls.length = 0;
    },
    group: async () => GroupView.parse(await (await read(app, `${base}/group?name=etl`, fresh)).json()),
    groups: async () => GroupList.parse(await (await read(app, `${base}/groups`, fresh)).json()),
    ungrouped: async () => UngroupedView.parse(await (await read(app, `${base}/ungrouped`, fresh)).json()),
    read: async (path: string) => (await read(app, `${base}/${path}`, fresh)).json() as unknown,
    find: async (what: 'group-lookup' | 'package-lookup', body: object) => (await send(app, `${base}/${what}`, body)).json() as unknown,
    /** What came into being past the console. */
    async uploadElsewhere(paths: string[]) {
      const body = JSON.stringify({ paths, kind: 'file', group: 'etl', is_async: false });
      const headers = { 'Content-Type': 'application/json' };
      const address = `https://dli.local.myhuaweicloud.com/v2.0/${projectId}/resources`;
      expect((await cloud.fetch(new Request(address, { method: 'POST', headers, body }))).status).toBe(201);
    },
    record: async () => (await ledger.list({ projectId }, { limit: 5 })).items,
    start: (what: 'deletions' | 'owner-changes', body: object) => send(app, `${base}/${what}`, body, crypto.randomUUID()),
    /** The operation once it has ended. */
    async ended(response: Promise<Response>) {
      const { id } = Operation.parse(await (await response).json());
      await until(async () => {
        await clock.advance(500);
        return (await operation(id)).finishedAt !== null;
      });
      return operation(id);
    },
  };
}

const outcomes = ({ items }: Operation) => items.map(({ name, state, wasGone, error }) => [name, error?.code ?? state, wasGone]);
const inGroup = (...names: (string | null)[]) => names.map((name) => ({ group: 'etl', name }));

describe('deleting', () => {
  it('several packages: one gone already, one refused, one whose answer is lost', async () => {
    const bff = open();
    await bff.upload([SAMPLES.jar, SAMPLES.oddName, FAULTS.undeletable, FAULTS.lostDelete]);
    const odd = 'sample Umsätze 2026 (größte).csv';
    const packages = inGroup('sample-etl.jar', odd, 'never-there.jar', 'sample-undeletable.jar', 'sample-lost-delete.jar');
    const operation = await bff.ended(bff.start('deletions', { packages, wholeGroups: [] }));
    expect(outcomes(operation)).toEqual([
      ['sample-undeletable.jar', 'dli_forbidden', false],
      ['sample-etl.jar', 'done', false],
      [odd, 'done', false],
      ['never-there.jar', 'done', true],
      ['sample-lost-delete.jar', 'done', false],
    ]);
    expect(bff.calls).toHaveLength(5);
    const view = await bff.group();
    expect([view.isMoving, view.packages.items.map((item) => item.name)]).toEqual([false, ['sample-undeletable.jar']]);
  });

  it('what was lost, and what no read since could tell, is unknown: on the record too', async () => {
    const bff = open(`${LIST_FAULT_PROJECTS.error500}-lost-delete`);
    const [bucket, ...key] = FAULTS.lostDelete.slice('obs://'.length).split('/');
    await bff.uploadElsewhere([`https://${bucket}.obs.local.myhuaweicloud.com/${key.join('/')}`]);
    const packages = inGroup('sample-lost-delete.jar', 'never-there.jar');
    const operation = await bff.ended(bff.start('deletions', { packages, wholeGroups: [] }));
    expect(outcomes(operation)).toEqual([
      ['sample-lost-delete.jar', 'outcome_unknown', false],
      ['never-there.jar', 'done', true],
    ]);
    expect(operation.counts).toMatchObject({ done: 1, failed: 0, unknown: 1 });
    await until(async () => (await bff.record())[0]?.outcome === 'unknown');
    expect(await bff.record()).toMatchObject([{ isOpen: false, failedCount: 0, itemCount: 2 }]);
    const view = EntryView.parse(await bff.read(`activity/${operation.id}`));
    expect(view.entry).toMatchObject({
      outcome: 'unknown',
      items: [{ state: 'unknown', error: { code: 'outcome_unknown' } }, { state: 'done' }],
    });
    expect(await bff.read(`operations/${operation.id}/outcomes`)).toMatchObject({ items: [{ state: 'unknown' }, { state: 'done' }] });
  });

  it('a whole group, and no other package of the same names', async () => {
    const bff = open();
    const paths = Array.from({ length: 40 }, (_, i) => manySample(i + 1));
    await bff.upload(paths);
    await bff.upload(paths.slice(0, 3), null);
    const token = (await bff.group()).group?.token;
    const operation = await bff.ended(bff.start('deletions', { packages: [], wholeGroups: [{ name: 'etl', token }] }));
    expect(operation.counts).toMatchObject({ total: 40, done: 40 });
    expect((await bff.groups()).counts).toMatchObject({ groups: 0, ungrouped: 3 });
  });

  it('no group that is not as it was', async () => {
    const bff = open();
    await bff.upload([SAMPLES.jar]);
    const token = (await bff.group()).group?.token;
    await bff.upload([SAMPLES.secondJar]);
    const packages = inGroup('sample-udf.jar');
    const answer = await bff.start('deletions', { packages, wholeGroups: [{ name: 'etl', token }] });
    expect([answer.status, (await errorOf(answer)).code]).toEqual([409, 'group_changed']);
    expect(bff.calls).toEqual([]);
    expect((await bff.group()).group?.rollUp.total).toBe(2);
  });

  it('the very group a plan was made for: both carry one token', async () => {
    const bff = open();
    await bff.upload([SAMPLES.jar, SAMPLES.csv]);
    const first = (await bff.group()).group?.token;
    expect(first).toBe((await bff.plan([SAMPLES.secondJar])).token);
    await bff.upload([SAMPLES.jar]);
    expect((await bff.group()).group?.token).not.toBe(first);
  });
});

describe('changing the owner', () => {
  it('of a group, packages in it and an ungrouped one, some of them refused', async () => {
    const bff = open();
    await bff.upload([SAMPLES.jar, FAULTS.keepsOwner, SAMPLES.oddName]);
    await bff.upload([SAMPLES.csv], null);
    const odd = 'sample Umsätze 2026 (größte).csv';
    const targets = [...inGroup(null, 'sample-etl.jar', 'sample-keeps-owner.jar', odd), { group: null, name: 'sample-orders.csv' }];
    const operation = await bff.ended(bff.start('owner-changes', { newOwner: 'alice', targets }));
    expect(outcomes(operation).map(([name, outcome]) => [name, outcome])).toEqual([
      ['sample-keeps-owner.jar', 'dli_refused'],
      // Outside the characters DLI documents for this call.
      [odd, 'dli_refused'],
      [null, 'done'],
      ['sample-etl.jar', 'done'],
      ['sample-orders.csv', 'done'],
    ]);
    const evidence = operation.items[0]?.error?.details?.upstream;
    expect(evidence).toMatchObject({ httpStatus: 200, errorMessage: 'The owner of sample-keeps-owner.jar cannot be changed.' });
    const { group, packages } = await bff.group();
    expect(group?.owner).toBe('alice');
    const owners = Object.fromEntries(packages.items.map(({ name, owner }) => [name, owner]));
    expect(owners).toEqual({ 'sample-etl.jar': 'alice', 'sample-keeps-owner.jar': 'local_user', [odd]: 'local_user' });
    expect((await bff.ungrouped()).packages.items[0]?.owner).toBe('alice');
  });

  it('to somebody who does not exist is refused in DLI’s words', async () => {
    const bff = open();
    await bff.upload([SAMPLES.jar]);
    const operation = await bff.ended(bff.start('owner-changes', { newOwner: NOBODY, targets: inGroup(null) }));
    expect(operation.items[0]?.error).toMatchObject({
      code: 'dli_refused',
      details: { upstream: { errorCode: 'DLI.0002', errorMessage: `No such user. userName:${NOBODY}.` } },
    });
  });
});

describe('all that match', () => {
  const namesIn = groupsContract.listPackageNames.response;

  it('is told by name, over every page, for groups, packages of one and ungrouped ones', async () => {
    const bff = open();
    const many = Array.from({ length: 120 }, (_, i) => manySample(i + 1));
    await bff.upload([SAMPLES.jar, SAMPLES.csv, ...many]);
    await bff.upload([SAMPLES.csv], 'other');
    await bff.upload(many.slice(0, 30), null);
    const group = namesIn.parse(await bff.read('package-names?group=etl&text=part&pageSize=10&sort=name&order=desc'));
    expect([group.matching, group.names.length, group.names[0]]).toEqual([120, 120, 'sample-part-120.csv']);
    expect(namesIn.parse(await bff.read('package-names?kind=FILE'))).toMatchObject({ matching: 30 });
    expect(await bff.read('group-names?status=ready&sort=name')).toEqual({ names: ['etl', 'other'], matching: 2 });
    expect(await bff.read('group-names?owner=nobody')).toEqual({ names: [], matching: 0 });
    const list = GroupList.parse(await bff.read('groups?status=failed'));
    expect(list).toMatchObject({ matching: 0, total: 2, facets: { kinds: [{ value: 'file', count: 2 }] } });
  });

  it('is deleted as whole groups by what one read of them says, and what vanished is left out', { timeout: 60_000 }, async () => {
    const bff = open();
    for (let i = 1; i <= 30; i++) await bff.upload([SAMPLES.csv, SAMPLES.jar].slice(0, (i % 2) + 1), `g${i}`);
    const { names } = namesIn.parse(await bff.read('group-names?text=g'));
    const found = groupsContract.findGroups.response.parse(await bff.find('group-lookup', { names: [...names, 'vanished'] }));
    expect(found.items.map(({ name }) => name)).toEqual(names);
    expect(found.items.reduce((sum, { packages }) => sum + packages, 0)).toBe(45);
    const wholeGroups = found.items.map(({ name, token }) => ({ name, token }));
    const operation = await bff.ended(bff.start('deletions', { packages: [], wholeGroups }));
    expect(operation.counts).toMatchObject({ total: 45, done: 45 });
    expect((await bff.groups()).counts.groups).toBe(0);
  });

  it('says which packages are still there, and of how many', async () => {
    const bff = open();
    await bff.upload([SAMPLES.jar, SAMPLES.csv]);
    await bff.upload([SAMPLES.csv], null);
    const names = ['sample-etl.jar', 'vanished.jar'];
    expect(await bff.find('package-lookup', { group: 'etl', names })).toEqual({ names: ['sample-etl.jar'], total: 2 });
    expect(await bff.find('package-lookup', { group: null, names })).toEqual({ names: [], total: 1 });
    expect(await bff.find('package-lookup', { group: 'gone', names })).toEqual({ names: [], total: 0 });
  });
});

it('built-in modules are listed, filtered and sorted', async () => {
  const bff = open();
  const all = ModuleList.parse(await bff.read('modules'));
  expect(all.items.map(({ name }) => name)).toEqual([
    'sys.datasource.css',
    'sys.datasource.hbase',
    'sys.datasource.opentsdb',
    'sys.datasource.rds',
  ]);
  expect(all.items[0]).toMatchObject({ status: 'ready', kind: 'jar', packages: ['datasource-css.jar'] });
  expect(ModuleList.parse(await bff.read('modules?text=HBASE'))).toMatchObject({ matching: 1, total: 4 });
});

/** Where packages came from, and what others did: one BFF after another over the same ledger, and a client beside it. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, quietLog, read, send, TEST_HOST, TEST_SESSION, until } from './bff/testing.ts';
import { HistoryPage } from './contract/activity.ts';
import { OutsideChanges } from './contract/changes.ts';
import { GroupList, GroupView, UngroupedView } from './contract/groups.ts';
import { Operation } from './contract/operations.ts';
import { Origin } from './contract/origins.ts';
import { Plan, Submission, type SubmissionRequest } from './contract/submissions.ts';
import { createDliClient } from './dli/client.ts';
import { createFakeClock, type FakeClock } from './dli/fake-clock.ts';
import type { Connection } from './ledger/connection.ts';
import { openLedger } from './ledger/ledger.ts';
import { connectionTo } from './ledger/place.ts';
import { withFaults } from './ledger/test-ledger.ts';
import { FAULTS, manySample, SAMPLES } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';

const ENDPOINT = 'https://dli.local.myhuaweicloud.com';
const { cloud, root } = sampleCloud();

let count = 0;
const connectionIn = (folder: string) => connectionTo({ databaseUrl: null, dataDir: path.join(root, folder) });

interface Life {
  projectId?: string;
  clock?: FakeClock;
}

/** A server's life over a ledger. */
async function start(connection: Connection, { projectId = `p${++count}`, clock = createFakeClock(Date.now()) }: Life = {}) {
  const ledger = await openLedger(connection);
  const dli = createDliClient({ endpoint: ENDPOINT, clock, maxTries: 1, fetch: cloud.fetch });
  const { app, dispose, resume } = createApp({
    projects: everyProject({ dli, obs: cloud.store, region: 'local' }),
    clock,
    log: quietLog(),
    config: { session: TEST_SESSION, allowedHosts: [TEST_HOST] },
    ledger,
  });
  await resume();
  const base = `/api/projects/${projectId}`;
  const fresh = { 'Cache-Control': 'no-cache' };
  const json = async (address: string) => (await (await read(app, `${base}/${address}`, fresh)).json()) as unknown;
  const changes = async (query = '') => OutsideChanges.parse(await json(`changes${query}`));
  return {
    projectId,
    clock,
    ledger,
    changes,
    raw: (address: string, headers: Record<string, string> = {}) => read(app, `${base}/${address}`, headers),
    group: async (name = 'etl') => GroupView.parse(await json(`group?name=${name}&sort=name`)),
    history: async (name = 'etl') => HistoryPage.parse(await json(`history?group=${name}`)),
    groups: async () => GroupList.parse(await json('groups?sort=name')),
    ungrouped: async () => UngroupedView.parse(await json('ungrouped?sort=name')),
    post: (address: string, body: object) => send(app, `${base}/${address}`, body, crypto.randomUUID()),
    async submit(paths: string[], group: string | null = 'etl', kind: SubmissionRequest['kind'] = 'file') {
      const form: SubmissionRequest = { group, kind, isAsync: true, tags: [], paths };
      const { token } = Plan.parse(await (await send(app, `${base}/plan`, form)).json());
      const answer = await send(app, `${base}/submissions`, { ...form, token }, crypto.randomUUID());
      await cloud.whenIdle();
      return Submission.parse(await answer.json());
    },
    /** The next read that differs has been compared. */
    async journal(atLeast: number, query = '') {
      await until(async () => (await changes(query)).items.length >= atLeast);
      return (await changes(query)).items.map(({ what, name, group }) => [what, group, name]);
    },
    async stop() {
      await dispose();
      await ledger.dispose();
    },
  };
}

/** Another client of the same DLI, which this console knows nothing of. */
function outsider(projectId: string) {
  const ask = (method: string, address: string, body?: object) =>
    cloud.fetch(
      new Request(`${ENDPOINT}/v2.0/${projectId}/resources${address}`, {
        method,
        ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
      }),
    );
  return {
    async upload(uri: string, group = 'etl') {
      const [bucket, ...key] = uri.slice('obs://'.length).split('/');
      const paths = [`https://${bucket}.obs.local.myhuaweicloud.com/${key.join('/')}`];
      const response = await ask('POST', '', { paths, kind: 'file', group, is_async: true });
      expect(response.status).toBe(201);
      await cloud.whenIdle();
    },
    async remove(name: string, group = 'etl') {
      expect((await ask('DELETE', `/${name}?group=${group}`)).status).toBe(200);
    },
    giveTo: (owner: string, name: string) => ask('PUT', '/owner', { new_owner: owner, group_name: 'etl', resource_name: name }),
  };
}

describe('where packages came from', () => {
  test('is told by path, size, who and when, over restarts, and ETags change with it', async () => {
    const first = await start(await connectionIn('origins'));
    await first.submit([SAMPLES.jar, SAMPLES.csv]);
    await first.submit([SAMPLES.csv], null);
    const view = await first.group();
    expect(view.packages.items.map(({ origin }) => origin)).toEqual([
      {
        how: 'submitted',
        obsUri: SAMPLES.jar,
        sizeBytes: expect.any(Number),
        at: expect.any(Number),
        by: 'tester',
        note: null,
        isChangedSince: false,
      },
      expect.objectContaining({ obsUri: SAMPLES.csv, isChangedSince: false }),
    ]);
    const told = { submittedAt: view.submissions[0]?.submittedAt, submittedBy: 'tester', notFromHere: 0, changedAt: null };
    expect(view.group?.origin).toEqual(told);
    expect((await first.ungrouped()).origin).toMatchObject({ notFromHere: 0, submittedBy: 'tester' });
    await first.stop();

    const second = await start(await connectionIn('origins'), first);
    const again = await second.group();
    expect(again.packages.items.map(({ origin }) => origin)).toEqual(view.packages.items.map(({ origin }) => origin));
    expect((await second.groups()).items[0]?.origin).toEqual(told);
    const response = await second.raw('group?name=etl');
    const etag = response.headers.get('ETag') ?? '';
    expect((await second.raw('group?name=etl', { 'If-None-Match': etag })).status).toBe(304);
    await second.ledger.begin(
      {
        type: 'attach',
        projectId: 'other',
        createdAt: 1,
        actor: 'x',
        requestId: 'r',
        requestDigest: 'd',
        note: null,
        repeatsId: null,
        items: [
          {
            group: 'etl',
            name: 'x',
            path: 'obs://b/x',
            obsUri: 'obs://b/x',
            source: null,
            status: null,
            seenAt: null,
            updatedAt: null,
            underlyingName: null,
            tookMs: null,
          },
        ],
      },
      null,
    );
    expect((await second.raw('group?name=etl', { 'If-None-Match': etag })).status).toBe(304);
    await second.stop();
  });

  test('is left out while the ledger does not answer, and reads go on', async () => {
    const first = await start(await connectionIn('deaf'));
    await first.submit([SAMPLES.jar]);
    await first.stop();
    const { connection, faults } = withFaults(await connectionIn('deaf'));
    const second = await start(connection, first);
    faults.failAt(1, 'before');
    const told = await second.groups();
    expect(told.items[0]).not.toHaveProperty('origin');
    await second.clock.advance(60_000);
    await until(async () => (await second.groups()).items[0]?.origin !== undefined);
    expect((await second.group()).packages.items[0]?.origin).toMatchObject({ obsUri: SAMPLES.jar });
    await second.stop();
  });

  test('is in exports', async () => {
    const bff = await start(await connectionIn('exports'));
    await bff.submit([SAMPLES.csv]);
    await outsider(bff.projectId).upload(SAMPLES.jar);
    await bff.group();
    const text = await (await bff.raw('exports/group?name=etl&sort=name&format=tsv', { 'Sec-Fetch-Site': 'same-origin' })).text();
    const rows = text
      .trim()
      .split('\r\n')
      .map((row) => row.split('\t').slice(11, 17));
    expect(rows[0]).toEqual(['obs_path', 'size_bytes', 'path_from', 'path_time', 'path_by', 'not_from_here']);
    expect(rows[1]).toEqual(['', '', '', '', '', 'true']);
    expect(rows[2]).toEqual([SAMPLES.csv, expect.stringMatching(/^\d+$/), 'submitted', expect.stringMatching(/Z$/), 'tester', 'false']);
    const groups = await (await bff.raw('exports/groups?format=tsv', { 'Sec-Fetch-Site': 'same-origin' })).text();
    expect(groups.trim().split('\r\n')[1]?.split('\t').slice(11)).toEqual([expect.stringMatching(/Z$/), 'tester', '1']);
    await bff.stop();
  });
});

describe('a path that a user attaches', () => {
  test('is kept on their word, replaced, taken back, and superseded by a submission', async () => {
    const bff = await start(await connectionIn('attach'));
    await outsider(bff.projectId).upload(SAMPLES.jar);
    const origin = async () => (await bff.group()).packages.items[0]?.origin;
    expect(await origin()).toBeNull();
    expect((await bff.group()).group?.origin).toMatchObject({ notFromHere: 1, submittedAt: null });
    const body = { group: 'etl', name: 'sample-etl.jar', path: SAMPLES.jar, note: 'from the wiki' };
    const attached = Origin.parse(await (await bff.post('attached-paths', body)).json());
    expect(attached).toMatchObject({ how: 'attached', obsUri: SAMPLES.jar, by: 'tester', note: 'from the wiki', isChangedSince: false });
    expect(attached.sizeBytes).toBeGreaterThan(0);
    expect(await origin()).toEqual(attached);
    expect((await bff.group()).group?.origin).toMatchObject({ notFromHere: 0, submittedAt: null });
    expect(Origin.parse(await (await bff.post('attached-paths', body)).json())).toEqual(attached);
    expect((await bff.ledger.list({ projectId: bff.projectId }, { limit: 9 })).items).toHaveLength(1);

    const other = 'obs://elsewhere/sample-etl.jar';
    await bff.post('attached-paths', { ...body, path: other, note: null });
    expect(await origin()).toMatchObject({ obsUri: other, note: null, sizeBytes: null });
    await bff.post('detached-paths', { group: 'etl', name: 'sample-etl.jar' });
    expect(await origin()).toBeNull();
    await bff.post('attached-paths', { ...body, path: other, note: null });
    await bff.submit([SAMPLES.jar]);
    await bff.group();
    expect(await origin()).toMatchObject({ how: 'submitted', obsUri: SAMPLES.jar });
    const types = (await bff.ledger.list({ projectId: bff.projectId }, { limit: 9 })).items.map(({ type }) => type);
    expect(types).toEqual(['submission', 'attach', 'detach', 'attach', 'attach']);
    await bff.stop();
  });

  test('is refused where it cannot be the one, and where the path is known', async () => {
    const bff = await start(await connectionIn('attach-refused'));
    await bff.submit([SAMPLES.csv]);
    await bff.group();
    const post = async (body: object) => errorOf(await bff.post('attached-paths', body));
    const place = { group: 'etl', name: 'sample-orders.csv', note: null };
    expect(await post({ ...place, path: SAMPLES.jar })).toMatchObject({
      code: 'invalid_request',
      details: {
        issues: [{ path: 'body.path', code: 'name_differs', params: { name: 'sample-orders.csv', found: 'sample-etl.jar' } }],
      },
    });
    expect((await post({ ...place, path: 'nonsense' })).code).toBe('invalid_request');
    expect((await post({ ...place, path: SAMPLES.csv })).code).toBe('path_known');
    expect((await post({ ...place, name: 'no.csv', path: 'obs://bucket/no.csv' })).code).toBe('package_not_found');
    await bff.stop();
  });
});

describe('what changed without this console', () => {
  test('is noted, and marks what it changed; what ours explain is not', async () => {
    const bff = await start(await connectionIn('journal'));
    await bff.groups();
    await bff.submit([SAMPLES.jar, SAMPLES.csv, SAMPLES.emptyFile]);
    await bff.group();
    const others = outsider(bff.projectId);
    await others.upload(SAMPLES.csv);
    await others.upload(SAMPLES.secondJar);
    await others.giveTo('alice', 'sample-etl.jar');
    await bff.group();
    expect(new Set(await bff.journal(3))).toEqual(
      new Set([
        ['appeared', 'etl', 'sample-udf.jar'],
        ['owner', 'etl', 'sample-etl.jar'],
        ['uploaded', 'etl', 'sample-orders.csv'],
      ]),
    );
    const view = await bff.group();
    const marks = Object.fromEntries(view.packages.items.map(({ name, origin }) => [name, origin && origin.isChangedSince]));
    expect(marks).toEqual({ 'sample-etl.jar': false, 'sample-orders.csv': true, 'sample-empty.csv': false, 'sample-udf.jar': null });
    expect(view.group?.origin).toMatchObject({ notFromHere: 2, changedAt: expect.any(Number) });
    const { items } = await bff.changes('?group=etl&name=sample-orders.csv');
    expect(items).toMatchObject([
      { what: 'uploaded', updatedAt: view.packages.items.find(({ name }) => name === 'sample-orders.csv')?.updatedAt },
    ]);
    expect((await bff.changes('?group=etl&name=sample-etl.jar')).items).toMatchObject([{ owner: 'alice', ownerBefore: 'local_user' }]);
    expect((await bff.changes('?ungrouped=yes')).items).toEqual([]);

    // Ours: a delete, a change of owner, a submission over what is there.
    const inEtl = (name: string) => ({ group: 'etl', name });
    const start_ = async (what: string, body: object) => {
      const { id } = Operation.parse(await (await bff.post(what, body)).json());
      await until(async () => {
        await bff.clock.advance(500);
        return Operation.parse(await (await bff.raw(`operations/${id}`)).json()).finishedAt !== null;
      });
    };
    await start_('deletions', { packages: [inEtl('sample-udf.jar')], wholeGroups: [] });
    await start_('owner-changes', { newOwner: 'bob_dev', targets: [inEtl('sample-etl.jar'), { group: 'etl', name: null }] });
    await bff.submit([SAMPLES.csv, manySample(1)]);
    const after = await bff.group();
    expect(after.packages.items.find(({ name }) => name === 'sample-orders.csv')?.origin).toMatchObject({ isChangedSince: false });
    // Something of theirs once more, so that there is something to wait for.
    await others.remove('sample-empty.csv');
    await bff.group();
    expect((await bff.journal(4))[0]).toEqual(['vanished', 'etl', 'sample-empty.csv']);
    expect((await bff.changes()).items).toHaveLength(4);
    await bff.stop();
  });

  test('stands in the history of its group, between what was done here before and after', async () => {
    const bff = await start(await connectionIn('history'));
    await bff.groups();
    await bff.submit([SAMPLES.csv, SAMPLES.jar]);
    await bff.clock.advance(60_000);
    await bff.group();
    const before = bff.clock.now();
    await outsider(bff.projectId).upload(SAMPLES.csv);
    await outsider(bff.projectId).remove('sample-etl.jar');
    await bff.clock.advance(60_000);
    await bff.group();
    const after = bff.clock.now();
    await bff.journal(2);
    await bff.clock.advance(60_000);
    await bff.submit([SAMPLES.csv]);
    const { items } = await bff.history();
    expect(items).toMatchObject([
      { kind: 'entry', entry: { names: ['sample-orders.csv'] } },
      { kind: 'changes', at: after, since: before, changeCount: 2 },
      { kind: 'entry', entry: { names: ['sample-orders.csv', 'sample-etl.jar'] } },
    ]);
    const changes = items.flatMap((item) => (item.kind === 'changes' ? item.changes : []));
    expect(new Set(changes.map(({ what, name }) => `${what} ${name}`))).toEqual(
      new Set(['uploaded sample-orders.csv', 'vanished sample-etl.jar']),
    );
    await bff.stop();
  });

  test('is not claimed while the answer to a submission of ours is lost', async () => {
    const bff = await start(await connectionIn('lost'));
    await bff.groups();
    expect((await bff.submit([FAULTS.cut])).outcome).toBe('unknown');
    await bff.group();
    await outsider(bff.projectId).upload(SAMPLES.csv);
    await bff.group();
    expect(await bff.journal(1)).toEqual([['appeared', 'etl', 'sample-orders.csv']]);
    expect((await bff.changes()).items).toHaveLength(1);
    await bff.stop();
  });

  test('while the server was down is noted at the next start, once, for what came from here', async () => {
    const first = await start(await connectionIn('restart'));
    await first.groups();
    await first.submit([SAMPLES.jar, SAMPLES.csv, SAMPLES.emptyFile]);
    await first.group();
    await first.stop();
    const others = outsider(first.projectId);
    await others.upload(SAMPLES.jar);
    await others.remove('sample-empty.csv');

    const second = await start(await connectionIn('restart'), first);
    await second.group();
    expect(new Set(await second.journal(2))).toEqual(
      new Set([
        ['uploaded', 'etl', 'sample-etl.jar'],
        ['vanished', 'etl', 'sample-empty.csv'],
      ]),
    );
    expect((await second.changes()).items[0]?.since).toBeNull();
    await second.stop();

    const third = await start(await connectionIn('restart'), first);
    expect((await third.group()).packages.items.map(({ origin }) => origin?.isChangedSince)).toEqual([true, false]);
    await others.upload(SAMPLES.emptyFile);
    await third.group();
    expect(await third.journal(3)).toContainEqual(['appeared', 'etl', 'sample-empty.csv']);
    expect((await third.group()).packages.items.map(({ name, origin }) => [name, origin?.isChangedSince])).toEqual([
      ['sample-empty.csv', true],
      ['sample-etl.jar', true],
      ['sample-orders.csv', false],
    ]);
    await third.stop();
  });
});

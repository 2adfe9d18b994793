/** The ledger as callers read it, over the local cloud: lists, entries, histories, files, and a ledger that cannot be read. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, quietLog, read, send, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { ActivityPage, EntryView, HistoryPage } from './contract/activity.ts';
import { GroupView } from './contract/groups.ts';
import { Plan, Submission, type SubmissionRequest } from './contract/submissions.ts';
import { createDliClient } from './dli/client.ts';
import type { NoticedChange } from './ledger/change.ts';
import { openLedger } from './ledger/ledger.ts';
import { connectionTo } from './ledger/place.ts';
import { accepted, deletionOf, finished, item, sent, submissionOf, withFaults } from './ledger/test-ledger.ts';
import { FAULTS, SAMPLES } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';

const { cloud, root, dataDir } = sampleCloud();

let count = 0;

async function start() {
  const projectId = `p${++count}`;
  const { connection, faults } = withFaults(await connectionTo({ databaseUrl: null, dataDir: path.join(root, projectId) }));
  const ledger = await openLedger(connection);
  const dli = createDliClient({ endpoint: 'https://dli.local.myhuaweicloud.com', fetch: cloud.fetch });
  const { app, dispose } = createApp({
    projects: everyProject({ dli, obs: cloud.store, region: 'local' }),
    log: quietLog(),
    config: { session: TEST_SESSION, allowedHosts: [TEST_HOST] },
    ledger,
  });
  const base = `/api/projects/${projectId}`;
  const get = (address: string, headers: Record<string, string> = {}) => read(app, `${base}/${address}`, headers);
  return {
    projectId,
    app,
    base,
    ledger,
    faults,
    get,
    async submit(form: Partial<SubmissionRequest> & { paths: string[] }, afterReview = () => {}) {
      const request = { group: 'etl', kind: 'jar' as const, isAsync: true, tags: [], ...form };
      const { token } = Plan.parse(await (await send(app, `${base}/plan`, request)).json());
      afterReview();
      const answer = Submission.parse(await (await send(app, `${base}/submissions`, { ...request, token }, `key-${++count}`)).json());
      await cloud.whenIdle();
      // A read of DLI tells what became of it, and then the ledger is told.
      await get('groups', { 'Cache-Control': 'no-cache' });
      await expect.poll(() => ledger.unfinished()).toEqual([]);
      return answer;
    },
    list: async (query = '') => ActivityPage.parse(await (await get(`activity${query}`)).json()),
    entry: async (id: string) => EntryView.parse(await (await get(`activity/${id}`)).json()),
    timeline: async (query = '') => HistoryPage.parse(await (await get(`history${query}`)).json()),
    /** Without what was not done here. */
    history: async (query = '') => {
      const page = HistoryPage.parse(await (await get(`history${query}`)).json());
      return { ...page, items: page.items.flatMap((one) => (one.kind === 'entry' ? [one] : [])) };
    },
    async file(query: string) {
      const response = await get(`exports/activity${query}`, { 'Sec-Fetch-Site': 'same-origin' });
      return { response, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer()) };
    },
    async stop() {
      await dispose();
      await ledger.dispose();
    },
  };
}

test('a list is newest first, filtered by what stands in its address, and pages both ways', async () => {
  const { ledger, projectId, list, submit, stop } = await start();
  const first = await submit({ paths: [SAMPLES.jar, SAMPLES.missing] });
  const second = await submit({ group: null, paths: [SAMPLES.csv], kind: 'file' });
  const third = await submit({ group: 'other', paths: [FAULTS.denied] });
  const all = await list();
  expect(all.items.map(({ id }) => id)).toEqual([third.id, second.id, first.id]);
  expect(all).toMatchObject({ next: null, previous: null, actors: ['tester'], isMoving: false, movingSince: null });
  expect(all.items[2]).toMatchObject({
    outcome: 'accepted',
    itemCount: 2,
    failedCount: 1,
    names: ['sample-etl.jar', 'sample-not-there.jar'],
  });

  const found = async (query: string) =>
    (await list(query)).items.map(({ id }) => [first, second, third].findIndex((one) => one.id === id));
  expect(await found('?group=etl')).toEqual([0]);
  expect(await found('?group=et')).toEqual([]);
  expect(await found('?ungrouped=yes')).toEqual([1]);
  expect(await found('?group=other&ungrouped=yes')).toEqual([2]);
  expect(await found('?outcome=refused')).toEqual([2]);
  expect(await found('?type=delete')).toEqual([]);
  expect(await found('?actor=tester&outcome=accepted&type=submission')).toEqual([1, 0]);
  expect(await found(`?from=${second.submittedAt}&until=${third.submittedAt}`)).toEqual([1]);

  for (let n = 0; n < 5; n++) await ledger.begin(deletionOf({ projectId, createdAt: Date.now() + 1000 + n }), null);
  const pages = [await list('?pageSize=3')];
  pages.push(await list(`?pageSize=3&cursor=${pages[0]?.next}`), await list(`?pageSize=3&cursor=${'0'.repeat(36)}`));
  expect(pages[0]?.isMoving).toBe(true);
  expect(new Set(pages.slice(0, 2).flatMap(({ items }) => items.map(({ id }) => id))).size).toBe(6);
  expect((await list(`?pageSize=3&newerThan=${pages[1]?.previous}`)).items).toEqual(pages[0]?.items);
  await stop();
});

test('an entry is told whole, with its events, and again only when it changed', async () => {
  const { entry, get, submit, stop } = await start();
  const tags = [{ key: 'db_password', value: 'hunter2' }];
  const first = await submit({ paths: [SAMPLES.jar] });
  const { id } = await submit({ paths: [SAMPLES.secondJar, SAMPLES.missing], tags, repeats: first.id });
  const { entry: told, events } = await entry(id);
  expect(told).toMatchObject({
    type: 'submission',
    repeatsId: first.id,
    group: 'etl',
    outcome: 'accepted',
    httpStatus: 201,
    isOpen: false,
    call: { name: 'resources', body: { group: 'etl', tags: [{ key: 'db_password', value: '[not kept]' }] } },
    before: { groupExists: true, members: [{ name: 'sample-etl.jar', status: 'ready' }] },
    observation: { how: 'merged', removed: [], keptCount: 1 },
  });
  if (told.type !== 'submission') throw new Error('no submission');
  expect(told.packages.map(({ name, status }) => [name, status])).toEqual([
    ['sample-udf.jar', 'ready'],
    ['sample-not-there.jar', 'failed'],
  ]);
  expect(told.packages[0]?.tookMs).toBeTypeOf('number');
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['intent', 'sent', 'answered', 'status', 'observed']));
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'status', name: 'sample-udf.jar', data: expect.objectContaining({ status: 'ready' }) }),
  );
  expect(JSON.stringify(told)).not.toContain('hunter2');

  const etag = (await get(`activity/${id}`)).headers.get('ETag') ?? '';
  expect((await get(`activity/${id}`, { 'If-None-Match': etag })).status).toBe(304);
  const missing = await get('activity/01939f27-0000-7000-8000-000000000001');
  expect(await errorOf(missing)).toMatchObject({ status: 404, code: 'submission_not_found' });
  await stop();
});

test('the record has the bytes that were there when it was sent, not those of the review', async () => {
  const { submit, entry, stop } = await start();
  const bucket = path.join(dataDir, 'obs/moving');
  mkdirSync(bucket, { recursive: true });
  const put = (text: string) => writeFileSync(path.join(bucket, 'etl.jar'), text);
  put('as reviewed');
  const { id } = await submit({ paths: ['obs://moving/etl.jar'] }, () => put('as it was sent'));
  const { entry: recorded } = await entry(id);
  expect(recorded).toMatchObject({ packages: [{ status: 'ready', source: { preflight: 'found', sizeBytes: 'as it was sent'.length } }] });
  await stop();
});

test('what is deleted before its upload has ended is not told as uploading for ever', async () => {
  const { projectId, app, base, get, ledger, entry, stop } = await start();
  const request = { group: 'etl', kind: 'file' as const, isAsync: true, tags: [], paths: [SAMPLES.slow] };
  const { token } = Plan.parse(await (await send(app, `${base}/plan`, request)).json());
  const { id } = Submission.parse(await (await send(app, `${base}/submissions`, { ...request, token }, `key-${++count}`)).json());
  const address = `https://dli.local.myhuaweicloud.com/v2.0/${projectId}/resources/sample-20mb.bin?group=etl`;
  expect((await cloud.fetch(new Request(address, { method: 'DELETE' }))).status).toBe(200);
  await get('groups', { 'Cache-Control': 'no-cache' });
  await expect.poll(() => ledger.unfinished()).toEqual([]);
  const { entry: recorded, events } = await entry(id);
  expect(recorded).toMatchObject({ isOpen: false, packages: [{ status: 'uploading' }] });
  expect(events.at(-1)).toMatchObject({ type: 'closed', data: { gone: ['sample-20mb.bin'] } });
  await stop();
});

test('a history sets each submission beside the one before it that DLI took, over pages too', async () => {
  const { ledger, projectId, history, stop } = await start();
  const object = (name: string, etag: string) => ({
    name,
    path: `obs://b/${name}`,
    obsUri: `obs://b/${name}`,
    source: { preflight: 'found', etag, sizeBytes: 1, lastModifiedMs: 1, versionId: null },
  });
  const T = Date.now();
  let n = 0;
  const submitted = async (items: ReturnType<typeof object>[], isTaken = true) => {
    const { entry } = await ledger.begin(submissionOf({ projectId, group: 'raw', items, createdAt: T + n++ }), null);
    await ledger.record(entry.id, sent(), isTaken ? accepted() : accepted({ outcome: 'refused' }));
    return entry.id;
  };
  await submitted([object('a', '1'), object('b', '1')]);
  const taken = await submitted([object('a', '1'), object('c', '1')]);
  await submitted([object('z', '1')], false);
  const deleted = await ledger.begin(deletionOf({ projectId, createdAt: T + n++ }), null);
  await ledger.record(deleted.entry.id, item(0, 'done'), item(1, 'failed'), item(2, 'done'), finished);
  await submitted([object('a', '2'), object('d', '1')]);

  const newest = await history('?group=raw&pageSize=2');
  expect(newest.items.map(({ entry: { type } }) => type)).toEqual(['submission', 'delete']);
  expect(newest.items[0]?.diff).toMatchObject({
    since: { id: taken },
    added: { names: ['d'] },
    replaced: { names: ['a'] },
    same: { count: 0 },
    leftOut: { names: ['c'] },
  });
  expect(newest.items[1]).toMatchObject({ diff: null, packages: [{ name: 'a.jar', state: 'done' }], packageCount: 1 });
  const older = await history(`?group=raw&pageSize=9&cursor=${newest.next}`);
  expect(older.items.map(({ entry: { outcome }, diff }) => [outcome, diff?.added.names, diff?.leftOut.names])).toEqual([
    ['refused', ['z'], ['a', 'c']],
    ['accepted', ['c'], ['b']],
    ['accepted', undefined, undefined],
  ]);
  expect(older.next).toBeNull();
  expect((await history()).items.map(({ packages }) => packages[0]?.name)).toEqual(['loose.py']);
  expect((await history('?group=never')).items).toEqual([]);
  await stop();
});

test('what was not done here stands in a history in its time, what one read showed in one place, and nothing twice on any page', async () => {
  const { ledger, projectId, timeline, stop } = await start();
  const T = Date.now() - 1_000_000;
  const change = (name: string, at: number, group = 'raw'): NoticedChange => ({
    what: name === '' ? 'many' : 'uploaded',
    group: name === '' ? undefined : group,
    name: name === '' ? null : name,
    at,
    since: at - 5,
    updatedAt: at - 1,
    owner: null,
    ownerBefore: null,
    counts: name === '' ? { appeared: 5_001, vanished: 0, uploaded: 0, owner: 0 } : null,
  });
  const noted = (at: number, changes: NoticedChange[]) => ledger.recordChanges({ projectId, at, changes, states: [] });
  const submitted = (at: number) => ledger.begin(submissionOf({ projectId, group: 'raw', createdAt: at }), null);
  await noted(T, []);
  await submitted(T + 10);
  await noted(T + 20, [change('a.jar', T + 20), change('b.jar', T + 20), change('c.jar', T + 20, 'other')]);
  await submitted(T + 30);
  await noted(T + 40, [change('', T + 40)]);
  await noted(
    T + 50,
    Array.from({ length: 1_200 }, (_, index) => change(`many-${index}.jar`, T + 50)),
  );
  await submitted(T + 60);
  await noted(T + 60, [change('same-millisecond.jar', T + 60)]);

  /** Page by page; a read that showed more than a page holds is told on several. */
  const whole = async (pageSize: number) => {
    const told: [what: string, count: number][] = [];
    const ids: string[] = [];
    const sinces: (number | null)[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await timeline(`?group=raw&pageSize=${pageSize}${cursor && `&cursor=${cursor}`}`);
      expect(page.items.length).toBeLessThanOrEqual(pageSize);
      for (const item of page.items) {
        const isEntry = item.kind === 'entry';
        ids.push(...(isEntry ? [item.entry.id] : item.changes.map(({ id }) => id)));
        const what = isEntry ? `entry ${item.entry.createdAt - T}` : `from ${(item.since ?? 0) - T} to ${item.at - T}`;
        const last = told.at(-1);
        if (last?.[0] === what) last[1] += isEntry ? 1 : item.changeCount;
        else told.push([what, isEntry ? 1 : item.changeCount]);
      }
      sinces.push(page.changesSince);
      cursor = page.next;
    }
    expect(ids).toEqual([...new Set(ids)].toSorted().reverse());
    expect(sinces).toEqual([...sinces.slice(1).map(() => null), T]);
    return told;
  };
  const all = await whole(50);
  expect(new Set(all.slice(0, 2).map(([what]) => what))).toEqual(new Set(['entry 60', 'from 55 to 60']));
  expect(all.slice(2)).toEqual([
    ['from 45 to 50', 1_200],
    ['from 35 to 40', 1],
    ['entry 30', 1],
    ['from 15 to 20', 2],
    ['entry 10', 1],
  ]);
  for (const pageSize of [1, 2, 3, 4, 5]) expect(await whole(pageSize)).toEqual(all);
  expect((await timeline('?group=other')).items).toMatchObject([
    { kind: 'changes', changes: [{ what: 'many', counts: { appeared: 5_001 } }] },
    { kind: 'changes', changes: [{ what: 'uploaded', name: 'c.jar', group: 'other' }], changeCount: 1 },
  ]);
  await stop();
});

test('a file has what the list has under the same filter, and no formula', async () => {
  const { file, list, submit, stop } = await start();
  await submit({ group: '=1+1', paths: [SAMPLES.jar, SAMPLES.secondJar] });
  await submit({ group: 'plain', paths: [SAMPLES.jar] });
  const { response, text: table } = await file('?format=csv');
  expect(response.headers.get('Content-Disposition')).toMatch(/filename="groupage-p\d+-activity-\d{8}T\d{6}Z\.csv"/);
  const [head = '', ...rows] = table.split('\r\n');
  expect(head).toMatch(/^\u{feff}id,created_at,project_id,type,actor/u);
  const column = (name: string) => rows.slice(0, -1).map((row) => row.split(',')[head.split(',').indexOf(name)]);
  expect(column('group')).toEqual(["'=1+1", "'=1+1", 'plain']);
  expect(column('name')).toEqual(['sample-etl.jar', 'sample-udf.jar', 'sample-etl.jar']);

  const lines = (await file('?format=jsonl&group=plain')).text.trimEnd().split('\n');
  const shown = (await list('?group=plain')).items;
  expect(lines.map((text) => (JSON.parse(text) as { id: string }).id)).toEqual(shown.map(({ id }) => id));
  const [line] = lines.map((text) => JSON.parse(text) as { group: string; events: { type: string }[] });
  expect(line).toMatchObject({ group: 'plain' });
  expect(line?.events.map(({ type }) => type).slice(0, 3)).toEqual(['intent', 'sent', 'answered']);
  expect((await file('?format=jsonl&group=none')).text).toBe('');
  await stop();
});

test('a ledger that cannot be read is told by name, and the rest goes on', async () => {
  const { faults, get, submit, stop } = await start();
  const { id } = await submit({ paths: [SAMPLES.jar] });
  for (const address of ['activity', `activity/${id}`, 'history?group=etl', 'submissions/01939f27-0000-7000-8000-000000000001']) {
    faults.isDown = true;
    expect(await errorOf(await get(address)), address).toMatchObject({ status: 503, code: 'ledger_unavailable' });
    expect(GroupView.parse(await (await get('group?name=etl')).json())).toMatchObject({ isRecordRead: false, packages: { total: 1 } });
    faults.isDown = false;
  }
  faults.isDown = true;
  const file = await get('exports/activity', { 'Sec-Fetch-Site': 'same-origin' });
  expect(await errorOf(file)).toMatchObject({ status: 503, code: 'ledger_unavailable' });
  faults.isDown = false;
  expect((await get('activity')).status).toBe(200);
  await stop();
});

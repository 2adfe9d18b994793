/** Lists by tag, in process over the local cloud: only what DLI finds by the tag is listed, counted, named and exported. */
import { describe, expect, it } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, memoryLedger, quietLog, read, send, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { GroupList, GroupView, UngroupedView } from './contract/groups.ts';
import { Plan, type SubmissionRequest } from './contract/submissions.ts';
import { KnownTags } from './contract/tags.ts';
import { createDliClient } from './dli/client.ts';
import { createFakeClock } from './dli/fake-clock.ts';
import type { Tag } from './domain/names.ts';
import { manySample, SAMPLES, TAG_FAULT_PROJECTS } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';

const { cloud } = sampleCloud({ settings: { slowBytesPerSecond: 100_000_000 } });
let projectCount = 0;

const PROD: Tag = { key: 'stage', value: 'prod' };
const TEST: Tag = { key: 'stage', value: 'test' };

function open(projectId = `filter${++projectCount}`) {
  const clock = createFakeClock(Date.now());
  const calls: string[] = [];
  const dli = createDliClient({
    endpoint: 'https://dli.local.myhuaweicloud.com',
    clock,
    maxTries: 1,
    fetch: (request) => {
      const { pathname, search } = new URL(request.url);
      calls.push(`${request.method} ${pathname.split('/').slice(3).join('/')}${search}`);
      return cloud.fetch(request);
    },
  });
  const { app } = createApp({
    ledger: memoryLedger(),
    projects: everyProject({ dli, obs: cloud.store, region: 'local' }),
    clock,
    log: quietLog(),
    config: { session: TEST_SESSION, allowedHosts: [TEST_HOST] },
  });
  const base = `/api/projects/${projectId}`;
  const json = async (path: string) => (await read(app, `${base}/${path}`)).json();
  return {
    clock,
    calls,
    lists: () => calls.filter((call) => call.startsWith('GET resources')),
    ask: (path: string, headers?: Record<string, string>) => read(app, `${base}/${path}`, headers),
    post: (path: string, body: unknown) => send(app, `${base}/${path}`, body, crypto.randomUUID()),
    async upload(paths: string[], tags: Tag[], group: string | null) {
      const request: SubmissionRequest = { group, kind: 'file', isAsync: true, tags, paths };
      const { token } = Plan.parse(await (await send(app, `${base}/plan`, request)).json());
      await send(app, `${base}/submissions`, { ...request, token }, crypto.randomUUID());
      await cloud.whenIdle();
      calls.length = 0;
    },
    groups: async (query: string) => GroupList.parse(await json(`groups?${query}`)),
    group: async (query: string) => GroupView.parse(await json(`group?${query}`)),
    ungrouped: async (query: string) => UngroupedView.parse(await json(`ungrouped?${query}`)),
    names: async (query: string) => ((await json(query)) as { names: string[] }).names, // the tests compare them
    knownTags: async () => KnownTags.parse(await json('tags')).tags,
  };
}

/** Two groups and two ungrouped packages, half of each with the tag. */
async function openTagged(projectId?: string) {
  const bff = open(projectId);
  await bff.upload([SAMPLES.csv], [PROD], 'etl');
  await bff.upload([SAMPLES.jar, SAMPLES.missing], [TEST], 'etl');
  await bff.upload([SAMPLES.csv], [], 'plain');
  await bff.upload([SAMPLES.python], [PROD], null);
  await bff.upload([SAMPLES.csv], [], null);
  return bff;
}

const namesIn = ({ items }: { items: readonly { name: string }[] }) => items.map(({ name }) => name);

describe('lists by tag', () => {
  it('hold what DLI finds by it, in rows, facets, names and exports; the counts of the project stay', async () => {
    const { groups, group, ungrouped, names, ask, calls } = await openTagged();
    const tag = `tag=${encodeURIComponent('stage=prod')}`;
    const list = await groups(tag);
    expect(namesIn(list)).toEqual(['etl']);
    // The group as it is, with the packages that lack the tag.
    expect(list.items[0]?.rollUp).toMatchObject({ total: 3, failed: 1 });
    expect(list).toMatchObject({ matching: 1, total: 2, counts: { groups: 2, ungrouped: 2 } });
    expect(list.facets.statuses).toEqual([{ value: 'failed', count: 1 }]);
    const view = await group(`name=etl&${tag}`);
    expect(namesIn(view.packages)).toEqual(['sample-orders.csv']);
    expect(view.packages).toMatchObject({ matching: 1, total: 3, facets: { statuses: [{ value: 'ready', count: 1 }] } });
    expect(view.group?.rollUp.total).toBe(3);
    expect(namesIn((await group('name=etl&tag=stage&status=failed')).packages)).toEqual(['sample-not-there.jar']);
    expect((await group(`name=plain&${tag}`)).packages).toMatchObject({ items: [], matching: 0, total: 1 });
    expect(await ungrouped(tag)).toMatchObject({ rollUp: { total: 2 }, packages: { matching: 1, total: 2 } });
    expect(await names(`group-names?${tag}`)).toEqual(['etl']);
    expect(await names(`package-names?group=etl&${tag}`)).toEqual(['sample-orders.csv']);
    expect(await names(`package-names?${tag}`)).toEqual(['sample_job.py']);
    const rows = async (path: string) =>
      (await (await ask(`exports/${path}&format=tsv&${tag}`, { 'Sec-Fetch-Site': 'same-origin' })).text()).trim().split('\r\n').slice(1);
    expect(await rows('group?name=etl')).toEqual([expect.stringContaining('sample-orders.csv')]);
    expect(await rows('groups?sort=name')).toEqual([expect.stringContaining('etl')]);
    expect(await rows('ungrouped?sort=name')).toEqual([expect.stringContaining('sample_job.py')]);
    expect(calls.filter((call) => call.includes('tags='))).toEqual(['GET resources?tags=stage%3Dprod', 'GET resources?tags=stage']);
  });

  it('are 304 while neither list changes, and other answers once a tag was changed', async () => {
    const { ask, groups, post } = await openTagged();
    const first = await ask('groups?tag=stage');
    const etag = first.headers.get('ETag') ?? '';
    expect((await ask('groups?tag=stage', { 'If-None-Match': etag })).status).toBe(304);
    expect(await groups('tag=team')).toMatchObject({ matching: 0 });
    await post('package-tags', { group: 'plain', name: 'sample-orders.csv', set: [{ key: 'team', value: 'data' }], remove: [] });
    expect(namesIn(await groups('tag=team'))).toEqual(['plain']);
    expect(namesIn(await groups('tag=stage'))).toEqual(['etl']);
    await post('package-tags', { group: 'plain', name: 'sample-orders.csv', set: [PROD], remove: [] });
    expect((await ask('groups?tag=stage', { 'If-None-Match': etag })).status).toBe(200);
    expect(namesIn(await groups('tag=stage&sort=name'))).toEqual(['etl', 'plain']);
  });

  it('show a new package at once, and never one that is gone', async () => {
    const { groups, group, upload, post, ask } = await openTagged();
    expect(await groups('tag=stage')).toMatchObject({ matching: 1 });
    await upload([manySample(1)], [PROD], 'new');
    expect(namesIn(await groups('tag=stage&sort=name'))).toEqual(['etl', 'new']);
    await post('deletions', { packages: [{ group: 'etl', name: 'sample-orders.csv' }], wholeGroups: [] });
    await expect.poll(async () => (await ask('group?name=etl', { 'Cache-Control': 'no-cache' })).text()).toContain('"total":2');
    expect((await group('name=etl&tag=stage%3Dprod')).packages).toMatchObject({ items: [], matching: 0, total: 2 });
  });

  it('refuse a comma, which would be two tags', async () => {
    const { ask } = open();
    expect((await ask('groups?tag=a%2Cb')).status).toBe(400);
  });

  it('do not cost DLI more calls than the whole list alone does', async () => {
    const { upload, ask, clock, lists } = open();
    await upload([SAMPLES.csv], [PROD], 'etl');
    for (let second = 0; second < 120; second++) {
      // Thirty filters, of which a few are kept, and the list itself, each asked for by somebody every 3 s.
      await ask('groups');
      for (let n = 0; n < 5; n++) await ask(`groups?tag=${n === 0 ? 'stage' : `k${n}`}`);
      await clock.advance(1_000);
    }
    expect(lists().length).toBeLessThanOrEqual(60);
    expect(lists().length).toBeGreaterThan(6);
  });
});

describe('an account that may not read tags', () => {
  it('is told that it is the filter, and reads the list without it', async () => {
    const { ask, groups } = open(`${TAG_FAULT_PROJECTS.forbidden403}-1`);
    const refused = await ask('groups?tag=stage');
    expect(refused.status).toBe(403);
    expect(await errorOf(refused)).toMatchObject({ code: 'dli_forbidden', details: { filter: 'tag', upstream: { httpStatus: 403 } } });
    expect((await ask('package-names?tag=stage')).status).toBe(403);
    expect((await ask('tags')).status).toBe(403);
    expect(await groups('')).toMatchObject({ total: 0 });
  });
});

describe('a DLI that ignores the filter', () => {
  it('is found out, so that nothing without the tag can be selected by it', async () => {
    const { ask, groups } = await openTagged(`${TAG_FAULT_PROJECTS.ignored}-1`);
    const refused = await ask('package-names?group=plain&tag=team');
    expect(refused.status).toBe(502);
    expect(await errorOf(refused)).toMatchObject({ code: 'dli_ignores_tags', details: { filter: 'tag' } });
    expect((await groups('')).matching).toBe(2);
  });

  it('is not meant where every package has the tag', async () => {
    const { upload, groups } = open();
    await upload([SAMPLES.csv], [PROD], 'etl');
    expect(await groups('tag=stage')).toMatchObject({ matching: 1, total: 1 });
  });
});

it('the tags in use are told by name, and again after a change', async () => {
  const { knownTags, post, calls } = await openTagged();
  expect(await knownTags()).toEqual([{ key: 'stage', values: ['prod', 'test'] }]);
  await knownTags();
  expect(calls.filter((call) => call.startsWith('GET dli_package_resource/tags'))).toHaveLength(1);
  await post('package-tags', { group: null, name: 'sample-orders.csv', set: [{ key: 'a', value: '' }], remove: [] });
  expect(await knownTags()).toEqual([
    { key: 'a', values: [''] },
    { key: 'stage', values: ['prod', 'test'] },
  ]);
});

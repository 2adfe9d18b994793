/** Tags and quota, in process over the local cloud, which here wants every request signed: the `%23` of an id among them. */
import { describe, expect, it } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, memoryLedger, quietLog, read, send, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { Plan, type SubmissionRequest } from './contract/submissions.ts';
import { PackageTags, Quota, tagsContract } from './contract/tags.ts';
import { createAuthorize } from './dli/authorize.ts';
import { createDliClient } from './dli/client.ts';
import { givenKeys } from './dli/credentials.ts';
import { Secret } from './dli/secret.ts';
import type { Tag } from './domain/names.ts';
import { manySample, SAMPLES } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';

const KEYS = { kind: 'keys', accessKey: 'SAMPLEKEYALICE', secretKey: new Secret('sample-secret-of-alice'), securityToken: null } as const;
const JAR = 'sample-etl.jar';
const ODD = 'sample Umsätze 2026 (größte).csv';
const tag = (key: string, value: string): Tag => ({ key, value });

const { cloud } = sampleCloud({ settings: { slowBytesPerSecond: 100_000_000, requireAuth: true, packageQuota: 5 } });
let projectCount = 0;

/** An app and a project of its own. */
function open(projectId = `tags${++projectCount}`) {
  const calls: string[] = [];
  const dli = createDliClient({
    endpoint: 'https://dli.local.myhuaweicloud.com',
    authorize: createAuthorize(givenKeys(KEYS)),
    fetch: (request) => {
      calls.push(`${request.method} ${new URL(request.url).pathname.split('/').slice(3).join('/')}`);
      return cloud.fetch(request);
    },
  });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  const { app } = createApp({
    ledger: memoryLedger(),
    projects: everyProject({ dli, obs: cloud.store, region: 'local' }),
    log: quietLog(),
    config,
  });
  const base = `/api/projects/${projectId}`;
  const address = (name: string, group: string | null) =>
    `${base}/package-tags?${new URLSearchParams(group === null ? { name } : { group, name }).toString()}`;
  return {
    calls,
    async upload(paths: string[], tags: Tag[] = [], group: string | null = 'etl') {
      const request: SubmissionRequest = { group, kind: 'file', isAsync: true, tags, paths };
      const { token } = Plan.parse(await (await send(app, `${base}/plan`, request)).json());
      const answer = await send(app, `${base}/submissions`, { ...request, token }, crypto.randomUUID());
      await cloud.whenIdle();
      calls.length = 0;
      return answer;
    },
    ask: (name: string, group: string | null = 'etl') => read(app, address(name, group)),
    async tags(name: string, group: string | null = 'etl') {
      return PackageTags.parse(await (await read(app, address(name, group))).json()).tags;
    },
    change: (body: object) => send(app, `${base}/package-tags`, { group: 'etl', name: JAR, set: [], remove: [], ...body }),
    async changed(body: object) {
      const answer = await send(app, `${base}/package-tags`, { group: 'etl', name: JAR, set: [], remove: [], ...body });
      return tagsContract.changePackageTags.response.parse(await answer.json());
    },
    quota: async () => Quota.parse(await (await read(app, `${base}/quota`)).json()),
  };
}

describe('tags of a package', () => {
  it('set by the upload are read back, of each package of the group', async () => {
    const bff = open();
    await bff.upload([SAMPLES.jar, SAMPLES.oddName], [tag('team', 'größe'), tag('empty', '')]);
    expect(await bff.tags(JAR)).toEqual([tag('team', 'größe'), tag('empty', '')]);
    expect(await bff.tags(ODD)).toEqual([tag('team', 'größe'), tag('empty', '')]);
    expect(bff.calls[0]).toBe(`GET dli_package_resource/etl%23${JAR}/tags`);
  });

  it('belong to that package alone, grouped or not', async () => {
    const bff = open();
    await bff.upload([SAMPLES.jar, SAMPLES.oddName], [tag('team', 'x')]);
    await bff.upload([SAMPLES.jar], [], null);
    await bff.changed({ group: null, set: [tag('team', 'lone')] });
    expect(await bff.tags(JAR, null)).toEqual([tag('team', 'lone')]);
    expect(await bff.tags(JAR)).toEqual([tag('team', 'x')]);
    expect(await bff.tags(ODD)).toEqual([tag('team', 'x')]);
  });

  it('are added, given another value and removed; the rest stays', async () => {
    const bff = open();
    await bff.upload([SAMPLES.jar], [tag('team', 'x'), tag('stage', 'dev'), tag('old', '1')]);
    const { tags, changes } = await bff.changed({ set: [tag('stage', 'prod'), tag('new', 'a = b')], remove: ['old', 'never-there'] });
    expect(tags).toEqual([tag('team', 'x'), tag('stage', 'prod'), tag('new', 'a = b')]);
    expect(changes.map(({ action, key, state }) => `${action} ${key} ${state}`)).toEqual([
      'set stage done',
      'set new done',
      'remove old done',
      'remove never-there done',
    ]);
    expect(await bff.tags(JAR)).toEqual(tags);
    expect(bff.calls.filter((call) => call.startsWith('POST'))).toEqual([
      `POST dli_package_resource/etl%23${JAR}/tags/create`,
      `POST dli_package_resource/etl%23${JAR}/tags/delete`,
    ]);
  });

  it('make room first where both together would be too many', async () => {
    const bff = open();
    await bff.upload(
      [SAMPLES.jar],
      Array.from({ length: 20 }, (_, i) => tag(`k${i}`, '')),
    );
    const { tags, changes } = await bff.changed({ set: [tag('k20', '')], remove: ['k0'] });
    expect(tags).toHaveLength(20);
    expect(changes.every(({ state }) => state === 'done')).toBe(true);
    expect(bff.calls.filter((call) => call.startsWith('POST')).map((call) => call.split('/').at(-1))).toEqual(['delete', 'create']);
  });
});

describe('refused before anything is sent', () => {
  it.each([
    ['nothing to change', {}, [['body.set', 'empty']]],
    ['no key', { set: [tag('', 'x')] }, [['body.set.0.key', 'key_empty']]],
    [
      'too long a key and value',
      { set: [tag('k'.repeat(129), 'v'.repeat(256))] },
      [
        ['body.set.0.key', 'key_too_long'],
        ['body.set.0.value', 'value_too_long'],
      ],
    ],
    ['a key of Huawei', { set: [tag('a', ''), tag('_sys_x', '')] }, [['body.set.1.key', 'key_reserved']]],
    ['a value beyond the charset', { set: [tag('a', '<')] }, [['body.set.0.value', 'value_charset']]],
    ['a key in both lists', { set: [tag('a', '')], remove: ['a'] }, [['body.set.0.key', 'key_repeated']]],
    ['more than 20 at once', { set: Array.from({ length: 21 }, (_, i) => tag(`k${i}`, '')) }, [['body.set', 'too_big']]],
  ])('%s', async (_, body, expected) => {
    const bff = open();
    const response = await bff.change(body);
    expect(response.status).toBe(400);
    const { code, details } = await errorOf(response);
    expect([code, details?.issues?.map((issue) => [issue.path, issue.code])]).toEqual(['invalid_request', expected]);
    expect(bff.calls).toEqual([]);
  });

  it('more than 20 with those that are there', async () => {
    const bff = open();
    await bff.upload(
      [SAMPLES.jar],
      Array.from({ length: 20 }, (_, i) => tag(`k${i}`, '')),
    );
    const response = await bff.change({ set: [tag('k20', '')] });
    expect(await errorOf(response)).toMatchObject({
      code: 'invalid_request',
      details: { issues: [{ path: 'body.set', code: 'too_many_tags', params: { max: 20, count: 21 } }] },
    });
    expect(bff.calls.some((call) => call.startsWith('POST'))).toBe(false);
  });

  it('a package that is not there, with DLI’s own words', async () => {
    const bff = open();
    for (const response of [await bff.ask('never-there.jar'), await bff.change({ set: [tag('a', '1')] })]) {
      expect(response.status).toBe(404);
      expect(await errorOf(response)).toMatchObject({ code: 'dli_not_found', details: { upstream: { errorCode: 'DLI.0023' } } });
    }
    expect(bff.calls.some((call) => call.startsWith('POST'))).toBe(false);
  });
});

describe('the quota', () => {
  it('is read once and again after a submission', async () => {
    const bff = open();
    expect(await bff.quota()).toEqual({ used: 0, allowed: 5 });
    expect(await bff.quota()).toEqual({ used: 0, allowed: 5 });
    expect(bff.calls).toEqual(['GET quotas']);
    await bff.upload([SAMPLES.jar, SAMPLES.csv]);
    expect(await bff.quota()).toEqual({ used: 2, allowed: 5 });
  });

  it('refuses the submission that would pass it, as DLI does', async () => {
    const bff = open();
    const answer = await bff.upload(Array.from({ length: 6 }, (_, i) => manySample(i + 1)));
    expect(await answer.json()).toMatchObject({
      outcome: 'refused',
      error: { code: 'dli_quota', details: { upstream: { errorCode: 'DLI.1028' } } },
    });
  });
});

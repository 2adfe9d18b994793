import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WireUploadAnswer } from '../dli/wire.ts';
import { hasBlob, openTestCloud, SOON, statuses, type TestCloud } from './test-cloud.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await openTestCloud();
  await cloud.put('obs://my-bucket/lib/a.jar', 'aaa');
  await cloud.put('obs://my-bucket/lib/b.jar', 'bbb');
});
beforeEach(() => cloud.nextProject());
afterAll(() => cloud[Symbol.asyncDispose]());

const A = 'https://my-bucket.obs.ap-southeast-1.myhuaweicloud.com/lib/a.jar';
const B = 'obs://my-bucket/lib/b.jar';
const MISSING = 'obs://my-bucket/lib/missing.jar';

describe('answers', () => {
  test('one that leaves the request unread says that the connection ends with it', async () => {
    const body = JSON.stringify({ paths: [A], kind: 'jar' });
    const unsized = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1_000_000)) });
    const answers = await Promise.all([
      cloud.send('POST', 'no%20project/resources', body),
      cloud.send('POST', '~/nothing/there', body),
      cloud.send('POST', '~/resources', undefined, { body: unsized, duplex: 'half' } as RequestInit), // Node's own field
      cloud.send('POST', '~/resources', body),
      cloud.send('POST', '~/resources', '{'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([400, 404, 413, 201, 400]);
    expect(answers.map(({ headers }) => headers.get('connection'))).toEqual(['close', 'close', 'close', null, null]);
  });

  test('a synchronous upload to a group answers 201 when the bytes are there', async () => {
    const answer = await cloud.upload([A, B], { group: 'etl', kind: 'jar' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(answer.body).toMatchObject({
      group_name: 'etl',
      status: 'READY',
      resources: ['a.jar', 'b.jar'],
      is_async: false,
      owner: 'local_user',
      create_time: cloud.now(),
      update_time: cloud.now(),
    });
    expect(answer.body.details[0]).toEqual({
      create_time: cloud.now(),
      update_time: cloud.now(),
      resource_type: 'jar',
      resource_name: 'a.jar',
      status: 'READY',
      underlying_name: expect.stringMatching(/^[0-9a-f-]{36}_a\.jar$/),
      owner: 'local_user',
      is_async: false,
    });
    expect(answer.body).not.toHaveProperty('module_name');
    expect(WireUploadAnswer.parse(answer.body)).toEqual(answer.body);
    expect(await hasBlob(cloud.dataDir, 'aaa')).toBe(true);
  });

  test('without a group it answers with the names alone', async () => {
    for (const group of [undefined, null, '']) {
      const answer = await cloud.upload([A], { group, kind: 'modelFile' });
      expect([answer.status, answer.text]).toEqual([201, '{"resource_names":["a.jar"]}']);
    }
    expect((await cloud.list()).resources).toMatchObject([{ resource_name: 'a.jar', resource_type: 'modelFile', status: 'READY' }]);
  });

  test.each([true, 'true', 'TRUE'])('is_async %j answers UPLOADING at once and finishes later', async (is_async) => {
    const answer = await cloud.upload([A], { group: 'etl', is_async });
    expect(answer.body).toMatchObject({ status: 'UPLOADING', is_async: true, details: [{ status: 'UPLOADING', is_async: true }] });
    await cloud.whenIdle();
    expect((await cloud.get('a.jar', 'etl')).body.status).toBe('READY');
  });

  test('it speaks of its own files, and of the status of the whole group', async () => {
    await cloud.upload([MISSING], { group: 'etl' });
    const answer = await cloud.upload([A], { group: 'etl' });
    expect(answer.body).toMatchObject({ resources: ['a.jar'], details: [{ status: 'READY' }], status: 'FAILED' });
  });

  test.each([
    ['jars', 'jar'],
    ['pyfiles', 'pyFile'],
    ['files', 'file'],
  ])('resources/%s fixes the kind, is synchronous and adds the module fields', async (segment, kind) => {
    const answer = await cloud.send('POST', `~/resources/${segment}`, { paths: [A], group: 'gatk', kind: 'modelFile', is_async: true });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ module_name: 'gatk', module_type: kind, description: '', is_async: false, status: 'READY' });
    expect(answer.body.details).toMatchObject([{ resource_type: kind, status: 'READY' }]);
    const ungrouped = await cloud.send('POST', `~/resources/${segment}`, { paths: [A] });
    expect([ungrouped.status, ungrouped.text]).toEqual([201, '{"resource_names":["a.jar"]}']);
  });

  test('uploading again keeps create_time, and moves update_time and underlying_name', async () => {
    const before = await cloud.upload([A, B], { group: 'etl' });
    const created = cloud.now();
    cloud.at(created + 60_000);
    await cloud.upload([A], { group: 'etl', kind: 'jar' });
    const { groups } = await cloud.list();
    expect(groups).toMatchObject([{ create_time: created, update_time: created + 60_000, resources: ['a.jar', 'b.jar'] }]);
    const [a, b] = groups?.[0]?.details ?? [];
    expect(a).toMatchObject({ create_time: created, update_time: created + 60_000, resource_type: 'jar' });
    expect(b).toMatchObject({ create_time: created, update_time: created, resource_type: 'file' });
    expect(a?.underlying_name).not.toBe(before.body.details[0].underlying_name);
    expect(b?.underlying_name).toBe(before.body.details[1].underlying_name);
  });

  test('a package name is the last segment, decoded once', async () => {
    await cloud.put('obs://my-bucket/d/Umsätze 100%.csv', 'x');
    await cloud.put('obs://my-bucket/d/twice%20.csv', 'y');
    const answer = await cloud.upload(['https: //my-bucket.obs.local.myhuaweicloud.com/d/Ums%C3%A4tze%20100%25.csv'], { group: 'g' });
    expect(answer.body).toMatchObject({ resources: ['Umsätze 100%.csv'], status: 'READY' });
    expect((await cloud.get('Umsätze 100%.csv', 'g')).body.status).toBe('READY');
    expect((await cloud.upload(['obs://my-bucket/d/twice%2520.csv'])).text).toBe('{"resource_names":["twice%20.csv"]}');
    expect((await cloud.get('twice%20.csv')).body.status).toBe('READY');
  });
});

describe('refusals', () => {
  test.each<[string, object | string]>([
    ['no JSON', '{"paths":'],
    ['no object', '[]'],
    ['no paths', { kind: 'jar' }],
    ['empty paths', { paths: [], kind: 'jar' }],
    ['paths not an array', { paths: A, kind: 'jar' }],
    ['a path not a text', { paths: [1], kind: 'jar' }],
    ['no kind', { paths: [A] }],
    ['another casing of a kind', { paths: [A], kind: 'pyfile' }],
    ['a folder', { paths: ['obs://my-bucket/lib/'], kind: 'jar' }],
    ['a path-style address', { paths: ['https://obs.local.myhuaweicloud.com/my-bucket/lib/a.jar'], kind: 'jar' }],
    ['another host', { paths: ['https://example.com/a.jar'], kind: 'jar' }],
    ['dots', { paths: ['obs://my-bucket/../a.jar'], kind: 'jar' }],
    ['escaped dots', { paths: ['obs://my-bucket/%2e%2e/a.jar'], kind: 'jar' }],
    ['an escaped slash', { paths: ['obs://my-bucket/lib%2Fa.jar'], kind: 'jar' }],
    ['NUL', { paths: ['obs://my-bucket/a%00.jar'], kind: 'jar' }],
    ['a long package name', { paths: [`obs://my-bucket/${'x'.repeat(129)}`], kind: 'jar' }],
    ['a long group name', { paths: [A], kind: 'jar', group: 'g'.repeat(65) }],
    ['a group name with blanks around', { paths: [A], kind: 'jar', group: ' g' }],
    ['a group that is no text', { paths: [A], kind: 'jar', group: 7 }],
    ['is_async no boolean', { paths: [A], kind: 'jar', is_async: 'perhaps' }],
    ['21 tags', { paths: [A], kind: 'jar', tags: Array.from({ length: 21 }, (_, i) => ({ key: `k${i}`, value: '' })) }],
    [
      'a tag twice',
      {
        paths: [A],
        kind: 'jar',
        tags: [
          { key: 'k', value: '1' },
          { key: 'k', value: '2' },
        ],
      },
    ],
    ['a reserved tag', { paths: [A], kind: 'jar', tags: [{ key: '_sys_x', value: '' }] }],
    ['a tag without value', { paths: [A], kind: 'jar', tags: [{ key: 'k' }] }],
  ])('%s is DLI.0001 and stores nothing', async (_what, body) => {
    const answer = await cloud.send('POST', '~/resources', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error_code: 'DLI.0001', error_msg: expect.any(String) });
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    expect(await cloud.list()).toMatchObject({ total: 0, groups: [] });
  });

  test('unknown fields are ignored, and 1,500 paths are taken', async () => {
    await mkdir(path.join(cloud.dataDir, 'obs/many-bucket'), { recursive: true });
    const paths = Array.from({ length: 1500 }, (_, i) => `obs://many-bucket/${i}.bin`);
    const answer = await cloud.upload(paths, { group: 'many', is_async: true, description: 'x', surprise: [1] });
    expect(answer.status).toBe(201);
    expect(answer.body.resources).toHaveLength(1500);
  });

  test('a body above 12 MB is the gateway’s 413', async () => {
    const answer = await cloud.send('POST', '~/resources', 'x'.repeat(12 * 1024 * 1024 + 1));
    expect(answer.status).toBe(413);
    expect(answer.body).toEqual({
      error_code: 'APIGW.0201',
      error_msg: expect.any(String),
      request_id: answer.headers.get('x-request-id'),
    });
  });

  test('two paths of the same name are refused, or the last one wins', async () => {
    await cloud.put('obs://my-bucket/other/a.jar', 'other');
    const paths = [A, 'obs://my-bucket/other/a.jar'];
    expect((await cloud.upload(paths)).body.error_code).toBe('DLI.0001');
    await using lenient = await openTestCloud({ duplicateNames: 'last-wins' });
    await lenient.put('obs://my-bucket/other/a.jar', 'other');
    expect((await lenient.upload(paths)).body).toEqual({ resource_names: ['a.jar'] });
    expect(await hasBlob(lenient.dataDir, 'other')).toBe(true);
  });
});

describe('an existing group', () => {
  const members = async (from: TestCloud) => (await from.list()).groups?.[0]?.resources;

  test('the general upload adds and replaces, and leaves the others', async () => {
    await cloud.upload([A], { group: 'etl' });
    await cloud.upload([B], { group: 'etl' });
    expect(await members(cloud)).toEqual(['a.jar', 'b.jar']);
  });

  test.each(['jars', 'pyfiles', 'files'])('resources/%s replaces the group, and its bytes are freed', async (segment) => {
    await cloud.put('obs://my-bucket/freed.jar', segment);
    await cloud.upload([A, 'obs://my-bucket/freed.jar'], { group: 'etl' });
    expect(await hasBlob(cloud.dataDir, segment)).toBe(true);
    await cloud.send('POST', `~/resources/${segment}`, { paths: [B], group: 'etl' });
    expect(await members(cloud)).toEqual(['b.jar']);
    expect(await hasBlob(cloud.dataDir, segment)).toBe(false);
    await cloud.upload([A]);
    await cloud.send('POST', `~/resources/${segment}`, { paths: [B] });
    expect((await cloud.list()).resources).toHaveLength(2);
  });

  test('with upsert it leaves the others', async () => {
    await using other = await openTestCloud({ kindUploads: 'upsert' });
    await other.put('obs://my-bucket/lib/a.jar', 'a');
    await other.put(B, 'b');
    await other.upload([A], { group: 'etl' });
    await other.send('POST', '~/resources/jars', { paths: [B], group: 'etl' });
    expect(await members(other)).toEqual(['a.jar', 'b.jar']);
  });
});

describe('FAILED', () => {
  test('objects that are missing, folders, links, and missing buckets', async () => {
    await mkdir(path.join(cloud.dataDir, 'obs/my-bucket/folder'));
    await symlink('../../local-cloud.sqlite', path.join(cloud.dataDir, 'obs/my-bucket/link'));
    const paths = [MISSING, 'obs://my-bucket/folder', 'obs://my-bucket/link', 'obs://no-bucket/x.jar', A];
    const answer = await cloud.upload(paths, { group: 'etl' });
    expect(answer.status).toBe(201);
    expect(answer.body.status).toBe('FAILED');
    expect(statuses(answer.body.details)).toEqual({
      'missing.jar': 'FAILED',
      folder: 'FAILED',
      link: 'FAILED',
      'x.jar': 'FAILED',
      'a.jar': 'READY',
    });
  });

  test('an object that changes while it is copied', async () => {
    await using slow = await openTestCloud({ slowBytesPerSecond: 4000 });
    await slow.put('obs://sample-x/slow/c.bin', 'x'.repeat(8000));
    const answer = slow.upload(['obs://sample-x/slow/c.bin'], { group: 'g' });
    await expect.poll(async () => (await slow.blobs()).length, SOON).toBe(1);
    await slow.put('obs://sample-x/slow/c.bin', 'y'.repeat(8000));
    expect((await answer).body.status).toBe('FAILED');
    expect(await slow.blobs()).toEqual([]);
  });

  test('a disk that cannot take the bytes', async () => {
    await using broken = await openTestCloud();
    await broken.put(B, 'b');
    await rm(path.join(broken.dataDir, 'packages/tmp'), { recursive: true });
    expect((await broken.upload([B], { group: 'g' })).body.status).toBe('FAILED');
  });

  test('a failed package is ready after a good upload', async () => {
    const later = 'obs://my-bucket/lib/later.jar';
    expect((await cloud.upload([later], { group: 'etl' })).body.status).toBe('FAILED');
    await cloud.put(later, 'here now');
    expect((await cloud.upload([later], { group: 'etl' })).body.status).toBe('READY');
  });

  test('as a setting, a synchronous upload of a missing object is refused whole', async () => {
    await using strict = await openTestCloud({ missingObject: 'refused' });
    await strict.put('obs://my-bucket/lib/a.jar', 'a');
    await mkdir(path.join(strict.dataDir, 'obs/my-bucket/folder'));
    const answer = await strict.upload([A, MISSING], { group: 'etl' });
    expect([answer.status, answer.body.error_code]).toEqual([400, 'DLI.0002']);
    expect((await strict.upload(['obs://my-bucket/folder'])).body.error_code).toBe('DLI.0011');
    expect((await strict.list()).total).toBe(0);
    expect((await strict.upload([MISSING], { group: 'etl', is_async: true })).status).toBe(201);
  });
});

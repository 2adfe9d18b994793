import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WireList, WirePackage } from '../dli/wire.ts';
import { hasBlob, openTestCloud, type TestCloud } from './test-cloud.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await openTestCloud();
  await cloud.put('obs://my-bucket/a.jar', 'aaa');
  await cloud.put('obs://my-bucket/b.csv', 'bbb');
});
beforeEach(() => cloud.nextProject());
afterAll(() => cloud[Symbol.asyncDispose]());

const A = 'obs://my-bucket/a.jar';
const B = 'obs://my-bucket/b.csv';

describe('list', () => {
  test('an empty project has the built-in groups alone', async () => {
    const answer = await cloud.send('GET', '~/resources');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ resources: [], groups: [], total: 0 });
    expect(answer.body.modules.map((module: { module_name: string }) => module.module_name)).toEqual([
      'sys.datasource.hbase',
      'sys.datasource.opentsdb',
      'sys.datasource.rds',
      'sys.datasource.css',
    ]);
  });

  test('groups with their members inline, ungrouped packages apart, projects apart', async () => {
    await cloud.upload([A], { group: 'etl', kind: 'jar' });
    await cloud.upload([B], { group: 'etl' });
    await cloud.upload([A], { kind: 'jar' });
    await cloud.upload([B], {}, 'elsewhere');
    const list = await cloud.list();
    expect(list.total).toBe(3);
    expect(list.resources).toMatchObject([{ resource_name: 'a.jar', owner: 'local_user' }]);
    expect(list.groups).toMatchObject([
      { group_name: 'etl', status: 'READY', resources: ['a.jar', 'b.csv'], details: [{ resource_type: 'jar' }, { resource_type: 'file' }] },
    ]);
    expect(WireList.parse(list)).toEqual(list);
    expect((await cloud.list('elsewhere')).total).toBe(1);
  });

  test('kind and tags leave out what does not match', async () => {
    await cloud.upload([A], {
      group: 'g1',
      kind: 'jar',
      tags: [
        { key: 'env', value: 'prod' },
        { key: 'team', value: 'a=b' },
      ],
    });
    await cloud.upload([B], { group: 'g1' });
    await cloud.upload([B], { group: 'g2', tags: [{ key: 'env', value: 'test' }] });
    const found = async (query: string) =>
      ((await cloud.list('~', query)).groups ?? []).flatMap((group) =>
        (group.resources ?? []).map((name) => `${group.group_name}/${name}`),
      );
    expect(await found('?kind=jar')).toEqual(['g1/a.jar']);
    expect(await found('?tags=env%3Dprod')).toEqual(['g1/a.jar']);
    expect(await found('?tags=env=prod,team=a%3Db')).toEqual(['g1/a.jar']);
    expect(await found('?tags=env')).toEqual(['g1/a.jar', 'g2/b.csv']);
    expect(await found('?tags=env=prod&kind=file')).toEqual([]);
    expect((await cloud.send('GET', '~/resources?kind=JAR')).body.error_code).toBe('DLI.0001');
  });
});

describe('get one', () => {
  test('answers with the package, of the group that is named and no other', async () => {
    await cloud.upload([A], { group: 'etl', kind: 'jar' });
    const answer = await cloud.get('a.jar', 'etl');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      create_time: cloud.now(),
      update_time: cloud.now(),
      resource_type: 'jar',
      resource_name: 'a.jar',
      status: 'READY',
      underlying_name: expect.stringMatching(/_a\.jar$/),
      owner: 'local_user',
    });
    expect(WirePackage.partial().parse(answer.body)).toEqual(answer.body);
    for (const missing of [await cloud.get('a.jar'), await cloud.get('a.jar', 'other'), await cloud.get('b.csv', 'etl')]) {
      expect([missing.status, missing.body.error_code]).toEqual([404, 'DLI.0023']);
    }
  });

  test.each(['jars', 'pyfiles', 'files', 'owner', 'resources'])('a package named %s is told from the call by the method', async (name) => {
    await cloud.put(`obs://my-bucket/${name}`, 'x');
    await cloud.upload([`obs://my-bucket/${name}`]);
    expect((await cloud.get(name)).body.resource_name).toBe(name);
    expect((await cloud.remove(name)).status).toBe(200);
    expect((await cloud.get(name)).status).toBe(404);
  });

  test.each(['100%.csv', 'a%2Fb.csv', 'a+b c.csv', 'größe?#&=.csv', '!$~;,.jar', "it's (1).py", '数据.csv'])('%s', async (name) => {
    await cloud.put(`obs://my-bucket/${name}`, 'x');
    await cloud.upload([`obs://my-bucket/${encodeURIComponent(name)}`], { group: 'g&h 数' });
    expect((await cloud.get(name, 'g&h 数')).body.resource_name).toBe(name);
    expect((await cloud.remove(name, 'g&h 数')).status).toBe(200);
  });
});

describe('delete', () => {
  test('removes one package, frees its bytes, and answers 200 without a body; then 404', async () => {
    await cloud.put('obs://my-bucket/own.jar', 'its own bytes');
    await cloud.upload(['obs://my-bucket/own.jar', B], { group: 'etl' });
    await cloud.upload(['obs://my-bucket/own.jar']);
    const answer = await cloud.remove('own.jar', 'etl');
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(await hasBlob(cloud.dataDir, 'its own bytes')).toBe(true);
    const again = await cloud.remove('own.jar', 'etl');
    expect([again.status, again.body.error_code]).toEqual([404, 'DLI.0023']);
    expect((await cloud.get('own.jar')).status).toBe(200);
    await cloud.remove('own.jar');
    expect(await hasBlob(cloud.dataDir, 'its own bytes')).toBe(false);
  });

  test('without a group it does not touch a grouped package', async () => {
    await cloud.upload([A], { group: 'etl' });
    expect((await cloud.remove('a.jar')).status).toBe(404);
    expect((await cloud.get('a.jar', 'etl')).status).toBe(200);
  });

  test('an emptied group vanishes, and is new when it comes back', async () => {
    await cloud.upload([A], { group: 'etl' });
    await cloud.remove('a.jar', 'etl');
    expect((await cloud.list()).groups).toEqual([]);
    cloud.at(cloud.now() + 5);
    expect((await cloud.upload([A], { group: 'etl' })).body.create_time).toBe(cloud.now());
  });

  test('as a setting it stays', async () => {
    await using other = await openTestCloud({ emptiedGroup: 'stays' });
    await other.upload([A], { group: 'etl' });
    await other.remove('a.jar', 'etl');
    expect((await other.list()).groups).toMatchObject([{ group_name: 'etl', resources: [], details: [], status: 'READY' }]);
    expect((await other.list('~', '?kind=jar')).groups).toEqual([]);
  });
});

describe('owner', () => {
  const change = (body: unknown) => cloud.send('PUT', '~/resources/owner', body);

  test('of a group, of a package in it, of an ungrouped package', async () => {
    await cloud.upload([A, B], { group: 'etl' });
    await cloud.upload([A]);
    const answer = await change({ new_owner: 'bob_dev', group_name: 'etl' });
    expect([answer.status, answer.body]).toEqual([200, { is_success: true, message: '' }]);
    expect((await cloud.list()).groups?.[0]).toMatchObject({
      owner: 'bob_dev',
      details: [{ owner: 'local_user' }, { owner: 'local_user' }],
    });
    await change({ new_owner: 'carol-dev', group_name: 'etl', resource_name: 'b.csv' });
    expect((await cloud.get('b.csv', 'etl')).body.owner).toBe('carol-dev');
    await change({ new_owner: 'erin_dev', resource_name: 'a.jar' });
    expect((await cloud.get('a.jar')).body.owner).toBe('erin_dev');
    expect((await cloud.get('a.jar', 'etl')).body.owner).toBe('local_user');
    expect((await change({ new_owner: 'erin_dev', resource_name: 'a.jar' })).body.is_success).toBe(true);
  });

  test('uploading again keeps the owner', async () => {
    await cloud.upload([A], { group: 'etl' });
    await change({ new_owner: 'bob_dev', group_name: 'etl', resource_name: 'a.jar' });
    await cloud.upload([A], { group: 'etl' });
    expect((await cloud.get('a.jar', 'etl')).body.owner).toBe('bob_dev');
  });

  test.each<[string, unknown, number, string]>([
    ['neither group nor package', { new_owner: 'bob_dev' }, 400, 'DLI.0001'],
    ['no owner', { group_name: 'etl' }, 400, 'DLI.0001'],
    ['a short owner', { new_owner: 'bob', group_name: 'etl' }, 400, 'DLI.0001'],
    ['a long owner', { new_owner: 'b'.repeat(33), group_name: 'etl' }, 400, 'DLI.0001'],
    ['an owner with a digit in front', { new_owner: '1bob_dev', group_name: 'etl' }, 400, 'DLI.0001'],
    ['a group name outside the charset', { new_owner: 'bob_dev', group_name: 'größe' }, 400, 'DLI.0001'],
    ['a package name with a dot in front', { new_owner: 'bob_dev', resource_name: '.hidden' }, 400, 'DLI.0001'],
    ['no JSON', 'owner', 400, 'DLI.0001'],
    ['an unknown group', { new_owner: 'bob_dev', group_name: 'nope' }, 404, 'DLI.0023'],
    ['an unknown package', { new_owner: 'bob_dev', group_name: 'etl', resource_name: 'nope' }, 404, 'DLI.0023'],
  ])('%s', async (_what, body, status, code) => {
    await cloud.upload([A], { group: 'etl' });
    const answer = await change(body);
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
  });
});

describe('what is not an API', () => {
  test.each([
    ['GET', '~/jobs'],
    ['GET', '~/resources/a/b'],
    ['POST', '~/resources/other'],
    ['PUT', '~/resources'],
    ['PATCH', '~/resources/a.jar'],
    ['DELETE', '~/resources'],
    ['GET', ''],
  ])('%s /v2.0/%s is the gateway’s 404', async (method, resource) => {
    const answer = await cloud.send(method, resource);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({
      error_code: 'APIGW.0101',
      error_msg: expect.any(String),
      request_id: answer.headers.get('x-request-id'),
    });
  });

  test('a project id that cannot be', async () => {
    expect((await cloud.send('GET', 'a%20b/resources')).body.error_code).toBe('DLI.0001');
    expect((await cloud.send('GET', `${'p'.repeat(65)}/resources`)).status).toBe(400);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestCloud, type TestCloud } from './test-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await openTestCloud({ packageQuota: 3 });
  await cloud.put('obs://bucket/a.jar', 'a');
});
afterAll(() => cloud[Symbol.asyncDispose]());

let project = '';
let projects = 0;
async function call(method: string, path: string, body?: unknown) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await cloud.fetch(`http://127.0.0.1:8790/v3/${project}/${path}`, { method, ...sent });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}
const of = (id: string, rest = '') => `dli_package_resource/${encodeURIComponent(id)}/tags${rest}`;
const tagsOf = async (id: string) => (await call('GET', of(id))).body.tags;
const tag = (key: string, value: string) => ({ key, value });

beforeEach(async () => {
  project = `t${++projects}`;
  await cloud.upload(['obs://bucket/a.jar'], { group: 'g', tags: [tag('team', 'x')] }, project);
  await cloud.upload(['obs://bucket/a.jar'], {}, project);
});

describe('tags of a package', () => {
  test('those of the upload are there; more are added, and one of the same key is changed', async () => {
    expect(await tagsOf('g#a.jar')).toEqual([tag('team', 'x')]);
    const added = await call('POST', of('g#a.jar', '/create'), { tags: [tag('team', 'y'), tag('größe', '')] });
    expect(added).toEqual({ status: 204, body: null });
    expect(await tagsOf('g#a.jar')).toEqual([tag('team', 'y'), tag('größe', '')]);
    expect(await tagsOf('a.jar')).toEqual([]);
  });

  test('deleted by key, or by key and value; what is not there is no error', async () => {
    await call('POST', of('g#a.jar', '/create'), { tags: [tag('a', '1'), tag('b', '2')] });
    const deleted = await call('POST', of('g#a.jar', '/delete'), { tags: [{ key: 'a' }, tag('b', 'other'), { key: '<none>' }] });
    expect(deleted).toEqual({ status: 204, body: null });
    expect(await tagsOf('g#a.jar')).toEqual([tag('team', 'x'), tag('b', '2')]);
  });

  test('they filter the list of packages too', async () => {
    await call('POST', of('a.jar', '/create'), { tags: [tag('team', 'z')] });
    expect((await cloud.list(project, '?tags=team=z')).total).toBe(1);
  });

  test.each([
    ['no package of that id', 'POST', of('x#a.jar', '/create'), { tags: [tag('a', '1')] }, 404, 'DLI.0023'],
    ['no tags', 'POST', of('a.jar', '/create'), {}, 400, 'DLI.0001'],
    ['no key', 'POST', of('a.jar', '/delete'), { tags: [{ key: '' }] }, 400, 'DLI.0001'],
    ['a key beyond the charset', 'POST', of('a.jar', '/create'), { tags: [tag('a<', '1')] }, 400, 'DLI.0001'],
    ['a reserved key', 'POST', of('a.jar', '/create'), { tags: [tag('_sys_a', '1')] }, 400, 'DLI.0001'],
    ['a key twice', 'POST', of('a.jar', '/create'), { tags: [tag('a', '1'), tag('a', '2')] }, 400, 'DLI.0001'],
    ['more than 20', 'POST', of('a.jar', '/create'), { tags: Array.from({ length: 21 }, (_, i) => tag(`k${i}`, '')) }, 400, 'DLI.0001'],
    ['no such type', 'GET', 'dli_nothing/a.jar/tags', undefined, 400, 'DLI.0001'],
    ['another type of DLI', 'GET', 'dli_queue/q1/tags', undefined, 404, 'DLI.0023'],
  ])('refused: %s', async (_, method, path, body, status, code) => {
    expect(await call(method, path, body)).toMatchObject({ status, body: { error_code: code, error_msg: expect.any(String) } });
  });

  test('more than 20 in all', async () => {
    await call('POST', of('a.jar', '/create'), { tags: Array.from({ length: 20 }, (_, i) => tag(`k${i}`, '')) });
    expect(await call('POST', of('a.jar', '/create'), { tags: [tag('k20', '')] })).toMatchObject({
      status: 400,
      body: { error_code: 'DLI.0001' },
    });
    expect((await call('POST', of('a.jar', '/create'), { tags: [tag('k19', 'new')] })).status).toBe(204);
  });
});

describe('over a project', () => {
  const filter = (body: object, query = '') => call('POST', `dli_package_resource/resource-instances/filter${query}`, body);

  test('all keys with their values', async () => {
    await call('POST', of('a.jar', '/create'), { tags: [tag('team', 'y')] });
    expect((await call('GET', 'dli_package_resource/tags')).body).toEqual({ tags: [{ key: 'team', values: ['x', 'y'] }], count: 1 });
    expect((await call('GET', 'dli_queue/tags')).body).toEqual({ tags: [], count: 0 });
  });

  test('packages by tags, by having none, by name; in pages', async () => {
    const grouped = { resource_id: 'g#a.jar', resource_name: 'a.jar', tags: [tag('team', 'x')] };
    expect((await filter({ tags: [{ key: 'team', values: ['x', 'y'] }] })).body).toEqual({ resources: [grouped], total_count: 1 });
    expect((await filter({ tags: [{ key: 'team', values: [] }] })).body.total_count).toBe(1);
    expect((await filter({ without_any_tag: true })).body.resources).toMatchObject([{ resource_id: 'a.jar', tags: [] }]);
    expect((await filter({ matches: [{ key: 'resource_name', value: 'a.' }] })).body.total_count).toBe(2);
    expect((await filter({}, '?limit=1&offset=1')).body).toMatchObject({ resources: [{ resource_id: 'a.jar' }], total_count: 2 });
    expect((await filter({}, '?limit=x')).body.error_code).toBe('DLI.0001');
    expect((await call('POST', 'dli_package_resource/resource-instances/count', {})).body).toEqual({ total_count: 2 });
  });
});

describe('the quota', () => {
  const quota = async () => (await call('GET', 'quotas')).body;

  test('says how many there are, and refuses one too many', async () => {
    expect(await quota()).toEqual({
      is_success: true,
      quotas: { resources: [{ type: 'SL_PKG_RESOURCE', min: 0, max: 3, quota: 3, used: 2 }] },
    });
    const over = await cloud.upload(['obs://bucket/x.jar', 'obs://bucket/y.jar'], {}, project);
    expect(over).toMatchObject({ status: 400, body: { error_code: 'DLI.1028' } });
    expect((await cloud.upload(['obs://bucket/x.jar'], {}, project)).status).toBe(201);
    // Again is not one more.
    expect((await cloud.upload(['obs://bucket/x.jar'], {}, project)).status).toBe(201);
    expect((await quota()).quotas.resources[0].used).toBe(3);
  });
});

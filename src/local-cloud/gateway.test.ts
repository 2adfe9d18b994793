/** What clients written by others do at the edges of a request, over a real socket. */
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestCloud, type TestCloud } from './test-cloud.ts';

let cloud: TestCloud;
let server: ReturnType<typeof serve>;
let origin = '';
beforeAll(async () => {
  cloud = await openTestCloud();
  await cloud.put('obs://bucket/a b.jar', 'a');
  await cloud.upload(['obs://bucket/a%20b.jar'], { group: 'g', is_async: false }, 'p');
  origin = await new Promise((resolve) => {
    server = serve({ fetch: (request) => cloud.answer(request), hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    );
  });
});
afterAll(async () => {
  server.close();
  await cloud[Symbol.asyncDispose]();
});

describe('the path', () => {
  test.each([
    '/v2.0/p/resources',
    '/v2.0/p/resources/',
    '//v2.0/p/resources',
    '/v2.0//p/resources//?kind=file',
    '/v2.0/p/resources?unknown=1&kind=',
  ])('%s is the list', async (path) => {
    const response = await fetch(origin + path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await response.json()).toMatchObject({ resources: [], groups: [{ group_name: 'g' }], total: 1 });
  });

  test.each(['/v2.0/p/resources/a%20b.jar?group=g', '/v2.0/p/resources/a%20b.jar/?group=g'])('%s is the package', async (path) => {
    const body = await (await fetch(origin + path)).json();
    expect(body).toMatchObject({ resource_name: 'a b.jar', create_time: Date.UTC(2026, 0, 1), status: 'READY' });
  });

  test.each([
    ['GET', '/'],
    ['GET', '/v2.0/p/nothing'],
    ['GET', '/v1.0/p/resources'],
    ['PATCH', '/v2.0/p/resources'],
    ['OPTIONS', '/v2.0/p/resources'],
    ['GET', '/v3/regions'],
  ])('%s %s is not there, says the gateway', async (method, path) => {
    const response = await fetch(origin + path, { method });
    expect([response.status, await response.json()]).toEqual([
      404,
      {
        error_code: 'APIGW.0101',
        error_msg: 'The API does not exist or has not been published in the environment',
        request_id: response.headers.get('x-request-id'),
      },
    ]);
  });

  test('HEAD is a GET without its body', async () => {
    const response = await fetch(`${origin}/v2.0/p/resources`, { method: 'HEAD' });
    expect([response.status, response.headers.get('x-request-id')?.length, await response.text()]).toEqual([200, 32, '']);
  });
});

test.each(['GET', 'DELETE', 'OPTIONS'])('a connection is kept for the next request: %s', async (method) => {
  const response = await fetch(`${origin}/v2.0/p/resources`, { method });
  await response.text();
  expect(response.headers.get('connection')).toBe('keep-alive');
});

test('numbers are numbers and booleans are booleans', async () => {
  const send = (path: string, body: object, method: 'POST' | 'PUT' = 'POST') =>
    fetch(origin + path, { method, body: JSON.stringify(body) });
  const upload = await send('/v2.0/p/resources', { paths: ['obs://bucket/none.jar'], kind: 'jar', group: 'g', is_async: 'false' });
  expect(await upload.text()).toMatch(/"create_time":\d{13},.*"is_async":false/);
  expect(await (await send('/v2.0/p/resources', { paths: ['obs://bucket/none.jar'], kind: 'jar' })).text()).toBe(
    '{"resource_names":["none.jar"]}',
  );
  const owner = await send('/v2.0/p/resources/owner', { new_owner: 'bob_dev', group_name: 'g' }, 'PUT');
  expect(await owner.text()).toBe('{"is_success":true,"message":""}');
});

test('a new owner must be somebody; who there is, is said', async () => {
  const body = JSON.stringify({ new_owner: 'walter', group_name: 'g' });
  const response = await fetch(`${origin}/v2.0/p/resources/owner`, { method: 'PUT', body });
  expect([response.status, await response.json()]).toEqual([
    404,
    {
      error_code: 'DLI.0002',
      error_msg: 'No such user. userName:walter. Here are: local_user, alice, anna_etl, bob_dev, carol-dev, erin_dev.',
    },
  ]);
});

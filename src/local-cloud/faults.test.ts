import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { FAULTS, LIST_FAULT_PROJECTS, NOBODY, SAMPLES } from './samples.ts';
import { openTestCloud, SOON, type TestCloud } from './test-cloud.ts';

// A busy machine is no failure.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await openTestCloud({ samples: 'small', slowBytesPerSecond: 1, lateAnswerMs: 30, slowListMs: 30 });
  await cloud.seedSamples();
});
afterAll(() => cloud[Symbol.asyncDispose]());

describe('uploads', () => {
  test.each<[keyof typeof FAULTS, number, string]>([
    ['throttle429', 429, 'APIGW.0308'],
    ['error500', 500, 'APIGW.0601'],
    ['dli0999', 400, 'DLI.0999'],
    ['denied', 400, 'DLI.0003'],
    ['quota', 400, 'DLI.1028'],
  ])('%s answers %i %s and stores nothing', async (fault, status, code) => {
    const answer = await cloud.upload([SAMPLES.jar, FAULTS[fault]], { group: 'g' }, fault);
    expect([answer.status, answer.body.error_code]).toEqual([status, code]);
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    expect(answer.headers.get('retry-after')).toBe(status === 429 ? '2' : null);
    expect(answer.body.request_id ?? null).toBe(code.startsWith('APIGW') ? answer.headers.get('x-request-id') : null);
    expect((await cloud.list(fault)).total).toBe(0);
  });

  test('a gateway’s 502 is a page', async () => {
    const answer = await cloud.upload([FAULTS.gateway502], {}, 'f502');
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).toContain('<h1>502 Bad Gateway</h1>');
  });

  test('a read error fails after it began', async () => {
    const answer = await cloud.upload([FAULTS.readError, SAMPLES.jar], { group: 'g' }, 'read');
    expect(answer.status).toBe(201);
    expect(answer.body.details).toMatchObject([{ status: 'FAILED' }, { status: 'READY' }]);
  });

  test.each([true, false])('a cut connection: the upload was carried out (async %s)', async (is_async) => {
    const project = `cut-${is_async}`;
    await expect(cloud.upload([FAULTS.cut], { group: 'g', is_async }, project)).rejects.toThrow(new TypeError('fetch failed'));
    await cloud.whenIdle();
    expect((await cloud.get('cut.jar', 'g', project)).body.status).toBe('READY');
  });

  test('cut before it was taken', async () => {
    await expect(cloud.upload([FAULTS.cutBefore], {}, 'cut-before')).rejects.toThrow('fetch failed');
    expect((await cloud.list('cut-before')).total).toBe(0);
  });

  test('a late answer: the package is ready before it comes', async () => {
    await using patient = await openTestCloud({ samples: 'small', lateAnswerMs: 60_000 });
    await patient.put(FAULTS.late, 'late');
    const answer = patient.upload([FAULTS.late], { group: 'g', is_async: true });
    const cut = answer.catch((error: unknown) => error);
    await expect.poll(async () => (await patient.get('late.jar', 'g')).body?.status, SOON).toBe('READY');
    await patient.dispose();
    expect(await cut).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
    expect((await cloud.upload([FAULTS.late], {}, 'late')).status).toBe(201);
  });

  test('a client that gives up is told so, and the upload goes on', async () => {
    const reason = new Error('timed out');
    const stop = new AbortController();
    const body = { paths: [SAMPLES.slow], kind: 'file', group: 'g' };
    const sent = cloud.send('POST', 'gives-up/resources', body, { signal: stop.signal });
    await expect.poll(async () => (await cloud.list('gives-up')).total, SOON).toBe(1);
    stop.abort(reason);
    await expect(sent).rejects.toBe(reason);
    expect((await cloud.get('sample-20mb.bin', 'g', 'gives-up')).body.status).toBe('UPLOADING');
    await expect(cloud.send('GET', 'gives-up/resources', undefined, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('an archived object is not copied; what only the console may not read is', async () => {
    const answer = await cloud.upload([FAULTS.archived, FAULTS.noAccess, FAULTS.otherRegion, FAULTS.storeTimeout], { group: 'g' }, 'looks');
    expect(answer.body.details.map((item: { status: string }) => item.status)).toEqual(['FAILED', 'READY', 'READY', 'READY']);
  });

  test('faults are in their own bucket alone', async () => {
    await cloud.put('obs://my-bucket/quota/a.jar', 'a');
    expect((await cloud.upload(['obs://my-bucket/quota/a.jar'], { group: 'g' }, 'plain')).body.status).toBe('READY');
    expect((await cloud.upload(['obs://sample-faults/constructor/a.jar'], { group: 'g' }, 'plain')).status).toBe(201);
  });
});

describe('lists', () => {
  test.each<[string, number, string | null]>([
    [LIST_FAULT_PROJECTS.error500, 500, 'APIGW.0601'],
    [`${LIST_FAULT_PROJECTS.html502}-mine`, 502, null],
    [LIST_FAULT_PROJECTS.throttle429, 429, 'APIGW.0308'],
    [LIST_FAULT_PROJECTS.unauthorized401, 401, 'APIGW.0301'],
    [LIST_FAULT_PROJECTS.forbidden403, 403, 'APIGW.0302'],
    [LIST_FAULT_PROJECTS.slow, 200, null],
    ['fault-list-5000', 200, null],
  ])('of project %s answer %i', async (project, status, code) => {
    const answer = await cloud.send('GET', `${project}/resources`);
    expect([answer.status, answer.body?.error_code ?? null]).toEqual([status, code]);
    expect((await cloud.get('nope', undefined, project)).status).toBe(404);
  });

  test('are cut', async () => {
    await expect(cloud.list(LIST_FAULT_PROJECTS.cut)).rejects.toThrow('fetch failed');
  });
});

describe('deletes and changes of owner, by the package’s name', () => {
  const project = 'by-name';
  const remove = (name: string) => cloud.send('DELETE', `${project}/resources/${name}`);
  const own = (resource_name: string, new_owner: string) => cloud.send('PUT', `${project}/resources/owner`, { new_owner, resource_name });

  test('a refused delete, one without an answer, an owner that stays, one who does not exist', async () => {
    await cloud.upload([FAULTS.undeletable, FAULTS.lostDelete, FAULTS.keepsOwner], {}, project);
    const refused = await remove('sample-undeletable.jar');
    expect([refused.status, refused.body.error_code]).toEqual([400, 'DLI.0003']);
    await expect(remove('sample-lost-delete.jar')).rejects.toThrow('fetch failed');
    const kept = await own('sample-keeps-owner.jar', 'bob_dev');
    expect([kept.status, kept.body.is_success]).toEqual([200, false]);
    const nobody = await own('sample-keeps-owner.jar', NOBODY);
    expect([nobody.status, nobody.body.error_code]).toEqual([404, 'DLI.0002']);
    const left = (await cloud.list(project)).resources?.map((row) => [row.resource_name, row.owner]);
    expect(left).toEqual([
      ['sample-undeletable.jar', 'local_user'],
      ['sample-keeps-owner.jar', 'local_user'],
    ]);
  });
});

test('quirks of Huawei’s own examples', async () => {
  const answer = await cloud.upload([SAMPLES.jar], { group: 'g', kind: 'jar' }, 'quirk-1');
  expect(answer.body).toMatchObject({
    status: 'ready',
    is_async: 'false',
    create_time: cloud.now(),
    details: [{ create_time: 0, update_time: 0, status: 'ready', is_async: 'false', resource_name: 'sample-etl.jar' }],
  });
  const list = await cloud.list('quirk-1');
  expect(list).not.toHaveProperty('total');
  expect(list.groups).toMatchObject([{ status: 'ready', details: [{ create_time: 0 }] }]);
  const owner = await cloud.send('PUT', 'quirk-1/resources/owner', { new_owner: 'bob_dev', group_name: 'g' });
  expect(owner.body).toEqual({ is_success: 'true', message: '' });
});

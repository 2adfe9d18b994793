import { describe, expect, it } from 'vitest';
import { createDliClient } from './client.ts';
import { createFakeClock } from './fake-clock.ts';

function clientOf(...answers: Response[]) {
  const seen: { method: string; url: string; body: string }[] = [];
  const dli = createDliClient({
    endpoint: 'https://dli.example',
    clock: createFakeClock(),
    fetch: async (request) => {
      seen.push({ method: request.method, url: request.url.slice('https://dli.example'.length), body: await request.text() });
      return answers.shift() ?? new Response('{"groups":[]}');
    },
  });
  return { dli, seen };
}

describe('the eight calls', () => {
  it('go where DLI documents them', async () => {
    const { dli, seen } = clientOf();
    const body = { paths: ['https://b.obs.local.myhuaweicloud.com/a.jar'], group: 'g' };
    await dli.list('p');
    await dli.get('p', { name: 'größe a/b!.jar', group: 'g&h' });
    await dli.delete('p', { name: 'jars', group: null });
    await dli.updateOwner('p', { new_owner: 'bob_dev', group_name: 'g' });
    await dli.uploadResources('p', body);
    await dli.uploadJars('p', body);
    await dli.uploadPyFiles('p', body);
    await dli.uploadFiles('p', body);
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v2.0/p/resources',
      'GET /v2.0/p/resources/gr%C3%B6%C3%9Fe%20a%2Fb!.jar?group=g%26h',
      'DELETE /v2.0/p/resources/jars',
      'PUT /v2.0/p/resources/owner',
      'POST /v2.0/p/resources',
      'POST /v2.0/p/resources/jars',
      'POST /v2.0/p/resources/pyfiles',
      'POST /v2.0/p/resources/files',
    ]);
    expect(seen[4]?.body).toBe(JSON.stringify(body));
  });

  it('take nothing for a list that has none of its fields: the project would seem empty', async () => {
    for (const body of ['', '{}', '{"status":"up"}']) {
      await expect(clientOf(new Response(body)).dli.list('p')).rejects.toMatchObject({ problem: 'bad_answer' });
    }
  });

  it('answer the very same listing while the bytes are the same', async () => {
    const { dli } = clientOf(new Response('{"groups":[]}'), new Response('{"groups":[]}'), new Response('{"groups":[{}]}'));
    const first = await dli.list('p');
    expect(await dli.list('p', { previous: first })).toBe(first);
    expect(await dli.list('p', { previous: first })).not.toBe(first);
  });

  it('take an empty answer to an upload and to a deletion', async () => {
    const { dli } = clientOf(new Response('', { status: 201 }), new Response('', { status: 200 }));
    await expect(dli.uploadResources('p', { paths: [] })).resolves.toMatchObject({ httpStatus: 201, raw: {} });
    await expect(dli.delete('p', { name: 'a', group: null })).resolves.toMatchObject({ httpStatus: 200 });
  });

  it('tell an absent package from an empty 404 and from 400 DLI.0002', async () => {
    const { dli } = clientOf(new Response('', { status: 404 }), new Response('{"error_code":"DLI.0002","error_msg":"x"}', { status: 400 }));
    await expect(dli.get('p', { name: 'a', group: null })).rejects.toMatchObject({ problem: 'not_found' });
    await expect(dli.get('p', { name: 'a', group: null })).rejects.toMatchObject({ problem: 'not_found', errorCode: 'DLI.0002' });
  });

  it.each(['false', '"false"', '"False"'])('take is_success %s in a 2xx for a refusal', async (word) => {
    const { dli } = clientOf(new Response(`{"is_success":${word},"message":"no such user"}`));
    const work = dli.updateOwner('p', { new_owner: 'bob_dev' });
    await expect(work).rejects.toMatchObject({ problem: 'refused', httpStatus: 200, errorMessage: 'no such user' });
  });

  it('take is_success "true" for success', async () => {
    const { dli } = clientOf(new Response('{"is_success":"true","message":""}'));
    expect((await dli.updateOwner('p', { new_owner: 'bob_dev' })).data.is_success).toBe(true);
  });
});

describe('tags and quota', () => {
  it('go to the v3 API, with group and name in one segment', async () => {
    const { dli, seen } = clientOf();
    const ref = { group: 'g/h', name: 'größe #1.jar' };
    await dli.getTags('p', ref);
    await dli.setTags('p', ref, [{ key: 'team', value: 'x' }]);
    await dli.removeTags('p', { group: null, name: 'a.jar' }, ['team', 'old']);
    await dli.getQuotas('p');
    const id = 'g%2Fh%23gr%C3%B6%C3%9Fe%20%231.jar';
    expect(seen).toEqual([
      { method: 'GET', url: `/v3/p/dli_package_resource/${id}/tags`, body: '' },
      { method: 'POST', url: `/v3/p/dli_package_resource/${id}/tags/create`, body: '{"tags":[{"key":"team","value":"x"}]}' },
      { method: 'POST', url: '/v3/p/dli_package_resource/a.jar/tags/delete', body: '{"tags":[{"key":"team"},{"key":"old"}]}' },
      { method: 'GET', url: '/v3/p/quotas', body: '' },
    ]);
  });

  it('take an empty 204 for success and an absent package for what it is', async () => {
    const { dli } = clientOf(
      new Response(null, { status: 204 }),
      new Response('{"error_code":"DLI.0002","error_msg":"no such object"}', { status: 400 }),
    );
    await expect(dli.setTags('p', { group: 'g', name: 'a' }, [{ key: 'k', value: '' }])).resolves.toMatchObject({ httpStatus: 204 });
    await expect(dli.getTags('p', { group: 'g', name: 'a' })).rejects.toMatchObject({ problem: 'not_found' });
  });

  it('take is_success false for a refusal', async () => {
    const { dli } = clientOf(new Response('{"is_success":false,"message":"no"}'));
    await expect(dli.getQuotas('p')).rejects.toMatchObject({ problem: 'refused', errorMessage: 'no' });
  });
});

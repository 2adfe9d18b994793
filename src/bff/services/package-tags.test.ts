import { describe, expect, it } from 'vitest';
import { tagsContract } from '../../contract/tags.ts';
import { createDliClient } from '../../dli/client.ts';
import { createFakeClock, settle } from '../../dli/fake-clock.ts';
import { createApp } from '../app.ts';
import { everyProject } from '../projects.ts';
import { errorOf, memoryLedger, NO_OBJECTS, quietLog, read, send, TEST_HOST, TEST_SESSION } from '../testing.ts';

const lost = () => Promise.reject(new TypeError('fetch failed'));
const denied = async () => new Response('{"error_code":"DLI.0003","error_msg":"Permission denied."}', { status: 400 });

/** A DLI whose answers to each call are told; what is carried out shows in the tags. */
function upstream() {
  const clock = createFakeClock();
  const tags = new Map([['old', '1']]);
  const calls: string[] = [];
  const say: Record<string, () => Promise<Response>> = {};
  const fetch = async (request: Request): Promise<Response> => {
    const call = new URL(request.url).pathname.split('/').at(-1) ?? '';
    calls.push(call);
    if (call === 'create' || call === 'delete') {
      const { tags: sent } = (await request.json()) as { tags: { key: string; value: string }[] }; // our own client wrote it
      const answer = say[call] ?? (async () => new Response(null, { status: 204 }));
      for (const { key, value } of answer === denied ? [] : sent) {
        if (call === 'create') tags.set(key, value);
        else tags.delete(key);
      }
      return answer();
    }
    return say[call]?.() ?? Response.json({ tags: [...tags].map(([key, value]) => ({ key, value })) });
  };
  const dli = createDliClient({ endpoint: 'https://dli.example', clock, fetch, maxTries: 1 });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  const { app, dispose } = createApp({
    ledger: memoryLedger(),
    projects: everyProject({ dli, obs: NO_OBJECTS, region: 'local' }),
    clock,
    log: quietLog(),
    config,
  });
  const change = () =>
    send(app, '/api/projects/p/package-tags', { group: 'g', name: 'a.jar', set: [{ key: 'new', value: '2' }], remove: ['old'] });
  const changed = async (response: Promise<Response>) => {
    const { tags: now, changes } = tagsContract.changePackageTags.response.parse(await (await response).json());
    return { tags: now?.map(({ key }) => key) ?? null, changes: changes.map(({ key, state, error }) => [key, state, error?.code ?? null]) };
  };
  return { app, clock, calls, say, change, changed, dispose };
}

describe('a change of tags', () => {
  it('sets before it removes, so that nothing is lost between the two', async () => {
    const { calls, change, changed } = upstream();
    expect(await changed(change())).toEqual({
      tags: ['new'],
      changes: [
        ['new', 'done', null],
        ['old', 'done', null],
      ],
    });
    expect(calls).toEqual(['tags', 'create', 'delete', 'tags']);
  });

  it('removes nothing once setting was refused', async () => {
    const { say, calls, change, changed } = upstream();
    say.create = denied;
    expect(await changed(change())).toEqual({
      tags: ['old'],
      changes: [
        ['new', 'failed', 'dli_forbidden'],
        ['old', 'notSent', null],
      ],
    });
    expect(calls).not.toContain('delete');
  });

  it('tells what was set beside what could not be removed', async () => {
    const { say, change, changed } = upstream();
    say.delete = denied;
    expect(await changed(change())).toEqual({
      tags: ['old', 'new'],
      changes: [
        ['new', 'done', null],
        ['old', 'failed', 'dli_forbidden'],
      ],
    });
  });

  it('settles a lost answer by the read afterwards', async () => {
    const { say, change, changed } = upstream();
    say.delete = lost;
    expect(await changed(change())).toEqual({
      tags: ['new'],
      changes: [
        ['new', 'done', null],
        ['old', 'done', null],
      ],
    });
  });

  it('says unknown where DLI answers nothing in time, and nothing is sent after that', async () => {
    const { say, calls, change, changed, clock } = upstream();
    say.create = () => new Promise(() => {});
    const answer = change();
    await settle(60);
    await clock.advance(10_000);
    expect(await changed(answer)).toEqual({
      tags: null,
      changes: [
        ['new', 'unknown', 'dli_timeout'],
        ['old', 'notSent', null],
      ],
    });
    expect(calls).not.toContain('delete');
  });

  it('is not begun where the tags cannot be read', async () => {
    const { say, calls, change } = upstream();
    say.tags = denied;
    expect(await errorOf(await change())).toMatchObject({ code: 'dli_forbidden' });
    expect(calls).toEqual(['tags']);
  });

  it('is waited for when the server stops', async () => {
    const { say, change, dispose } = upstream();
    const { promise, resolve: answer } = Promise.withResolvers<Response>();
    say.create = () => promise;
    const changing = change();
    await settle(60);
    let isDown = false;
    const stopping = dispose().then(() => (isDown = true));
    await settle(60);
    expect(isDown).toBe(false);
    answer(new Response(null, { status: 204 }));
    await Promise.all([changing, stopping]);
  });
});

describe('a quota', () => {
  it.each([
    ['that cannot be read', () => new Response('{"error_code":"APIGW.0601","error_msg":"x"}', { status: 500 })],
    ['of nothing known', () => Response.json({ quotas: { resources: [{ type: 'SL_CU', quota: 1, used: 1 }] } })],
    ['in another form', () => Response.json({ quotas: 'none' })],
    ['without limit', () => Response.json({ quotas: { resources: [{ type: 'SL_PKG_RESOURCE', quota: -1, used: null }] } })],
  ])('%s is told as unknown', async (_, answer) => {
    const { app, say } = upstream();
    say.quotas = async () => answer();
    const response = await read(app, '/api/projects/p/quota');
    expect([response.status, await response.json()]).toEqual([200, { used: null, allowed: null }]);
  });

  it('is asked for once a minute', async () => {
    const { app, say, calls, clock } = upstream();
    let used = 525;
    say.quotas = async () =>
      Response.json({ quotas: { resources: [{ type: 'SL_PKG_RESOURCE', max: 2000, quota: 50_000, used: used++ }] } });
    const ask = async () => (await read(app, '/api/projects/p/quota')).json();
    expect(await Promise.all([ask(), ask()])).toEqual([
      { used: 525, allowed: 50_000 },
      { used: 525, allowed: 50_000 },
    ]);
    await clock.advance(59_999);
    expect(await ask()).toMatchObject({ used: 525 });
    await clock.advance(1);
    expect(await ask()).toMatchObject({ used: 526 });
    expect(calls).toHaveLength(2);
  });
});

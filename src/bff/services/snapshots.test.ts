import { describe, expect, it } from 'vitest';
import { createDliClient } from '../../dli/client.ts';
import { createFakeClock, settle } from '../../dli/fake-clock.ts';
import { createApp } from '../app.ts';
import { DEFAULT_SNAPSHOT_TIMINGS } from '../config.ts';
import { everyProject } from '../projects.ts';
import { memoryLedger, NO_OBJECTS, quietLog, read, TEST_HOST, TEST_SESSION } from '../testing.ts';
import { createSnapshots } from './snapshots.ts';

const listing = (status: string) => JSON.stringify({ groups: [{ group_name: 'g', details: [{ resource_name: 'a.jar', status }] }] });

/** A DLI that answers the list when it is told to, with what it is told to. */
function upstream(first = listing('READY')) {
  const clock = createFakeClock();
  const state = { body: first, isHeld: false, isDown: false, calls: 0 };
  let letGo: (() => void)[] = [];
  const dli = createDliClient({
    endpoint: 'https://dli.example',
    clock,
    maxTries: 1,
    fetch: async () => {
      state.calls++;
      const { body, isDown } = state;
      if (state.isHeld) await new Promise<void>((resolve) => letGo.push(resolve));
      return isDown ? new Response('{"error_code":"APIGW.0613","error_msg":"down"}', { status: 503 }) : new Response(body);
    },
  });
  const release = () => {
    state.isHeld = false;
    for (const go of letGo) go();
    letGo = [];
  };
  const snapshots = createSnapshots({
    projects: everyProject({ dli, obs: NO_OBJECTS, region: 'local' }),
    clock,
    timings: DEFAULT_SNAPSHOT_TIMINGS,
  });
  return { clock, state, release, dli, snapshots };
}

describe('snapshots', () => {
  it('read once for everybody who asks at the same time', async () => {
    const { snapshots, state } = upstream();
    const all = await Promise.all(Array.from({ length: 200 }, () => snapshots.get('p')));
    expect(state.calls).toBe(1);
    expect(new Set(all).size).toBe(1);
  });

  it('are 2 s old at most while something moves and 20 s otherwise', async () => {
    const { snapshots, state, clock } = upstream();
    await snapshots.get('p');
    await clock.advance(19_999);
    await snapshots.get('p');
    expect(state.calls).toBe(1);
    state.body = listing('UPLOADING');
    await clock.advance(1);
    await snapshots.get('p');
    await clock.advance(1_999);
    await snapshots.get('p');
    expect(state.calls).toBe(2);
    await clock.advance(1);
    await snapshots.get('p');
    expect(state.calls).toBe(3);
  });

  it('keep their version while the content is the same, and tell when it was read', async () => {
    const { snapshots, state, clock } = upstream();
    const first = await snapshots.get('p');
    await clock.advance(20_000);
    const second = await snapshots.get('p');
    expect(second).toMatchObject({ version: first.version, readAt: first.readAt + 20_000, previousReadAt: first.readAt });
    expect(second.model).toBe(first.model);
    state.body = listing('FAILED');
    const third = await snapshots.get('p', { fresh: true });
    expect(third.version).not.toBe(first.version);
    expect(third.model.failed).toBe(1);
  });

  it('never let "fresh" join a read that began before it', async () => {
    const { snapshots, state, release } = upstream();
    state.isHeld = true;
    const old = snapshots.get('p');
    await settle();
    state.body = listing('FAILED');
    const fresh = [snapshots.get('p', { fresh: true }), snapshots.get('p', { fresh: true })];
    await settle();
    expect(state.calls).toBe(1);
    release();
    expect((await old).model.failed).toBe(0);
    for (const snapshot of await Promise.all(fresh)) expect(snapshot.model.failed).toBe(1);
    expect(state.calls).toBe(2);
  });

  it('read for "fresh" even after the read before it failed', async () => {
    const { snapshots, state, release } = upstream();
    Object.assign(state, { isHeld: true, isDown: true });
    const failing = snapshots.get('p').catch((error: unknown) => error);
    await settle();
    state.isDown = false;
    const fresh = snapshots.get('p', { fresh: true });
    release();
    expect(await failing).toMatchObject({ problem: 'server_fault' });
    expect((await fresh).model.groups).toHaveLength(1);
  });

  it('answer a failure from memory for a second, and keep the last good read behind it', async () => {
    const { snapshots, state, clock } = upstream();
    const good = await snapshots.get('p');
    state.isDown = true;
    await clock.advance(20_000);
    for (let i = 0; i < 200; i++) await expect(snapshots.get('p')).rejects.toMatchObject({ httpStatus: 503 });
    expect(state.calls).toBe(2);
    state.isDown = false;
    await clock.advance(1_000);
    const again = await snapshots.get('p');
    expect(again).toMatchObject({ version: good.version, previousReadAt: good.readAt });
    expect(state.calls).toBe(3);
  });

  it('forget projects nobody asked for, and never use a version again', async () => {
    const { snapshots, clock } = upstream();
    const first = await snapshots.get('p');
    await clock.advance(1_200_000);
    const later = await snapshots.get('p');
    expect(later.previousReadAt).toBeNull();
    expect(later.version).toBeGreaterThan(first.version);
  });
});

describe('200 browsers polling every 3 s', () => {
  it.each([
    ['UPLOADING', 30],
    ['READY', 3],
  ])('cost DLI, while all is %s, at most %i list calls a minute', async (status, most) => {
    const { dli, clock, state } = upstream(listing(status));
    const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
    const { app, dispose } = createApp({
      ledger: memoryLedger(),
      projects: everyProject({ dli, obs: NO_OBJECTS, region: 'local' }),
      clock,
      log: quietLog(),
      config,
    });
    for (let ms = 0; ms < 60_000; ms += 150) {
      const browsers = Array.from({ length: 10 }, (_, i) => read(app, `/api/projects/p/groups?page=${(ms / 150 + i) % 200}`));
      await Promise.all(browsers);
      await clock.advance(150);
    }
    expect(state.calls).toBeGreaterThan(1);
    expect(state.calls).toBeLessThanOrEqual(most);
    await dispose();
  });
});

import { describe, expect, it } from 'vitest';
import { createDliClient } from '../../dli/client.ts';
import { sleep } from '../../dli/clock.ts';
import { createFakeClock, settle } from '../../dli/fake-clock.ts';
import { type ObjectRef, type ObjectStat, ObjectStoreError } from '../../obs/object-store.ts';
import { everyProject } from '../projects.ts';
import { NO_OBJECTS } from '../testing.ts';
import { createPreflight, type DEFAULT_PREFLIGHT_LIMITS } from './preflight.ts';

const STAT: ObjectStat = { sizeBytes: 1, lastModifiedMs: 1, etag: 'e', storageClass: null, needsRestore: false };
const ref = (index: number): ObjectRef => ({ bucket: 'bkt', key: `${index}.jar` });

/** A store that answers each look after `answersInMs`, and counts. */
function open({ answersInMs = 50, limits = {} as Partial<typeof DEFAULT_PREFLIGHT_LIMITS>, fails = null as ObjectStoreError | null } = {}) {
  const clock = createFakeClock();
  const seen = { heads: 0, running: 0, most: 0, aborted: 0 };
  const obs = {
    ...NO_OBJECTS,
    async head(_: ObjectRef, signal?: AbortSignal): Promise<ObjectStat> {
      seen.heads++;
      seen.most = Math.max(seen.most, ++seen.running);
      try {
        const aborted = Promise.withResolvers<never>();
        signal?.addEventListener('abort', () => {
          seen.aborted++;
          aborted.reject(signal.reason);
        });
        await Promise.race([sleep(clock, answersInMs), aborted.promise]);
        if (fails) throw fails;
        return STAT;
      } finally {
        seen.running--;
      }
    },
  };
  const dli = createDliClient({ endpoint: 'https://dli.example', clock, fetch: () => Promise.reject(new Error('not asked')) });
  const preflight = createPreflight({ projects: everyProject({ dli, obs, region: 'local' }), clock, limits });
  const idle = new AbortController().signal;
  return {
    clock,
    seen,
    preflight,
    look: (index: number, options: { signal?: AbortSignal; fresh?: boolean; project?: string } = {}) =>
      preflight.look(options.project ?? 'p', ref(index), { signal: options.signal ?? idle, fresh: options.fresh ?? false }),
  };
}

/** Whether a promise has come to an end by now. */
async function isOver(work: Promise<unknown>): Promise<boolean> {
  let over = false;
  void work.finally(() => {
    over = true;
  });
  await settle();
  return over;
}

describe('looks', () => {
  it('at fifty objects of 50 ms take 0.2 s, sixteen at a time', async () => {
    const { clock, seen, look } = open();
    const all = Promise.all(Array.from({ length: 50 }, (_, index) => look(index)));
    await clock.advance(150);
    expect(seen.heads).toBe(50);
    expect(await isOver(all)).toBe(false);
    await clock.advance(50);
    expect(await all).toHaveLength(50);
    expect(seen).toEqual({ heads: 50, running: 0, most: 16, aborted: 0 });
  });

  it('of one project do not wait for those of another', async () => {
    const { clock, seen, look } = open();
    const all = ['a', 'b'].flatMap((project) => Array.from({ length: 20 }, (_, index) => look(index, { project })));
    await clock.advance(100);
    await Promise.all(all);
    expect(seen.most).toBe(32);
  });

  it('at one object are one, for all who ask, in one project', async () => {
    const { clock, seen, look } = open();
    const all = [look(1), look(1), look(1), look(1, { project: 'other' })];
    await clock.advance(50);
    for (const looked of await Promise.all(all)) expect(looked).toEqual({ stat: STAT });
    expect(seen.heads).toBe(2);
  });
});

describe('answers', () => {
  it('are good for half a minute', async () => {
    const { clock, seen, look } = open({ answersInMs: 0 });
    const ask = async () => {
      const looked = look(1);
      await clock.advance(0);
      await looked;
    };
    await ask();
    await clock.advance(29_999);
    await ask();
    expect(seen.heads).toBe(1);
    await clock.advance(1);
    await ask();
    expect(seen.heads).toBe(2);
  });

  it.each([
    ['2 s for a failure', null, 2_000],
    ['as long as the store asked for', 12_000, 12_000],
    ['but not for ever', 3_600_000, 30_000],
  ])('%s', async (_, retryAfterMs, forMs) => {
    const fails = new ObjectStoreError('throttled', 'slow down', { retryAfterMs });
    const { clock, seen, look, preflight } = open({ answersInMs: 0, fails });
    const ask = async () => {
      const looked = look(1);
      await clock.advance(0);
      return looked;
    };
    expect(await ask()).toEqual({ stat: null, code: 'throttled', region: null });
    await clock.advance(forMs - 1);
    await ask();
    expect(seen.heads).toBe(1);
    await clock.advance(1);
    await ask();
    expect(seen.heads).toBe(2);
    await clock.advance(3_600_000);
    expect(preflight.remembered('p', ref(1)), 'remembered longer than it is good').toMatchObject({ code: 'throttled' });
  });

  it('are passed by when a new look is asked for, whose answer is the one that is kept', async () => {
    const { clock, seen, look } = open();
    const first = look(1);
    await clock.advance(10);
    const fresh = look(1, { fresh: true });
    const joining = look(1);
    await clock.advance(40);
    expect(await isOver(first)).toBe(true);
    expect(await isOver(joining)).toBe(false);
    await clock.advance(10);
    await Promise.all([fresh, joining]);
    await look(1);
    expect(seen.heads).toBe(2);
  });

  it('are forgotten, the oldest first', async () => {
    const { clock, look, preflight } = open({ answersInMs: 0, limits: { remembered: 2 } });
    for (const index of [1, 2, 3]) {
      const looked = look(index);
      await clock.advance(0);
      await looked;
    }
    expect([1, 2, 3].map((index) => preflight.remembered('p', ref(index)) !== null)).toEqual([false, true, true]);
  });
});

describe('giving up', () => {
  it('ends a look when the last who waited for it has gone', async () => {
    const { clock, seen, look } = open();
    const [one, two] = [new AbortController(), new AbortController()];
    const looks = [look(1, { signal: one.signal }), look(1, { signal: two.signal })];
    await settle();
    one.abort();
    expect(await looks[0]).toBeNull();
    expect(seen.aborted).toBe(0);
    two.abort();
    expect(await looks[1]).toBeNull();
    expect(seen).toMatchObject({ heads: 1, running: 0, aborted: 1 });
    const later = look(1);
    await clock.advance(50);
    expect(await later).toEqual({ stat: STAT });
  });

  it('leaves the queue without a call of the store', async () => {
    const { clock, seen, look } = open();
    const stop = new AbortController();
    const all = Array.from({ length: 50 }, (_, index) => look(index, { signal: stop.signal }));
    await settle();
    stop.abort();
    expect(await Promise.all(all)).toEqual(Array.from({ length: 50 }, () => null));
    expect(seen).toEqual({ heads: 16, running: 0, most: 16, aborted: 16 });
    const next = look(99);
    await clock.advance(50);
    expect(await next).toEqual({ stat: STAT });
    expect(await look(98, { signal: stop.signal })).toBeNull();
  });

  it('answers what is known when time is up', async () => {
    const { clock, preflight, seen } = open();
    const refs = Array.from({ length: 40 }, (_, index) => ref(index));
    const told = preflight.lookWithin('p', refs, 60, { signal: new AbortController().signal });
    await clock.advance(60);
    const known = (await told).filter((one) => one !== null);
    expect(known).toHaveLength(16);
    expect(seen).toMatchObject({ heads: 32, running: 0 });
  });
});

import { describe, expect, it } from 'vitest';
import { createFakeClock, settle } from './fake-clock.ts';
import { createTokenBuckets } from './token-bucket.ts';

function open(options = { ratePerSecond: 10, burst: 3, maxWaitMs: 1_000 }) {
  const clock = createFakeClock();
  const buckets = createTokenBuckets(clock, options);
  const went: number[] = [];
  const start = clock.now();
  const take = async (key = 'k') => {
    const refused = await buckets.take(key);
    if (refused === null) went.push(clock.now() - start);
    return refused;
  };
  return { clock, buckets, take, went };
}

describe('token buckets', () => {
  it('let a burst through, then one by one, first come first served', async () => {
    const { clock, take, went } = open();
    const all = Array.from({ length: 6 }, () => take());
    await settle();
    expect(went).toEqual([0, 0, 0]);
    await clock.advance(300);
    await Promise.all(all);
    expect(went).toEqual([0, 0, 0, 100, 200, 300]);
  });

  it('fill up again, but never above the burst', async () => {
    const { clock, take, went } = open();
    await Promise.all([take(), take(), take()]);
    await clock.advance(60_000);
    const all = [take(), take(), take(), take()];
    await settle();
    expect(went.slice(3)).toEqual([60_000, 60_000, 60_000]);
    await clock.advance(100);
    await Promise.all(all);
  });

  it('do not share', async () => {
    const { take, went } = open({ ratePerSecond: 1, burst: 1, maxWaitMs: 0 });
    await Promise.all([take('a'), take('b')]);
    expect(went).toEqual([0, 0]);
    expect(await take('a')).toBe(1_000);
  });

  it('refuse a longer wait at once, and do not count what they refused', async () => {
    const { clock, take } = open({ ratePerSecond: 1, burst: 1, maxWaitMs: 1_500 });
    await take();
    const waiting = take();
    expect(await take()).toBe(2_000);
    expect(await take()).toBe(2_000);
    await clock.advance(1_000);
    expect(await waiting).toBeNull();
  });

  it('rest after a pause, and start again slowly', async () => {
    const { clock, buckets, take, went } = open({ ratePerSecond: 10, burst: 3, maxWaitMs: 10_000 });
    buckets.pause('k', 2_000);
    const all = [take(), take()];
    await clock.advance(2_100);
    await Promise.all(all);
    expect(went).toEqual([2_000, 2_100]);
  });

  it('survive a clock that is set back', async () => {
    const clock = createFakeClock();
    let offsetMs = 0;
    const buckets = createTokenBuckets(
      { now: () => clock.now() + offsetMs, after: clock.after },
      { ratePerSecond: 1, burst: 1, maxWaitMs: 0 },
    );
    expect(await buckets.take('k')).toBeNull();
    offsetMs = -3_600_000;
    expect(await buckets.take('k')).toBe(1_000);
    await clock.advance(1_000);
    expect(await buckets.take('k')).toBeNull();
  });

  it('are given up when nobody uses them', async () => {
    const { clock, take } = open({ ratePerSecond: 1_000, burst: 1, maxWaitMs: 0 });
    for (let n = 0; n < 3_000; n++) {
      expect(await take(`project-${n}`)).toBeNull();
      if (n % 500 === 0) await clock.advance(10);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { createFakeClock } from './fake-clock.ts';

function open() {
  const clock = createFakeClock();
  const breaker = createCircuitBreaker(clock, { opensAfter: 3, openMs: 1_000, maxOpenMs: 3_000 });
  const fail = (key = 'p') => {
    expect(breaker.enter(key)).toBeNull();
    breaker.end(key, 'failed');
  };
  return { clock, breaker, fail };
}

describe('circuit breaker', () => {
  it('opens after failures in a row, since the first of them', async () => {
    const { clock, breaker, fail } = open();
    const since = clock.now();
    for (let n = 0; n < 3; n++) {
      fail();
      await clock.advance(100);
    }
    expect(breaker.enter('p')).toEqual({ since, retryAfterMs: 900 });
    expect(breaker.enter('q')).toBeNull();
  });

  it('counts a row only: an answer begins anew', () => {
    const { breaker, fail } = open();
    for (let n = 0; n < 10; n++) {
      fail();
      fail();
      breaker.enter('p');
      breaker.end('p', 'answered');
    }
    expect(breaker.enter('p')).toBeNull();
  });

  it('lets one through after a while, and waits longer each time it fails', async () => {
    const { clock, breaker, fail } = open();
    for (let n = 0; n < 3; n++) fail();
    for (const openMs of [1_000, 2_000, 3_000, 3_000]) {
      expect(breaker.enter('p')).toMatchObject({ retryAfterMs: openMs });
      await clock.advance(openMs);
      expect(breaker.enter('p')).toBeNull();
      expect(breaker.enter('p')).not.toBeNull();
      breaker.end('p', 'failed');
    }
    await clock.advance(3_000);
    breaker.enter('p');
    breaker.end('p', 'answered');
    expect(breaker.enter('p')).toBeNull();
    expect(breaker.enter('p')).toBeNull();
  });

  it('learns nothing from a call that said nothing, and lets the next one look', async () => {
    const { clock, breaker, fail } = open();
    for (let n = 0; n < 3; n++) fail();
    await clock.advance(1_000);
    expect(breaker.enter('p')).toBeNull();
    breaker.end('p', 'unclear');
    expect(breaker.enter('p')).toBeNull();
  });

  it('does not stay open when the clock is set back', async () => {
    const clock = createFakeClock();
    let offsetMs = 0;
    const set = { opensAfter: 1, openMs: 1_000, maxOpenMs: 1_000 };
    const breaker = createCircuitBreaker({ now: () => clock.now() + offsetMs, after: clock.after }, set);
    breaker.enter('p');
    breaker.end('p', 'failed');
    offsetMs = -3_600_000;
    expect(breaker.enter('p')).toMatchObject({ retryAfterMs: 1_000 });
    await clock.advance(1_000);
    expect(breaker.enter('p')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { LONGEST_DELAY_MS } from '../../domain/cadence.ts';
import { ApiError } from './client.ts';
import { delayAfterError, delayWhile, isPolled, type Motion, nextDelay, withJitter } from './poll.ts';

const START = 1_800_000_000_000;
const still: Motion = { isMoving: false, movingSince: null };
const moving: Motion = { isMoving: true, movingSince: START };

function submission(patch: Partial<NonNullable<Motion['submissions']>[number]>): Motion {
  const base = { outcome: 'accepted', settlement: null, submittedAt: START } as const;
  return { ...still, submissions: [{ ...base, ...patch }] };
}

function failure(status: number, retryAfterMs?: number): ApiError {
  return new ApiError({ code: 'dli_throttled', message: '', status, requestId: null }, retryAfterMs);
}

describe('the cadence', () => {
  it.each([
    [0, 3_000],
    [29_999, 3_000],
    [30_000, 10_000],
    [299_999, 10_000],
    [300_000, 30_000],
    [1_799_999, 30_000],
    [1_800_000, LONGEST_DELAY_MS],
    [86_400_000, LONGEST_DELAY_MS],
  ])('%i ms after the movement began waits %i ms', (ageMs, delayMs) => {
    expect(delayWhile(moving, START + ageMs, 'stop')).toBe(delayMs);
  });

  it('is fast while nobody knows since when it moves', () => {
    expect(delayWhile({ isMoving: true, movingSince: null }, START, 'stop')).toBe(3_000);
  });

  it('stops on a view where all is final, and slows down on a list', () => {
    expect(delayWhile(still, START, 'stop')).toBe(false);
    expect(delayWhile(still, START, 'slow')).toBe(LONGEST_DELAY_MS);
    expect(isPolled(still, START)).toBe(false);
  });
});

describe('a submission that is followed', () => {
  it.each(['sending', 'unknown'] as const)('keeps the view fast while %s', (outcome) => {
    expect(delayWhile(submission({ outcome }), START + 60_000, 'stop')).toBe(3_000);
  });

  it('lets go once it is settled, or when nobody will settle it any more', () => {
    const settlement = { verdict: 'arrived' as const, at: START + 45_000, found: [], missing: [] };
    expect(delayWhile(submission({ outcome: 'unknown', settlement }), START + 50_000, 'stop')).toBe(false);
    expect(delayWhile(submission({ outcome: 'unknown' }), START + 10 * 60_000, 'stop')).toBe(false);
  });

  it('is no reason to go on once DLI has answered', () => {
    expect(delayWhile(submission({ outcome: 'accepted' }), START + 1_000, 'stop')).toBe(false);
    expect(delayWhile(submission({ outcome: 'refused' }), START + 1_000, 'stop')).toBe(false);
  });
});

describe('after an error', () => {
  it('asks again after three seconds, or when it was told to', () => {
    expect(delayAfterError(failure(502))).toBe(3_000);
    expect(delayAfterError(failure(429, 20_000))).toBe(20_000);
    expect(delayAfterError(failure(429, 1_000))).toBe(3_000);
    expect(delayAfterError(new TypeError('of the page itself'))).toBe(3_000);
  });

  it.each([401, 403, 404])('stops on %i', (status) => {
    expect(delayAfterError(failure(status))).toBe(false);
  });
});

describe('jitter', () => {
  it('adds at most a tenth, and the same for the same read', () => {
    for (let seed = START; seed < START + 500; seed++) {
      const delay = withJitter(3_000, seed);
      expect(delay).toBeGreaterThanOrEqual(3_000);
      expect(delay).toBeLessThanOrEqual(3_300);
      expect(withJitter(3_000, seed)).toBe(delay);
    }
  });

  it('spreads pages that read at different moments', () => {
    expect(new Set(Array.from({ length: 50 }, (_, i) => withJitter(10_000, START + i))).size).toBeGreaterThan(40);
  });
});

describe('a query', () => {
  const state = { data: { data: moving, asOf: START + 60_000 }, error: null, dataUpdatedAt: 1, errorUpdatedAt: 0 };
  const poll = (patch: object) => nextDelay({ state: { ...state, ...patch } } as Parameters<typeof nextDelay<Motion>>[0], (m) => m, 'stop');

  it('goes by the server’s clock, not the browser’s', () => {
    expect(poll({})).toBeGreaterThanOrEqual(10_000);
  });

  it('waits for its first answer, and goes by an error over data that is older', () => {
    expect(poll({ data: undefined })).toBe(false);
    expect(poll({ error: failure(502) })).toBeLessThanOrEqual(3_300);
    expect(poll({ error: failure(404) })).toBe(false);
  });
});

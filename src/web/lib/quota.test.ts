import { describe, expect, it } from 'vitest';
import { knownQuota, overQuota } from './quota.ts';

describe('a quota', () => {
  it('is known when both figures are', () => {
    expect(knownQuota({ used: 0, allowed: 5 })).toEqual({ used: 0, allowed: 5 });
    expect([undefined, { used: null, allowed: 5 }, { used: 5, allowed: null }].map(knownQuota)).toEqual([null, null, null]);
  });

  it('is passed by what is added beyond it, not by what is replaced', () => {
    const quota = { used: 4, allowed: 5 };
    expect([0, 1, 2].map((adds) => overQuota(quota, adds))).toEqual([null, null, 6]);
    expect(overQuota({ used: 7, allowed: 5 }, 0)).toBeNull();
  });
});

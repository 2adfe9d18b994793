/** Numbers that come again with the same seed: what a failed run did can be done once more. */

export interface Random {
  /** From 0 up to 1. */
  next(): number;
  between(low: number, high: number): number;
  chance(share: number): boolean;
  /** One of its own for a part of the run, so that the parts do not change each other's numbers. */
  fork(): Random;
}

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    chance: (share) => next() < share,
    fork: () => createRandom(Math.floor(next() * 2 ** 32)),
  };
}

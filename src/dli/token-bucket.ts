/**
 * Keeps calls below a rate, one bucket a key: `burst` at once, then `ratePerSecond`, first come first served. The
 * gateway counts per project and API, answers 429 above its limit, and a 429 of its own empties the bucket here.
 */
import { type Clock, sleep } from './clock.ts';

export interface BucketOptions {
  ratePerSecond: number;
  burst: number;
  /** A longer wait is refused at once instead. */
  maxWaitMs: number;
}

export interface TokenBuckets {
  /** Resolves with null when the call may go out, or with how long it would have had to wait. */
  take(key: string): Promise<number | null>;
  /** Nothing more for so long; then one by one. */
  pause(key: string, forMs: number): void;
}

interface Bucket {
  /** When it will be full again (GCRA's theoretical arrival time). */
  fullAtMs: number;
  seenAtMs: number;
}

const PRUNE_ABOVE = 1_000;

export function createTokenBuckets(clock: Clock, { ratePerSecond, burst, maxWaitMs }: BucketOptions): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  const stepMs = 1000 / ratePerSecond;
  const burstMs = (burst - 1) * stepMs;

  function open(key: string): Bucket {
    const nowMs = clock.now();
    const bucket = buckets.get(key) ?? { fullAtMs: nowMs, seenAtMs: nowMs };
    // A clock that was set back must not turn into a wait of hours.
    if (nowMs < bucket.seenAtMs) bucket.fullAtMs -= bucket.seenAtMs - nowMs;
    bucket.seenAtMs = nowMs;
    bucket.fullAtMs = Math.max(bucket.fullAtMs, nowMs);
    if (buckets.size >= PRUNE_ABOVE && !buckets.has(key)) {
      for (const [other, { fullAtMs }] of buckets) if (fullAtMs <= nowMs) buckets.delete(other);
    }
    buckets.set(key, bucket);
    return bucket;
  }

  return {
    async take(key) {
      const bucket = open(key);
      const waitMs = Math.max(0, bucket.fullAtMs - burstMs - bucket.seenAtMs);
      if (waitMs > maxWaitMs) return waitMs;
      bucket.fullAtMs += stepMs;
      if (waitMs > 0) await sleep(clock, waitMs);
      return null;
    },
    pause(key, forMs) {
      const bucket = open(key);
      bucket.fullAtMs = Math.max(bucket.fullAtMs, bucket.seenAtMs + forMs + burstMs);
    },
  };
}

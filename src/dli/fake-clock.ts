/** A clock for tests: time stands still until `advance` moves it, timers then run in order. */
import type { Clock } from './clock.ts';

export interface FakeClock extends Clock {
  /** Lets `ms` pass; every timer that falls due runs, and what it awaits gets its turns in between. */
  advance(ms: number): Promise<void>;
}

export function createFakeClock(startMs = 1_760_000_000_000): FakeClock {
  let nowMs = startMs;
  let timers: { dueMs: number; run: () => void }[] = [];

  return {
    now: () => nowMs,
    after(delayMs, run) {
      const timer = { dueMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        const next = timers.filter((timer) => timer.dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0];
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        nowMs = Math.max(nowMs, next.dueMs);
        next.run();
        await settle();
      }
      nowMs = endMs;
    },
  };
}

/** Enough turns of the event loop for chains of promises to come to rest. */
export async function settle(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

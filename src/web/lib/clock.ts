import { useSyncExternalStore } from 'react';

const TICK_MS = 10_000;
const listeners = new Set<() => void>();
let aheadMs = 0;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** A browser's clock may be minutes off; below this, it is as good as the server's. */
const TOLERANCE_MS = 5_000;

/** Ages are counted on the clock that dated them: the server's, as its answers tell it. */
export function setServerTime(at: number): void {
  const ahead = at - Date.now();
  if (Number.isFinite(ahead)) aheadMs = Math.abs(ahead) > TOLERANCE_MS ? ahead : 0;
}

/** The time of day in steps of ten seconds, one timer for every "2 min ago" on the page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now() + aheadMs;
    timer = setInterval(tick, TICK_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function tick(): void {
  now = Date.now() + aheadMs;
  for (const listener of listeners) listener();
}

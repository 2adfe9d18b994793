/**
 * Stops calling what does not answer: after so many failures in a row calls are refused at once, and a single one is let
 * through now and then to see. A refusal says since when: the first failure of the row.
 */
import type { Clock } from './clock.ts';

export interface BreakerOptions {
  /** Failures in a row. */
  opensAfter: number;
  /** How long until a call is let through; doubles with each that fails, up to `maxOpenMs`. */
  openMs: number;
  maxOpenMs: number;
}

/** `unclear`: ended before or beside the service, and says nothing about it. */
export type Ending = 'answered' | 'failed' | 'unclear';

export interface Refusal {
  /** Epoch milliseconds of the first failure in the row. */
  since: number;
  retryAfterMs: number;
}

export interface CircuitBreaker {
  /** Null lets the call through; it must then be ended. */
  enter(key: string): Refusal | null;
  end(key: string, ending: Ending): void;
}

interface Row {
  failures: number;
  sinceMs: number;
  /** Null while closed. */
  openedAtMs: number | null;
  openMs: number;
  isTrying: boolean;
}

export function createCircuitBreaker(clock: Clock, { opensAfter, openMs, maxOpenMs }: BreakerOptions): CircuitBreaker {
  const rows = new Map<string, Row>();

  return {
    enter(key) {
      const row = rows.get(key);
      if (!row || row.openedAtMs === null) return null;
      // A clock that was set back must not keep it open.
      row.openedAtMs = Math.min(row.openedAtMs, clock.now());
      const leftMs = row.openedAtMs + row.openMs - clock.now();
      if (leftMs > 0) return { since: row.sinceMs, retryAfterMs: leftMs };
      if (row.isTrying) return { since: row.sinceMs, retryAfterMs: openMs };
      row.isTrying = true;
      return null;
    },
    end(key, ending) {
      if (ending === 'answered') {
        rows.delete(key);
        return;
      }
      const row = rows.get(key) ?? { failures: 0, sinceMs: clock.now(), openedAtMs: null, openMs, isTrying: false };
      const wasTrying = row.isTrying;
      row.isTrying = false;
      if (ending === 'unclear') return;
      row.failures++;
      if (row.openedAtMs === null && row.failures >= opensAfter) row.openedAtMs = clock.now();
      else if (row.openedAtMs !== null && wasTrying) {
        row.openedAtMs = clock.now();
        row.openMs = Math.min(maxOpenMs, row.openMs * 2);
      }
      rows.set(key, row);
    },
  };
}

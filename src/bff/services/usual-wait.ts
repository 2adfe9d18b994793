/** How long uploads of a project usually take, asked of the ledger while something uploads; never waited for. */
import type { Logger } from 'pino';
import type { Clock } from '../../dli/clock.ts';
import type { SubmissionLedger } from './journal.ts';

export interface Usual {
  ms: number;
  /** How many it is taken from; 0: too few, or not known yet. */
  measured: number;
}

export interface UsualWaits {
  of(projectId: string): Usual;
}

/** Fewer say nothing of what is usual. */
export const MEASURED_MIN = 20;
/** Where there is no history to go by. */
export const DEFAULT_USUAL_MS = 5 * 60_000;
/** Where everything takes a second, three are no news: reads are that far apart. */
export const LEAST_USUAL_MS = 10_000;
const GOOD_FOR_MS = 5 * 60_000;
/** Too few, or the ledger did not answer: that may change soon. */
const AGAIN_AFTER_MS = 10_000;
const PROJECTS_KEPT = 1_000;

interface Kept {
  usual: Usual;
  untilMs: number;
  isAsking: boolean;
}

interface UsualWaitsOptions {
  ledger: Pick<SubmissionLedger, 'usualWait'>;
  clock: Clock;
  log: Logger;
}

export function createUsualWaits({ ledger, clock, log }: UsualWaitsOptions): UsualWaits {
  const kept = new Map<string, Kept>();

  async function ask(projectId: string, entry: Kept): Promise<void> {
    entry.isAsking = true;
    entry.untilMs = clock.now() + AGAIN_AFTER_MS;
    try {
      const { measured, p95Ms } = await ledger.usualWait(projectId);
      if (measured < MEASURED_MIN || p95Ms === null) {
        entry.usual = { ms: DEFAULT_USUAL_MS, measured: 0 };
        return;
      }
      entry.usual = { ms: Math.max(LEAST_USUAL_MS, p95Ms), measured };
      entry.untilMs = clock.now() + GOOD_FOR_MS;
    } catch (error) {
      log.warn({ projectId, why: error instanceof Error ? error.message : '' }, 'what is usual could not be read from the ledger');
    } finally {
      entry.isAsking = false;
    }
  }

  return {
    of(projectId) {
      let entry = kept.get(projectId);
      if (!entry) {
        if (kept.size >= PROJECTS_KEPT) kept.clear();
        entry = { usual: { ms: DEFAULT_USUAL_MS, measured: 0 }, untilMs: 0, isAsking: false };
        kept.set(projectId, entry);
      }
      if (clock.now() >= entry.untilMs && !entry.isAsking) void ask(projectId, entry);
      return entry.usual;
    },
  };
}

/** What the ledger knows of where the packages of a group came from. */
import type { Logger } from 'pino';
import type { Clock } from '../../dli/clock.ts';
import type { KnownPath } from '../../ledger/entry.ts';
import { createDeadline, LATE } from './deadline.ts';
import type { Journal, SubmissionLedger } from './journal.ts';

/** By name. */
export type Known = ReadonlyMap<string, KnownPath>;

export interface KnownPackages {
  /** Null where the ledger cannot be read now: reviews go on without it. */
  of(projectId: string, group: string | null): Promise<Known | null>;
}

export interface KnownPackagesOptions {
  ledger: Pick<SubmissionLedger, 'knownPaths'>;
  journal: Pick<Journal, 'whenTried'>;
  clock: Clock;
  log: Logger;
}

/** A database that does not answer would hold up every review. */
const WITHIN_MS = 2_000;

export function createKnownPackages({ ledger, journal, clock, log }: KnownPackagesOptions): KnownPackages {
  async function read(projectId: string, group: string | null): Promise<Known> {
    // What the read of DLI just now told is on its way into the ledger.
    await journal.whenTried();
    const known = await ledger.knownPaths(projectId, group);
    return new Map(known.map((item) => [item.name, item]));
  }

  return {
    async of(projectId, group) {
      const deadline = createDeadline(clock, WITHIN_MS);
      try {
        const known = await deadline.race(read(projectId, group));
        if (known !== LATE) return known;
        log.warn({ projectId }, 'what was submitted before could not be read from the ledger in time');
      } catch (error) {
        log.warn({ projectId, why: error instanceof Error ? error.message : '' }, 'what was submitted before could not be read');
      } finally {
        deadline.cancel();
      }
      return null;
    },
  };
}

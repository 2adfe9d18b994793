/**
 * Follows what was submitted to its end, whether a browser is open or not, also what an earlier process submitted: the list is
 * read while something is still to be learned, and each read tells the ledger (`follow.ts`). As often as a screen would, through
 * the same snapshots, so that open screens make it no more.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../dli/clock.ts';
import { delayByAge, LONGEST_DELAY_MS, SHORTEST_DELAY_MS } from '../../domain/cadence.ts';
import type { Journal } from './journal.ts';
import type { Snapshots } from './snapshots.ts';
import { type Submissions, WATCHED_MS } from './submissions.ts';

export interface Watch {
  /** To be told whenever something in the project may have become worth watching. */
  look(projectId: string): void;
  dispose(): void;
}

export interface WatchOptions {
  submissions: Submissions;
  snapshots: Pick<Snapshots, 'get'>;
  journal: Pick<Journal, 'note'>;
  clock: Clock;
  log: Logger;
}

export function createWatch({ submissions, snapshots, journal, clock, log }: WatchOptions): Watch {
  const timers = new Map<string, { dueMs: number; cancel: () => void }>();
  const reading = new Set<string>();
  /** Reads that failed since one succeeded. */
  const failures = new Map<string, number>();
  let isDisposed = false;

  function look(projectId: string): void {
    const now = clock.now();
    const timer = timers.get(projectId);
    if (isDisposed || reading.has(projectId) || (timer && timer.dueMs <= now + SHORTEST_DELAY_MS)) return;
    const watched = submissions.watched(projectId);
    if (watched.length === 0) return;
    const dueMs = now + delayMs(projectId, now - Math.max(...watched.map(({ view }) => view.submittedAt)));
    if (timer && timer.dueMs <= dueMs) return;
    timer?.cancel();
    timers.set(projectId, { dueMs, cancel: clock.after(dueMs - now, () => void readOnce(projectId)) });
  }

  function delayMs(projectId: string, ageMs: number): number {
    return Math.max(delayByAge(ageMs), Math.min(LONGEST_DELAY_MS, SHORTEST_DELAY_MS * 2 ** (failures.get(projectId) ?? 0)));
  }

  async function readOnce(projectId: string): Promise<void> {
    timers.delete(projectId);
    if (submissions.watched(projectId).length === 0) return;
    reading.add(projectId);
    try {
      await snapshots.get(projectId);
      failures.delete(projectId);
    } catch (error) {
      const before = failures.get(projectId) ?? 0;
      failures.set(projectId, before + 1);
      const why = error instanceof Error ? error.message : '';
      if (before === 0) log.warn({ projectId, why }, 'what was submitted could not be followed; it is tried again');
    } finally {
      reading.delete(projectId);
    }
    if (isDisposed) return;
    const tooOld = submissions.watched(projectId).filter(({ view }) => clock.now() >= view.submittedAt + WATCHED_MS);
    for (const tracked of [...tooOld, ...submissions.open(projectId).filter(submissions.isOver)]) {
      submissions.close(tracked);
      void journal.note(tracked.view.id, { type: 'closed', at: clock.now() });
    }
    look(projectId);
  }

  return {
    look,
    dispose() {
      isDisposed = true;
      for (const { cancel } of timers.values()) cancel();
      timers.clear();
    },
  };
}

/** What earlier processes submitted, read from the ledger into memory where somebody asks for it. */
import type { Logger } from 'pino';
import type { Submission } from '../../contract/submissions.ts';
import type { Clock } from '../../dli/clock.ts';
import type { KnownPath, SubmissionEntry } from '../../ledger/entry.ts';
import type { Explain } from './explain.ts';
import type { SubmissionLedger } from './journal.ts';
import { trackedOf, viewOf } from './submission-entries.ts';
import type { Submissions } from './submissions.ts';

export interface Recall {
  /** The latest submissions of the group, and how long its packages took. A ledger that cannot be read is logged: reads go on. */
  group(projectId: string, group: string | null): Promise<void>;
  find(projectId: string, id: string): Promise<Submission | null>;
}

/** As many as a group's screen shows. */
export const SUBMISSIONS_SHOWN = 5;

export interface RecallOptions {
  ledger: SubmissionLedger;
  submissions: Submissions;
  explain: Pick<Explain, 'recalled'>;
  clock: Clock;
  log: Logger;
  /** What was recalled is told by the next read. */
  readAgain: (projectId: string) => void;
}

/** Uploads that were never seen to end, of one group. */
const UNENDED_MAX = 20;
/** A database that does not answer would hold up every poll. */
const TRY_AGAIN_MS = 10_000;

export function createRecall({ ledger, submissions, explain, clock, log, readAgain }: RecallOptions): Recall {
  const underWay = new Map<string, Promise<void>>();
  let nextTryMs = 0;

  async function load(projectId: string, group: string | null): Promise<void> {
    try {
      const latest = await ledger.latest(projectId, group, SUBMISSIONS_SHOWN);
      const known = await ledger.knownPaths(projectId, group);
      await recallUnended(projectId, known);
      for (const entry of latest.toReversed()) {
        if (isDecided(entry) && !submissions.find(projectId, entry.id)) submissions.add(trackedOf(entry));
      }
      for (const { tookMs, ...seen } of known) if (tookMs !== null) submissions.recallTook(projectId, seen, tookMs);
      explain.recalled(projectId, group, known);
      submissions.markRecalled(projectId, group);
    } catch (error) {
      nextTryMs = clock.now() + TRY_AGAIN_MS;
      log.warn({ projectId, why: error instanceof Error ? error.message : '' }, 'earlier submissions could not be read from the ledger');
    }
  }

  /** However long ago they were submitted: how they ended is ours to tell. */
  async function recallUnended(projectId: string, known: readonly KnownPath[]): Promise<void> {
    const unended = known.filter(({ how, status }) => how === 'submitted' && status === 'uploading').map(({ entryId }) => entryId);
    const ids = [...new Set(unended)].filter((id) => !submissions.find(projectId, id)).slice(0, UNENDED_MAX);
    let isAnyClosed = false;
    for (const id of ids) {
      const entry = await ledger.find(projectId, id);
      if (entry?.type !== 'submission' || !isDecided(entry)) continue;
      submissions.add(trackedOf(entry));
      isAnyClosed ||= !entry.isOpen;
    }
    // Nobody reads for the sake of what is no longer watched.
    if (isAnyClosed) readAgain(projectId);
  }

  return {
    async group(projectId, group) {
      if (submissions.isRecalled(projectId, group) || clock.now() < nextTryMs) return;
      const key = JSON.stringify([projectId, group]);
      const loading = underWay.get(key) ?? load(projectId, group).finally(() => underWay.delete(key));
      underWay.set(key, loading);
      await loading;
    },
    async find(projectId, id) {
      const tracked = submissions.find(projectId, id);
      if (tracked) return tracked.view;
      const entry = await ledger.find(projectId, id);
      return entry?.type === 'submission' ? viewOf(entry) : null;
    },
  };
}

/** What is still to be sent, answered or settled is in memory with whoever does that; without it nobody would ever end the wait. */
function isDecided({ outcome, settlement }: SubmissionEntry): boolean {
  return outcome !== 'sending' && (outcome !== 'unknown' || settlement !== null);
}

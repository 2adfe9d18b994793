/**
 * Submissions on their way into the ledger. Before the call everything is stored or nothing goes out; after it, what became
 * of it is written in order, and a ledger that cannot take it holds up nobody: it is tried again with whatever comes next.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../dli/clock.ts';
import type { Entry, IdempotencyKey, LedgerEvent, SubmissionEntry, SubmissionIntent } from '../../ledger/entry.ts';
import { LedgerError } from '../../ledger/errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { ApiError } from '../errors.ts';

/** As much of the ledger as submissions need. */
export type SubmissionLedger = Pick<Ledger, 'begin' | 'findByKey' | 'record' | 'find' | 'unfinished' | 'latest' | 'knownPaths'>;

export interface Opened {
  entry: SubmissionEntry;
  /** Whether this caller, and nobody else, is the one to send it. */
  maySend: boolean;
}

export interface Journal {
  /** What the key was answered with before; null where nothing has gone out with it. @throws ApiError `idempotency_key_reused`, `ledger_unavailable` */
  replay(key: IdempotencyKey): Promise<SubmissionEntry | null>;
  /** Stores the intent, its key, and that it is being sent. @throws ApiError as `replay` does: nothing may be sent then */
  open(intent: SubmissionIntent, key: IdempotencyKey): Promise<Opened>;
  /** An entry that was opened and not sent after all: whoever comes with its key may send it. */
  giveBack(id: string): void;
  /** Resolves when it has been tried; never rejects. */
  note(id: string, ...events: LedgerEvent[]): Promise<void>;
  /** Resolves when everything noted so far has been tried. */
  whenTried(): Promise<void>;
}

export function createJournal({ ledger, clock, log }: { ledger: SubmissionLedger; clock: Clock; log: Logger }): Journal {
  /** Written as sent, or as about to be, by a try of this process that ended before the call. */
  const unsent = new Set<string>();
  const pending = new Map<string, LedgerEvent[]>();
  let writing: Promise<void> = Promise.resolve();

  const isTaken = ({ id, stage }: SubmissionEntry) => stage !== 'intent' && !unsent.has(id);

  async function write(): Promise<void> {
    for (const [id, events] of pending) {
      const part = [...events];
      if (!(await recorded(id, part))) return;
      events.splice(0, part.length);
      if (events.length === 0) pending.delete(id);
    }
  }

  /** False where it should be tried again. */
  async function recorded(id: string, events: readonly LedgerEvent[]): Promise<boolean> {
    try {
      await ledger.record(id, ...events);
      return true;
    } catch (error) {
      const problem = error instanceof LedgerError ? error.problem : 'unavailable';
      const types = events.map(({ type }) => type);
      log.error({ submissionId: id, problem, events: types, why: reasonOf(error) }, 'the ledger did not take what became of a submission');
      if (problem === 'unavailable') return false;
      // One of them stands there already, or contradicts what does: the others are still worth keeping.
      if (events.length > 1) for (const event of events) if (!(await recorded(id, [event]))) return false;
      return true;
    }
  }

  return {
    async replay(key) {
      const entry = await ledger.findByKey(key).catch(refuse);
      return entry && isTaken(submissionIn(entry)) ? submissionIn(entry) : null;
    },
    async open(intent, key) {
      const begun = await ledger.begin(intent, key).catch(refuse);
      const entry = submissionIn(begun.entry);
      if (isTaken(entry)) return { entry, maySend: false };
      if (entry.stage === 'intent') {
        try {
          await ledger.record(entry.id, { type: 'sent', at: clock.now() });
        } catch (error) {
          // Another process took it from here.
          if (error instanceof LedgerError && error.problem === 'conflict') {
            const now = await ledger.find(entry.projectId, entry.id).catch(refuse);
            return { entry: now ? submissionIn(now) : entry, maySend: false };
          }
          unsent.add(entry.id);
          return refuse(error);
        }
      }
      unsent.delete(entry.id);
      return { entry, maySend: true };
    },
    giveBack: (id) => void unsent.add(id),
    note(id, ...events) {
      const waiting = pending.get(id);
      if (waiting) waiting.push(...events);
      else pending.set(id, events);
      writing = writing.then(write);
      return writing;
    },
    whenTried: () => writing,
  };
}

export function ledgerUnavailable(message: string): ApiError {
  return new ApiError('ledger_unavailable', `${message} Nothing was sent.`);
}

function refuse(error: unknown): never {
  if (error instanceof LedgerError && error.problem === 'key_reused')
    throw new ApiError('idempotency_key_reused', 'This key came before with another body.');
  throw ledgerUnavailable(reasonOf(error));
}

/** In the ledger's own words: those of the engine may hold values. */
function reasonOf(error: unknown): string {
  return error instanceof LedgerError ? error.message : 'The ledger cannot be used now.';
}

function submissionIn(entry: Entry): SubmissionEntry {
  if (entry.type === 'submission') return entry;
  throw new ApiError('idempotency_key_reused', 'This key came before with another request.');
}

/**
 * What is about to be sent, and what became of it, on the way into the ledger. Before the first call everything is stored or
 * nothing goes out; after it, what became of it is written in order, and a ledger that cannot take it holds up nobody: it is
 * tried again with whatever comes next, and every few seconds.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../dli/clock.ts';
import type { Entry, IdempotencyKey, Intent, LedgerEvent } from '../../ledger/entry.ts';
import { LedgerError } from '../../ledger/errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { ApiError } from '../errors.ts';

/** As much of the ledger as submissions need. */
export type SubmissionLedger = Pick<
  Ledger,
  'begin' | 'findByKey' | 'record' | 'find' | 'unfinished' | 'latest' | 'knownPaths' | 'usualWait'
>;

export interface Opened {
  /** As stored: with a key that came before, what it came with first. */
  entry: Entry;
  isNew: boolean;
  /** Whether this caller, and nobody else, is the one to send it. */
  maySend: boolean;
}

export interface Journal {
  /** What the key was answered with before; null where nothing has gone out with it. @throws ApiError `idempotency_key_reused`, `ledger_unavailable` */
  replay(key: IdempotencyKey): Promise<Entry | null>;
  /** Stores the intent, its key, and that it is being sent. @throws ApiError as `replay` does: nothing may be sent then */
  open(intent: Intent, key: IdempotencyKey): Promise<Opened>;
  /** An entry that was opened and not sent after all: whoever comes with its key may send it. */
  giveBack(id: string): void;
  /** Resolves when it has been tried, with whether the ledger took all it was told; never rejects. */
  note(id: string, ...events: LedgerEvent[]): Promise<boolean>;
  /** The same without a try of its own: written with whatever is written next, within a second at the latest. */
  keep(id: string, ...events: LedgerEvent[]): void;
  /** Resolves when everything noted and kept so far has been tried. */
  whenTried(): Promise<void>;
  /** Entries of which the ledger has not been told everything yet. */
  waiting(): Iterable<string>;
  /** Tries once more, and then no longer. */
  dispose(): Promise<void>;
}

export interface JournalOptions {
  ledger: Pick<SubmissionLedger, 'begin' | 'findByKey' | 'record' | 'find'>;
  clock: Clock;
  log: Logger;
  /** Awaited before anything else is written. Never rejects. */
  onRecorded?: (id: string, events: readonly LedgerEvent[]) => Promise<void>;
}

const KEPT_BACK_MS = 1_000;
const TRY_AGAIN_MS = 5_000;
/** In one transaction. */
const EVENTS_AT_ONCE = 200;

export function createJournal({ ledger, clock, log, onRecorded }: JournalOptions): Journal {
  /** Written as sent, or as about to be, by a try of this process that ended before the call. */
  const unsent = new Set<string>();
  const pending = new Map<string, LedgerEvent[]>();
  let writing: Promise<void> = Promise.resolve();
  let cancelLater: (() => void) | null = null;
  let isFailing = false;
  let isDisposed = false;

  const isTaken = ({ id, stage }: Entry) => stage !== 'intent' && !unsent.has(id);

  async function write(): Promise<void> {
    cancelLater?.();
    cancelLater = null;
    for (const [id, events] of pending) {
      // What is kept while this is written goes with the next.
      for (let left = events.length; left > 0; left -= EVENTS_AT_ONCE) {
        const part = events.slice(0, Math.min(left, EVENTS_AT_ONCE));
        isFailing = !(await recorded(id, part));
        if (isFailing) return writeLater(TRY_AGAIN_MS);
        events.splice(0, part.length);
      }
      if (events.length === 0) pending.delete(id);
    }
  }

  function writeLater(delayMs: number): void {
    if (!isDisposed) cancelLater ??= clock.after(delayMs, () => void writeNow());
  }

  function writeNow(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }

  function keep(id: string, events: readonly LedgerEvent[]): void {
    const waiting = pending.get(id);
    if (waiting) waiting.push(...events);
    else if (events.length > 0) pending.set(id, [...events]);
  }

  /** False where it should be tried again. */
  async function recorded(id: string, events: readonly LedgerEvent[]): Promise<boolean> {
    try {
      await ledger.record(id, ...events);
      await onRecorded?.(id, events);
      return true;
    } catch (error) {
      const problem = error instanceof LedgerError ? error.problem : 'unavailable';
      const types = [...new Set(events.map(({ type }) => type))];
      log.error({ entryId: id, problem, events: types, why: reasonOf(error) }, 'the ledger did not take what became of an entry');
      if (problem === 'unavailable') return false;
      // One of them stands there already, or contradicts what does: the others are still worth keeping.
      if (events.length > 1) for (const event of events) if (!(await recorded(id, [event]))) return false;
      return true;
    }
  }

  /** A start may have closed it as not sent, and not have written that yet: it was told, so whoever comes with its key is told the same. */
  async function upToDate(entry: Entry): Promise<Entry> {
    if (!pending.has(entry.id)) return entry;
    await writeNow();
    if (pending.has(entry.id)) throw ledgerUnavailable('The ledger did not take what became of this before.');
    return (await ledger.find(entry.projectId, entry.id).catch(refuse)) ?? entry;
  }

  return {
    async replay(key) {
      const entry = await ledger.findByKey(key).catch(refuse);
      return entry && isTaken(entry) ? entry : null;
    },
    async open(intent, key) {
      const { entry: found, isNew } = await ledger.begin(intent, key).catch(refuse);
      const entry = isTaken(found) ? found : await upToDate(found);
      if (isTaken(entry)) return { entry, isNew, maySend: false };
      if (entry.stage === 'intent') {
        try {
          await ledger.record(entry.id, { type: 'sent', at: clock.now() });
        } catch (error) {
          // Another process took it from here.
          if (error instanceof LedgerError && error.problem === 'conflict') {
            const now = await ledger.find(entry.projectId, entry.id).catch(refuse);
            return { entry: now ?? entry, isNew, maySend: false };
          }
          unsent.add(entry.id);
          return refuse(error);
        }
      }
      unsent.delete(entry.id);
      return { entry, isNew, maySend: true };
    },
    giveBack: (id) => void unsent.add(id),
    async note(id, ...events) {
      keep(id, events);
      await writeNow();
      return !isFailing;
    },
    keep(id, ...events) {
      keep(id, events);
      writeLater(KEPT_BACK_MS);
    },
    async dispose() {
      isDisposed = true;
      await writeNow();
    },
    whenTried: writeNow,
    waiting: () => pending.keys(),
  };
}

export function ledgerUnavailable(message: string): ApiError {
  return new ApiError('ledger_unavailable', `${message} Nothing was sent.`);
}

/** The key came before, and what it came with was something else. */
export function keyOfAnother(): ApiError {
  return new ApiError('idempotency_key_reused', 'This key came before with another request.');
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

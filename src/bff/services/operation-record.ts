/**
 * What becomes of one operation's items, on its way into the ledger. That a call is about to go out is stored before it does, a
 * few items at a time; how they ended goes along with the next few. A ledger that fails holds nothing up: it is told later.
 */
import type { Clock } from '../../dli/clock.ts';
import type { LedgerEvent } from '../../ledger/entry.ts';
import { createDeadline } from './deadline.ts';
import type { Journal } from './journal.ts';
import type { TrackedItem, TrackedOperation } from './operations.ts';

export interface OperationRecord {
  /** Resolves when the ledger holds that the item's call may have gone out, or cannot be waited for. */
  sending(item: TrackedItem): Promise<void>;
  /** Its call was not taken: until it is sent again, the ledger shall know that it was not. */
  waitsAgain(item: TrackedItem): void;
  ended(item: TrackedItem): void;
  /** No further call is made: what was to be sent next was not. */
  stop(): void;
  finished(): Promise<void>;
}

export interface OperationRecordOptions {
  operation: TrackedOperation;
  journal: Pick<Journal, 'note' | 'keep'>;
  clock: Clock;
  /** How many items are stored as being sent at once: as many as there are calls at a time. */
  chunk: number;
}

/** A database that does not answer would hold up every call. */
const STORED_WITHIN_MS = 2_000;
const TRY_AGAIN_MS = 5_000;

export function createOperationRecord({ operation, journal, clock, chunk }: OperationRecordOptions): OperationRecord {
  const { id, items } = operation;
  const positions = new Map(items.map((item, position) => [item, position]));
  /** Those the ledger was told of as being sent; resolved when it holds that. */
  const toldOf = new Map<TrackedItem, Promise<void>>();
  let nextTryMs = 0;

  const event = (item: TrackedItem, state = item.state): LedgerEvent => ({
    type: 'item',
    at: clock.now(),
    position: positions.get(item) ?? 0, // every item has one
    state,
    wasGone: item.wasGone,
    error: item.error,
  });

  async function store(some: readonly TrackedItem[]): Promise<void> {
    const events = some.map((item) => event(item, 'running'));
    if (clock.now() < nextTryMs) return journal.keep(id, ...events);
    const deadline = createDeadline(clock, STORED_WITHIN_MS);
    const isStored = await deadline.race(journal.note(id, ...events));
    deadline.cancel();
    if (isStored !== true) nextTryMs = clock.now() + TRY_AGAIN_MS;
  }

  function nextOnes(first: TrackedItem): TrackedItem[] {
    const next = [first];
    for (let position = (positions.get(first) ?? 0) + 1; position < items.length && next.length < chunk; position++) {
      const item = items[position];
      if (item?.state === 'waiting' && !toldOf.has(item)) next.push(item);
    }
    return next;
  }

  return {
    sending(item) {
      const told = toldOf.get(item);
      if (told) return told;
      const some = nextOnes(item);
      const stored = store(some);
      for (const one of some) toldOf.set(one, stored);
      return stored;
    },
    waitsAgain(item) {
      if (toldOf.delete(item)) journal.keep(id, event(item, 'waiting'));
    },
    ended(item) {
      toldOf.delete(item);
      journal.keep(id, event(item));
    },
    stop() {
      for (const item of toldOf.keys()) if (item.state === 'waiting') journal.keep(id, event(item));
    },
    async finished() {
      await journal.note(id, { type: 'finished', at: operation.finishedAt ?? clock.now() });
    },
  };
}

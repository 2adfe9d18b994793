/**
 * The one polling helper. Fast while something moves and newly so, slow otherwise; the BFF coalesces, so cadence is about
 * the reader's eyes and our own traffic, not about DLI's gateway.
 *
 * Every delay is a pure function of what the query holds: TanStack Query asks for it again at each render, and a delay
 * that differed (a random jitter, the wall clock) would start the timer anew each time and never let it end.
 */
import type { Query } from '@tanstack/react-query';
import type { Submission } from '../../contract/submissions.ts';
import { delayByAge, LONGEST_DELAY_MS, SHORTEST_DELAY_MS } from '../../domain/cadence.ts';
import { type Answered, ApiError } from './client.ts';

const AFTER_ERROR_MS = 3_000;
/** DLI's lost answer is settled within a minute; a little longer than that, every view of it stays fast. */
const UNSETTLED_FAST_MS = 120_000;
const JITTER = 0.1;

/** The parts of a view that say whether it moves; every view of the contract has them. */
export interface Motion {
  isMoving: boolean;
  movingSince: number | null;
  submissions?: readonly Pick<Submission, 'outcome' | 'settlement' | 'submittedAt'>[];
}

/** `stop`: nothing is read while nothing moves. `slow`: once a minute, for lists that others may add to. */
export type WhenStill = 'stop' | 'slow';

/** How long until the next read, before jitter; false: no more by itself. `now` is the server's clock (`asOf`), never the browser's. */
export function delayWhile(motion: Motion, now: number, whenStill: WhenStill): number | false {
  if (isUnsettled(motion, now)) return SHORTEST_DELAY_MS;
  if (!motion.isMoving) return whenStill === 'slow' ? LONGEST_DELAY_MS : false;
  return delayByAge(now - (motion.movingSince ?? now));
}

function isUnsettled(motion: Motion, now: number): boolean {
  return (motion.submissions ?? []).some((submission) => {
    const isOpen = (submission.outcome === 'sending' || submission.outcome === 'unknown') && submission.settlement === null;
    return isOpen && now - submission.submittedAt < UNSETTLED_FAST_MS;
  });
}

/** How long until the next try; false where asking again cannot help. */
export function delayAfterError(error: unknown): number | false {
  if (!(error instanceof ApiError)) return AFTER_ERROR_MS;
  if (error.status === 401 || error.status === 403 || error.status === 404) return false;
  return Math.max(AFTER_ERROR_MS, error.retryAfterMs ?? 0);
}

/** 0 to 10 % more, the same for the same seed: many open pages do not fall into step. */
export function withJitter(delayMs: number, seed: number): number {
  const fraction = ((Math.imul(seed | 0, 2_654_435_761) >>> 0) % 1_000) / 1_000;
  return Math.round(delayMs * (1 + JITTER * fraction));
}

type Polled<T> = Pick<Query<Answered<T>>, 'state'>;

/** The next delay of one query, as its state stands. */
export function nextDelay<T>(query: Polled<T>, motionOf: (data: T) => Motion, whenStill: WhenStill): number | false {
  const { data, error, dataUpdatedAt, errorUpdatedAt } = query.state;
  const seed = dataUpdatedAt + errorUpdatedAt;
  if (error) {
    const delay = delayAfterError(error);
    return delay && withJitter(delay, seed);
  }
  if (!data) return false;
  const delay = delayWhile(motionOf(data.data), data.asOf ?? dataUpdatedAt, whenStill);
  return delay && withJitter(delay, seed);
}

/** Whether a view that stops when still is read again by itself, for the words "auto refresh on". */
export function isPolled(motion: Motion | undefined, asOf: number | null | undefined): boolean {
  return motion === undefined || delayWhile(motion, asOf ?? Date.now(), 'stop') !== false;
}

/** To be spread into query options. A hidden tab is not read; it is read once when it comes back. */
export function pollWhile<T>(motionOf: (data: T) => Motion, whenStill: WhenStill) {
  return {
    refetchInterval: (query: Polled<T>) => nextDelay(query, motionOf, whenStill),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: 'always',
  } as const;
}

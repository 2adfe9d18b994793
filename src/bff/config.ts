import type { Session } from '../contract/session.ts';

export interface BffConfig {
  session: Session;
  /** `Host` values this server answers to, with their port; a name that was merely pointed here (DNS rebinding) is none of them. */
  allowedHosts: readonly string[];
  /** A submit is answered within this, with `unknown` if DLI has not answered by then. */
  answerWithinMs?: number;
  /** A lost submit is settled by reading this long after it was sent: longer than the slowest call can take. */
  settleAfterMs?: number;
  snapshots?: Partial<SnapshotTimings>;
}

export interface SnapshotTimings {
  /** How old a read may be while something is uploading or a submission is being followed. */
  movingTtlMs: number;
  restingTtlMs: number;
  /** How long a failed read is answered from memory, so that many browsers do not hammer an ill service. */
  failureTtlMs: number;
  /** A project nobody asked for is dropped from memory. */
  forgetAfterMs: number;
}

export const DEFAULT_SNAPSHOT_TIMINGS: SnapshotTimings = {
  movingTtlMs: 2_000,
  restingTtlMs: 20_000,
  failureTtlMs: 1_000,
  forgetAfterMs: 600_000,
};
export const DEFAULT_ANSWER_WITHIN_MS = 10_000;
export const DEFAULT_SETTLE_AFTER_MS = 45_000;

/**
 * What a service said of an access key it does not accept. The gateway locks a key after five wrong signatures
 * (APIGW.0307 follows), so a refusal is told again from memory instead of being asked for anew, until somebody wants to know.
 */
import type { Clock } from './clock.ts';
import type { DliError, DliEvidence } from './errors.ts';

/** One for each key, however many projects it is used for. */
export interface Refusals {
  /** What is to be told in place of a call; null lets the call through. */
  known(): Pick<DliEvidence, 'problem' | 'httpStatus' | 'errorCode' | 'errorMessage' | 'requestId' | 'retryAfterMs' | 'clockSkewMs'> | null;
  note(error: DliError): void;
  /** The key is good. */
  forget(): void;
  /** Lets one call through before its time; not within `ASKED_AGAIN_EVERY_MS` of the last one. */
  askAgain(): void;
}

const HOLDS_MS = 60_000;
const ASKED_AGAIN_EVERY_MS = 5_000;

export function createRefusals(clock: Clock): Refusals {
  let refusal: { error: DliError; atMs: number; untilMs: number } | null = null;

  return {
    known() {
      if (!refusal) return null;
      const leftMs = refusal.untilMs - clock.now();
      if (leftMs > 0 && leftMs <= HOLDS_MS) {
        const { problem, httpStatus, errorCode, errorMessage, requestId, clockSkewMs } = refusal.error;
        return { problem, httpStatus, errorCode, errorMessage, requestId, clockSkewMs, retryAfterMs: leftMs };
      }
      // One call finds out; the others are told the same until it has.
      refusal.untilMs = clock.now() + HOLDS_MS;
      return null;
    },
    note(error) {
      refusal = { error, atMs: clock.now(), untilMs: clock.now() + HOLDS_MS };
    },
    forget() {
      refusal = null;
    },
    askAgain() {
      if (refusal && clock.now() - refusal.atMs >= ASKED_AGAIN_EVERY_MS) refusal.untilMs = 0;
    },
  };
}

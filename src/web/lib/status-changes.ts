/** What changed between two reads, for the live region: "etl: 3 Ready, 1 Failed". */
import type { RollUp } from '../../contract/common.ts';
import type { Status } from '../../domain/status.ts';

export interface StatusChange {
  status: Status;
  /** How many more members have it than before. */
  count: number;
}

/** Only what came to an end is told: that an upload began is the reader's own doing. */
export function endingsBetween(before: RollUp, after: RollUp): StatusChange[] {
  return (['ready', 'failed', 'unknown'] as const).flatMap((status) => {
    const count = after[status] - before[status];
    return before.uploading > after.uploading && count > 0 ? [{ status, count }] : [];
  });
}

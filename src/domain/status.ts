/**
 * What DLI says of a package, read without case (one of Huawei's own examples prints "uploading"), and the
 * roll-up of a group's members. An unknown word is "unknown", never "still uploading".
 */
export const STATUSES = ['uploading', 'ready', 'failed', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

export function readStatus(raw: string | null | undefined): Status {
  const word = raw?.trim().toLowerCase();
  return word === 'uploading' || word === 'ready' || word === 'failed' ? word : 'unknown';
}

/** Whether DLI will still change it by itself. Unknown is not moving: nobody can say what would end it. */
export function isMoving(status: Status): boolean {
  return status === 'uploading';
}

export const ROLL_UP_STATES = ['failed', 'uploading', 'unknown', 'ready', 'empty'] as const;
export type RollUpState = (typeof ROLL_UP_STATES)[number];

export interface RollUp {
  state: RollUpState;
  total: number;
  uploading: number;
  ready: number;
  failed: number;
  unknown: number;
}

/** Any failed wins, then any uploading, then any unknown; no members is "empty". */
export function rollUp(statuses: Iterable<Status>): RollUp {
  const counts = { uploading: 0, ready: 0, failed: 0, unknown: 0 };
  let total = 0;
  for (const status of statuses) {
    counts[status]++;
    total++;
  }
  const state: RollUpState =
    total === 0 ? 'empty' : counts.failed > 0 ? 'failed' : counts.uploading > 0 ? 'uploading' : counts.unknown > 0 ? 'unknown' : 'ready';
  return { state, total, ...counts };
}

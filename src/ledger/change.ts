/**
 * What the reads made anyway showed as changed although nothing this console did explains it. Two changes between two reads are
 * one, and what leaves DLI's visible fields as they were is none. Times are epoch milliseconds.
 */

/** `uploaded`: again, under the same name. `many`: too many at once to tell one by one (`counts`). */
export const CHANGES = ['appeared', 'vanished', 'uploaded', 'owner', 'many'] as const;

export interface ChangeCounts {
  appeared: number;
  vanished: number;
  uploaded: number;
  owner: number;
}

/** As a read noticed it. */
export interface NoticedChange {
  what: (typeof CHANGES)[number];
  /** Null: no group. Undefined: a summary of the whole project. */
  group: string | null | undefined;
  /** Null for the group itself, and in a summary. */
  name: string | null;
  /** When the read began that showed it. */
  at: number;
  /** When the read before it began; null where that was not in this run of the server. */
  since: number | null;
  /** What DLI says of the upload: of one that vanished, the last that was seen. */
  updatedAt: number | null;
  owner: string | null;
  ownerBefore: string | null;
  counts: ChangeCounts | null;
}

export interface Change extends NoticedChange {
  /** UUIDv7: sorts by the time it was noticed. */
  id: string;
}

/** The last state of a package that the journal has accounted for. */
export interface PackageState {
  group: string | null;
  name: string;
  at: number;
  updatedAt: number | null;
  underlyingName: string | null;
  isGone: boolean;
  /** Something of ours explains it. */
  isOurs: boolean;
}

export interface ChangeRecord {
  projectId: string;
  at: number;
  changes: readonly NoticedChange[];
  /** Each in place of the one there was. */
  states: readonly PackageState[];
}

export interface ChangeJournalHead {
  /** From when on changes are noted; null: not yet. */
  since: number | null;
  /** For each group that has any, for no group (null) and for summaries (undefined): when the latest was noticed. */
  latest: { group: string | null | undefined; at: number }[];
}

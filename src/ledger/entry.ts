/**
 * What the ledger keeps, as the rest of the server sees it. An entry is one submission, one bulk delete, one change of owner, or
 * one path that a user attached; its head and items say how things stand, its events how they came to. Times are epoch milliseconds, sizes bytes.
 */
import type { Kind } from '../domain/kind.ts';
import type { Status } from '../domain/status.ts';

/** JSON as DLI or this server worded it; read again through the schema of whoever wrote it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const ENTRY_TYPES = ['submission', 'delete', 'changeOwner', 'attach', 'detach'] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/**
 * `intent`: stored, nothing has gone out. `sent`: a call went out, or may have. `answered`: an answer came, or the operation
 * has ended. `observed`: a later read told what became of it.
 */
export type Stage = 'intent' | 'sent' | 'answered' | 'observed';

/** The first four are a submission's, as in the contract; the others an operation's (`partly`: some items failed), as `unknown` is: of some item nobody knows. */
export const OUTCOMES = ['sending', 'accepted', 'refused', 'unknown', 'running', 'done', 'partly', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Member {
  name: string;
  kind: string | null;
  status: Status;
  updatedAt: number | null;
  underlyingName: string | null;
}

interface Head {
  /** UUIDv7: ids sort by time. */
  id: string;
  projectId: string;
  createdAt: number;
  actor: string;
  /** This server's id of the request that began it. */
  requestId: string;
  /** SHA-256 of the request, base64. */
  requestDigest: string;
  note: string | null;
  /** The entry that this one does again. */
  repeatsId: string | null;
  stage: Stage;
  outcome: Outcome;
  /** Still to be sent, answered, settled or watched. */
  isOpen: boolean;
  /** How many events there are; changes with anything told of it. */
  version: number;
}

/** The object as the pre-flight saw it; null where it did not look. `versionId` where the bucket has versions. */
export interface SourceObject {
  /** `found`, or why it could not be read. */
  preflight: string;
  etag: string | null;
  sizeBytes: number | null;
  lastModifiedMs: number | null;
  versionId: string | null;
}

export interface SubmittedItem {
  /** Base name: what the package is called in the group. */
  name: string;
  /** As typed. */
  path: string;
  obsUri: string;
  source: SourceObject | null;
}

/** What the last read that showed it said; all null until one did. */
export interface Seen {
  status: Status | null;
  seenAt: number | null;
  updatedAt: number | null;
  underlyingName: string | null;
  /** From the submission to the first read that was final, where somebody watched. */
  tookMs: number | null;
}

/** Why a package is thought to have failed: from a look at its object afterwards, compared with its `SourceObject`. */
export interface Explanation {
  /** When the object was looked at. */
  at: number;
  /** A code of whoever explains; this folder does not read it. */
  reason: string;
  isLikely: boolean;
  /** The object as it was then. */
  object: SourceObject;
  /** Where its bucket is, when the store said so. */
  region: string | null;
}

export interface Settlement {
  verdict: 'arrived' | 'partly' | 'not_found' | 'undetermined';
  at: number;
  found: string[];
  missing: string[];
}

/** `unknown` where there was nothing to tell by. `members` is the group as that read showed it. */
export interface Observation {
  how: 'created' | 'merged' | 'replaced' | 'unknown';
  at: number;
  removed: string[];
  members: Member[];
}

export interface SubmissionEntry extends Head {
  type: 'submission';
  /** Null: no group. */
  group: string | null;
  kind: Kind;
  isAsync: boolean;
  /** The very call, without its headers. */
  call: { method: 'POST'; path: string; body: JsonObject };
  /** What stood there when the plan was made. */
  before: { groupExists: boolean; members: Member[] };
  sentAt: number | null;
  answeredAt: number | null;
  httpStatus: number | null;
  errorCode: string | null;
  /** DLI's id of the call. */
  upstreamRequestId: string | null;
  answer: JsonObject | null;
  error: JsonObject | null;
  settlesAt: number | null;
  settlement: Settlement | null;
  observation: Observation | null;
  items: (SubmittedItem & Seen & Explained)[];
}

/** Gone as soon as a read tells something else of the package. */
export interface Explained {
  explanation?: Explanation;
}

export interface OperationItem {
  /** As `OperationTarget` of the contract: a package in a group, an ungrouped one (null, name), or a group itself (group, null). */
  group: string | null;
  name: string | null;
  /** `unknown`: its answer was lost, and every read since failed. */
  state: 'waiting' | 'running' | 'done' | 'failed' | 'unknown';
  wasGone: boolean;
  error: JsonObject | null;
}

export interface OperationEntry extends Head {
  type: 'delete' | 'changeOwner';
  newOwner: string | null;
  finishedAt: number | null;
  items: OperationItem[];
}

/** Without its items, but with how many stand where. */
export interface OperationSummary extends Omit<OperationEntry, 'items'> {
  counts: Record<OperationItem['state'], number>;
}

/** A package of a group, or of none, with a path that a user gave for it; `path` and `obsUri` are '' where one is taken back. */
export interface AttachedItem extends SubmittedItem, Seen {
  group: string | null;
}

/** One item. Nothing goes out: it is over as soon as it is stored. `Seen` is what DLI showed of the package at that moment. */
export interface AttachEntry extends Head {
  type: 'attach' | 'detach';
  items: AttachedItem[];
}

export type Entry = SubmissionEntry | OperationEntry | AttachEntry;

export function isOperation(entry: Entry): entry is OperationEntry {
  return entry.type === 'delete' || entry.type === 'changeOwner';
}

type Begun = 'projectId' | 'createdAt' | 'actor' | 'requestId' | 'requestDigest' | 'note' | 'repeatsId';

/** What is known before the call goes out. */
export type Intent = SubmissionIntent | OperationIntent | AttachIntent;
export interface SubmissionIntent extends Pick<SubmissionEntry, Begun | 'type' | 'group' | 'kind' | 'isAsync' | 'call' | 'before'> {
  items: SubmittedItem[];
}
export interface OperationIntent extends Pick<OperationEntry, Begun | 'type' | 'newOwner'> {
  items: Pick<OperationItem, 'group' | 'name'>[];
}

export interface AttachIntent extends Pick<AttachEntry, Begun | 'type'> {
  items: [AttachedItem];
}

export interface IdempotencyKey {
  /** Whose key it is: the same words from elsewhere are another key. Neither is stored, only a hash of both. */
  scope: string;
  key: string;
  /** SHA-256 of the request; the same as the intent's. */
  requestDigest: string;
}

/** What may be recorded after the intent. `ledger/advance.ts` says when. */
export type LedgerEvent = { at: number } & (
  | { type: 'sent' }
  | {
      type: 'answered';
      outcome: 'accepted' | 'refused';
      httpStatus: number | null;
      errorCode: string | null;
      upstreamRequestId: string | null;
      answer: JsonObject | null;
      error: JsonObject | null;
    }
  /** Nothing went out, or nothing that could have been taken: refused by ourselves, or no connection came about. */
  | { type: 'notSent'; error: JsonObject | null }
  /** The answer is late, or will never come. */
  | {
      type: 'lost';
      settlesAt: number;
      httpStatus: number | null;
      errorCode: string | null;
      upstreamRequestId: string | null;
      error: JsonObject | null;
    }
  | { type: 'settled'; verdict: Settlement['verdict']; found: string[]; missing: string[] }
  | { type: 'observed'; how: Observation['how']; removed: string[]; members: Member[] }
  /** A read showed a package of the submission; left out of the record where it says nothing new. */
  | { type: 'status'; name: string; status: Status; updatedAt: number | null; underlyingName: string | null; tookMs: number | null }
  /** Why a package failed; of the failure that the last read of it showed, and once. */
  | ({ type: 'explained'; name: string } & Pick<Seen, 'updatedAt' | 'underlyingName'> & Omit<Explanation, 'at'>)
  /** One item of an operation, by its place in it. */
  | { type: 'item'; position: number; state: OperationItem['state']; wasGone: boolean; error: JsonObject | null }
  | { type: 'finished' }
  /** Nobody watches it any longer. */
  /** `gone`: packages that vanished before a read showed how their upload ended. */
  | { type: 'closed'; gone?: string[] }
);

export interface RecordedEvent {
  /** 1 is the intent. */
  seq: number;
  at: number;
  type: LedgerEvent['type'] | 'intent';
  /** Place of the item it speaks of; null where it is about the entry. */
  position: number | null;
  /** The event without `at` and `type`. */
  data: JsonObject;
}

/** One line of a list: the head, and as much of the items as a line shows. */
export interface EntrySummary extends Head {
  type: EntryType;
  /** The one group it is about; null where that is no group, or several (`groupCount`). */
  group: string | null;
  groupCount: number;
  itemCount: number;
  /** Packages that a read showed failed, or items that DLI refused. */
  failedCount: number;
  /** The first three; a group itself is named by its group. */
  names: string[];
  kind: Kind | null;
  newOwner: string | null;
  httpStatus: number | null;
  errorCode: string | null;
  answeredAt: number | null;
  verdict: Settlement['verdict'] | null;
  observed: Observation['how'] | null;
}

export interface EntryFilter {
  projectId: string;
  /** Null: entries about ungrouped packages. Left out: whatever group. */
  group?: string | null;
  actor?: string;
  outcome?: Outcome;
  type?: EntryType;
  /** From this millisecond on. */
  fromMs?: number;
  /** Before this millisecond. */
  untilMs?: number;
}

export interface Paging {
  limit: number;
  /** The `next` of the page before; left out for the first. */
  cursor?: string;
  /** The `previous` of the page after: the page that ends with what is newer than this entry. Goes before `cursor`. */
  newerThan?: string;
}

/** Newest first. */
export interface Page<T> {
  items: T[];
  /** Null on the last page. */
  next: string | null;
  /** Null on the first page. */
  previous: string | null;
}

export interface TimelineEntry {
  entry: EntrySummary;
  /** The items that are in this group, with what was last told of them. */
  items: Entry['items'];
  /** Oldest first, without those of single items of operations. */
  events: RecordedEvent[];
}

/**
 * Where a package came from: by the latest submission naming it that DLI accepted, or whose package was found after a lost
 * answer; or by what a user attached since.
 */
export interface KnownPath extends SubmittedItem, Seen, Explained {
  how: 'submitted' | 'attached';
  group: string | null;
  entryId: string;
  /** Of what was attached: when that was, and by whom. */
  submittedAt: number;
  submittedBy: string;
  note: string | null;
  /** Null where it was attached. */
  kind: Kind | null;
  /** DLI's id of the call; null where it was attached. */
  upstreamRequestId: string | null;
}

/** How long packages of a project took lately, where somebody watched. */
export interface UsualWait {
  /** How many are counted, at most 500. */
  measured: number;
  /** 95 of 100 took no longer; null where none is counted. */
  p95Ms: number | null;
}

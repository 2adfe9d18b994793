/** Submissions as callers see them, and as the ledger keeps them: nothing of the one is missing in the other. */
import { ApiErrorBody } from '../../contract/errors.ts';
import { Submission } from '../../contract/submissions.ts';
import type { LedgerEvent, SubmissionEntry, SubmissionIntent } from '../../ledger/entry.ts';
import type { Members } from './members.ts';
import { observe } from './observe.ts';
import type { Looked } from './preflight.ts';
import type { Tracked } from './submissions.ts';

export interface IntentParts {
  projectId: string;
  requestId: string;
  requestDigest: string;
  view: Omit<Submission, 'id'>;
  before: { groupExists: boolean; members: Members };
  /** What the pre-flight remembers of each package's object, in their order; null where it did not look. */
  looked: readonly (Looked | null)[];
  repeatsId?: string | null;
}

export function intentOf({ view, before, looked, repeatsId = null, ...ids }: IntentParts): SubmissionIntent {
  const { group, kind, isAsync, call } = view;
  return {
    ...ids,
    type: 'submission',
    createdAt: view.submittedAt,
    actor: view.submittedBy,
    note: view.note,
    repeatsId,
    group,
    kind,
    isAsync,
    call,
    before: { groupExists: before.groupExists, members: [...before.members.values()] },
    items: view.packages.map((item, index) => ({ ...item, source: sourceOf(looked[index] ?? null) })),
  };
}

/** The object as a look showed it; null where nobody looked. */
export function sourceOf(looked: Looked | null): SubmissionIntent['items'][number]['source'] {
  if (!looked) return null;
  if (!looked.stat) return { preflight: looked.code, etag: null, sizeBytes: null, lastModifiedMs: null, versionId: null };
  const { etag, sizeBytes, lastModifiedMs } = looked.stat;
  return { preflight: 'found', etag, sizeBytes, lastModifiedMs, versionId: null };
}

type Told<T extends LedgerEvent['type']> = Extract<LedgerEvent, { type: T }>;

/** What DLI, or the way to it, said of the call. */
function evidenceIn({ httpStatus, upstreamRequestId, error }: Submission) {
  return { httpStatus, upstreamRequestId, error, errorCode: error?.details?.upstream?.errorCode ?? null };
}

export function answeredEvent(view: Submission, at: number): Told<'answered'> | Told<'notSent'> {
  if (view.outcome !== 'accepted' && view.answeredAt === null) return { type: 'notSent', at, error: view.error };
  const outcome = view.outcome === 'accepted' ? 'accepted' : 'refused';
  return { type: 'answered', at: view.answeredAt ?? at, outcome, answer: view.answer, ...evidenceIn(view) };
}

export function lostEvent(view: Submission, at: number): Told<'lost'> {
  return { type: 'lost', at, settlesAt: view.settlesAt ?? at, ...evidenceIn(view) };
}

/** Read back through the contract's own schema. */
export function viewOf(entry: SubmissionEntry): Submission {
  const packages = entry.items.map(({ name, path, obsUri }) => ({ name, path, obsUri }));
  return Submission.parse({
    ...entry,
    submittedAt: entry.createdAt,
    submittedBy: entry.actor,
    error: entry.error && ApiErrorBody.parse(entry.error),
    observed: observedIn(entry, packages),
    packages,
  });
}

/** What was recorded, and what follows from the members recorded with it. */
function observedIn({ group, before, observation }: SubmissionEntry, packages: Submission['packages']): Submission['observed'] {
  if (!observation) return null;
  const { how, removed, at } = observation;
  const told = observe({ view: { group, packages }, before: beforeIn(before) }, byName(observation.members), at);
  if (how === 'unknown') return told && { ...told, how, removed };
  return { kept: 0, moved: [], movedCount: 0, ...told, how, removed, at };
}

function beforeIn({ groupExists, members }: SubmissionEntry['before']) {
  return { groupExists, members: byName(members) };
}

function byName(members: SubmissionEntry['before']['members']): Members {
  return new Map(members.map((member) => [member.name, member]));
}

/** All that is watched of it, as it stood when the ledger was last told. */
export function trackedOf(entry: SubmissionEntry): Pick<Tracked, 'projectId' | 'view' | 'before' | 'sentAt'> & Partial<Tracked> {
  const { items, before } = entry;
  const names = (isWanted: (item: SubmissionEntry['items'][number]) => boolean) => new Set(items.filter(isWanted).map((item) => item.name));
  return {
    projectId: entry.projectId,
    view: viewOf(entry),
    before: beforeIn(before),
    sentAt: entry.sentAt ?? entry.createdAt,
    unseen: names(({ status }) => status === null),
    unfinished: names(({ status }) => status !== 'ready' && status !== 'failed'),
    isObserved: entry.stage === 'observed',
    isClosed: !entry.isOpen,
    told: new Map(items.flatMap((item) => (item.status === null ? [] : [[item.name, toldText({ ...item, status: item.status })]]))),
  };
}

/** What a read said of a package, to see whether the next one says anything new. */
export function toldText({ status, updatedAt, underlyingName }: Pick<Told<'status'>, 'status' | 'updatedAt' | 'underlyingName'>): string {
  return JSON.stringify([status, updatedAt, underlyingName]);
}

/** What each read of the list says about the submissions of its project: which packages arrived, how long they took, who is gone. */
import type { Settlement, Submission } from '../../contract/submissions.ts';
import { isMoving } from '../../domain/status.ts';
import type { LedgerEvent } from '../../ledger/entry.ts';
import type { Explain } from './explain.ts';
import type { Journal } from './journal.ts';
import { hasArrived, type Members, membersFor } from './members.ts';
import { observe } from './observe.ts';
import type { Snapshot } from './snapshots.ts';
import { toldText } from './submission-entries.ts';
import { type Submissions, type Tracked, WATCHED_MS } from './submissions.ts';

/** Farther apart, two reads do not tell when something between them ended. */
const CLOSE_READS_MS = 90_000;

export interface FollowerParts {
  submissions: Submissions;
  journal: Pick<Journal, 'note'>;
  explain: Pick<Explain, 'failed'>;
}

export function createFollower({ submissions, journal, explain }: FollowerParts): (snapshot: Snapshot) => void {
  return (snapshot) => {
    // The newest first: what it was told of is no older one's upload.
    for (const tracked of submissions.followed(snapshot.projectId).toReversed()) {
      const events = follow(submissions, tracked, snapshot);
      if (events.length === 0) continue;
      void journal.note(tracked.view.id, ...events);
      const { id: entryId, group } = tracked.view;
      for (const event of events) {
        if (event.type !== 'status' || event.status !== 'failed') continue;
        const { name, updatedAt, underlyingName, at: seenAt } = event;
        explain.failed({ projectId: snapshot.projectId, entryId, group, name, updatedAt, underlyingName, seenAt });
      }
    }
  };
}

/** What the read says that was not known. */
function follow(submissions: Submissions, tracked: Tracked, snapshot: Snapshot): LedgerEvent[] {
  const { view } = tracked;
  const at = snapshot.readAt;
  if (at < view.submittedAt) return [];
  const names = view.packages.map((item) => item.name);
  const now = membersFor(snapshot.model, view.group, names);
  const events = [...new Set([...tracked.unseen, ...tracked.unfinished])].flatMap((name) =>
    watchPackage(submissions, tracked, snapshot, name, now),
  );
  if (tracked.isObserved && isGone(tracked, now)) {
    const gone = [...tracked.unfinished];
    tracked.unfinished.clear();
    if (tracked.isClosed) return events;
    submissions.close(tracked);
    return [...events, { type: 'closed', at, gone }];
  }
  if (tracked.isObserved || !isEvidence(tracked, at)) return events;
  tracked.isObserved = true;
  const observed = tracked.unseen.size < names.length && view.settlement?.verdict !== 'undetermined' ? observe(tracked, now, at) : null;
  if (observed) submissions.change(tracked, { observed });
  const { how, removed } = observed ?? { how: 'unknown' as const, removed: [] };
  return [...events, { type: 'observed', at, how, removed, members: [...now.values()] }];
}

function watchPackage(submissions: Submissions, tracked: Tracked, snapshot: Snapshot, name: string, now: Members): LedgerEvent[] {
  const { view, before, told } = tracked;
  const member = now.get(name);
  const arrived = hasArrived(before.members.get(name), member);
  if (!member || arrived === 'no') return [];
  // Where DLI sends nothing to compare by, its acceptance has to do for "it is there", but not for "it took so long".
  if (arrived === 'unknown' && !isTaken(view)) return [];
  const text = toldText(member);
  if (submissions.isOfLater(tracked, name, text)) {
    tracked.unfinished.delete(name);
    if (tracked.unseen.delete(name) && tracked.unseen.size === 0) submissions.change(tracked, {});
    return [];
  }
  if (tracked.unseen.delete(name) && tracked.unseen.size === 0) submissions.change(tracked, {});
  const isFinal = !isMoving(member.status) && member.status !== 'unknown' && tracked.unfinished.delete(name);
  const unwatchedMs = snapshot.readAt - Math.max(view.submittedAt, snapshot.previousReadAt ?? view.submittedAt);
  const tookMs = isFinal && arrived === 'yes' && unwatchedMs <= CLOSE_READS_MS ? snapshot.readAt - view.submittedAt : null;
  if (tookMs !== null) submissions.recordTook(tracked, { group: view.group, ...member }, tookMs);
  if (told.get(name) === text && tookMs === null) return [];
  told.set(name, text);
  const { status, updatedAt, underlyingName } = member;
  return [{ type: 'status', at: snapshot.readAt, name, status, updatedAt, underlyingName, tookMs }];
}

/** All that was still to end was seen, and is there no more: deleted meanwhile, here or elsewhere. No later read will tell its end. */
function isGone({ unseen, unfinished }: Tracked, now: Members): boolean {
  return unfinished.size > 0 && [...unfinished].every((name) => !unseen.has(name) && !now.has(name));
}

/** Whether a read tells what the submission did to its group: all it sent was seen, or what was not is not waited for any longer. */
function isEvidence({ view, unseen, followUntilMs }: Tracked, at: number): boolean {
  const isDecided = isTaken(view) || (view.settlement !== null && view.settlement.verdict !== 'not_found');
  if (!isDecided || at < answeredAt(view)) return false;
  if (unseen.size === 0 || view.outcome === 'unknown') return true;
  return at >= (unseen.size < view.packages.length ? followUntilMs : view.submittedAt + WATCHED_MS);
}

function isTaken(view: Submission): boolean {
  return view.outcome === 'accepted' || view.settlement?.verdict === 'arrived';
}

function answeredAt(view: Submission): number {
  return view.answeredAt ?? view.settlement?.at ?? 0;
}

/**
 * The verdict on a submission whose answer was lost, from a read made after the slowest call could have ended. What was named
 * here again since (`namedLater`) and stands there newer than before may be the later one's, so it proves neither.
 */
export function settlementOf(
  { view, before }: Pick<Tracked, 'view' | 'before'>,
  now: Members,
  at: number,
  namedLater: { has(name: string): boolean },
): Settlement {
  const found: string[] = [];
  const missing: string[] = [];
  let isDoubtful = false;
  for (const { name } of view.packages) {
    const arrived = hasArrived(before.members.get(name), now.get(name));
    if (arrived === 'no') missing.push(name);
    else if (arrived === 'unknown') isDoubtful = true;
    else if (!namedLater.has(name)) found.push(name);
  }
  const isUntold = isDoubtful || found.length + missing.length === 0;
  const verdict = isUntold ? 'undetermined' : missing.length === 0 ? 'arrived' : found.length === 0 ? 'not_found' : 'partly';
  return { verdict, at, found, missing };
}

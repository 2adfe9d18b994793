/** What a read after a submission showed of the members of its group, the ones left out among them. */
import { MOVED_SHOWN, type Observed, type Submission } from '../../contract/submissions.ts';
import type { Members } from './members.ts';

interface Observing {
  view: Pick<Submission, 'group' | 'packages'>;
  before: { groupExists: boolean; members: Members };
}

/** Null where it tells nothing: no member was left out, and none moved. */
export function observe({ view, before }: Observing, now: Members, at: number): Observed | null {
  const sent = new Set(view.packages.map((item) => item.name));
  const others = view.group === null ? [] : [...before.members.keys()].filter((name) => !sent.has(name));
  const removed = others.filter((name) => !now.has(name));
  const isNew = view.group !== null && !before.groupExists;
  const how = isNew ? 'created' : others.length === 0 ? 'unknown' : removed.length > 0 ? 'replaced' : 'merged';
  const moved = movedIn(before.members, now, sent);
  if (how === 'unknown' && moved.length === 0) return null;
  return { how, removed, kept: others.length - removed.length, moved: moved.slice(0, MOVED_SHOWN), movedCount: moved.length, at };
}

/** Those not sent first: nobody expects them. */
function movedIn(before: Members, now: Members, sent: ReadonlySet<string>): Observed['moved'] {
  const moved = [...before.values()].flatMap((old): Observed['moved'] => {
    const member = now.get(old.name);
    if (!member) return [];
    const isLater = member.updatedAt !== old.updatedAt;
    const isRenamed = member.underlyingName !== old.underlyingName;
    if (!isLater && !isRenamed) return [];
    return [{ name: old.name, what: isLater ? (isRenamed ? 'both' : 'time') : 'underlyingName', isSent: sent.has(old.name) }];
  });
  return moved.sort((a, b) => Number(a.isSent) - Number(b.isSent));
}

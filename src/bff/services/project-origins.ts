/** Where the packages of one project came from, in memory: by group and name, and what follows from it for one that is listed. */
import type { ChangeJournalHead, PackageState } from '../../ledger/change.ts';
import type { KnownPath } from '../../ledger/entry.ts';
import { isSameUpload, type UploadMark } from './compare-reads.ts';

export interface Place {
  group: string | null;
  name: string;
}

export interface KnownOrigin {
  readonly how: KnownPath['how'];
  readonly obsUri: string;
  readonly sizeBytes: number | null;
  readonly at: number;
  readonly by: string;
  readonly note: string | null;
  /** What was last seen of that upload; null until a read showed it. */
  readonly seen: (UploadMark & { at: number; isUploading: boolean }) | null;
  /** What the change journal has accounted for since. */
  state: PackageState | null;
}

/** A package whose path is known, and which the list does not hold. */
export interface MissingPackage extends Place {
  origin: KnownOrigin;
}

export interface ProjectOrigins {
  get(group: string | null, name: string): KnownOrigin | undefined;
  entries(): Iterable<[group: string | null, name: string, origin: KnownOrigin]>;
  /** As the ledger was read first, some thousands at most; emptied once they have been looked at. */
  missing: MissingPackage[];
  /** Since when changes of the project are noted; null: not yet. */
  since: number | null;
  /** When the latest change in a group, or in none, was noticed that was not made here; null: none was. */
  changedAt(group: string | null): number | null;
  noteChanged(group: string | null | undefined, at: number): void;
}

/** As whoever reads the ledger fills them. */
export interface EditableOrigins extends ProjectOrigins {
  count: number;
  set(place: Place, origin: KnownOrigin): void;
  delete(place: Place): void;
}

export function createProjectOrigins({ since, latest }: ChangeJournalHead): EditableOrigins {
  const byGroup = new Map<string | null, Map<string, KnownOrigin>>();
  const changed = new Map(latest.map(({ group, at }) => [group, at]));
  const project: EditableOrigins = {
    count: 0,
    missing: [],
    since,
    get: (group, name) => byGroup.get(group)?.get(name),
    *entries() {
      for (const [group, names] of byGroup) for (const [name, origin] of names) yield [group, name, origin];
    },
    changedAt(group) {
      const latestAt = Math.max(changed.get(group) ?? 0, changed.get(undefined) ?? 0);
      return latestAt === 0 ? null : latestAt;
    },
    noteChanged: (group, at) => void changed.set(group, at),
    set({ group, name }, origin) {
      let names = byGroup.get(group);
      if (!names) {
        names = new Map();
        byGroup.set(group, names);
      }
      if (!names.has(name)) project.count++;
      names.set(name, origin);
    },
    delete({ group, name }) {
      const names = byGroup.get(group);
      if (names?.delete(name)) project.count--;
      if (names?.size === 0) byGroup.delete(group);
    },
  };
  return project;
}

export function originOf(path: KnownPath, state: PackageState | null): KnownOrigin {
  const { how, obsUri, source, submittedAt, submittedBy, note, seenAt, updatedAt, underlyingName, status } = path;
  return {
    how,
    obsUri,
    sizeBytes: source?.sizeBytes ?? null,
    at: submittedAt,
    by: submittedBy,
    note,
    seen: seenAt === null ? null : { at: seenAt, updatedAt, underlyingName, isUploading: status === 'uploading' },
    state,
  };
}

interface Accounted extends UploadMark {
  at: number;
  isGone: boolean;
  isUploading: boolean;
}

/** The last that is known to have been there, whoever put it there; null: nobody has looked yet. */
export function accountedState({ at, seen, state }: KnownOrigin): Accounted | null {
  if (state && state.at >= (seen?.at ?? at)) return { ...state, isUploading: false };
  return seen && { ...seen, isGone: false };
}

/** The time alone may move when an upload ends that was under way when it was last seen, however long ago. */
export function withoutTime(mark: UploadMark & { isUploading: boolean }): UploadMark {
  return mark.isUploading ? { ...mark, updatedAt: null } : mark;
}

/** Whether what is listed is something else than the last of ours. */
export function isChangedSince(origin: KnownOrigin, listed: UploadMark): boolean {
  const { seen, state } = origin;
  if (!seen) return false;
  const isOurs = state?.isOurs === true && !state.isGone && state.at >= seen.at;
  return !isSameUpload(isOurs ? state : withoutTime(seen), listed);
}

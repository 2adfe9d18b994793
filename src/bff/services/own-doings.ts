/** What this console itself is doing, or was a moment ago: what it may explain is never told as done elsewhere. */
import type { Clock } from '../../dli/clock.ts';
import type { Difference } from './compare-reads.ts';
import type { Operations } from './operations.ts';
import type { Submissions } from './submissions.ts';

/** DLI's list may be a little behind its answers. */
const LAG_MS = 60_000;
const TOUCHES_KEPT = 5_000;

export interface Doings {
  /** Packages by `keyOf`. */
  uploads: ReadonlySet<string>;
  removals: ReadonlySet<string>;
  owners: ReadonlySet<string>;
  /** Packages whose time may move although nothing is uploaded. */
  touches: ReadonlySet<string>;
  /** Groups that a submission may have taken members from. */
  emptied: ReadonlySet<string | null>;
  /** Groups whose owner was to change. */
  ownedGroups: ReadonlySet<string | null>;
}

/** `upload` is followed by whoever sent it; anything else of ours leaves a state that nobody else writes down. */
export type Explanation = 'upload' | 'other';

export interface OwnDoings {
  /** As of now, and what has ended since `sinceMs`. To be asked before a read is followed: that ends what it shows as arrived. */
  capture(projectId: string, sinceMs: number): Doings;
  /** Tags or the like of one package are being changed, or were just now. */
  touch(projectId: string, group: string | null, name: string): void;
}

export interface OwnDoingsOptions {
  submissions: Pick<Submissions, 'open'>;
  operations: Pick<Operations, 'touching'>;
  clock: Clock;
}

export function createOwnDoings({ submissions, operations, clock }: OwnDoingsOptions): OwnDoings {
  const touched = new Map<string, { projectId: string; key: string; at: number }>();
  return {
    capture(projectId, sinceMs) {
      const uploads = new Set<string>();
      const emptied = new Set<string | null>();
      for (const { view, unseen, unfinished, isObserved } of submissions.open(projectId)) {
        for (const name of [...unseen, ...unfinished]) uploads.add(keyOf(view.group, name));
        if (view.group !== null && !isObserved) emptied.add(view.group);
      }
      const removals = new Set<string>();
      const owners = new Set<string>();
      const ownedGroups = new Set<string | null>();
      for (const { head, items } of operations.touching(projectId, sinceMs - LAG_MS)) {
        for (const { group, name } of items) {
          if (name === null) ownedGroups.add(group);
          else (head.kind === 'delete' ? removals : owners).add(keyOf(group, name));
        }
      }
      const touches = new Set<string>();
      for (const one of touched.values()) if (one.projectId === projectId && one.at >= sinceMs - LAG_MS) touches.add(one.key);
      return { uploads, removals, owners, touches, emptied, ownedGroups };
    },
    touch(projectId, group, name) {
      const key = keyOf(group, name);
      const id = `${projectId}\n${key}`;
      touched.delete(id);
      touched.set(id, { projectId, key, at: clock.now() });
      for (const oldest of touched.keys()) {
        if (touched.size <= TOUCHES_KEPT) break;
        touched.delete(oldest);
      }
    },
  };
}

export function keyOf(group: string | null, name: string): string {
  return JSON.stringify([group, name]);
}

/** Everything that either of two reads was beside. */
export function together(a: Doings, b: Doings): Doings {
  return {
    uploads: new Set([...a.uploads, ...b.uploads]),
    removals: new Set([...a.removals, ...b.removals]),
    owners: new Set([...a.owners, ...b.owners]),
    touches: new Set([...a.touches, ...b.touches]),
    emptied: new Set([...a.emptied, ...b.emptied]),
    ownedGroups: new Set([...a.ownedGroups, ...b.ownedGroups]),
  };
}

/** Null: nothing of ours explains it. */
export function explain({ what, group, name }: Pick<Difference, 'what' | 'group' | 'name'>, doings: Doings): Explanation | null {
  if (name === null) return doings.ownedGroups.has(group) ? 'other' : null;
  const key = keyOf(group, name);
  if (doings.uploads.has(key)) return 'upload';
  switch (what) {
    case 'appeared':
      return null;
    case 'vanished':
      return doings.removals.has(key) || doings.emptied.has(group) ? 'other' : null;
    case 'uploaded':
    case 'owner':
      return doings.owners.has(key) || doings.ownedGroups.has(group) || doings.touches.has(key) ? 'other' : null;
  }
}

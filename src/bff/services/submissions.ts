/**
 * What was submitted, as far as this process needs it at hand: the ledger has it all (`recall.ts` brings it back). Kept for
 * a day, but never more than `maxKept` (the oldest that nobody waits for go first).
 */
import type { Submission } from '../../contract/submissions.ts';
import type { Clock } from '../../dli/clock.ts';
import type { Members } from './members.ts';

/** One submission and what is known around it. `view` is what callers see; a change replaces it as a whole. */
export interface Tracked {
  readonly projectId: string;
  view: Submission;
  readonly before: { groupExists: boolean; members: Members };
  /** When the call went out at the earliest. */
  readonly sentAt: number;
  /** When it came into this memory. */
  readonly keptSince: number;
  /** Names that no read has shown since, and those that no read has shown final. */
  unseen: Set<string>;
  unfinished: Set<string>;
  /** A read after the answer told what became of the members left out. */
  isObserved: boolean;
  /** Given up: no read is made for it any more, though reads that are made anyway may tell how an upload ended. */
  isClosed: boolean;
  /** What the ledger was last told of each package. */
  told: Map<string, string>;
  /** An accepted submission is looked for in the list for this long. */
  followUntilMs: number;
}

interface Took {
  group: string | null;
  tookMs: number;
  updatedAt: number | null;
  underlyingName: string | null;
}

/** What tells one upload of a package from the next. */
export interface Seen {
  group: string | null;
  name: string;
  updatedAt: number | null;
  underlyingName: string | null;
}

export interface Submissions {
  add(entry: Pick<Tracked, 'projectId' | 'view' | 'before' | 'sentAt'> & Partial<Tracked>): Tracked;
  change(tracked: Tracked, patch: Partial<Submission>): void;
  /** The ledger has taken what became of the submission. */
  recorded(id: string): void;
  find(projectId: string, id: string): Tracked | undefined;
  /** Newest first. */
  latest(projectId: string, group: string | null, limit: number): Submission[];
  /** Whatever group it went to, as a list of one or none. */
  newest(projectId: string): Submission[];
  /** Every submission of the project on which reads may still throw light. */
  open(projectId: string): Tracked[];
  /** These, and those given up of which an upload was still going on when it was last seen. */
  followed(projectId: string): Tracked[];
  /** Those for whose sake the list is read although nobody looks: sent and answered, or settled, and not over. */
  watched(projectId: string): Tracked[];
  /** Nothing more can be learned of it, although its answer was lost and some of its packages never came. */
  isOver(tracked: Tracked): boolean;
  close(tracked: Tracked): void;
  /** Whether what a read says of this package (`toldText`) was said of a later submission to the same place already. */
  isOfLater(tracked: Tracked, name: string, text: string): boolean;
  isFollowing(projectId: string, group?: string | null): boolean;
  recordTook(tracked: Tracked, seen: Seen, tookMs: number): void;
  /** From before; what was measured since stays. */
  recallTook(projectId: string, seen: Seen, tookMs: number): void;
  tookMs(projectId: string, seen: Seen): number | null;
  /** Of the submission whose upload of this package is still going on; null where none from here is. */
  uploadingSince(projectId: string, seen: Pick<Seen, 'group' | 'name'>): number | null;
  /** Whether what the ledger has of the group is here. */
  isRecalled(projectId: string, group: string | null): boolean;
  markRecalled(projectId: string, group: string | null): void;
  /** Whether the newest is so young that its group is worth showing although DLI does not list it. */
  isRecent(projectId: string, group: string | null): boolean;
  /** Changes with anything told of the project's submissions. */
  version(projectId: string): number;
}

export interface SubmissionsOptions {
  clock: Clock;
  keepMs?: number;
  maxKept?: number;
  /** Told whenever anything of the project's submissions has changed. */
  onChange?: (projectId: string) => void;
}

interface Project {
  entries: Tracked[];
  byGroup: Map<string | null, Tracked[]>;
  /** Those still waited for, as far as was last looked. */
  awaited: Set<Tracked>;
  took: Map<string, Took>;
  recalled: Set<string | null>;
  version: number;
}

const DAY_MS = 86_400_000;
const FOLLOW_MS = 300_000;
/** What no read has shown final by then is watched no longer. */
export const WATCHED_MS = DAY_MS;
/** Then they are read from the ledger anew. */
const RECALLED_MAX = 10_000;

export function createSubmissions({ clock, keepMs = DAY_MS, maxKept = 5_000, onChange }: SubmissionsOptions): Submissions {
  const projects = new Map<string, Project>();
  const unrecorded = new Map<string, Tracked>();
  let kept: Tracked[] = [];
  let lastVersion = 0;

  function projectOf(projectId: string): Project {
    let project = projects.get(projectId);
    if (!project) {
      project = { entries: [], byGroup: new Map(), awaited: new Set(), took: new Map(), recalled: new Set(), version: 0 };
      projects.set(projectId, project);
    }
    return project;
  }

  function touch(projectId: string): void {
    projectOf(projectId).version = ++lastVersion;
    onChange?.(projectId);
  }

  function prune(): void {
    const oldestMs = clock.now() - keepMs;
    let surplus = kept.length - maxKept;
    const gone = new Set(
      kept.filter((tracked) => {
        if (isWatched(tracked) || (tracked.keptSince >= oldestMs && (surplus <= 0 || isAwaited(tracked)))) return false;
        surplus--;
        return true;
      }),
    );
    if (gone.size === 0) return;
    kept = kept.filter((tracked) => !gone.has(tracked));
    for (const projectId of new Set([...gone].map((tracked) => tracked.projectId))) forget(projectId, gone);
  }

  function forget(projectId: string, gone: ReadonlySet<Tracked>): void {
    const project = projectOf(projectId);
    project.entries = project.entries.filter((tracked) => !gone.has(tracked));
    project.byGroup = Map.groupBy(project.entries, (tracked) => tracked.view.group);
    for (const tracked of gone) project.awaited.delete(tracked);
    const groups = new Set([...gone].filter((tracked) => tracked.projectId === projectId).map(({ view }) => view.group));
    for (const group of groups) project.recalled.delete(group);
    for (const [key, took] of project.took) if (groups.has(took.group)) project.took.delete(key);
    if (project.entries.length === 0) projects.delete(projectId);
    else touch(projectId);
  }

  function isAwaited({ view, unseen, followUntilMs }: Tracked): boolean {
    if (view.outcome === 'sending') return true;
    if (view.outcome === 'unknown') return view.settlement === null;
    return view.outcome === 'accepted' && unseen.size > 0 && clock.now() < followUntilMs;
  }

  return {
    add(entry) {
      prune();
      const { view } = entry;
      const names = view.packages.map((item) => item.name);
      const tracked: Tracked = {
        unseen: new Set(names),
        unfinished: new Set(names),
        isObserved: false,
        isClosed: false,
        told: new Map(),
        followUntilMs: view.submittedAt + FOLLOW_MS,
        keptSince: clock.now(),
        ...entry,
      };
      kept.push(tracked);
      const project = projectOf(entry.projectId);
      insert(project.entries, tracked);
      project.awaited.add(tracked);
      const siblings = project.byGroup.get(view.group);
      if (siblings) insert(siblings, tracked);
      else project.byGroup.set(view.group, [tracked]);
      touch(entry.projectId);
      return tracked;
    },
    change(tracked, patch) {
      tracked.view = { ...tracked.view, ...patch };
      if (tracked.view.isUnrecorded) unrecorded.set(tracked.view.id, tracked);
      if (isAwaited(tracked)) projects.get(tracked.projectId)?.awaited.add(tracked);
      touch(tracked.projectId);
    },
    recorded(id) {
      const tracked = unrecorded.get(id);
      if (!tracked) return;
      unrecorded.delete(id);
      const { isUnrecorded: _, ...view } = tracked.view;
      tracked.view = view;
      touch(tracked.projectId);
    },
    find: (projectId, id) => projects.get(projectId)?.entries.find((tracked) => tracked.view.id === id),
    latest(projectId, group, limit) {
      const entries = projects.get(projectId)?.byGroup.get(group) ?? [];
      return entries
        .slice(-limit)
        .reverse()
        .map(({ view }) => view);
    },
    newest: (projectId) => (projects.get(projectId)?.entries.slice(-1) ?? []).map(({ view }) => view),
    open(projectId) {
      return (projects.get(projectId)?.entries ?? []).filter(isOpen);
    },
    followed: (projectId) => (projects.get(projectId)?.entries ?? []).filter((tracked) => isOpen(tracked) || isStillUploading(tracked)),
    watched: (projectId) => (projects.get(projectId)?.entries ?? []).filter(isWatched),
    isOver: (tracked) => tracked.view.settlement !== null && !isWatched(tracked),
    close(tracked) {
      tracked.isClosed = true;
    },
    isOfLater(tracked, name, text) {
      const siblings = projects.get(tracked.projectId)?.byGroup.get(tracked.view.group) ?? [];
      const last = siblings.findLast((sibling) => sibling === tracked || sibling.told.get(name) === text);
      return last !== undefined && last !== tracked;
    },
    isFollowing(projectId, group) {
      const awaited = projects.get(projectId)?.awaited;
      if (!awaited || awaited.size === 0) return false;
      let isFound = false;
      for (const tracked of awaited) {
        if (!isAwaited(tracked)) awaited.delete(tracked);
        else if (group === undefined || tracked.view.group === group) isFound = true;
      }
      return isFound;
    },
    recordTook(tracked, seen, tookMs) {
      const { group, updatedAt, underlyingName } = seen;
      projectOf(tracked.projectId).took.set(keyOf(seen), { group, tookMs, updatedAt, underlyingName });
      touch(tracked.projectId);
    },
    recallTook(projectId, seen, tookMs) {
      const { took } = projectOf(projectId);
      if (took.has(keyOf(seen))) return;
      const { group, updatedAt, underlyingName } = seen;
      took.set(keyOf(seen), { group, tookMs, updatedAt, underlyingName });
      touch(projectId);
    },
    tookMs(projectId, seen) {
      const took = projects.get(projectId)?.took.get(keyOf(seen));
      return took && took.updatedAt === seen.updatedAt && took.underlyingName === seen.underlyingName ? took.tookMs : null;
    },
    uploadingSince(projectId, { group, name }) {
      const uploading = ({ unseen, unfinished }: Tracked) => unfinished.has(name) && !unseen.has(name);
      return projects.get(projectId)?.byGroup.get(group)?.findLast(uploading)?.view.submittedAt ?? null;
    },
    isRecalled: (projectId, group) => projects.get(projectId)?.recalled.has(group) ?? false,
    markRecalled(projectId, group) {
      const { recalled } = projectOf(projectId);
      if (recalled.size >= RECALLED_MAX) recalled.clear();
      recalled.add(group);
    },
    isRecent(projectId, group) {
      const newest = projects.get(projectId)?.byGroup.get(group)?.at(-1);
      return newest !== undefined && newest.view.submittedAt >= clock.now() - keepMs;
    },
    version: (projectId) => projects.get(projectId)?.version ?? 0,
  };
}

/** By time; what comes in late finds its place. */
function insert(list: Tracked[], tracked: Tracked): void {
  const before = list.findLastIndex(({ view }) => view.submittedAt <= tracked.view.submittedAt);
  list.splice(before + 1, 0, tracked);
}

function isOpen({ view, unfinished, isObserved, isClosed }: Tracked): boolean {
  if (isClosed || view.outcome === 'refused' || isNotFound(view)) return false;
  return unfinished.size > 0 || !isObserved;
}

/** A package of it was seen, and no read has shown it final. */
function isStillUploading({ unfinished, unseen }: Tracked): boolean {
  return [...unfinished].some((name) => !unseen.has(name));
}

/** Of one whose answer was lost, only the packages that were found can still say anything. */
function isWatched(tracked: Tracked): boolean {
  const { view, unfinished, isObserved } = tracked;
  if (!isOpen(tracked) || view.outcome === 'sending') return false;
  if (view.outcome === 'accepted') return true;
  return view.settlement !== null && (!isObserved || view.settlement.found.some((name) => unfinished.has(name)));
}

/** Settled without an arrival: no later read is evidence about it. */
function isNotFound(view: Submission): boolean {
  return view.outcome === 'unknown' && view.settlement?.verdict === 'not_found';
}

function keyOf({ group, name }: Pick<Seen, 'group' | 'name'>): string {
  return JSON.stringify([group, name]);
}

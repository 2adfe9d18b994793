/**
 * Where the packages of a project came from, read from the ledger once and kept beside its list: of what is listed, so that it is
 * bounded by the list however long the ledger. What the ledger learns is read again, by entry. A ledger that does not
 * answer holds up nobody: nothing is told until it does.
 */
import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../../dli/clock.ts';
import type { PackageState } from '../../ledger/change.ts';
import type { KnownPath, LedgerEvent } from '../../ledger/entry.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { createDeadline } from './deadline.ts';
import type { ProjectModel } from './model.ts';
import { keyOf } from './own-doings.ts';
import { createProjectOrigins, type EditableOrigins, originOf, type Place, type ProjectOrigins } from './project-origins.ts';
import type { Snapshot } from './snapshots.ts';

/** As much of the ledger as is needed here and for the change journal. */
export type OriginLedger = Pick<
  Ledger,
  'everyKnownPath' | 'knownPathsNamed' | 'knownPathsBy' | 'packageStates' | 'changeJournal' | 'recordChanges' | 'changes' | 'namedSince'
>;

export interface Origins {
  /** Null where they are at hand, or will not be for now; else wait for it: not for long. */
  loading(snapshot: Snapshot): Promise<void> | null;
  /** Null while they are not known. */
  of(projectId: string): ProjectOrigins | null;
  /** Changes with anything told of them. */
  version(projectId: string): number;
  touch(projectId: string): void;
  /** The ledger has taken these events of an entry, which may tell where packages came from. Never rejects. */
  recorded(entryId: string, events: readonly Pick<LedgerEvent, 'type'>[]): Promise<void>;
  /** The ledger has more of the packages that this entry names. Never rejects. */
  refresh(entryId: string): Promise<void>;
  /** Packages that are listed now and were not. Never rejects. */
  lookUp(projectId: string, group: string | null, names: readonly string[]): Promise<void>;
  setStates(projectId: string, states: readonly PackageState[]): void;
}

export interface OriginsOptions {
  ledger: OriginLedger;
  clock: Clock;
  log: Logger;
  /** Of all projects; the longest unasked goes first. */
  maxKept?: number;
}

/** A database that does not answer would hold up every poll. */
const TRY_AGAIN_MS = 10_000;
const WAITED_FOR_MS = 1_500;
const MISSING_MAX = 5_001;
const KEPT = 200_000;
/** No path is told by these. A delete of thousands has thousands of them, and names thousands of packages each time. */
const TELL_NO_PATH: ReadonlySet<LedgerEvent['type']> = new Set(['sent', 'item', 'finished', 'closed']);

export function createOrigins({ ledger, clock, log, maxKept = KEPT }: OriginsOptions): Origins {
  /** In the order in which they were asked for. */
  const projects = new Map<string, EditableOrigins>();
  const underWay = new Map<string, { done: Promise<void>; entries: Set<string> }>();
  const versions = new Map<string, number>();
  let lastVersion = 0;
  let nextTryMs = 0;
  let askedLast: string | null = null;

  const touch = (projectId: string) => void versions.set(projectId, ++lastVersion);

  function failed(projectId: string | null, error: unknown): void {
    nextTryMs = clock.now() + TRY_AGAIN_MS;
    if (projectId !== null) projects.delete(projectId);
    log.warn({ projectId, why: error instanceof Error ? error.message : '' }, 'where packages came from could not be read from the ledger');
  }

  async function load({ projectId, model }: Snapshot): Promise<void> {
    try {
      const project = createProjectOrigins(await ledger.changeJournal(projectId));
      const states = new Map((await ledger.packageStates(projectId)).map((state) => [keyOf(state.group, state.name), state]));
      for await (const paths of ledger.everyKnownPath(projectId)) {
        for (const path of paths) {
          const origin = originOf(path, states.get(keyOf(path.group, path.name)) ?? null);
          if (isListed(model, path)) project.set(path, origin);
          else if (project.missing.length < MISSING_MAX) project.missing.push({ group: path.group, name: path.name, origin });
        }
        await setImmediate();
      }
      projects.set(projectId, project);
      makeRoom(projectId);
    } catch (error) {
      failed(projectId, error);
    }
    touch(projectId);
  }

  function makeRoom(forId: string): void {
    let all = 0;
    for (const { count } of projects.values()) all += count;
    for (const [id, { count }] of projects) {
      if (all <= maxKept) return;
      if (id === forId) continue;
      projects.delete(id);
      touch(id);
      all -= count;
    }
  }

  /** What has come meanwhile may have been read before it did. */
  async function loadAll(snapshot: Snapshot, entries: Set<string>): Promise<void> {
    await load(snapshot);
    underWay.delete(snapshot.projectId);
    for (const id of entries) await refresh(id);
  }

  function replace(projectId: string, places: readonly Place[], paths: readonly KnownPath[]): void {
    const project = projects.get(projectId);
    if (!project) return;
    const states = new Map(places.map(({ group, name }) => [keyOf(group, name), project.get(group, name)?.state ?? null]));
    for (const place of places) project.delete(place);
    for (const path of paths) project.set(path, originOf(path, states.get(keyOf(path.group, path.name)) ?? null));
    touch(projectId);
  }

  async function refresh(entryId: string): Promise<void> {
    for (const { entries } of underWay.values()) entries.add(entryId);
    if (projects.size === 0) return;
    try {
      const known = await ledger.knownPathsBy(entryId);
      if (known) replace(known.projectId, known.places, known.paths);
    } catch (error) {
      // What is at hand may be behind now: all of it is read again.
      for (const id of projects.keys()) {
        failed(id, error);
        touch(id);
      }
    }
  }

  return {
    touch,
    async recorded(entryId, events) {
      if (!events.every(({ type }) => TELL_NO_PATH.has(type))) await refresh(entryId);
    },
    refresh,
    loading(snapshot) {
      const { projectId } = snapshot;
      const project = projects.get(projectId);
      if (project) {
        if (askedLast === projectId) return null;
        askedLast = projectId;
        projects.delete(projectId);
        projects.set(projectId, project);
        return null;
      }
      let loading = underWay.get(projectId);
      if (!loading) {
        if (clock.now() < nextTryMs) return null;
        const entries = new Set<string>();
        loading = { entries, done: Promise.resolve() };
        underWay.set(projectId, loading);
        loading.done = loadAll(snapshot, entries);
      }
      const deadline = createDeadline(clock, WAITED_FOR_MS);
      return deadline.race(loading.done).then(() => deadline.cancel());
    },
    of: (projectId) => projects.get(projectId) ?? null,
    version: (projectId) => versions.get(projectId) ?? 0,
    async lookUp(projectId, group, names) {
      try {
        const paths = await ledger.knownPathsNamed(projectId, group, names);
        replace(
          projectId,
          names.map((name) => ({ group, name })),
          paths,
        );
      } catch (error) {
        failed(projectId, error);
        touch(projectId);
      }
    },
    setStates(projectId, states) {
      const project = projects.get(projectId);
      for (const state of states) {
        // What is gone is looked up again should it ever come back: the list bounds what is kept.
        if (state.isGone) project?.delete(state);
        const origin = project?.get(state.group, state.name);
        if (origin) origin.state = state;
      }
    },
  };
}

function isListed(model: ProjectModel, { group, name }: KnownPath): boolean {
  return group === null ? model.ungroupedByName.has(name) : (model.groupByName.get(group)?.packageByName.has(name) ?? false);
}

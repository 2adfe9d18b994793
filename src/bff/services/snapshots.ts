/**
 * One upstream list per project and credential scope, whatever the number of browsers. A read may be shared only by those
 * who asked before it began: `fresh` waits for the next one. A failure is remembered for a moment, the last good read for good.
 *
 * A list that DLI filters by tag is read the same way, apart for each filter: a few of them are kept, and all reads of one project
 * together are no more frequent than those of the whole list alone.
 */

import type { DliListing } from '../../dli/client.ts';
import type { Clock } from '../../dli/clock.ts';
import { DliError } from '../../dli/errors.ts';
import { inTurns } from '../../dli/turns.ts';
import type { SnapshotTimings } from '../config.ts';
import type { Projects } from '../projects.ts';
import { modelSteps, type ProjectModel } from './model.ts';

export interface Snapshot {
  projectId: string;
  /** Changes with the content and with nothing else; never used twice in one run. */
  version: number;
  /** When the read began (epoch ms): the content is at least as new. */
  readAt: number;
  previousReadAt: number | null;
  model: ProjectModel;
}

/** `tag`: as DLI filters by it, `key` or `key=value`; empty: everything. */
export interface SnapshotRequest {
  fresh?: boolean;
  tag?: string;
}

export interface Snapshots {
  /** @throws DliError as the list call does */
  get(projectId: string, options?: SnapshotRequest): Promise<Snapshot>;
  /** Tags were changed, or may have been: what was read by tag is read again before it is used. */
  tagsChanged(projectId: string): void;
  dispose(): void;
}

export interface SnapshotsOptions {
  projects: Projects;
  clock: Clock;
  timings: SnapshotTimings;
  /** Told of every good read, before anybody is answered from it. */
  onRead?: (snapshot: Snapshot) => void;
  /** Whether something is awaited in the project that the list does not show as uploading. */
  isFollowing?: (projectId: string) => boolean;
}

interface Project {
  last: Snapshot | null;
  /** Without its content: to tell whether the next one differs. */
  listing: DliListing | null;
  endedAt: number;
  askedAt: number;
  running: Promise<Snapshot> | null;
  next: Promise<Snapshot> | null;
  failure: { error: unknown; untilMs: number } | null;
  /** Something happened that what was read may not show, even the read now running. */
  isStale: boolean;
}

/** Where a list is kept. `place`: the project under its credentials. */
interface Key {
  projectId: string;
  place: string;
  tag: string;
}

const LONGEST_HOLD_MS = 30_000;
/** Of one project at a time; the one that nobody asked for the longest goes first. */
const TAG_FILTERS_MAX = 16;

export function createSnapshots({ projects: upstreams, clock, timings, onRead, isFollowing }: SnapshotsOptions): Snapshots {
  const projects = new Map<string, Project>();
  /** Those read by tag, by place and then by filter. */
  const tagged = new Map<string, Map<string, Project>>();
  let lastVersion = 0;
  let cancelSweep: (() => void) | null = null;

  function placeOf(projectId: string): string {
    return `${upstreams.of(projectId).dli.credentialScope}\n${projectId}`;
  }

  function projectOf({ place, tag }: Key): Project {
    const kept = tag === '' ? projects : taggedAt(place);
    const name = tag === '' ? place : tag;
    const project = kept.get(name) ?? {
      last: null,
      listing: null,
      endedAt: 0,
      askedAt: 0,
      running: null,
      next: null,
      failure: null,
      isStale: false,
    };
    // Taken out and put back: the first is the one that was asked for the longest ago.
    kept.delete(name);
    kept.set(name, project);
    if (tag !== '' && kept.size > TAG_FILTERS_MAX) kept.delete(kept.keys().next().value ?? '');
    cancelSweep ??= clock.after(timings.forgetAfterMs, sweep);
    project.askedAt = clock.now();
    return project;
  }

  function taggedAt(place: string): Map<string, Project> {
    const kept = tagged.get(place) ?? new Map<string, Project>();
    tagged.set(place, kept);
    return kept;
  }

  function sweep(): void {
    const now = clock.now();
    for (const kept of [projects, ...tagged.values()]) {
      for (const [key, project] of kept) {
        if (now - project.askedAt >= timings.forgetAfterMs && !project.running) kept.delete(key);
      }
    }
    for (const [place, kept] of tagged) if (kept.size === 0) tagged.delete(place);
    cancelSweep = projects.size + tagged.size > 0 ? clock.after(timings.forgetAfterMs, sweep) : null;
  }

  function read(key: Key, project: Project): Promise<Snapshot> {
    project.isStale = false;
    const work = readOnce(key, project).finally(() => {
      project.running = null;
      project.endedAt = clock.now();
    });
    project.running = work;
    return work;
  }

  async function readOnce({ projectId, tag }: Key, project: Project): Promise<Snapshot> {
    const readAt = clock.now();
    try {
      const listing = await upstreams.of(projectId).dli.list(projectId, { previous: project.listing, tags: tag });
      const before = project.last;
      const isSame = before !== null && listing === project.listing;
      const model = isSame
        ? before.model
        : await inTurns(modelSteps(listing.data, listing.raw, { nowMs: readAt, previous: before?.model ?? null }));
      const snapshot: Snapshot = {
        projectId,
        version: isSame ? before.version : ++lastVersion,
        readAt,
        previousReadAt: before?.readAt ?? null,
        model,
      };
      // What the model is made of is not kept beside it.
      project.listing = isSame ? listing : { ...listing, data: {}, raw: {} };
      project.last = snapshot;
      project.failure = null;
      if (tag === '') onRead?.(snapshot);
      return snapshot;
    } catch (error) {
      const askedMs = error instanceof DliError ? (error.retryAfterMs ?? 0) : 0;
      project.failure = { error, untilMs: clock.now() + Math.min(LONGEST_HOLD_MS, Math.max(timings.failureTtlMs, askedMs)) };
      throw error;
    }
  }

  function readAfterRunning(key: Key, project: Project, running: Promise<Snapshot>): Promise<Snapshot> {
    project.next ??= running
      .catch(() => {})
      .then(() => {
        project.next = null;
        // Whatever runs by now began after the one that was waited for, hence after everybody who waits here came.
        return project.running ?? read(key, project);
      });
    return project.next;
  }

  function isWarm(key: Key, project: Project): Snapshot | null {
    if (!project.last || project.failure || project.isStale) return null;
    return clock.now() - restingFrom(key, project) < ttlOf(key, project.last) ? project.last : null;
  }

  /** A read by tag is one more call: the whole list waits its turn after it. */
  function restingFrom({ place, tag }: Key, project: Project): number {
    if (tag !== '') return project.endedAt;
    return Math.max(project.endedAt, ...[...(tagged.get(place)?.values() ?? [])].map(({ endedAt }) => endedAt));
  }

  /** Which packages have a tag seldom changes; together, the filters of a project take at most half of its calls. */
  function ttlOf({ projectId, place, tag }: Key, last: Snapshot): number {
    if (tag !== '') return Math.max(timings.restingTtlMs, 2 * timings.movingTtlMs * (tagged.get(place)?.size ?? 0));
    return last.model.isMoving || isFollowing?.(projectId) ? timings.movingTtlMs : timings.restingTtlMs;
  }

  function markTagged(place: string): void {
    for (const project of tagged.get(place)?.values() ?? []) project.isStale = true;
  }

  return {
    async get(projectId, { fresh = false, tag = '' } = {}) {
      const key = { projectId, place: placeOf(projectId), tag };
      const project = projectOf(key);
      // Asked for after a write, or by a reader who wants to see what there is now.
      if (fresh && tag === '') markTagged(key.place);
      if (fresh || (project.isStale && project.running))
        return project.running ? readAfterRunning(key, project, project.running) : read(key, project);
      const warm = isWarm(key, project);
      if (warm) return warm;
      if (project.running) return project.running;
      if (project.failure && clock.now() < project.failure.untilMs) throw project.failure.error;
      return read(key, project);
    },
    tagsChanged: (projectId) => markTagged(placeOf(projectId)),
    dispose() {
      cancelSweep?.();
      projects.clear();
      tagged.clear();
    },
  };
}

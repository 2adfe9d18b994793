/**
 * One upstream list per project and credential scope, whatever the number of browsers. A read may be shared only by those
 * who asked before it began: `fresh` waits for the next one. A failure is remembered for a moment, the last good read for good.
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

export interface Snapshots {
  /** @throws DliError as the list call does */
  get(projectId: string, options?: { fresh?: boolean }): Promise<Snapshot>;
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
}

const LONGEST_HOLD_MS = 30_000;

export function createSnapshots({ projects: upstreams, clock, timings, onRead, isFollowing }: SnapshotsOptions): Snapshots {
  const projects = new Map<string, Project>();
  let lastVersion = 0;
  let cancelSweep: (() => void) | null = null;

  function projectOf(projectId: string): Project {
    const key = `${upstreams.of(projectId).dli.credentialScope}\n${projectId}`;
    let project = projects.get(key);
    if (!project) {
      project = { last: null, listing: null, endedAt: 0, askedAt: 0, running: null, next: null, failure: null };
      projects.set(key, project);
      cancelSweep ??= clock.after(timings.forgetAfterMs, sweep);
    }
    project.askedAt = clock.now();
    return project;
  }

  function sweep(): void {
    const now = clock.now();
    for (const [key, project] of projects) {
      if (now - project.askedAt >= timings.forgetAfterMs && !project.running) projects.delete(key);
    }
    cancelSweep = projects.size > 0 ? clock.after(timings.forgetAfterMs, sweep) : null;
  }

  function read(projectId: string, project: Project): Promise<Snapshot> {
    const work = readOnce(projectId, project).finally(() => {
      project.running = null;
      project.endedAt = clock.now();
    });
    project.running = work;
    return work;
  }

  async function readOnce(projectId: string, project: Project): Promise<Snapshot> {
    const readAt = clock.now();
    try {
      const listing = await upstreams.of(projectId).dli.list(projectId, project.listing);
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
      onRead?.(snapshot);
      return snapshot;
    } catch (error) {
      const askedMs = error instanceof DliError ? (error.retryAfterMs ?? 0) : 0;
      project.failure = { error, untilMs: clock.now() + Math.min(LONGEST_HOLD_MS, Math.max(timings.failureTtlMs, askedMs)) };
      throw error;
    }
  }

  function readAfterRunning(projectId: string, project: Project, running: Promise<Snapshot>): Promise<Snapshot> {
    project.next ??= running
      .catch(() => {})
      .then(() => {
        project.next = null;
        // Whatever runs by now began after the one that was waited for, hence after everybody who waits here came.
        return project.running ?? read(projectId, project);
      });
    return project.next;
  }

  function isWarm(projectId: string, project: Project): Snapshot | null {
    if (!project.last || project.failure) return null;
    const ttlMs = project.last.model.isMoving || isFollowing?.(projectId) ? timings.movingTtlMs : timings.restingTtlMs;
    return clock.now() - project.endedAt < ttlMs ? project.last : null;
  }

  return {
    async get(projectId, { fresh = false } = {}) {
      const project = projectOf(projectId);
      if (fresh) return project.running ? readAfterRunning(projectId, project, project.running) : read(projectId, project);
      const warm = isWarm(projectId, project);
      if (warm) return warm;
      if (project.running) return project.running;
      if (project.failure && clock.now() < project.failure.untilMs) throw project.failure.error;
      return read(projectId, project);
    },
    dispose() {
      cancelSweep?.();
      projects.clear();
    },
  };
}

/**
 * Explains failures of packages submitted from here: looks at the object once more and compares it with what the pre-flight
 * saw. Once per failure, a few looks at a time, beside the reads and never in their way; what was found is in the ledger.
 */
import type { Logger } from 'pino';
import type { Failure } from '../../contract/failures.ts';
import type { Clock } from '../../dli/clock.ts';
import { parseObsPath } from '../../domain/obs-path.ts';
import type { Explained, KnownPath, LedgerEvent, SourceObject, SubmissionEntry } from '../../ledger/entry.ts';
import { reasonFor } from './failure-reason.ts';
import { failureOf, sourceIn } from './failure-told.ts';
import type { Journal, SubmissionLedger } from './journal.ts';
import { createLanes } from './lanes.ts';
import type { Looked, Preflight } from './preflight.ts';
import { sourceOf } from './submission-entries.ts';
import type { Seen } from './submissions.ts';

/** One failure of one package, as a read showed it. */
export interface FailedPackage extends Seen {
  projectId: string;
  /** The submission that brought it. */
  entryId: string;
  /** When a read first showed the failure. */
  seenAt: number;
}

type Item = SubmissionEntry['items'][number];

export interface Explain {
  /** To be looked at, unless it was. */
  failed(failed: FailedPackage): void;
  /** All that the ledger knows of a group's packages: from now on, what is not among them did not come from here. */
  recalled(projectId: string, group: string | null, known: readonly KnownPath[]): void;
  /** What could not be looked at in this group is looked at again, where it is time to. */
  tryAgain(projectId: string, group: string | null): void;
  /** Undefined while it is looked at, or while it is not known where the package came from. */
  of(projectId: string, item: Seen & { status: string }): Failure | undefined;
  /** Since when packages of the group are being looked at (epoch ms); null where none is. */
  lookingSince(projectId: string, group: string | null): number | null;
  /** Changes with anything told of the project's failures. */
  version(projectId: string): number;
  /** Gives up the looks under way; a later start takes them up again. */
  dispose(): Promise<void>;
}

export interface ExplainOptions {
  ledger: Pick<SubmissionLedger, 'find'>;
  journal: Pick<Journal, 'note'>;
  preflight: Pick<Preflight, 'look'>;
  clock: Clock;
  log: Logger;
}

/** Looks and reads of the ledger at a time, per project: those that fill a form have most of the pre-flight's places. */
const AT_ONCE = 4;
/** For all that failed together; what is not looked at by then is tried again. */
const BUDGET_MS = 20_000;
const TRY_AGAIN_MS = 5 * 60_000;
const KEPT_MAX = 20_000;

interface Known {
  failed: FailedPackage;
  /** Null while it is looked at. */
  failure: Failure | null;
  /** When to look again; infinity where the answer is final. */
  againAtMs: number;
}

interface Project {
  known: Map<string, Known>;
  recalled: Set<string | null>;
  /** Packages whose upload was going on when it was last seen, with their underlying name: how it ends is ours, and told by a read. */
  unended: Map<string, string | null>;
  waiting: Known[];
  lookingSince: number | null;
  looking: Map<string | null, number>;
  /** When there is something to be tried again, at the earliest. */
  againAtMs: Map<string | null, number>;
  version: number;
}

export function createExplain({ ledger, journal, preflight, clock, log }: ExplainOptions): Explain {
  const projects = new Map<string, Project>();
  const lanes = createLanes(AT_ONCE);
  const running = new Set<Promise<void>>();
  const stop = new AbortController();

  function projectOf(projectId: string): Project {
    let project = projects.get(projectId);
    if (!project) {
      project = {
        known: new Map(),
        recalled: new Set(),
        unended: new Map(),
        waiting: [],
        lookingSince: null,
        looking: new Map(),
        againAtMs: new Map(),
        version: 0,
      };
      projects.set(projectId, project);
    }
    return project;
  }

  function keep(project: Project, known: Known): void {
    const key = keyOf(known.failed);
    project.known.delete(key);
    project.known.set(key, known);
    project.version++;
    for (const [oldest, { failed }] of project.known) {
      if (project.known.size <= KEPT_MAX) break;
      project.known.delete(oldest);
      // Else it would be taken for one that did not come from here.
      project.recalled.delete(failed.group);
    }
  }

  function enqueue(project: Project, failed: FailedPackage): void {
    const known: Known = { failed, failure: null, againAtMs: Number.POSITIVE_INFINITY };
    keep(project, known);
    project.looking.set(failed.group, (project.looking.get(failed.group) ?? 0) + 1);
    project.waiting.push(known);
    if (project.lookingSince !== null) return;
    project.lookingSince = clock.now();
    const run = work(project).finally(() => running.delete(run));
    running.add(run);
  }

  async function work(project: Project): Promise<void> {
    // After the read that found them, and all of it together.
    await Promise.resolve();
    while (project.waiting.length > 0 && !stop.signal.aborted) {
      const batch = project.waiting.splice(0);
      const late = new AbortController();
      const cancel = clock.after(BUDGET_MS, () => late.abort());
      const signal = AbortSignal.any([stop.signal, late.signal]);
      await Promise.all(
        [...Map.groupBy(batch, ({ failed }) => failed.entryId).values()].map((part) => explainEntry(project, part, signal)),
      );
      cancel();
    }
    project.lookingSince = null;
  }

  /** Failures of one submission: what was found is written together. */
  async function explainEntry(project: Project, part: readonly Known[], signal: AbortSignal): Promise<void> {
    const [first] = part;
    if (!first) return;
    const { projectId, entryId } = first.failed;
    const entry = await lanes
      .run(projectId, signal, () => ledger.find(projectId, entryId))
      .catch((error: unknown) => {
        if (!signal.aborted)
          log.warn({ submissionId: entryId, why: reasonIn(error) }, 'a failed package could not be compared with its record');
        return null;
      });
    const submission = entry?.type === 'submission' ? entry : null;
    const events = await Promise.all(part.map((known) => explainOne(project, known, submission, signal)));
    const told = events.filter((event) => event !== null);
    if (told.length > 0) await journal.note(entryId, ...told);
  }

  async function explainOne(
    project: Project,
    known: Known,
    entry: SubmissionEntry | null,
    signal: AbortSignal,
  ): Promise<LedgerEvent | null> {
    const { failed } = known;
    const item = entry?.items.find(({ name }) => name === failed.name);
    const parsed = parseObsPath(item?.obsUri ?? '');
    let event: LedgerEvent | null = null;
    if (!entry || !item || !parsed.ok) known.againAtMs = clock.now() + TRY_AGAIN_MS;
    else if (isOf(item, failed)) known.failure = failureOf(item, sourceIn(entry), item.explanation);
    else {
      const { path } = parsed;
      const looked = await lanes
        .run(failed.projectId, signal, () => preflight.look(failed.projectId, path, { signal, fresh: true }))
        .catch(() => null);
      event = concluded(known, entry, item, looked);
    }
    const { againAtMs } = project;
    if (known.againAtMs < (againAtMs.get(failed.group) ?? Number.POSITIVE_INFINITY)) againAtMs.set(failed.group, known.againAtMs);
    const left = (project.looking.get(failed.group) ?? 1) - 1;
    if (left > 0) project.looking.set(failed.group, left);
    else project.looking.delete(failed.group);
    project.version++;
    return event;
  }

  /** What to write; null where nobody could look, so that it is worth another try. */
  function concluded(known: Known, entry: SubmissionEntry, item: Item, looked: Looked | null): LedgerEvent | null {
    const { name, updatedAt, underlyingName, seenAt } = known.failed;
    const at = clock.now();
    const { reason, certainty } = reasonFor({ source: item.source, looked, seenAt });
    const object = sourceOf(looked) ?? NOT_LOOKED;
    const region = looked?.stat === null ? looked.region : null;
    const explanation = { at, reason, isLikely: certainty === 'likely', object, region };
    known.failure = failureOf(item, sourceIn(entry), explanation);
    if (reason === 'not_looked') {
      known.againAtMs = at + TRY_AGAIN_MS;
      return null;
    }
    return { type: 'explained', name, updatedAt, underlyingName, ...explanation };
  }

  return {
    failed(failed) {
      const project = projectOf(failed.projectId);
      const before = project.known.get(keyOf(failed));
      project.unended.delete(keyOf(failed));
      if (stop.signal.aborted || (before && isSame(before.failed, failed))) return;
      enqueue(project, failed);
    },
    recalled(projectId, group, known) {
      const project = projectOf(projectId);
      for (const path of known) {
        if (path.status === 'uploading') project.unended.set(keyOf({ group, name: path.name }), path.underlyingName);
        if (path.status !== 'failed') continue;
        const { name, updatedAt, underlyingName, entryId, submittedAt } = path;
        const failed = { projectId, group, name, updatedAt, underlyingName, entryId, seenAt: path.seenAt ?? submittedAt };
        const before = project.known.get(keyOf(failed));
        if (before && isSame(before.failed, failed)) continue;
        if (!path.explanation) this.failed(failed);
        else {
          const source = { submissionId: entryId, submittedAt, requestId: path.upstreamRequestId };
          keep(project, { failed, failure: failureOf(path, source, path.explanation), againAtMs: Number.POSITIVE_INFINITY });
        }
      }
      project.recalled.add(group);
      project.version++;
    },
    tryAgain(projectId, group) {
      const project = projects.get(projectId);
      const now = clock.now();
      if (!project || stop.signal.aborted || now < (project.againAtMs.get(group) ?? Number.POSITIVE_INFINITY)) return;
      project.againAtMs.delete(group);
      for (const known of project.known.values()) {
        if (known.failed.group === group && known.againAtMs <= now) enqueue(project, known.failed);
      }
    },
    of(projectId, item) {
      if (item.status !== 'failed') return undefined;
      const project = projects.get(projectId);
      const known = project?.known.get(keyOf(item));
      if (!project || !known || !isSame(known.failed, item))
        return project?.recalled.has(item.group) && !isUnended(project, item) ? NOT_FROM_HERE : undefined;
      return known.failure ?? undefined;
    },
    lookingSince(projectId, group) {
      const project = projects.get(projectId);
      return project?.looking.has(group) ? project.lookingSince : null;
    },
    version: (projectId) => projects.get(projectId)?.version ?? 0,
    async dispose() {
      stop.abort();
      await Promise.all(running);
    },
  };
}

const NOT_FROM_HERE: Failure = { reason: 'not_from_here', certainty: 'none' };
const NOT_LOOKED: SourceObject = { preflight: 'not_looked', etag: null, sizeBytes: null, lastModifiedMs: null, versionId: null };

function isOf(item: Item, failed: FailedPackage): item is Item & Required<Explained> {
  return item.explanation !== undefined && item.updatedAt === failed.updatedAt && item.underlyingName === failed.underlyingName;
}

/** Of another underlying name it is another upload. */
function isUnended({ unended }: Project, item: Seen): boolean {
  const last = unended.get(keyOf(item));
  return last !== undefined && (last === null || item.underlyingName === null || last === item.underlyingName);
}

function isSame(a: Seen, b: Seen): boolean {
  return a.updatedAt === b.updatedAt && a.underlyingName === b.underlyingName;
}

function keyOf({ group, name }: Pick<Seen, 'group' | 'name'>): string {
  return JSON.stringify([group, name]);
}

function reasonIn(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/**
 * Keeps the journal of what changed without this console. Each read that differs from the one before it is compared with it,
 * and the first read after a start with what was last known of packages that came from here; what ours may explain is left
 * out. One comparison at a time in each project: reads that come meanwhile are one.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../dli/clock.ts';
import { inTurns } from '../../dli/turns.ts';
import type { ChangeCounts, NoticedChange, PackageState } from '../../ledger/change.ts';
import { compareReads, type Difference, isSameUpload } from './compare-reads.ts';
import { createDeadline, LATE } from './deadline.ts';
import { type PackageModel, type ProjectModel } from './model.ts';
import type { OriginLedger, Origins } from './origins.ts';
import { type Doings, explain, keyOf, together } from './own-doings.ts';
import { accountedState, type ProjectOrigins, withoutTime } from './project-origins.ts';
import type { Snapshot } from './snapshots.ts';

export interface ChangeJournal {
  /** Told of every read, with what ours were doing beside it. */
  onRead(snapshot: Snapshot, doings: Doings): void;
  /** Null where nothing is being compared; else wait for it, not for long: an answer that is read once should tell what its read showed. */
  looking(projectId: string): Promise<void> | null;
  /** Resolves when everything told so far has been looked at. */
  whenIdle(): Promise<void>;
}

export interface ChangeJournalOptions {
  ledger: Pick<OriginLedger, 'recordChanges' | 'namedSince'>;
  origins: Origins;
  clock: Clock;
  log: Logger;
  /** More at once are one summary. */
  maxAtOnce?: number;
}

interface Project {
  last: Snapshot | null;
  next: { snapshot: Snapshot; doings: Doings } | null;
  work: Promise<void> | null;
  /** What the ledger did not take yet. */
  unwritten: Batch | null;
}

interface Batch {
  at: number;
  changes: NoticedChange[];
  states: Map<string, PackageState>;
}

const MAX_AT_ONCE = 5_000;
const FORGET_AFTER_MS = 3_600_000;
const WAITED_FOR_MS = 500;
const WAIT_AGAIN_MS = 10_000;
const NOTHING_DONE: Doings = {
  uploads: new Set(),
  removals: new Set(),
  owners: new Set(),
  touches: new Set(),
  emptied: new Set(),
  ownedGroups: new Set(),
};

export function createChangeJournal(options: ChangeJournalOptions): ChangeJournal {
  const { ledger, origins, clock, log, maxAtOnce = MAX_AT_ONCE } = options;
  const projects = new Map<string, Project>();
  /** A ledger that was waited for in vain is not waited for again at once. */
  let waitsFromMs = 0;

  async function work(projectId: string, project: Project): Promise<void> {
    while (project.next) {
      const { snapshot, doings } = project.next;
      project.next = null;
      try {
        await look(project, snapshot, doings);
      } catch (error) {
        // What was compared is kept to be written; what could not be compared is compared anew.
        if (!project.unwritten) project.last = null;
        log.warn({ projectId, why: error instanceof Error ? error.message : '' }, 'changes made elsewhere could not be noted');
      }
    }
    project.work = null;
  }

  async function look(project: Project, snapshot: Snapshot, doings: Doings): Promise<void> {
    await origins.loading(snapshot);
    const known = origins.of(snapshot.projectId);
    const { last } = project;
    // Without what is known of our own there is nothing to tell ours from others by: the next read begins anew.
    project.last = known && snapshot;
    if (!known) return;
    const isBeginning = known.since === null;
    if (!last) {
      const differences = isBeginning ? [] : await sinceLastRun(snapshot, known);
      known.missing = [];
      await note(project, snapshot, null, differences, doings, isBeginning);
    } else if (last.model !== snapshot.model) {
      const differences = await inTurns(compareReads(last.model, snapshot.model));
      await note(project, snapshot, last.readAt, differences, doings, isBeginning);
    } else if (project.unwritten || isBeginning) {
      await write(snapshot.projectId, project, known);
    }
  }

  /** What came from here, and is not as it was left: unless an entry of ours names it since, which this process does not follow. */
  async function sinceLastRun({ projectId, model }: Snapshot, known: ProjectOrigins): Promise<Difference[]> {
    const found = new Map<string | null, { difference: Difference; at: number }[]>();
    const since = known.since ?? 0;
    const suspect = (difference: Difference, at: number) => {
      // From before anything was noted: it may have been anybody, at any time.
      if (at < since) return;
      const own = found.get(difference.group) ?? [];
      found.set(difference.group, own);
      own.push({ difference, at });
    };
    for (const [group, name, origin] of known.entries()) {
      const state = accountedState(origin);
      const item = packageIn(model, group, name);
      if (!state || !item) continue;
      if (state.isGone) suspect(differenceOf('appeared', item), state.at);
      else if (!isSameUpload(withoutTime(state), item)) suspect(differenceOf('uploaded', item), state.at);
    }
    for (const { group, name, origin } of known.missing) {
      const state = accountedState(origin);
      if (!state || state.isGone) continue;
      const { updatedAt, underlyingName } = state;
      suspect({ what: 'vanished', group, name, updatedAt, underlyingName, owner: null, ownerBefore: null }, state.at);
    }
    const differences: Difference[] = [];
    for (const [group, suspects] of found) {
      const earliest = Math.min(...suspects.map(({ at }) => at));
      const names = suspects.map(({ difference }) => difference.name ?? '');
      const named = await ledger.namedSince(projectId, group, names, earliest);
      differences.push(...suspects.flatMap(({ difference, at }) => ((named.get(difference.name ?? '') ?? 0) > at ? [] : [difference])));
    }
    return differences;
  }

  async function note(
    project: Project,
    { projectId, readAt }: Snapshot,
    since: number | null,
    differences: readonly Difference[],
    doings: Doings,
    isBeginning: boolean,
  ): Promise<void> {
    const appeared = Map.groupBy(
      differences.filter(({ what }) => what === 'appeared'),
      ({ group }) => group,
    );
    for (const [group, items] of appeared) {
      await origins.lookUp(
        projectId,
        group,
        items.map(({ name }) => name ?? ''),
      );
    }
    const known = origins.of(projectId);
    if (!known) {
      project.last = null;
      return;
    }
    const batch: Batch = project.unwritten ?? { at: readAt, changes: [], states: new Map() };
    const outside: NoticedChange[] = [];
    for (const difference of differences) {
      const why = explain(difference, doings);
      const { what, group, name, updatedAt, underlyingName, owner, ownerBefore } = difference;
      if (since === null && name !== null && isNoted(batch, difference)) continue;
      if (!why) outside.push({ what, group, name, at: readAt, since, updatedAt, owner, ownerBefore, counts: null });
      // What is being submitted is followed, and what was seen of it stands with the submission.
      if (why === 'upload' || name === null || what === 'owner' || !known.get(group, name)) continue;
      const state = { group, name, at: readAt, updatedAt, underlyingName, isGone: what === 'vanished', isOurs: why !== null };
      batch.states.set(keyOf(group, name), state);
    }
    batch.changes.push(...(outside.length > maxAtOnce ? [summaryOf(outside, readAt, since)] : outside));
    if (batch.changes.length > maxAtOnce) batch.changes = [summaryOf(batch.changes, readAt, null)];
    if (batch.changes.length + batch.states.size === 0 && !isBeginning) return;
    project.unwritten = batch;
    await write(projectId, project, known);
  }

  /** Kept for the next time where the ledger does not take it. */
  async function write(projectId: string, project: Project, known: ProjectOrigins): Promise<void> {
    const batch = project.unwritten ?? { at: project.last?.readAt ?? 0, changes: [], states: new Map<string, PackageState>() };
    const states = [...batch.states.values()];
    // Known at once, whatever the ledger says: the next comparison goes by it.
    await ledger.recordChanges({ projectId, at: batch.at, changes: batch.changes, states });
    project.unwritten = null;
    known.since ??= batch.at;
    for (const { group, at } of batch.changes) known.noteChanged(group, at);
    origins.setStates(projectId, states);
    origins.touch(projectId);
  }

  /** A list that nobody reads any more is not kept for its sake. */
  function forgetOthers({ projectId, readAt }: Snapshot): void {
    for (const [id, { last, work: isWorking, unwritten }] of projects) {
      if (id !== projectId && !isWorking && !unwritten && (last?.readAt ?? 0) < readAt - FORGET_AFTER_MS) projects.delete(id);
    }
  }

  return {
    onRead(snapshot, doings) {
      const { projectId } = snapshot;
      let project = projects.get(projectId);
      if (!project) {
        project = { last: null, next: null, work: null, unwritten: null };
        projects.set(projectId, project);
      }
      forgetOthers(snapshot);
      project.next = { snapshot, doings: together(project.next?.doings ?? NOTHING_DONE, doings) };
      project.work ??= work(projectId, project);
    },
    looking(projectId) {
      const underWay = projects.get(projectId)?.work;
      if (!underWay || clock.now() < waitsFromMs) return null;
      const deadline = createDeadline(clock, WAITED_FOR_MS);
      return deadline.race(underWay).then((done) => {
        deadline.cancel();
        if (done === LATE) waitsFromMs = clock.now() + WAIT_AGAIN_MS;
      });
    },
    async whenIdle() {
      for (const { work: underWay } of projects.values()) await underWay;
    },
  };
}

/** Whether it waits to be written already. */
function isNoted({ states }: Batch, { what, group, name, ...mark }: Difference): boolean {
  const state = states.get(keyOf(group, name ?? ''));
  return state !== undefined && state.isGone === (what === 'vanished') && isSameUpload(state, mark);
}

function summaryOf(changes: readonly NoticedChange[], at: number, since: number | null): NoticedChange {
  const counts: ChangeCounts = { appeared: 0, vanished: 0, uploaded: 0, owner: 0 };
  for (const { what, counts: inner } of changes) {
    if (inner) for (const word of ['appeared', 'vanished', 'uploaded', 'owner'] as const) counts[word] += inner[word];
    else if (what !== 'many') counts[what]++;
  }
  return { what: 'many', group: undefined, name: null, at, since, updatedAt: null, owner: null, ownerBefore: null, counts };
}

function packageIn(model: ProjectModel, group: string | null, name: string): PackageModel | undefined {
  return group === null ? model.ungroupedByName.get(name) : model.groupByName.get(group)?.packageByName.get(name);
}

function differenceOf(what: Difference['what'], { group, name, updatedAt, underlyingName, owner }: PackageModel): Difference {
  return { what, group, name, updatedAt, underlyingName, owner, ownerBefore: null };
}

/**
 * Bulk actions: one call an item, a few at a time, each item with an outcome of its own. What keeps them safe: a whole group
 * is only what its token stands for, a submission to the same group waits until the group's last item is through, all of it
 * is stored in the ledger before anything goes out, and a call whose answer was lost is settled by reading, never repeated.
 */
import type { Logger } from 'pino';
import type { ApiErrorBody } from '../../contract/errors.ts';
import { OPERATION_ITEMS_MAX, type OperationTarget } from '../../contract/operations.ts';
import type { Clock } from '../../dli/clock.ts';
import { DliError, mayHaveBeenTaken } from '../../dli/errors.ts';
import { type Entry, type IdempotencyKey, isOperation, type OperationEntry } from '../../ledger/entry.ts';
import { ApiError, toApiError, toApiErrorBody } from '../errors.ts';
import type { Projects } from '../projects.ts';
import { createDeadline, type Deadline, LATE } from './deadline.ts';
import { createIdempotency, digestOf } from './idempotency.ts';
import { type Journal, keyOfAnother, ledgerUnavailable } from './journal.ts';
import { type Locks, lockKey } from './locks.ts';
import { membersFor } from './members.ts';
import type { ProjectModel } from './model.ts';
import { newOperationOf, operationIntent, operationOf } from './operation-entries.ts';
import { createOperationRecord, type OperationRecord } from './operation-record.ts';
import { type OperationHead, type Operations, type TrackedItem, type TrackedOperation, waitingItems } from './operations.ts';
import { tokenOf } from './plan.ts';
import type { Snapshots } from './snapshots.ts';

export interface OperateOptions {
  projects: Projects;
  snapshots: Snapshots;
  operations: Operations;
  journal: Journal;
  /** Those of the submissions. */
  locks: Locks;
  clock: Clock;
  log: Logger;
  user: string;
  /** Reading whole groups, before anything is started, may take this long. */
  answerWithinMs: number;
  /** Longer than the slowest call can take. */
  settleAfterMs: number;
}

export interface WholeGroup {
  name: string;
  token: string;
}

interface Wanted {
  targets: readonly OperationTarget[];
  wholeGroups: readonly WholeGroup[];
}

interface Caller {
  projectId: string;
  idempotencyKey: string | null;
  requestId: string;
}

export interface Operate {
  /** Answers within `answerWithinMs`. @throws ApiError when nothing was started, DliError when whole groups could not be read */
  startDelete(
    caller: Caller,
    body: { packages: readonly OperationTarget[]; wholeGroups: readonly WholeGroup[] },
  ): Promise<TrackedOperation>;
  startOwnerChange(caller: Caller, body: { newOwner: string; targets: readonly OperationTarget[] }): Promise<TrackedOperation>;
  /** Ends what the process before this one left open, by reading; sends nothing. */
  resume(left: readonly Entry[]): Promise<void>;
  /** Starts no further call and waits for those under way. */
  dispose(): Promise<void>;
}

const CALLS_AT_A_TIME = 4;
/** A key holds its operation with all items, so as many as there are operations remembered. */
const MAX_KEYS = 200;
/** In all, for an item that DLI throttles. */
const MAX_TRIES = 5;
const THROTTLE_BASE_MS = 1_000;
const LONGEST_THROTTLE_MS = 60_000;
/** After this many calls in a row without any answer, the rest is not tried: each would take its whole time limit. */
const MAX_UNANSWERED = 8;
/** A call whose answer was lost may still be at work when it is first looked for. */
const LOOKS = { most: 2, reads: 5, everyMs: 2_000 };
/** After a restart the slowest call has ended when it is first looked for; DLI may not be there yet. */
const LATER_LOOKS = { most: 1, reads: 24, everyMs: 5_000 };
const LAST_READ_WITHIN_MS = 5_000;

/** What the two kinds differ in. */
interface Action {
  call(target: OperationTarget): Promise<unknown>;
  /** Whether what was wanted is so, by a read. */
  isSo(model: ProjectModel, target: OperationTarget): boolean;
}

interface Run {
  operation: TrackedOperation;
  record: OperationRecord;
  action: Action;
  requestId: string;
  turns: Turns;
  /** DLI asked for a pause until then. */
  resumeAt: number;
  unanswered: number;
  /** To be settled by reading. */
  lost: { item: TrackedItem; error: unknown }[];
}

/** The groups an operation holds, each until its last item is through. */
type Turns = Map<string | null, { release: () => void; left: number }>;

export function createOperate(options: OperateOptions): Operate {
  const { projects, snapshots, operations, journal, locks, clock, log } = options;
  const idempotency = createIdempotency<TrackedOperation>({ clock, maxKept: MAX_KEYS });
  const underWay = new Set<Promise<void>>();
  const runs = new Set<Run>();
  const pauses = new Set<() => void>();
  let isDisposed = false;

  const deletion = (projectId: string): Action => ({
    call: ({ group, name }) => projects.of(projectId).dli.delete(projectId, { group, name: name ?? '' }),
    isSo: (model, { group, name }) => !packageOf(model, group, name ?? ''),
  });

  const ownerChange = (projectId: string, newOwner: string): Action => ({
    call: ({ group, name }) =>
      projects.of(projectId).dli.updateOwner(projectId, {
        new_owner: newOwner,
        ...(group === null ? {} : { group_name: group }),
        ...(name === null ? {} : { resource_name: name }),
      }),
    isSo(model, { group, name }) {
      const target = name === null ? model.groupByName.get(group ?? '') : packageOf(model, group, name);
      return target?.owner === newOwner;
    },
  });

  const actionOf = (projectId: string, { kind, newOwner }: OperationHead): Action =>
    kind === 'delete' ? deletion(projectId) : ownerChange(projectId, newOwner ?? '');

  const runOf = (operation: TrackedOperation, requestId: string, turns: Turns): Run => ({
    operation,
    record: createOperationRecord({ operation, journal, clock, chunk: CALLS_AT_A_TIME }),
    action: actionOf(operation.projectId, operation.head),
    requestId,
    turns,
    resumeAt: 0,
    unanswered: 0,
    lost: [],
  });

  async function start(caller: Caller, key: IdempotencyKey, head: OperationHead, wanted: Wanted): Promise<TrackedOperation> {
    const { projectId, requestId } = caller;
    const deadline = createDeadline(clock, options.answerWithinMs);
    let taking: Promise<Turns> | null = null;
    try {
      const earlier = await deadline.race(journal.replay(key));
      if (earlier === LATE) throw ledgerUnavailable('The ledger could not be read in time.');
      if (earlier) return known(earlier);
      const groups = [...wanted.targets.map((target) => target.group), ...wanted.wholeGroups.map((group) => group.name)];
      taking = takeTurns(projectId, new Set(groups));
      const members = wanted.wholeGroups.length === 0 ? [] : await expand(projectId, wanted.wholeGroups, taking, deadline);
      const targets = withoutRepeats([...wanted.targets, ...members]);
      refuseTooMany(targets.length);
      const ids = { projectId, requestId, requestDigest: key.requestDigest };
      const opening = journal.open(operationIntent({ ...ids, createdAt: clock.now(), head, items: targets }), key);
      const opened = await deadline.race(opening);
      if (opened === LATE) {
        void opening.then(({ entry, maySend }) => maySend && journal.giveBack(entry.id)).catch(() => {});
        throw ledgerUnavailable('The ledger did not answer in time.');
      }
      const { entry, isNew, maySend } = opened;
      if (!maySend) return known(entry);
      // Stored all the same: the next start closes it.
      if (isDisposed) throw new ApiError('shutting_down', 'The server is about to stop; nothing was started.');
      const stored = newOperationOf(operationIn(entry));
      const operation = operations.add(isNew ? { ...stored, items: waitingItems(targets) } : stored);
      void taking.then((turns) => run(runOf(operation, requestId, turns)));
      taking = null;
      return operation;
    } finally {
      void taking?.then(releaseAll);
      deadline.cancel();
    }
  }

  function known(entry: Entry): TrackedOperation {
    return operations.find(entry.projectId, entry.id) ?? operationOf(operationIn(entry));
  }

  /** The members of whole groups by name, read while no submission can change them; throws while nothing is started. */
  async function expand(projectId: string, groups: readonly WholeGroup[], taking: Promise<Turns>, deadline: Deadline) {
    if ((await deadline.race(taking)) === LATE) {
      throw new ApiError('dli_timeout', 'A submission to one of the groups is still being sent; nothing was started.');
    }
    const snapshot = await deadline.race(snapshots.get(projectId, { fresh: true }));
    if (snapshot === LATE) throw new ApiError('dli_timeout', 'The groups could not be read in time; nothing was started.');
    if (isDisposed) throw new ApiError('shutting_down', 'The server is about to stop; nothing was started.');
    const members = groups.map(({ name }) => membersFor(snapshot.model, name, []));
    const issues = groups.flatMap(({ name, token }, index) => {
      const present = tokenOf(members[index] ?? new Map(), snapshot.model.groupByName.has(name));
      return present === token ? [] : [{ path: `body.wholeGroups.${index}.token`, code: 'group_changed', params: { name } }];
    });
    if (issues.length > 0) {
      throw new ApiError('group_changed', 'A group changed since it was read; nothing was started.', { details: { issues } });
    }
    return groups.flatMap(({ name: group }, index) => [...(members[index]?.keys() ?? [])].map((name) => ({ group, name })));
  }

  /** Every operation takes its groups in the same order, so that no two wait for each other. */
  async function takeTurns(projectId: string, groups: ReadonlySet<string | null>): Promise<Turns> {
    const turns: Turns = new Map();
    const keys = [...groups].map((group) => ({ group, key: lockKey(projectId, group) })).sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const { group, key } of keys) turns.set(group, { release: await locks.acquireShared(key), left: 0 });
    return turns;
  }

  /** Never rejects: what came of it is told in the operation. */
  async function run(task: Run): Promise<void> {
    const { operation, turns } = task;
    runs.add(task);
    for (const { group } of operation.items) {
      const turn = turns.get(group);
      if (turn) turn.left++;
    }
    try {
      const queue = operation.items.values();
      const worker = async () => {
        for (const item of queue) {
          if (isDisposed) return;
          const performing = perform(task, item);
          underWay.add(performing);
          await performing.finally(() => underWay.delete(performing));
        }
      };
      await Promise.all(Array.from({ length: CALLS_AT_A_TIME }, worker));
      await settleLost(task, LOOKS);
    } catch (error) {
      log.error({ requestId: task.requestId, operationId: operation.id, err: error }, 'an operation met an error of our own');
    } finally {
      releaseAll(turns);
      runs.delete(task);
    }
    if (isDisposed) return;
    await readLast(operation.projectId);
    await close(task);
  }

  async function close({ operation, record }: Run): Promise<void> {
    operations.finish(operation);
    const { total: items, failed, unknown } = operation.counts;
    log.info({ operationId: operation.id, kind: operation.head.kind, items, failed, unknown }, 'an operation has ended');
    await record.finished();
  }

  async function perform(task: Run, item: TrackedItem): Promise<void> {
    for (let triesLeft = MAX_TRIES; ; triesLeft--) {
      if (!(await isReady(task, item))) return;
      operations.change(task.operation, item, { state: 'running' });
      const error = await attempt(task, item);
      if (error === null) return finish(task, item, { state: 'done' });
      const isUnanswered = error instanceof DliError && error.httpStatus === null;
      task.unanswered = isUnanswered ? task.unanswered + 1 : 0;
      const pauseMs = error instanceof DliError && triesLeft > 1 ? throttlePause(error, MAX_TRIES - triesLeft) : null;
      if (pauseMs === null) return conclude(task, item, error);
      task.resumeAt = Math.max(task.resumeAt, clock.now() + pauseMs);
    }
  }

  /** Resolves when the item's call may go out, with true: the ledger holds that by then. */
  async function isReady(task: Run, item: TrackedItem): Promise<boolean> {
    for (;;) {
      if (isDisposed) return false;
      if (task.unanswered >= MAX_UNANSWERED) {
        fail(task, item, notTried(task.requestId));
        return false;
      }
      const pauseMs = task.resumeAt - clock.now();
      if (pauseMs > 0) {
        operations.change(task.operation, item, { state: 'waiting' });
        task.record.waitsAgain(item);
        await pause(pauseMs);
        continue;
      }
      await task.record.sending(item);
      // Meanwhile DLI may have asked for a pause, or fallen silent.
      if (!isDisposed && task.resumeAt <= clock.now() && task.unanswered < MAX_UNANSWERED) return true;
    }
  }

  /** One call; null when it was carried out. */
  function attempt({ action }: Run, item: TrackedItem): Promise<unknown> {
    return action.call(item).then(
      () => null,
      (error: unknown) => error ?? new Error('nothing was thrown'),
    );
  }

  function conclude(task: Run, item: TrackedItem, error: unknown): void {
    logFailure(task, error);
    const isAbsent = task.operation.head.kind === 'delete' && error instanceof DliError && error.problem === 'not_found';
    if (isAbsent && isDliWord(error)) finish(task, item, { state: 'done', wasGone: true });
    // A 404 in nobody's words may be a gateway's for the address: the list knows. So it does where an answer was lost.
    else if (isAbsent || !(error instanceof DliError) || mayHaveBeenTaken(error)) task.lost.push({ item, error });
    else fail(task, item, toApiErrorBody(toApiError(error), task.requestId));
  }

  async function settleLost(task: Run, { most, reads: mostReads, everyMs }: typeof LOOKS): Promise<void> {
    let looks = 0;
    for (let reads = 0; task.lost.length > 0 && looks < most && reads < mostReads; reads++) {
      if (reads > 0) await pause(everyMs);
      if (isDisposed) return;
      const snapshot = await snapshots.get(task.operation.projectId, { fresh: true }).catch(() => null);
      if (!snapshot) continue;
      looks++;
      task.lost = task.lost.filter(({ item, error }) => {
        if (!task.action.isSo(snapshot.model, item)) return true;
        finish(task, item, { state: 'done', wasGone: error instanceof DliError && error.problem === 'not_found' });
        return false;
      });
    }
    for (const { item, error } of task.lost) {
      const told = toApiErrorBody(toApiError(error), task.requestId);
      if (looks > 0) fail(task, item, told);
      else finish(task, item, { state: 'unknown', error: neverRead(told) });
    }
  }

  function fail(task: Run, item: TrackedItem, error: ApiErrorBody): void {
    finish(task, item, { state: 'failed', error });
  }

  function finish(task: Run, item: TrackedItem, patch: Partial<TrackedItem>): void {
    operations.change(task.operation, item, patch);
    task.record.ended(item);
    const turn = task.turns.get(item.group);
    if (turn && --turn.left === 0) turn.release();
  }

  /** Codes and ids, never a name. */
  function logFailure({ operation, requestId }: Run, error: unknown): void {
    const ids = { requestId, operationId: operation.id };
    if (!(error instanceof DliError)) return log.error({ ...ids, err: error }, 'an item of an operation met an error of our own');
    const { problem, httpStatus, errorCode, requestId: upstreamRequestId } = error;
    log.warn({ ...ids, problem, httpStatus, errorCode, upstreamRequestId }, 'an item of an operation failed, or its answer was lost');
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel();
        pauses.delete(end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      pauses.add(end);
    });
  }

  /** So that whoever sees it ended finds the lists as it left them; until then they are read as while uploads are going on. */
  async function readLast(projectId: string): Promise<void> {
    const deadline = createDeadline(clock, LAST_READ_WITHIN_MS);
    await deadline.race(snapshots.get(projectId, { fresh: true }).catch(() => null));
    deadline.cancel();
  }

  async function resumeOne(entry: OperationEntry): Promise<void> {
    const task = runOf(operations.add(newOperationOf(entry)), entry.requestId, new Map());
    const { items } = task.operation;
    const unsent = toApiErrorBody(new ApiError('stopped_before_sent', 'The server stopped before this was sent.'), task.requestId);
    const unanswered = new ApiError(
      'stopped_before_answer',
      'It may have been sent when the server stopped, and no later read shows that it was carried out.',
    );
    for (const item of items) if (item.state === 'waiting') fail(task, item, unsent);
    task.lost = items.filter(({ state }) => state === 'running').map((item) => ({ item, error: unanswered }));
    // Written at once where nothing is left to be found out; else with what is.
    if (task.lost.length === 0) await close(task);
    else void settleLater(task);
  }

  /** What was being sent when the process before this one ended: looked for when the slowest call has ended. */
  async function settleLater(task: Run): Promise<void> {
    await pause(options.settleAfterMs);
    await settleLost(task, LATER_LOOKS);
    if (!isDisposed) await close(task);
  }

  function once(caller: Caller, head: OperationHead, body: object, wanted: Wanted) {
    const scope = `${projects.of(caller.projectId).dli.credentialScope}\n${caller.projectId}`;
    const request = { kind: head.kind, ...body };
    const key = { scope, key: caller.idempotencyKey ?? '', requestDigest: digestOf(request) };
    return idempotency.once(scope, caller.idempotencyKey, request, () => start(caller, key, head, wanted));
  }

  const userOf = (projectId: string) => projects.of(projectId).user ?? options.user;

  return {
    startDelete(caller, body) {
      const head = { kind: 'delete', startedBy: userOf(caller.projectId), newOwner: null } as const;
      return once(caller, head, body, { targets: body.packages, wholeGroups: body.wholeGroups });
    },
    startOwnerChange(caller, body) {
      const head = { kind: 'changeOwner', startedBy: userOf(caller.projectId), newOwner: body.newOwner } as const;
      return once(caller, head, body, { targets: body.targets, wholeGroups: [] });
    },
    async resume(left) {
      for (const entry of left) if (isOperation(entry)) await resumeOne(entry);
    },
    async dispose() {
      isDisposed = true;
      for (const end of pauses) end();
      await Promise.all(underWay);
      for (const { record } of runs) record.stop();
    },
  };
}

function operationIn(entry: Entry): OperationEntry {
  if (!isOperation(entry)) throw keyOfAnother();
  return entry;
}

function packageOf(model: ProjectModel, group: string | null, name: string) {
  return group === null ? model.ungroupedByName.get(name) : model.groupByName.get(group)?.packageByName.get(name);
}

function withoutRepeats(targets: readonly OperationTarget[]): OperationTarget[] {
  return [...new Map(targets.map((target) => [JSON.stringify([target.group, target.name]), target])).values()];
}

/** Whole groups bring their members: how many items there are is known only now. */
function refuseTooMany(items: number): void {
  if (items <= OPERATION_ITEMS_MAX) return;
  const issues = [{ path: 'body', code: 'too_big', params: { maximum: OPERATION_ITEMS_MAX, items } }];
  throw new ApiError('operation_too_large', `More than ${OPERATION_ITEMS_MAX} items; nothing was started.`, { details: { issues } });
}

function releaseAll(turns: Turns): void {
  for (const { release } of turns.values()) release();
}

/** How long to wait before trying again; null for not at all. A throttled call was not taken. */
function throttlePause({ problem, retryAfterMs }: DliError, triesBefore: number): number | null {
  if (problem !== 'throttled') return null;
  const pauseMs = retryAfterMs ?? THROTTLE_BASE_MS * 2 ** triesBefore;
  return pauseMs > LONGEST_THROTTLE_MS ? null : pauseMs;
}

function isDliWord({ errorCode }: DliError): boolean {
  return errorCode?.toUpperCase().startsWith('DLI.') ?? false;
}

/** What the call itself met goes along as evidence. */
function neverRead({ requestId, details }: ApiErrorBody): ApiErrorBody {
  const message = 'Its answer was lost, and every read since has failed: whether it was carried out is not known.';
  return toApiErrorBody(new ApiError('outcome_unknown', message, details && { details }), requestId);
}

function notTried(requestId: string): ApiErrorBody {
  const error = new ApiError('dli_unreachable', 'Not tried: the calls before it got no answer.');
  return toApiErrorBody(error, requestId);
}

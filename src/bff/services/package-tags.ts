/**
 * Tags of one package, read and changed. DLI sets and removes in two calls, so one may fail beside the other: every tag has an
 * outcome of its own, and after a failure the other call is not made. Setting and removing again change nothing more, so a caller may
 * repeat a request whose answer was lost.
 */
import type { Logger } from 'pino';
import type { TagChange } from '../../contract/tags.ts';
import type { Clock } from '../../dli/clock.ts';
import { DliError, mayHaveBeenTaken } from '../../dli/errors.ts';
import type { PackageRef } from '../../dli/result.ts';
import { TAGS_MAX, type Tag } from '../../domain/names.ts';
import { ApiError, toApiError, toApiErrorBody } from '../errors.ts';
import type { Projects } from '../projects.ts';
import { createDeadline, type Deadline, LATE } from './deadline.ts';
import { type Locks, lockKey } from './locks.ts';

export interface PackageTagService {
  /** @throws DliError */
  read(projectId: string, ref: PackageRef): Promise<Tag[]>;
  /** @throws ApiError or DliError when nothing was sent */
  change(caller: TagCaller, wanted: WantedTags): Promise<{ tags: Tag[] | null; changes: TagChange[] }>;
  /** Waits for the calls under way. */
  dispose(): Promise<void>;
}

export interface PackageTagsOptions {
  projects: Projects;
  /** Those of the submissions: one to the same group replaces the tags of what it uploads. */
  locks: Locks;
  clock: Clock;
  log: Logger;
  answerWithinMs: number;
}

interface TagCaller {
  projectId: string;
  requestId: string;
  ref: PackageRef;
}

interface WantedTags {
  set: readonly Tag[];
  remove: readonly string[];
}

type Action = TagChange['action'];
type Outcome = Pick<TagChange, 'state' | 'error'>;

export function createPackageTags({ projects, locks, clock, log, answerWithinMs }: PackageTagsOptions): PackageTagService {
  const underWay = new Set<Promise<unknown>>();

  async function read(projectId: string, ref: PackageRef): Promise<Tag[]> {
    const { data } = await projects.of(projectId).dli.getTags(projectId, ref);
    return (data.tags ?? []).flatMap(({ key, value }) => (key ? [{ key, value: value ?? '' }] : []));
  }

  async function change(caller: TagCaller, wanted: WantedTags) {
    const { projectId, ref } = caller;
    const deadline = createDeadline(clock, answerWithinMs);
    const turn = locks.acquireShared(lockKey(projectId, ref.group));
    // Given back after the last call has ended, although its answer may have been given up before.
    let last: Promise<unknown> = Promise.resolve();
    try {
      if ((await deadline.race(turn)) === LATE) throw tooLate('A submission to the group is still being sent; no tag was changed.');
      // Read first: it tells an absent package and too many tags before anything is changed.
      const before = await deadline.race(read(projectId, ref));
      if (before === LATE) throw tooLate('The tags could not be read in time; none was changed.');
      refuseTooMany(before, wanted);
      const outcomes = new Map<Action, Outcome>();
      for (const action of orderOf(before, wanted)) {
        const isStopped = [...outcomes.values()].some(({ state }) => state !== 'done');
        if (isStopped) {
          outcomes.set(action, { state: 'notSent', error: null });
          continue;
        }
        const calling = send(action, caller, wanted);
        underWay.add(calling);
        void calling.finally(() => underWay.delete(calling)).catch(() => {});
        last = calling;
        outcomes.set(action, await outcomeOf(calling, deadline, caller));
      }
      return await told(caller, wanted, outcomes, deadline);
    } finally {
      deadline.cancel();
      void last.catch(() => {}).then(async () => (await turn)());
    }
  }

  function send(action: Action, { projectId, ref }: TagCaller, { set, remove }: WantedTags): Promise<unknown> {
    const { dli } = projects.of(projectId);
    return action === 'set' ? dli.setTags(projectId, ref, set) : dli.removeTags(projectId, ref, remove);
  }

  async function outcomeOf(calling: Promise<unknown>, deadline: Deadline, { requestId }: TagCaller): Promise<Outcome> {
    try {
      if ((await deadline.race(calling)) !== LATE) return { state: 'done', error: null };
      return { state: 'unknown', error: toApiErrorBody(tooLate('DLI did not answer in time.'), requestId) };
    } catch (error) {
      if (!(error instanceof DliError)) throw error;
      const { problem, httpStatus, errorCode, requestId: upstreamRequestId } = error;
      log.warn({ requestId, problem, httpStatus, errorCode, upstreamRequestId }, 'a change of tags failed, or its answer was lost');
      return { state: mayHaveBeenTaken(error) ? 'unknown' : 'failed', error: toApiErrorBody(toApiError(error), requestId) };
    }
  }

  /** The tags as they are now, and every change with its outcome: a lost answer is settled by this read, if by anything. */
  async function told(caller: TagCaller, { set, remove }: WantedTags, outcomes: ReadonlyMap<Action, Outcome>, deadline: Deadline) {
    const reading = read(caller.projectId, caller.ref).catch(() => null);
    const answer = await deadline.race(reading);
    const tags = answer === LATE ? null : answer;
    const valueNow = new Map(tags?.map(({ key, value }) => [key, value]));
    const changeOf = (action: Action, key: string, isSo: boolean): TagChange => {
      const { state, error } = outcomes.get(action) ?? { state: 'done', error: null };
      if (state === 'unknown' && tags !== null && isSo) return { action, key, state: 'done', error: null };
      return { action, key, state, error };
    };
    const changes = [
      ...set.map(({ key, value }) => changeOf('set', key, valueNow.get(key) === value)),
      ...remove.map((key) => changeOf('remove', key, !valueNow.has(key))),
    ];
    return { tags, changes };
  }

  return {
    read,
    change,
    async dispose() {
      await Promise.allSettled(underWay);
    },
  };
}

/** Setting first, so that a failure between the two calls loses nothing; not where both together would not fit. */
function orderOf(before: readonly Tag[], { set, remove }: WantedTags): Action[] {
  const keys = new Set([...before, ...set].map(({ key }) => key));
  const order: Action[] = keys.size > TAGS_MAX ? ['remove', 'set'] : ['set', 'remove'];
  return order.filter((action) => (action === 'set' ? set : remove).length > 0);
}

function refuseTooMany(before: readonly Tag[], { set, remove }: WantedTags): void {
  const after = new Set([...before.map(({ key }) => key).filter((key) => !remove.includes(key)), ...set.map(({ key }) => key)]);
  if (after.size <= TAGS_MAX) return;
  const issues = [{ path: 'body.set', code: 'too_many_tags', params: { max: TAGS_MAX, count: after.size } }];
  throw new ApiError('invalid_request', 'The package would have too many tags; none was changed.', { details: { issues } });
}

function tooLate(message: string): ApiError {
  return new ApiError('dli_timeout', message);
}

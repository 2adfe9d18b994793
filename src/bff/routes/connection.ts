import type { ConnectionCheck, ConnectionStep, connectionContract } from '../../contract/connection.ts';
import type { Clock } from '../../dli/clock.ts';
import { parseObsPath } from '../../domain/obs-path.ts';
import type { ObjectRef } from '../../obs/object-store.ts';
import { ApiError } from '../errors.ts';
import type { Handlers } from '../implement.ts';
import type { Projects, Upstream } from '../projects.ts';

const ANSWERED_AGAIN_FOR_MS = 5_000;

interface Check {
  about: string;
  endedAt: number | null;
  ended: Promise<unknown>;
  /** Once there are more steps than that, or it is over. */
  moreThan(count: number): Promise<ConnectionCheck>;
}

/** One check per project at a time, and none within 5 s of the last: wrong credentials that are tried too often lock an account. */
export function connectionRoutes({ projects, clock }: { projects: Projects; clock: Clock }): Handlers<typeof connectionContract> {
  const checks = new Map<string, Check>();
  const isOver = (endedAt: number | null) => endedAt !== null && clock.now() - endedAt >= ANSWERED_AGAIN_FOR_MS;

  return {
    async checkConnection({ params: { projectId }, body: { object, have } }) {
      const ref = object === null ? null : readObject(object);
      const about = ref === null ? '' : `${ref.bucket}/${ref.key}`;
      const diagnose = projects.diagnosisOf(projectId) ?? nothingBetween;
      for (;;) {
        for (const [id, { endedAt }] of checks) if (isOver(endedAt)) checks.delete(id);
        const known = checks.get(projectId);
        if (known?.about === about) return known.moreThan(have);
        if (known?.endedAt === null) {
          // About another object: its turn comes when that one has ended.
          await known.ended;
          continue;
        }
        const check = begin(clock, about, (onStep) => diagnose({ projectId, object: ref, onStep }));
        checks.set(projectId, check);
        return check.moreThan(0);
      }
    },
  };
}

function begin(clock: Clock, about: string, diagnose: (onStep: (step: ConnectionStep) => void) => Promise<unknown>): Check {
  const checkedAt = clock.now();
  const steps: ConnectionStep[] = [];
  let next = Promise.withResolvers<void>();
  const work = diagnose((step) => {
    steps.push(step);
    next.resolve();
    next = Promise.withResolvers();
  });
  const check: Check = {
    about,
    endedAt: null,
    ended: work
      .catch(() => {}) // told to everybody who asks, below
      .finally(() => {
        check.endedAt = clock.now();
        next.resolve();
      }),
    async moreThan(count) {
      while (check.endedAt === null && steps.length <= count) await Promise.race([next.promise, check.ended]);
      const isDone = check.endedAt !== null;
      if (isDone) await work;
      return { checkedAt, steps: [...steps], isDone };
    },
  };
  return check;
}

function readObject(text: string): ObjectRef {
  const parsed = parseObsPath(text);
  if (parsed.ok) return parsed.path;
  const issues = [{ path: 'body.object', code: 'not_an_object' }];
  throw new ApiError('invalid_request', 'An object is written obs://bucket/key.', { details: { issues } });
}

/** An upstream within this process. */
const nothingBetween: NonNullable<Upstream['diagnose']> = async () => {};

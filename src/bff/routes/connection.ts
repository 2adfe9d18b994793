import type { ConnectionCheck, connectionContract } from '../../contract/connection.ts';
import type { Clock } from '../../dli/clock.ts';
import type { Handlers } from '../implement.ts';
import type { Projects } from '../projects.ts';

const ANSWERED_AGAIN_FOR_MS = 5_000;

/** One check per project at a time, and none within 5 s of the last: wrong credentials that are tried too often lock an account. */
export function connectionRoutes({ projects, clock }: { projects: Projects; clock: Clock }): Handlers<typeof connectionContract> {
  const checks = new Map<string, { answer: Promise<ConnectionCheck>; endedAt: number | null }>();
  const isOver = (endedAt: number | null) => endedAt !== null && clock.now() - endedAt >= ANSWERED_AGAIN_FOR_MS;

  return {
    checkConnection({ params: { projectId } }) {
      for (const [id, { endedAt }] of checks) if (isOver(endedAt)) checks.delete(id);
      const known = checks.get(projectId);
      if (known) return known.answer;
      const checkedAt = clock.now();
      const check: { answer: Promise<ConnectionCheck>; endedAt: number | null } = {
        answer: (projects.of(projectId).diagnose ?? nothingBetween)()
          .then((steps) => ({ checkedAt, steps }))
          .finally(() => {
            check.endedAt = clock.now();
          }),
        endedAt: null,
      };
      checks.set(projectId, check);
      return check.answer;
    },
  };
}

/** An upstream within this process. */
const nothingBetween = async () => [];

/** The BFF, put together: services in the order they need each other, routes over them, and the way back down. */
import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { contract } from '../contract/contract.ts';
import type { DliClient } from '../dli/client.ts';
import { type Clock, systemClock } from '../dli/clock.ts';
import type { ObjectStore } from '../obs/object-store.ts';
import { type BffConfig, DEFAULT_ANSWER_WITHIN_MS, DEFAULT_SETTLE_AFTER_MS, DEFAULT_SNAPSHOT_TIMINGS } from './config.ts';
import { implement } from './implement.ts';
import { createOpenApi } from './openapi.ts';
import { groupRoutes } from './routes/groups.ts';
import { sessionRoutes } from './routes/session.ts';
import { submissionRoutes } from './routes/submissions.ts';
import { createFollower } from './services/follow.ts';
import { createSnapshots } from './services/snapshots.ts';
import { createSubmissions } from './services/submissions.ts';
import { createSubmit } from './services/submit.ts';
import { createPager } from './services/views.ts';

export interface AppParts {
  dli: DliClient;
  obs: Pick<ObjectStore, 'head'>;
  config: BffConfig;
  log: Logger;
  clock?: Clock;
}

export interface App {
  /** Everything under `/api`, and nothing else. */
  app: Hono;
  /** Refuses new requests at once; resolves when no call that could change something is under way. */
  dispose(): Promise<void>;
}

export function createApp({ dli, obs, config, log, clock = systemClock }: AppParts): App {
  const { session } = config;
  let isClosing = false;
  const submissions = createSubmissions({ clock });
  const snapshots = createSnapshots({
    dli,
    clock,
    timings: { ...DEFAULT_SNAPSHOT_TIMINGS, ...config.snapshots },
    onRead: createFollower(submissions),
    isFollowing: submissions.isFollowing,
  });
  const submit = createSubmit({
    dli,
    snapshots,
    submissions,
    clock,
    log,
    region: session.region,
    user: session.user,
    answerWithinMs: config.answerWithinMs ?? DEFAULT_ANSWER_WITHIN_MS,
    settleAfterMs: config.settleAfterMs ?? DEFAULT_SETTLE_AFTER_MS,
  });
  const app = implement(
    contract,
    {
      ...sessionRoutes(session, createOpenApi(contract, session.version)),
      ...groupRoutes({ snapshots, submissions, pager: createPager() }),
      ...submissionRoutes({ snapshots, submissions, submit, obs, region: session.region }),
    },
    { allowedHosts: config.allowedHosts, clock, log, bootId: randomBytes(6).toString('base64url'), isClosing: () => isClosing },
  );
  return {
    app,
    async dispose() {
      isClosing = true;
      await submit.dispose();
      snapshots.dispose();
    },
  };
}

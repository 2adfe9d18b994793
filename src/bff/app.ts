/** The BFF, put together: services in the order they need each other, routes over them, and the way back down. */
import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { contract } from '../contract/contract.ts';
import { type Clock, systemClock } from '../dli/clock.ts';
import type { LedgerEvent } from '../ledger/entry.ts';
import { type BffConfig, DEFAULT_ANSWER_WITHIN_MS, DEFAULT_SETTLE_AFTER_MS, DEFAULT_SNAPSHOT_TIMINGS } from './config.ts';
import { implement } from './implement.ts';
import { createOpenApi } from './openapi.ts';
import type { Projects } from './projects.ts';
import { activityRoutes } from './routes/activity.ts';
import { changeRoutes } from './routes/changes.ts';
import { connectionRoutes } from './routes/connection.ts';
import { exportRoutes } from './routes/exports.ts';
import { groupRoutes } from './routes/groups.ts';
import { objectRoutes } from './routes/objects.ts';
import { operationRoutes } from './routes/operations.ts';
import { originRoutes } from './routes/origins.ts';
import { preflightRoutes } from './routes/preflight.ts';
import { sessionRoutes } from './routes/session.ts';
import { submissionRoutes } from './routes/submissions.ts';
import { tagRoutes } from './routes/tags.ts';
import { type ActivityLedger, createActivity } from './services/activity.ts';
import { createAttach } from './services/attach.ts';
import { createChangeJournal } from './services/changes.ts';
import { createExplain } from './services/explain.ts';
import { createFollower } from './services/follow.ts';
import { createJournal, type SubmissionLedger } from './services/journal.ts';
import { createKnownPackages } from './services/known-packages.ts';
import { createKnownTags } from './services/known-tags.ts';
import { createLocks } from './services/locks.ts';
import { createOperate } from './services/operate.ts';
import { createOperations } from './services/operations.ts';
import { createOrigins, type OriginLedger, type Origins } from './services/origins.ts';
import { createOriginsTeller } from './services/origins-told.ts';
import { createOwnDoings } from './services/own-doings.ts';
import { createPackageTags } from './services/package-tags.ts';
import { createPreflight } from './services/preflight.ts';
import { createQuota } from './services/quota.ts';
import { createRecall } from './services/recall.ts';
import { createRecallOperations, type OperationLedger } from './services/recall-operations.ts';
import { createSnapshots } from './services/snapshots.ts';
import { createSubmissions } from './services/submissions.ts';
import { createSubmit } from './services/submit.ts';
import { createTagged } from './services/tagged.ts';
import { createUsualWaits } from './services/usual-wait.ts';
import { createPager } from './services/views.ts';
import { createWatch } from './services/watch.ts';

export interface AppParts {
  projects: Projects;
  config: BffConfig;
  log: Logger;
  ledger: SubmissionLedger & OperationLedger & OriginLedger & ActivityLedger;
  clock?: Clock;
}

export interface App {
  /** Everything under `/api`, and nothing else. */
  app: Hono;
  /** To be awaited before anybody is served: goes on with what an earlier process left open. @throws LedgerError */
  resume(): Promise<void>;
  /** Refuses new requests at once; resolves when no call that could change something is under way. */
  dispose(): Promise<void>;
}

export function createApp({ projects, config, log, ledger, clock = systemClock }: AppParts): App {
  const { session } = config;
  let isClosing = false;
  const submissions = createSubmissions({ clock, onChange: (projectId) => watch.look(projectId) });
  const origins = createOrigins({ ledger, clock, log });
  const onRecorded = (id: string, events: readonly LedgerEvent[]) => {
    submissions.recorded(id);
    return origins.recorded(id, events);
  };
  const journal = createJournal({ ledger, clock, log, onRecorded });
  const originsOf = createOriginsTeller({ origins, submissions, journal });
  const preflight = createPreflight({ projects, clock });
  const explain = createExplain({ ledger, journal, preflight, clock, log });
  const recall = createRecall({
    ledger,
    submissions,
    explain,
    clock,
    log,
    readAgain: (projectId) => void snapshots.get(projectId, { fresh: true }).catch(() => {}),
  });
  const knownPackages = createKnownPackages({ ledger, journal, clock, log });
  const operations = createOperations({ clock });
  const ownDoings = createOwnDoings({ submissions, operations, clock });
  const changes = createChangeJournal({ ledger, origins, clock, log });
  /** For answers: with what the read behind them has just shown as changed. */
  const settledOrigins: Origins = {
    ...origins,
    loading(snapshot) {
      const both = [origins.loading(snapshot), changes.looking(snapshot.projectId)].filter((one) => one !== null);
      return both.length === 0 ? null : Promise.all(both).then(() => {});
    },
  };
  const follow = createFollower({ submissions, journal, explain });
  const locks = createLocks();
  const answerWithinMs = config.answerWithinMs ?? DEFAULT_ANSWER_WITHIN_MS;
  const settleAfterMs = config.settleAfterMs ?? DEFAULT_SETTLE_AFTER_MS;
  const snapshots = createSnapshots({
    projects,
    clock,
    timings: { ...DEFAULT_SNAPSHOT_TIMINGS, ...config.snapshots },
    onRead(snapshot) {
      const { projectId, readAt, previousReadAt } = snapshot;
      // Before it is followed: what this read shows as arrived is ours as well.
      const doings = ownDoings.capture(projectId, previousReadAt ?? readAt);
      follow(snapshot);
      changes.onRead(snapshot, doings);
    },
    isFollowing: (projectId) => submissions.isFollowing(projectId) || operations.runningSince(projectId) !== null,
  });
  const watch = createWatch({ submissions, snapshots, journal, clock, log });
  /** What everything needs that changes something at DLI. */
  const sending = { projects, snapshots, journal, locks, clock, log, user: session.user, answerWithinMs, settleAfterMs };
  const submit = createSubmit({ ...sending, ledger, submissions, preflight, knownPackages });
  const operate = createOperate({ ...sending, operations });
  const packageTags = createPackageTags({ projects, locks, clock, log, answerWithinMs });
  const knownTags = createKnownTags({ projects, clock, versionOf: submissions.version });
  const tagged = createTagged({ projects, snapshots });
  const pager = createPager();
  const app = implement(
    contract,
    {
      ...sessionRoutes(session, createOpenApi(contract, session.version)),
      ...groupRoutes({
        snapshots,
        tagged,
        submissions,
        recall,
        explain,
        usualWaits: createUsualWaits({ ledger, clock, log }),
        operations,
        origins: settledOrigins,
        originsOf,
        pager,
      }),
      ...submissionRoutes({ snapshots, recall, submit, preflight, knownPackages, projects }),
      ...preflightRoutes({ preflight, projects }),
      ...operationRoutes({ recall: createRecallOperations({ ledger, operations, clock, log }), operate, clock }),
      ...exportRoutes({ tagged, submissions, recall, explain, origins, originsOf, pager }),
      ...tagRoutes({
        packageTags,
        ownDoings,
        quota: createQuota({ projects, clock, log, versionOf: submissions.version }),
        knownTags,
        onChanged: (projectId) => {
          snapshots.tagsChanged(projectId);
          knownTags.forget(projectId);
        },
      }),
      ...objectRoutes({ projects }),
      ...connectionRoutes({ projects, clock }),
      ...originRoutes({
        attach: createAttach({ ledger, origins, originsOf, snapshots, preflight, projects, clock, user: session.user }),
      }),
      ...changeRoutes({ ledger }),
      ...activityRoutes({ activity: createActivity({ ledger, snapshots, clock, answerWithinMs }), clock }),
    },
    {
      allowedHosts: config.allowedHosts,
      clock,
      log,
      bootId: randomBytes(6).toString('base64url'),
      isClosing: () => isClosing,
      projectIdOf(projectId, endpoint) {
        if (endpoint !== contract.checkConnection) return projects.idOf(projectId);
        projects.diagnosisOf(projectId);
        return projectId;
      },
      onFresh: (projectId) => projects.of(projectId).dli.askAgain(),
    },
  );
  return {
    app,
    async resume() {
      const left = await ledger.unfinished();
      await submit.resume(left);
      // Those that came after them may be whose packages are listed now.
      for (const one of left) if (one.type === 'submission') await recall.group(one.projectId, one.group);
      await operate.resume(left);
    },
    async dispose() {
      isClosing = true;
      watch.dispose();
      await Promise.all([submit.dispose(), operate.dispose(), packageTags.dispose(), explain.dispose()]);
      await journal.dispose();
      await changes.whenIdle();
      snapshots.dispose();
      preflight.dispose();
    },
  };
}

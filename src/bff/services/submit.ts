/**
 * Sends a submission, once. What keeps it safe: one at a time per group, the group read again just before the POST, an
 * idempotency key around it all, everything stored in the ledger before anything goes out, and an answer that never came is
 * settled by reading, never by sending again (DLI keeps no job id and has no idempotency of its own, dli_02_0130).
 */
import type { Logger } from 'pino';
import type { PlanRow, Settlement, Submission, SubmissionRequest } from '../../contract/submissions.ts';
import type { DliClient } from '../../dli/client.ts';
import type { Clock } from '../../dli/clock.ts';
import { DliError, mayHaveBeenTaken } from '../../dli/errors.ts';
import type { WireUploadRequest } from '../../dli/wire.ts';
import type { UploadCall } from '../../domain/kind.ts';
import type { Entry, IdempotencyKey, SubmissionEntry } from '../../ledger/entry.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { ApiError, toApiError, toApiErrorBody } from '../errors.ts';
import type { Projects } from '../projects.ts';
import { createDeadline, type Deadline, LATE } from './deadline.ts';
import { settlementOf } from './follow.ts';
import { createIdempotency, digestOf } from './idempotency.ts';
import { type Journal, keyOfAnother, ledgerUnavailable } from './journal.ts';
import type { KnownPackages } from './known-packages.ts';
import { type Locks, lockKey } from './locks.ts';
import { membersFor } from './members.ts';
import { mayLeaveOut, namesIn, objectsIn, planSubmission, sentRows, tokenOf } from './plan.ts';
import type { Looked, Preflight } from './preflight.ts';
import type { Snapshots } from './snapshots.ts';
import { answeredEvent, intentOf, lostEvent, trackedOf, viewOf } from './submission-entries.ts';
import { type Submissions, type Tracked, WATCHED_MS } from './submissions.ts';

export interface SubmitOptions {
  projects: Projects;
  snapshots: Snapshots;
  submissions: Submissions;
  journal: Journal;
  preflight: Pick<Preflight, 'remembered' | 'lookWithin'>;
  knownPackages: KnownPackages;
  ledger: Pick<Ledger, 'namedSince'>;
  locks: Locks;
  clock: Clock;
  log: Logger;
  user: string;
  answerWithinMs: number;
  settleAfterMs: number;
}

export interface SubmitInput {
  projectId: string;
  body: SubmissionRequest & { token: string };
  idempotencyKey: string | null;
  requestId: string;
}

export interface Submit {
  /** Answers within `answerWithinMs`. @throws ApiError when nothing was sent, DliError when the group could not be read */
  submit(input: SubmitInput): Promise<Submission>;
  /** Goes on with what the process before this one left open; sends nothing. */
  resume(left: readonly Entry[]): Promise<void>;
  /** Waits for the calls under way; reads that would settle something are given up. */
  dispose(): Promise<void>;
}

/** To see once more that what is left out is the same. */
const SAME_WITHIN_MS = 2_000;
/** For the record alone: a slow store does not hold a submission up. */
const LOOKS_WITHIN_MS = 500;
const SETTLE_RETRY_MS = 5_000;
const SETTLE_TRIES = 24;

/** One of an earlier process, or of another one, is told as it stands. */
type Sent = Pick<Tracked, 'view'>;

export function createSubmit(options: SubmitOptions): Submit {
  const { projects, snapshots, submissions, journal, locks, clock, log } = options;
  const idempotency = createIdempotency<Sent>({ clock });
  const underWay = new Set<Promise<void>>();
  const settleTimers = new Map<Tracked, () => void>();
  const answered = new Set<Tracked>();
  let isDisposed = false;

  async function run(input: SubmitInput, key: IdempotencyKey): Promise<Sent> {
    const deadline = createDeadline(clock, options.answerWithinMs);
    try {
      const earlier = await deadline.race(journal.replay(key));
      if (earlier === LATE) throw ledgerUnavailable('The ledger could not be read in time.');
      if (earlier) return inMemory(submissionIn(earlier));
      const turn = locks.acquire(lockKey(input.projectId, input.body.group));
      const release = await deadline.race(turn);
      if (release === LATE) {
        void turn.then((releaseLate) => releaseLate());
        throw new ApiError(
          'dli_timeout',
          'An earlier submission or operation on this group is still under way; nothing of this one was sent.',
        );
      }
      return await runInTurn(input, key, deadline, release);
    } finally {
      deadline.cancel();
    }
  }

  async function runInTurn(input: SubmitInput, key: IdempotencyKey, deadline: Deadline, release: () => void): Promise<Sent> {
    let isSent = false;
    try {
      const prepared = await prepare(input, key, deadline);
      if ('view' in prepared) return prepared;
      const { tracked, call } = prepared;
      const sending = send(tracked, call, input.requestId).finally(release);
      isSent = true;
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
      if ((await deadline.race(sending)) === LATE) {
        if (tracked.view.outcome === 'sending') void becomeUnknown(tracked, null, input.requestId);
        return tracked;
      }
      // The read after the write, so that the next screen shows it; the answer does not depend on it.
      if (tracked.view.outcome === 'accepted') await deadline.race(refresh(input.projectId));
      return tracked;
    } finally {
      if (!isSent) release();
    }
  }

  function inMemory(entry: SubmissionEntry): Sent {
    return submissions.find(entry.projectId, entry.id) ?? { view: viewOf(entry) };
  }

  /** Reads the group afresh, compares, and stores what is about to be sent; throws while nothing is sent. */
  async function prepare({ projectId, body, requestId }: SubmitInput, key: IdempotencyKey, deadline: Deadline) {
    const { token, ...request } = body;
    const looking = lookedAt(projectId, request);
    looking.catch(() => {}); // Where the group cannot be read, nobody waits for it.
    const snapshot = await deadline.race(snapshots.get(projectId, { fresh: true }));
    if (snapshot === LATE) throw new ApiError('dli_timeout', 'The group could not be read in time; nothing was sent.');
    if (isDisposed) throw new ApiError('shutting_down', 'The server is about to stop; nothing was sent.');
    const members = membersFor(snapshot.model, request.group, namesIn(request));
    const groupExists = request.group !== null && snapshot.model.groupByName.has(request.group);
    const looked = await deadline.race(looking);
    // Only for a plan that is shown once more, and to see that what is left out is the same.
    const isAsked = request.leaveOut !== undefined || tokenOf(members, groupExists) !== token;
    const known = isAsked ? await deadline.race(options.knownPackages.of(projectId, request.group)) : null;
    if (looked === LATE || known === LATE) throw ledgerUnavailable('What was submitted before could not be read in time.');
    const { region } = projects.of(projectId);
    const planOf = (asked: SubmissionRequest) =>
      planSubmission({ projectId, request: asked, members, groupExists, region, readAt: snapshot.readAt, looked, known });
    const plan = planOf(request);
    /** As the review asks for it: what is left out is chosen there anew. */
    const planShown = () => {
      const { leaveOut: _, ...whole } = request;
      return { details: { plan: planOf(whole) } };
    };
    if (plan.counts.blocked > 0) throw new ApiError('plan_blocked', 'Some paths cannot be sent together; nothing was sent.', planShown());
    if (plan.token !== token) throw new ApiError('group_changed', 'The group changed since it was read; nothing was sent.', planShown());

    const rows = sentRows(plan, request);
    if (rows.length === 0) throw new ApiError('invalid_request', 'Everything is left out: there is nothing to send.');
    if (!mayLeaveOut(plan, request)) {
      if (known === null) throw ledgerUnavailable('Whether what is left out is the same could not be read.');
      throw new ApiError('no_longer_same', 'Something that is left out has to be sent; nothing was sent.', planShown());
    }

    const { method, name, path, body: sent } = plan.call;
    const call = { name, body: sent as unknown as WireUploadRequest }; // made by planSubmission as a WireUploadRequest
    const view = firstView(request, rows, { method, path, body: sent }, clock.now(), projects.of(projectId).user ?? options.user);
    const before = { groupExists, members };
    const repeatsId = request.repeats ?? null;
    const opening = journal.open(
      intentOf({ projectId, requestId, requestDigest: key.requestDigest, view, before, looked: lookedIn(request, looked), repeatsId }),
      key,
    );
    const opened = await deadline.race(opening);
    if (opened === LATE) {
      void opening.then(({ entry, maySend }) => maySend && journal.giveBack(entry.id)).catch(() => {});
      throw ledgerUnavailable('The ledger did not answer in time.');
    }
    const { maySend } = opened;
    const entry = submissionIn(opened.entry);
    if (!maySend) return inMemory(entry);
    if (isDisposed) {
      const stopping = new ApiError('shutting_down', 'The server is about to stop; nothing was sent.');
      await journal.note(entry.id, { type: 'notSent', at: clock.now(), error: toApiErrorBody(stopping, requestId) });
      throw stopping;
    }
    const own = { ...view, id: entry.id, submittedAt: entry.createdAt };
    return { tracked: submissions.add({ projectId, before, view: own, sentAt: clock.now() }), call };
  }

  /**
   * The objects as they are now, since that is what DLI will copy: the review may be hours old. What was found for the review stands
   * where the store does not say in time; one that has just failed or asked to be left alone is not asked.
   */
  async function lookedAt(projectId: string, request: SubmissionRequest): Promise<(Looked | null)[]> {
    const signal = new AbortController().signal;
    const { remembered, lookWithin } = options.preflight;
    const refs = objectsIn(request);
    const left = new Set(request.leaveOut);
    const names = namesIn(request);
    const isFresh = refs.map((ref, index) => left.has(names[index] ?? '') || Boolean(remembered(projectId, ref)?.stat));
    const part = (fresh: boolean) => refs.filter((_, index) => isFresh[index] === fresh);
    await Promise.all(
      [true, false].map((fresh) =>
        lookWithin(projectId, part(fresh), fresh && left.size > 0 ? SAME_WITHIN_MS : LOOKS_WITHIN_MS, { signal, fresh }),
      ),
    );
    return refs.map((ref) => remembered(projectId, ref));
  }

  /** The one POST. Never rejects: what came of it is told in the submission. */
  async function send(tracked: Tracked, call: { name: UploadCall; body: WireUploadRequest }, requestId: string): Promise<void> {
    try {
      const result = await uploadWith(projects.of(tracked.projectId).dli, call.name)(tracked.projectId, call.body);
      const wasLate = await storeAnswer(tracked, {
        outcome: 'accepted',
        answeredAt: clock.now(),
        httpStatus: result.httpStatus,
        upstreamRequestId: result.requestId,
        answer: result.raw,
        settlesAt: null,
      });
      if (wasLate) void refresh(tracked.projectId);
    } catch (error) {
      logFailure(tracked, error, requestId);
      if (error instanceof DliError && !mayHaveBeenTaken(error)) await becomeRefused(tracked, error, requestId);
      else await becomeUnknown(tracked, error, requestId);
    }
  }

  /** The browser may be gone by then, and its request was logged as answered: codes and ids, never a body or a name. */
  function logFailure({ view }: Tracked, error: unknown, requestId: string): void {
    const ids = { requestId, submissionId: view.id };
    if (!(error instanceof DliError)) return log.error({ ...ids, err: error }, 'a submission met an error of our own');
    const { problem, httpStatus, errorCode, requestId: upstreamRequestId } = error;
    log.warn({ ...ids, problem, httpStatus, errorCode, upstreamRequestId }, 'a submission was refused, or its answer was lost');
  }

  async function becomeRefused(tracked: Tracked, error: DliError, requestId: string): Promise<void> {
    await storeAnswer(tracked, {
      outcome: 'refused',
      answeredAt: error.httpStatus === null ? null : clock.now(),
      httpStatus: error.httpStatus,
      upstreamRequestId: error.requestId,
      error: toApiErrorBody(toApiError(error), requestId),
      settlesAt: null,
    });
  }

  /**
   * Into the ledger first: what somebody was told, a crash must not take back. Until then it is `sending`, or late. Answers
   * whether it was late.
   */
  async function storeAnswer(tracked: Tracked, answer: Partial<Submission>): Promise<boolean> {
    stopSettling(tracked);
    answered.add(tracked);
    const isRecorded = await journal.note(tracked.view.id, answeredEvent({ ...tracked.view, ...answer }, clock.now()));
    answered.delete(tracked);
    const wasLate = tracked.view.outcome === 'unknown';
    submissions.change(tracked, isRecorded ? answer : { ...answer, isUnrecorded: true });
    return wasLate;
  }

  /** `error` is null while the call is still going on. */
  async function becomeUnknown(tracked: Tracked, error: unknown, requestId: string): Promise<void> {
    const evidence = error instanceof DliError ? { httpStatus: error.httpStatus, upstreamRequestId: error.requestId } : {};
    const settlesAt = tracked.sentAt + options.settleAfterMs;
    const told = error === null ? {} : { error: toApiErrorBody(toApiError(error), requestId) };
    submissions.change(tracked, { outcome: 'unknown', settlesAt, ...evidence, ...told });
    // What DLI answered is on its way into the ledger.
    if (tracked.view.settlement !== null || answered.has(tracked)) return;
    if (!settleTimers.has(tracked)) settleAt(tracked, settlesAt, SETTLE_TRIES);
    await journal.note(tracked.view.id, lostEvent(tracked.view, clock.now()));
  }

  function settleAt(tracked: Tracked, atMs: number, triesLeft: number): void {
    if (isDisposed) return;
    settleTimers.set(
      tracked,
      clock.after(Math.max(0, atMs - clock.now()), () => void settle(tracked, triesLeft)),
    );
  }

  async function settle(tracked: Tracked, triesLeft: number): Promise<void> {
    const settlement = await readSettlement(tracked).catch(() => null);
    if (tracked.view.outcome !== 'unknown' || answered.has(tracked) || isDisposed) return;
    if (settlement === null && triesLeft > 1) return settleAt(tracked, clock.now() + SETTLE_RETRY_MS, triesLeft - 1);
    settleTimers.delete(tracked);
    conclude(tracked, settlement ?? { verdict: 'undetermined', at: clock.now(), found: [], missing: [] });
  }

  /** @throws where DLI or the ledger cannot be read */
  async function readSettlement(tracked: Tracked): Promise<Settlement> {
    const { projectId, view } = tracked;
    const names = view.packages.map((item) => item.name);
    const snapshot = await snapshots.get(projectId, { fresh: true });
    // Read last: whatever of ours the list may show was stored before it was sent.
    const namedLater = await options.ledger.namedSince(projectId, view.group, names, view.submittedAt + 1);
    return settlementOf(tracked, membersFor(snapshot.model, view.group, names), snapshot.readAt, namedLater);
  }

  function conclude(tracked: Tracked, settlement: Settlement): void {
    submissions.change(tracked, { settlement });
    void journal.note(tracked.view.id, { type: 'settled', ...settlement });
    log.info({ submissionId: tracked.view.id, verdict: settlement.verdict }, 'a submission whose answer was lost is settled');
    if (settlement.verdict === 'arrived') void refresh(tracked.projectId);
  }

  function stopSettling(tracked: Tracked): void {
    settleTimers.get(tracked)?.();
    settleTimers.delete(tracked);
  }

  async function resumeOne(entry: SubmissionEntry): Promise<void> {
    const now = clock.now();
    if (entry.stage === 'intent') {
      const stopped = new ApiError('shutting_down', 'The server stopped before this was sent.');
      await journal.note(entry.id, { type: 'notSent', at: now, error: toApiErrorBody(stopped, entry.requestId) });
      return;
    }
    const isDecided = entry.outcome === 'accepted' || entry.settlement !== null;
    if (isDecided && entry.createdAt < now - WATCHED_MS) return void (await journal.note(entry.id, { type: 'closed', at: now }));
    const tracked = submissions.add(trackedOf(entry));
    if (isDecided) return;
    // Sent within the time its caller was waiting, and before this process began.
    const sentBy = Math.min(now, tracked.sentAt + options.answerWithinMs);
    const settlesAt = tracked.view.settlesAt ?? sentBy + options.settleAfterMs;
    settleAt(tracked, settlesAt, SETTLE_TRIES);
    if (entry.outcome === 'unknown') return;
    submissions.change(tracked, { outcome: 'unknown', settlesAt });
    await journal.note(entry.id, lostEvent(tracked.view, now));
  }

  async function refresh(projectId: string): Promise<void> {
    await snapshots.get(projectId, { fresh: true }).catch(() => {});
  }

  return {
    async submit(input) {
      const scope = `${projects.of(input.projectId).dli.credentialScope}\n${input.projectId}`;
      const key = { scope, key: input.idempotencyKey ?? '', requestDigest: digestOf(input.body) };
      const sent = await idempotency.once(scope, input.idempotencyKey, input.body, () => run(input, key));
      return sent.view;
    },
    async resume(left) {
      for (const entry of left) if (entry.type === 'submission') await resumeOne(entry);
    },
    async dispose() {
      isDisposed = true;
      for (const tracked of settleTimers.keys()) stopSettling(tracked);
      await Promise.all(underWay);
    },
  };
}

function submissionIn(entry: Entry): SubmissionEntry {
  if (entry.type !== 'submission') throw keyOfAnother();
  return entry;
}

function uploadWith(dli: DliClient, call: UploadCall): DliClient['uploadResources'] {
  const byCall: Record<UploadCall, DliClient['uploadResources']> = {
    resources: dli.uploadResources,
    'resources/jars': dli.uploadJars,
    'resources/pyfiles': dli.uploadPyFiles,
    'resources/files': dli.uploadFiles,
  };
  return byCall[call];
}

/** Of what is sent, in its order. */
function lookedIn(request: SubmissionRequest, looked: readonly (Looked | null)[]): (Looked | null)[] {
  const left = new Set(request.leaveOut);
  const names = namesIn(request);
  return looked.filter((_, index) => !left.has(names[index] ?? ''));
}

function firstView(
  request: SubmissionRequest,
  rows: readonly PlanRow[],
  call: Submission['call'],
  nowMs: number,
  user: string,
): Omit<Submission, 'id'> {
  const packages = rows.flatMap(({ name, path, obsUri }) => (path === null || obsUri === null ? [] : [{ name, path, obsUri }]));
  return {
    group: request.group,
    kind: request.kind,
    isAsync: request.isAsync,
    submittedAt: nowMs,
    submittedBy: user,
    outcome: 'sending',
    answeredAt: null,
    call,
    httpStatus: null,
    upstreamRequestId: null,
    answer: null,
    error: null,
    settlesAt: null,
    settlement: null,
    observed: null,
    note: request.note || null,
    packages,
  };
}

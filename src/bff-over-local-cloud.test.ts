/** The BFF in process over the local cloud: every endpoint, on real objects, with failures reached by input alone. */
import { describe, expect, it } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, memoryLedger, quietLog, read, send, TEST_HOST, TEST_SESSION, until } from './bff/testing.ts';
import { AS_OF_HEADER } from './contract/define.ts';
import { GroupList, GroupView, UngroupedView } from './contract/groups.ts';
import { Plan, Submission, type SubmissionRequest } from './contract/submissions.ts';
import { createDliClient } from './dli/client.ts';
import { createFakeClock } from './dli/fake-clock.ts';
import { FAULTS, LIST_FAULT_PROJECTS, manySample, SAMPLES } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';

const { cloud } = sampleCloud({ settings: { slowBytesPerSecond: 100_000_000, lateAnswerMs: 300, slowListMs: 1 } });
let projectCount = 0;

/** An app of its own, in a project of its own, with every upstream call counted. */
function open(projectId = `p${++projectCount}`) {
  const clock = createFakeClock(Date.now());
  const calls: string[] = [];
  const dli = createDliClient({
    endpoint: 'https://dli.local.myhuaweicloud.com',
    clock,
    // Nobody moves the clock on to a second try.
    maxTries: 1,
    fetch: (request) => {
      calls.push(`${request.method} ${new URL(request.url).pathname}`);
      return cloud.fetch(request);
    },
  });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  const { app, dispose } = createApp({
    ledger: memoryLedger(),
    projects: everyProject({ dli, obs: cloud.store, region: 'local' }),
    clock,
    log: quietLog(),
    config,
  });
  const base = `/api/projects/${projectId}`;
  const parts = { app, dispose, clock, calls, base, projectId };
  return {
    ...parts,
    posts: () => calls.filter((call) => call.startsWith('POST')),
    plan: async (request: SubmissionRequest) => Plan.parse(await (await send(app, `${base}/plan`, request)).json()),
    submit: (request: SubmissionRequest, token: string, key: string) => send(app, `${base}/submissions`, { ...request, token }, key),
    async submitted(request: SubmissionRequest, key = crypto.randomUUID()) {
      const { token } = Plan.parse(await (await send(app, `${base}/plan`, request)).json());
      return Submission.parse(await (await send(app, `${base}/submissions`, { ...request, token }, key)).json());
    },
    group: async (name: string) =>
      GroupView.parse(await (await read(app, `${base}/group?name=${encodeURIComponent(name)}`, { 'Cache-Control': 'no-cache' })).json()),
    submission: async (id: string) => Submission.parse(await (await read(app, `${base}/submissions/${id}`)).json()),
  };
}

const request = (paths: string[], more: Partial<SubmissionRequest> = {}): SubmissionRequest => ({
  group: 'etl',
  kind: 'jar',
  isAsync: true,
  tags: [],
  paths,
  ...more,
});

describe('the main job', () => {
  it('plans, submits and follows a group with mixed outcomes', async () => {
    const bff = open();
    const wanted = request([SAMPLES.jar, SAMPLES.missing], { tags: [{ key: 'team', value: 'data' }] });
    const plan = await bff.plan(wanted);
    expect(plan).toMatchObject({ counts: { add: 2, replace: 0, notIncluded: 0, blocked: 0 }, groupExists: false, othersFate: 'none' });
    const answer = Submission.parse(await (await bff.submit(wanted, plan.token, 'k')).json());
    expect(answer).toMatchObject({ outcome: 'accepted', httpStatus: 201, submittedBy: 'tester', error: null, group: 'etl' });
    expect(answer.call.body).toEqual(plan.call.body);
    expect(answer.upstreamRequestId).not.toBeNull();

    await cloud.whenIdle();
    const view = await bff.group('etl');
    expect(view.group?.rollUp).toMatchObject({ state: 'failed', total: 2, ready: 1, failed: 1 });
    // Until it is known why one failed.
    await until(async () => !(await bff.group('etl')).isMoving);
    expect(view.packages.items.map(({ name, status, kind }) => [name, status, kind])).toEqual([
      ['sample-not-there.jar', 'failed', 'jar'],
      ['sample-etl.jar', 'ready', 'jar'],
    ]);
    for (const item of view.packages.items) expect(item.tookMs).toBeTypeOf('number');
    expect(view.submissions[0]).toMatchObject({ id: answer.id, observed: { how: 'created', removed: [] } });

    const list = GroupList.parse(await (await read(bff.app, `${bff.base}/groups`)).json());
    expect(list).toMatchObject({ matching: 1, total: 1, isMoving: false, counts: { groups: 1, failed: 1, uploading: 0 } });
    await bff.dispose();
  });

  it('shows the group while it moves', async () => {
    const bff = open();
    const answer = await bff.submitted(request([SAMPLES.slow], { kind: 'file' }));
    expect(answer.outcome).toBe('accepted');
    const view = await bff.group('etl');
    expect(view.submissions).toHaveLength(1);
    expect(view.movingSince === null).toBe(!view.isMoving);
    await cloud.whenIdle();
    expect((await bff.group('etl')).group?.rollUp.state).toBe('ready');
  });

  it('sends a synchronous submission of one kind to the call made for it and says what became of the others', async () => {
    const bff = open();
    await bff.submitted(request([SAMPLES.jar], { isAsync: false }));
    const next = request([SAMPLES.secondJar], { isAsync: false });
    expect(await bff.plan(next)).toMatchObject({ othersFate: 'may_be_removed', counts: { add: 1, notIncluded: 1 } });
    const answer = await bff.submitted(next);
    expect(bff.posts()).toEqual([1, 2].map(() => `POST /v2.0/${bff.projectId}/resources/jars`));
    expect(answer.observed).toMatchObject({ how: 'replaced', removed: ['sample-etl.jar'] });
    const view = await bff.group('etl');
    expect(view.group?.moduleType ?? null).toBe('jar');
    expect(view.packages.items.map(({ name, status }) => [name, status])).toEqual([['sample-udf.jar', 'ready']]);
  });

  it('observes a merge by the general call', async () => {
    const bff = open();
    await bff.submitted(request([SAMPLES.jar]));
    const answer = await bff.submitted(request([SAMPLES.secondJar]));
    expect(answer.observed).toMatchObject({ how: 'merged', removed: [] });
  });

  it('submits without a group', async () => {
    const bff = open();
    const alone = request([SAMPLES.csv], { group: null, kind: 'file' });
    const answer = await bff.submitted(alone);
    expect(answer).toMatchObject({ outcome: 'accepted', group: null, observed: null });
    await bff.submitted(request([SAMPLES.jar], { group: null }));
    expect(await bff.plan(alone)).toMatchObject({ counts: { replace: 1, notIncluded: 0 }, othersFate: 'none' });
    await cloud.whenIdle();
    const response = await read(bff.app, `${bff.base}/ungrouped`, { 'Cache-Control': 'no-cache' });
    const view = UngroupedView.parse(await response.json());
    expect(view.rollUp).toMatchObject({ state: 'ready', total: 2 });
    expect(view.submissions).toHaveLength(2);
  });

  it('reads names of any script, pages and filters', async () => {
    const bff = open();
    const paths = Array.from({ length: 120 }, (_, i) => manySample(i + 1));
    await bff.submitted(request([SAMPLES.oddName, SAMPLES.percentName, ...paths], { group: 'größe/1', kind: 'file' }));
    await cloud.whenIdle();
    const query = new URLSearchParams({ name: 'größe/1', sort: 'name', pageSize: '10', page: '99', text: 'PART-1' });
    const response = await read(bff.app, `${bff.base}/group?${query.toString()}`, { 'Cache-Control': 'no-cache' });
    const { packages, group } = GroupView.parse(await response.json());
    expect(group?.rollUp.total).toBe(122);
    expect(packages).toMatchObject({ total: 122, matching: 21, page: 3, pageSize: 10 });
    expect(packages.items.map((item) => item.name)).toEqual(['sample-part-120.csv']);
  });
});

describe('sending once', () => {
  it('makes one POST of a key that comes a thousand times at once', async () => {
    const bff = open();
    const wanted = request([SAMPLES.jar]);
    const { token } = await bff.plan(wanted);
    const answers = await Promise.all(Array.from({ length: 1000 }, async () => (await bff.submit(wanted, token, 'same')).text()));
    expect(new Set(answers).size).toBe(1);
    expect(bff.posts()).toHaveLength(1);
    const again = await bff.submit(wanted, token, 'same');
    expect(Submission.parse(await again.json()).id).toBe(Submission.parse(JSON.parse(answers[0] ?? '')).id);
    expect(bff.posts()).toHaveLength(1);
  });

  it('refuses a key with another body, and a submission without one', async () => {
    const bff = open();
    const wanted = request([SAMPLES.jar]);
    const { token } = await bff.plan(wanted);
    await bff.submit(wanted, token, 'k');
    const reused = await bff.submit(request([SAMPLES.secondJar]), token, 'k');
    expect([reused.status, (await errorOf(reused)).code]).toEqual([422, 'idempotency_key_reused']);
    const missing = await send(bff.app, `${bff.base}/submissions`, { ...wanted, token });
    expect([missing.status, (await errorOf(missing)).code]).toEqual([400, 'idempotency_key_missing']);
    expect(bff.posts()).toHaveLength(1);
  });

  it('answers 409 with the difference when the group changed, and leaves the key free', async () => {
    const bff = open();
    const mine = request([SAMPLES.jar]);
    const { token } = await bff.plan(mine);
    await bff.submitted(request([SAMPLES.secondJar]));
    const conflict = await bff.submit(mine, token, 'k');
    const { code, details } = await errorOf(conflict);
    expect([conflict.status, code]).toEqual([409, 'group_changed']);
    const fresh = Plan.parse(details?.plan);
    expect(fresh).toMatchObject({ groupExists: true, counts: { add: 1, notIncluded: 1 } });
    expect(bff.posts()).toHaveLength(1);
    const retried = await bff.submit(mine, fresh.token, 'k');
    expect(Submission.parse(await retried.json()).outcome).toBe('accepted');
  });

  it('sends nothing of a plan with blocked rows', async () => {
    const bff = open();
    const wanted = request([SAMPLES.jar, 'obs://other-bucket/sample-etl.jar']);
    const { token } = await bff.plan(wanted);
    const answer = await bff.submit(wanted, token, 'k');
    const error = await errorOf(answer);
    expect([answer.status, error.code]).toEqual([422, 'plan_blocked']);
    expect(Plan.parse(error.details?.plan).counts.blocked).toBe(2);
    expect(bff.posts()).toHaveLength(0);
  });

  it('lets one of two submissions to a group through at a time', async () => {
    const bff = open();
    const [one, two] = [request([SAMPLES.jar]), request([SAMPLES.secondJar])];
    const { token } = await bff.plan(one);
    const answers = await Promise.all([bff.submit(one, token, '1'), bff.submit(two, token, '2')]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 409]);
    expect(bff.posts()).toHaveLength(1);
  });
});

describe('what DLI refuses', () => {
  it.each([
    [FAULTS.throttle429, 'dli_throttled', 'APIGW.0308'],
    [FAULTS.dli0999, 'dli_failed', 'DLI.0999'],
    [FAULTS.denied, 'dli_forbidden', 'DLI.0003'],
    [FAULTS.quota, 'dli_quota', 'DLI.1028'],
    [FAULTS.error500, 'dli_failed', 'APIGW.0601'],
  ])('%s is refused as %s', async (path, code, errorCode) => {
    const bff = open();
    const answer = await bff.submitted(request([path]));
    expect(answer).toMatchObject({ outcome: 'refused', answer: null, settlesAt: null });
    expect(answer.error).toMatchObject({ code, details: { upstream: { errorCode } } });
    expect(bff.posts()).toHaveLength(1);
    expect((await bff.group('etl')).group).toBeNull();
  });
});

describe('lost answers', () => {
  it.each([
    ['carried out', FAULTS.cut, 'arrived', ['cut.jar'], 'created'],
    ['not carried out', FAULTS.cutBefore, 'not_found', [], undefined],
    ['lost behind a gateway', FAULTS.gateway502, 'not_found', [], undefined],
  ])('one that was %s is settled by reading, never by sending again', async (_, path, verdict, found, how) => {
    const bff = open();
    const answer = await bff.submitted(request([path]));
    expect(answer).toMatchObject({ outcome: 'unknown', settlement: null });
    expect(answer.error?.code).toMatch(/^dli_/);
    expect((await bff.group('etl')).isMoving).toBe(true);
    await bff.clock.advance(44_000);
    expect((await bff.submission(answer.id)).settlement).toBeNull();
    await bff.clock.advance(1_000);
    await until(async () => (await bff.submission(answer.id)).settlement !== null);
    const settled = await bff.submission(answer.id);
    expect(settled).toMatchObject({ outcome: 'unknown', settlement: { verdict, found } });
    await bff.group('etl');
    expect((await bff.submission(answer.id)).observed?.how).toBe(how);
    expect(bff.posts()).toHaveLength(1);
  });

  it('answers "unknown" within 10 s and takes the late answer when it comes', async () => {
    const bff = open();
    const wanted = request([FAULTS.late]);
    const { token } = await bff.plan(wanted);
    const work = bff.submit(wanted, token, 'k');
    await until(() => bff.posts().length === 1);
    await bff.clock.advance(10_000);
    const answer = Submission.parse(await (await work).json());
    expect(answer).toMatchObject({ outcome: 'unknown', error: null, answeredAt: null });
    await until(async () => (await bff.submission(answer.id)).outcome === 'accepted');
    expect(await bff.submission(answer.id)).toMatchObject({ settlesAt: null, settlement: null, httpStatus: 201 });
    await bff.clock.advance(60_000);
    expect((await bff.submission(answer.id)).settlement).toBeNull();
  });
});

describe('reading through trouble', () => {
  it.each([
    [LIST_FAULT_PROJECTS.error500, 502, 'dli_failed'],
    [LIST_FAULT_PROJECTS.html502, 502, 'dli_failed'],
    [LIST_FAULT_PROJECTS.throttle429, 429, 'dli_throttled'],
    [LIST_FAULT_PROJECTS.unauthorized401, 401, 'dli_unauthorized'],
    [LIST_FAULT_PROJECTS.forbidden403, 403, 'dli_forbidden'],
    [LIST_FAULT_PROJECTS.cut, 503, 'dli_unreachable'],
  ])('%s is answered %i %s', async (project, status, code) => {
    const bff = open(`${project}-bff`);
    const work = read(bff.app, `${bff.base}/groups`);
    for (let i = 0; i < 3; i++) await bff.clock.advance(3_000);
    const response = await work;
    const error = await errorOf(response);
    expect([response.status, error.code, error.status]).toEqual([status, code, status]);
    expect(error.requestId).toBe(response.headers.get('X-Request-Id'));
    expect(error.details?.upstream?.call).toBe(`GET /v2.0/${bff.projectId}/resources`);
    expect(response.headers.get('Retry-After')).toBe(status === 429 ? '2' : null);
  });

  it('reads the oddities of the documentation', async () => {
    const bff = open(`quirk-${++projectCount}`);
    const answer = await bff.submitted(request([SAMPLES.jar]));
    expect(answer.outcome).toBe('accepted');
    await cloud.whenIdle();
    const view = await bff.group('etl');
    expect(view.packages.items[0]).toMatchObject({ status: 'ready', rawStatus: 'ready', createdAt: null, updatedAt: null });
  });

  it('knows no group that nobody submitted', async () => {
    const bff = open();
    const response = await read(bff.app, `${bff.base}/group?name=none`);
    expect([response.status, (await errorOf(response)).code]).toEqual([404, 'group_not_found']);
    const gone = await read(bff.app, `${bff.base}/submissions/none`);
    expect([gone.status, (await errorOf(gone)).code]).toEqual([404, 'submission_not_found']);
  });
});

describe('unchanged answers', () => {
  it('are 304 with a newer time of reading, until something changes', async () => {
    const bff = open();
    await bff.submitted(request([SAMPLES.jar]));
    await cloud.whenIdle();
    await bff.group('etl');
    const address = `${bff.base}/group?name=etl`;
    const first = await read(bff.app, address);
    const etag = first.headers.get('ETag') ?? '';
    expect(first.headers.get('Cache-Control')).toBe('private, no-cache');
    await bff.clock.advance(30_000);
    const second = await read(bff.app, address, { 'If-None-Match': etag });
    expect(second.status).toBe(304);
    expect(await second.text()).toBe('');
    expect(Number(second.headers.get(AS_OF_HEADER))).toBeGreaterThan(Number(first.headers.get(AS_OF_HEADER)));
    expect((await read(bff.app, `${address}&page=2`, { 'If-None-Match': etag })).status).toBe(200);
    await bff.submitted(request([SAMPLES.secondJar]));
    expect((await read(bff.app, address, { 'If-None-Match': etag })).status).toBe(200);
  });
});

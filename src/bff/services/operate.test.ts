/** Operations over a network whose every answer is held back, lost or given by the test. */
import { type Logger, pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { GroupList, GroupView } from '../../contract/groups.ts';
import { Operation, operationsContract } from '../../contract/operations.ts';
import { createDliClient } from '../../dli/client.ts';
import { createFakeClock, settle } from '../../dli/fake-clock.ts';
import { createApp } from '../app.ts';
import { everyProject } from '../projects.ts';
import { errorOf, memoryLedger, NO_OBJECTS, quietLog, read, send, TEST_HOST, TEST_SESSION } from '../testing.ts';

type Say = (name: string, count: number) => Response | Promise<Response>;

const words = (status: number, error_code: string, headers: Record<string, string> = {}) =>
  Response.json({ error_code, error_msg: 'x' }, { status, headers });
const broken = (code: string) => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) }));

/** A group `g` and ungrouped packages, all listed until their delete is carried out. */
function open(names: string[], { log = quietLog() }: { log?: Logger } = {}) {
  const clock = createFakeClock();
  const net = {
    listed: new Set(names),
    owners: new Map<string, string>(),
    say: (() => new Response(null)) as Say,
    post: () => Promise.resolve(Response.json({ group_name: 'g' }, { status: 201 })),
    isListDown: false,
    lists: 0,
    calls: [] as string[],
    underWay: 0,
    most: 0,
  };
  const held: (() => void)[] = [];
  const list = () => {
    net.lists++;
    if (net.isListDown) return words(500, 'DLI.0999');
    const details = [...net.listed].map((name) => ({ resource_name: name, status: 'READY', update_time: 1, owner: net.owners.get(name) }));
    return Response.json({ resources: details, groups: details.length > 0 ? [{ group_name: 'g', details }] : [] });
  };
  const fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (request.method === 'GET') return list();
    if (request.method === 'POST') return net.post();
    const body = request.method === 'PUT' ? ((await request.json()) as Record<string, string>) : {};
    const name = body.resource_name ?? body.group_name ?? decodeURIComponent(pathname.split('/').at(-1) ?? '');
    net.calls.push(name);
    net.most = Math.max(net.most, ++net.underWay);
    try {
      const answer = await net.say(name, net.calls.filter((call) => call === name).length);
      if (request.method === 'DELETE' && answer.ok) net.listed.delete(name);
      return answer;
    } finally {
      net.underWay--;
    }
  };
  const dli = createDliClient({ endpoint: 'https://dli.example', clock, fetch, maxTries: 1 });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  const { app, dispose } = createApp({
    ledger: memoryLedger(),
    projects: everyProject({ dli, obs: NO_OBJECTS, region: 'local' }),
    clock,
    log,
    config,
  });
  const base = '/api/projects/p';
  const packages = (some: string[]) => some.map((name) => ({ group: null, name }));
  let keys = 0;
  const deletion = (body: object, key = `k${++keys}`) => send(app, `${base}/deletions`, { packages: [], wholeGroups: [], ...body }, key);
  return {
    app,
    base,
    clock,
    net,
    dispose,
    packages,
    deletion,
    hold: () => new Promise<Response>((resolve) => held.push(() => resolve(new Response(null)))),
    release: (count = held.length) => held.splice(0, count).forEach((go) => go()),
    ownerChange: (body: object, key = `k${++keys}`) => send(app, `${base}/owner-changes`, body, key),
    started: async (response: Promise<Response>) => Operation.parse(await (await response).json()),
    async operation(id: string) {
      await settle(60);
      return Operation.parse(await (await read(app, `${base}/operations/${id}`)).json());
    },
    group: async () => GroupView.parse(await (await read(app, `${base}/group?name=g`, { 'Cache-Control': 'no-cache' })).json()),
    groups: (headers: Record<string, string> = {}) => read(app, `${base}/groups`, headers),
    async deleted(...some: string[]) {
      const { id } = Operation.parse(await (await deletion({ packages: packages(some) })).json());
      return this.operation(id);
    },
  };
}

const outcomes = ({ items }: Operation) =>
  Object.fromEntries(items.map(({ name, group, state, error }) => [name ?? group, error?.code ?? state]));

describe('a delete', () => {
  it('answers at once, then makes four calls at a time', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `f${i}`);
    const bff = open(names);
    bff.net.say = bff.hold;
    const first = await bff.started(bff.deletion({ packages: bff.packages(names) }));
    expect(first).toMatchObject({ kind: 'delete', startedBy: 'tester', finishedAt: null, newOwner: null, counts: { total: 10, done: 0 } });
    expect((await bff.operation(first.id)).counts).toMatchObject({ running: 4, waiting: 6 });
    for (let i = 0; i < 10; i++) {
      await settle();
      bff.release(1);
    }
    const last = await bff.operation(first.id);
    expect(last.counts).toEqual({ total: 10, waiting: 0, running: 0, done: 10, failed: 0, unknown: 0 });
    expect(last.finishedAt).not.toBeNull();
    expect([bff.net.most, bff.net.calls.length]).toEqual([4, 10]);
  });

  it('takes a 404 in DLI’s words as done, and asks the list about any other', async () => {
    const bff = open(['there', 'hidden']);
    bff.net.say = (name) => (name === 'gone' ? words(404, 'DLI.0023') : new Response('no route', { status: 404 }));
    const operation = await bff.deleted('gone', 'also-gone', 'hidden');
    expect(operation.finishedAt).toBeNull();
    await bff.clock.advance(2_000);
    const last = await bff.operation(operation.id);
    expect(outcomes(last)).toEqual({ gone: 'done', 'also-gone': 'done', hidden: 'dli_not_found' });
    expect(last.items.map((item) => item.wasGone)).toEqual([false, true, true]);
  });

  it('tells a refusal in the shape of every error, with DLI’s words, and logs codes and ids alone', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = pino({ level: 'warn' }, { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
    const bff = open(['secret-name'], { log });
    bff.net.say = () => words(400, 'DLI.0003');
    const operation = await bff.deleted('secret-name');
    expect(operation.items[0]).toMatchObject({
      state: 'failed',
      error: { code: 'dli_forbidden', status: 403, requestId: expect.any(String), details: { upstream: { errorCode: 'DLI.0003' } } },
    });
    expect(lines).toMatchObject([{ operationId: operation.id, problem: 'forbidden', errorCode: 'DLI.0003' }]);
    expect(JSON.stringify(lines)).not.toContain('secret-name');
  });

  it('waits as long as DLI asks when it throttles, and tries again a few times', async () => {
    const bff = open(['a', 'b', 'never']);
    bff.net.say = (name, count) =>
      name === 'never' || (name === 'a' && count === 1) ? words(429, 'APIGW.0308', { 'Retry-After': '3' }) : new Response(null);
    const { id } = await bff.deleted('a', 'b', 'never');
    expect(bff.net.calls).toEqual(['a', 'b', 'never']);
    expect((await bff.operation(id)).counts).toMatchObject({ done: 1, waiting: 2 });
    await bff.clock.advance(2_999);
    expect(bff.net.calls).toHaveLength(3);
    await bff.clock.advance(1);
    expect(outcomes(await bff.operation(id))).toMatchObject({ a: 'done', never: 'waiting' });
    await bff.clock.advance(60_000);
    expect(outcomes(await bff.operation(id))).toEqual({ a: 'done', b: 'done', never: 'dli_throttled' });
    expect(bff.net.calls.filter((name) => name === 'never')).toHaveLength(5);
  });

  it('does not wait for a pause longer than a minute', async () => {
    const bff = open(['a']);
    bff.net.say = () => words(429, 'APIGW.0308', { 'Retry-After': '600' });
    expect(outcomes(await bff.deleted('a'))).toEqual({ a: 'dli_throttled' });
  });

  it('settles lost answers by reading, once the other items are through, and never repeats a call', async () => {
    const bff = open(['cut', 'cut-before', 'gateway', 'fine']);
    bff.net.say = (name) => {
      if (name === 'fine') return new Response(null);
      if (name !== 'cut-before') bff.net.listed.delete(name);
      return name === 'gateway' ? new Response('<html>', { status: 502 }) : broken('ECONNRESET');
    };
    const { id } = await bff.deleted('cut', 'cut-before', 'gateway', 'fine');
    expect(outcomes(await bff.operation(id))).toMatchObject({ cut: 'done', gateway: 'done', fine: 'done', 'cut-before': 'running' });
    await bff.clock.advance(2_000);
    const last = await bff.operation(id);
    expect(outcomes(last)).toMatchObject({ cut: 'done', 'cut-before': 'dli_unreachable' });
    expect(last.items.every((item) => !item.wasGone)).toBe(true);
    expect(bff.net.calls).toHaveLength(4);
  });

  it('reads again when the list cannot be had, and calls nothing a failure that nobody can tell', async () => {
    const bff = open(['a']);
    bff.net.say = () => broken('ECONNRESET');
    bff.net.isListDown = true;
    const { id } = await bff.deleted('a');
    await bff.clock.advance(6_000);
    expect(outcomes(await bff.operation(id))).toEqual({ a: 'running' });
    await bff.clock.advance(2_000);
    const last = await bff.operation(id);
    expect(last).toMatchObject({ items: [{ state: 'unknown', error: { code: 'outcome_unknown' } }], counts: { failed: 0, unknown: 1 } });
    expect(last.items[0]?.error?.details?.upstream).toMatchObject({ call: expect.stringContaining('DELETE') });
    expect(last.finishedAt).not.toBeNull();
  });

  it('does not try the rest when nothing answers', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `f${i}`);
    const bff = open(names);
    bff.net.say = () => broken('ECONNREFUSED');
    const operation = await bff.deleted(...names);
    expect(operation.counts.failed).toBe(50);
    expect(bff.net.calls.length).toBeLessThanOrEqual(11);
    expect(operation.items.at(-1)?.error?.message).toMatch(/^Not tried/);
  });

  it('names nothing twice', async () => {
    const bff = open(['a']);
    const operation = await bff.deleted('a', 'a');
    expect(operation.counts.total).toBe(1);
    expect(bff.net.calls).toEqual(['a']);
  });

  it('refuses a request without anything to delete', async () => {
    const bff = open([]);
    const { code, details } = await errorOf(await bff.deletion({}));
    expect([code, details?.issues]).toEqual(['invalid_request', [{ path: 'body.packages', code: 'empty' }]]);
  });
});

describe('a whole group', () => {
  it('is every listed member, while its token holds', async () => {
    const bff = open(['a', 'b']);
    const { token } = (await bff.group()).group ?? { token: '' };
    const body = { packages: [{ group: 'g', name: 'a' }], wholeGroups: [{ name: 'g', token }] };
    const operation = await bff.started(bff.deletion(body));
    expect(operation.items.map(({ group, name }) => [group, name])).toEqual([
      ['g', 'a'],
      ['g', 'b'],
    ]);
    expect((await bff.operation(operation.id)).counts.done).toBe(2);
    const again = await bff.deletion(body);
    expect([again.status, (await errorOf(again)).code]).toEqual([409, 'group_changed']);
  });

  it('is left alone, with everything else of the request, when it is no longer as it was', async () => {
    const bff = open(['a', 'b']);
    const { token } = (await bff.group()).group ?? { token: '' };
    bff.net.listed.add('c');
    const answer = await bff.deletion({ packages: bff.packages(['a']), wholeGroups: [{ name: 'g', token }] });
    const { code, details } = await errorOf(answer);
    expect([answer.status, code]).toEqual([409, 'group_changed']);
    expect(details?.issues).toEqual([{ path: 'body.wholeGroups.0.token', code: 'group_changed', params: { name: 'g' } }]);
    await settle();
    expect(bff.net.calls).toEqual([]);
  });

  it('is refused where it brings more members than one operation takes, and holds nobody up', async () => {
    const bff = open(Array.from({ length: 5_001 }, (_, i) => `f${i}`));
    const { token } = (await bff.group()).group ?? { token: '' };
    const answer = await bff.deletion({ wholeGroups: [{ name: 'g', token }] });
    const { code, details } = await errorOf(answer);
    expect([answer.status, code]).toEqual([422, 'operation_too_large']);
    expect(details?.issues).toEqual([{ path: 'body', code: 'too_big', params: { maximum: 5_000, items: 5_001 } }]);
    expect(bff.net.calls).toEqual([]);
    const one = await bff.started(bff.deletion({ packages: [{ group: 'g', name: 'f1' }] }));
    expect((await bff.operation(one.id)).counts.done).toBe(1);
  });

  it('keeps submissions to it waiting until its last member is through', async () => {
    const bff = open(['a']);
    const { token } = (await bff.group()).group ?? { token: '' };
    bff.net.say = bff.hold;
    await bff.deletion({ wholeGroups: [{ name: 'g', token }] });
    await settle();
    const request = { group: 'g', kind: 'jar', isAsync: true, tags: [], paths: ['obs://bkt/z.jar'], token };
    const submitting = send(bff.app, `${bff.base}/submissions`, request, 's');
    await settle();
    bff.release();
    const answer = await submitting;
    expect([answer.status, (await errorOf(answer)).code]).toEqual([409, 'group_changed']);

    const later = open(['a']);
    later.net.say = later.hold;
    await later.deletion({ packages: [{ group: 'g', name: 'a' }] });
    await settle();
    const late = send(later.app, `${later.base}/submissions`, { ...request, token }, 's');
    await later.clock.advance(10_000);
    expect((await errorOf(await late)).code).toBe('dli_timeout');
    later.release();
  });
});

describe('a submission being sent', () => {
  it('keeps deletes in its group waiting, which are answered at once all the same', async () => {
    const bff = open(['a']);
    const request = { group: 'g', kind: 'jar', isAsync: true, tags: [], paths: ['obs://bkt/z.jar'] };
    const { token } = (await bff.group()).group ?? { token: '' };
    bff.net.post = bff.hold;
    const submitting = send(bff.app, `${bff.base}/submissions`, { ...request, token }, 's');
    await settle();
    const inGroup = await bff.started(bff.deletion({ packages: [{ group: 'g', name: 'a' }] }));
    const elsewhere = await bff.deleted('b');
    expect([(await bff.operation(inGroup.id)).counts.waiting, elsewhere.counts.done]).toEqual([1, 1]);
    bff.release();
    await submitting;
    expect((await bff.operation(inGroup.id)).counts.done).toBe(1);
  });
});

describe('a change of owner', () => {
  it('addresses groups and packages, and takes is_success false for a failure', async () => {
    const bff = open(['a', 'b']);
    bff.net.say = (name) => Response.json(name === 'b' ? { is_success: false, message: 'No such thing.' } : { is_success: true });
    const targets = [
      { group: 'g', name: null },
      { group: 'g', name: 'a' },
      { group: null, name: 'b' },
    ];
    const { id } = await bff.started(bff.ownerChange({ newOwner: 'alice', targets }));
    const operation = await bff.operation(id);
    expect(operation).toMatchObject({ kind: 'changeOwner', newOwner: 'alice', counts: { done: 2, failed: 1 } });
    expect(outcomes(operation)).toEqual({ g: 'done', a: 'done', b: 'dli_refused' });
    expect(operation.items[0]?.error?.details?.upstream?.errorMessage).toBe('No such thing.');
  });

  it('takes an absent package for a failure, and reads where the answer was lost', async () => {
    const bff = open(['a', 'b']);
    bff.net.say = (name) => {
      if (name === 'absent') return words(404, 'DLI.0023');
      if (name === 'a') bff.net.owners.set('a', 'alice');
      return broken('ECONNRESET');
    };
    const targets = bff.packages(['absent', 'a', 'b']);
    const { id } = await bff.started(bff.ownerChange({ newOwner: 'alice', targets }));
    await bff.clock.advance(2_000);
    expect(outcomes(await bff.operation(id))).toEqual({ absent: 'dli_not_found', a: 'done', b: 'dli_unreachable' });
    expect(bff.net.calls).toHaveLength(3);
  });

  it('refuses owners DLI would refuse, and targets that name nothing', async () => {
    const bff = open([]);
    const { details } = await errorOf(await bff.ownerChange({ newOwner: '1bob', targets: [{ group: null, name: null }] }));
    expect(details?.issues).toMatchObject([
      { path: 'body.newOwner', code: 'too_short' },
      { path: 'body.newOwner', code: 'leading_digit' },
      { path: 'body.targets.0', code: 'empty' },
    ]);
  });
});

describe('an operation', () => {
  it('is started once a key', async () => {
    const bff = open(['a', 'b']);
    const body = { packages: bff.packages(['a']) };
    const ids = await Promise.all([1, 2, 3].map(async () => (await bff.started(bff.deletion(body, 'same'))).id));
    expect(new Set(ids).size).toBe(1);
    const other = await bff.deletion({ packages: bff.packages(['b']) }, 'same');
    expect([other.status, (await errorOf(other)).code]).toEqual([422, 'idempotency_key_reused']);
    const missing = await send(bff.app, `${bff.base}/deletions`, { ...body, wholeGroups: [] });
    expect((await errorOf(missing)).code).toBe('idempotency_key_missing');
    await settle();
    expect(bff.net.calls).toEqual(['a']);
  });

  it('is started once by a thousand requests at once with one key, which all get the same answer', { timeout: 60_000 }, async () => {
    const bff = open(['a']);
    bff.net.say = bff.hold;
    const body = { packages: bff.packages(['a']) };
    const answers = await Promise.all(Array.from({ length: 1_000 }, async () => (await bff.deletion(body, 'same')).json()));
    const ids = new Set(answers.map((answer) => Operation.parse(answer).id));
    expect(ids.size).toBe(1);
    await settle();
    bff.release();
    const again = await Promise.all(Array.from({ length: 100 }, async () => (await bff.deletion(body, 'same')).text()));
    expect(new Set(again).size).toBe(1);
    expect(bff.net.calls).toEqual(['a']);
  });

  it('makes every view of the project move until it ends, and the lists are fresh by then', async () => {
    const bff = open(['a', 'b']);
    const resting = await bff.groups();
    bff.net.say = bff.hold;
    const { id, startedAt } = await bff.started(bff.deletion({ packages: [{ group: 'g', name: 'a' }] }));
    const moving = await bff.groups({ 'If-None-Match': resting.headers.get('ETag') ?? '' });
    expect(GroupList.parse(await moving.json())).toMatchObject({ isMoving: true, movingSince: startedAt });
    expect((await bff.group()).isMoving).toBe(true);
    await vi.waitFor(() => expect(bff.net.calls).toEqual(['a']));
    bff.release();
    await vi.waitFor(async () => expect((await bff.operation(id)).finishedAt).not.toBeNull());
    const after = await read(bff.app, `${bff.base}/group?name=g`);
    const view = GroupView.parse(await after.json());
    expect([view.isMoving, view.packages.items.map((item) => item.name)]).toEqual([false, ['b']]);
    expect((await bff.groups({ 'If-None-Match': moving.headers.get('ETag') ?? '' })).status).toBe(200);
  });

  it('keeps the lists at the fastest pace for as long as it runs', async () => {
    const bff = open(['a', 'b']);
    bff.net.say = bff.hold;
    await bff.deletion({ packages: [{ group: 'g', name: 'a' }] });
    await bff.clock.advance(20_000);
    const answer = await bff.groups({ 'Cache-Control': 'no-cache' });
    expect(GroupList.parse(await answer.json()).movingSince).toBe(bff.clock.now());
    bff.release();
  });

  it('is told newest first, and answers 304 while nothing changes', async () => {
    const bff = open(['a', 'b']);
    const first = await bff.deleted('a');
    const second = await bff.deleted('b');
    const list = operationsContract.listOperations.response.parse(await (await read(bff.app, `${bff.base}/operations`)).json());
    expect(list.items.map(({ id }) => id)).toEqual([second.id, first.id]);
    const answer = await read(bff.app, `${bff.base}/operations/${first.id}`);
    const again = await read(bff.app, `${bff.base}/operations/${first.id}`, { 'If-None-Match': answer.headers.get('ETag') ?? '' });
    expect(again.status).toBe(304);
    const none = await read(bff.app, '/api/projects/q/operations/nope');
    expect([none.status, (await errorOf(none)).code]).toEqual([404, 'operation_not_found']);
  });

  it('starts no further item when the server stops, and waits for the calls under way', async () => {
    const names = Array.from({ length: 6 }, (_, i) => `f${i}`);
    const bff = open(names);
    bff.net.say = bff.hold;
    await bff.deletion({ packages: bff.packages(names) });
    await settle();
    let isClosed = false;
    const closing = bff.dispose().then(() => {
      isClosed = true;
    });
    await settle();
    expect(isClosed).toBe(false);
    bff.release();
    await closing;
    await settle();
    expect(bff.net.calls).toHaveLength(4);
  });

  it('does not keep the server from stopping while it waits for DLI’s pause', async () => {
    const bff = open(['a']);
    bff.net.say = () => words(429, 'APIGW.0308', { 'Retry-After': '30' });
    await bff.deleted('a');
    await bff.dispose();
    await bff.clock.advance(60_000);
    expect(bff.net.calls).toEqual(['a']);
  });
});

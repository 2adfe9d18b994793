import { describe, expect, it } from 'vitest';
import type { Submission } from '../../contract/submissions.ts';
import { createFakeClock } from '../../dli/fake-clock.ts';
import { createIdempotency } from './idempotency.ts';
import { createSubmissions } from './submissions.ts';

const view = (submittedAt: number, more: Partial<Submission> = {}): Submission => ({
  id: crypto.randomUUID(),
  group: 'g',
  kind: 'jar',
  isAsync: true,
  submittedAt,
  submittedBy: 'tester',
  outcome: 'accepted',
  answeredAt: null,
  call: { method: 'POST', path: '/', body: {} },
  httpStatus: null,
  upstreamRequestId: null,
  answer: null,
  error: null,
  settlesAt: null,
  settlement: null,
  observed: null,
  note: null,
  packages: [{ name: 'a', path: 'obs://bkt/a', obsUri: 'obs://bkt/a' }],
  ...more,
});
const before = { groupExists: false, members: new Map() };

describe('submissions', () => {
  it('are found by project, newest first, by group', () => {
    const clock = createFakeClock();
    const register = createSubmissions({ clock });
    const ids = [1, 2, 3].map(() => register.add({ projectId: 'p', before, sentAt: 0, view: view(clock.now()) }).view.id);
    register.add({ projectId: 'p', before, sentAt: 0, view: view(clock.now(), { group: null }) });
    expect(register.latest('p', 'g', 2).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(register.latest('p', null, 5)).toHaveLength(1);
    expect(register.latest('q', 'g', 5)).toEqual([]);
    expect(register.find('q', ids[0] ?? '')).toBeUndefined();
  });

  it('are kept for a day, and fewer of them when there are too many, never one that is waited for', async () => {
    const clock = createFakeClock();
    const register = createSubmissions({ clock, maxKept: 2 });
    const sending = register.add({ projectId: 'p', before, sentAt: 0, view: view(clock.now(), { outcome: 'sending' }) });
    for (let i = 0; i < 5; i++) register.add({ projectId: 'p', before, sentAt: 0, view: view(clock.now(), { outcome: 'refused' }) });
    expect(register.find('p', sending.view.id)).toBe(sending);
    expect(register.latest('p', 'g', 99).length).toBeLessThanOrEqual(3);
    await clock.advance(86_400_001);
    register.add({ projectId: 'q', before, sentAt: 0, view: view(clock.now()) });
    expect(register.latest('p', 'g', 99)).toEqual([]);
  });

  it('are followed until seen, for five minutes at most', async () => {
    const clock = createFakeClock();
    const register = createSubmissions({ clock });
    const tracked = register.add({ projectId: 'p', before, sentAt: 0, view: view(clock.now()) });
    expect([register.isFollowing('p'), register.isFollowing('p', 'g'), register.isFollowing('p', 'h')]).toEqual([true, true, false]);
    await clock.advance(300_000);
    expect(register.isFollowing('p')).toBe(false);
    register.change(tracked, { outcome: 'unknown' });
    expect(register.isFollowing('p')).toBe(true);
    register.change(tracked, { settlement: { verdict: 'not_found', at: 1, found: [], missing: [] } });
    expect(register.isFollowing('p')).toBe(false);
  });

  it('tell how long a package took only while it is the same package', () => {
    const register = createSubmissions({ clock: createFakeClock() });
    const tracked = register.add({ projectId: 'p', before, sentAt: 0, view: view(1) });
    const seen = { group: 'g', name: 'a', updatedAt: 5, underlyingName: 'x_a' };
    const version = register.version('p');
    register.recordTook(tracked, seen, 1234);
    expect(register.version('p')).toBeGreaterThan(version);
    expect(register.tookMs('p', seen)).toBe(1234);
    expect(register.tookMs('p', { ...seen, updatedAt: 6 })).toBeNull();
    expect(register.tookMs('p', { ...seen, group: null })).toBeNull();
  });
});

describe('idempotency', () => {
  it('keeps a key for a day and frees it when the work fails', async () => {
    const clock = createFakeClock();
    const idempotency = createIdempotency<number>({ clock });
    let runs = 0;
    const once = () => idempotency.once('s', 'k', { a: 1 }, async () => ++runs);
    await expect(idempotency.once('s', 'k', { a: 1 }, () => Promise.reject(new Error('nothing sent')))).rejects.toThrow('nothing sent');
    expect(await Promise.all([once(), once()])).toEqual([1, 1]);
    await clock.advance(86_399_999);
    expect(await once()).toBe(1);
    await expect(idempotency.once('s', 'k', { a: 2 }, async () => 9)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    expect(await idempotency.once('other', 'k', { a: 2 }, async () => 9)).toBe(9);
    await expect(idempotency.once('s', 'ü\n', {}, async () => 9)).rejects.toMatchObject({ code: 'invalid_request' });
    await clock.advance(86_400_001);
    await idempotency.once('s', 'k2', {}, async () => 9);
    expect(await once()).toBe(2);
  });
});

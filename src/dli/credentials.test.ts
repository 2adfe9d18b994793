/** Renewal, with a clock that moves when told to. */
import { describe, expect, it } from 'vitest';
import { type Credentials, createRenewingProvider, givenKeys, type Loader, type RenewingOptions } from './credentials.ts';
import { DliError } from './errors.ts';
import { createFakeClock, settle } from './fake-clock.ts';
import { Secret } from './secret.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

function iamError(httpStatus: number | null, retryAfterMs: number | null = null) {
  const problem = httpStatus === null ? 'lost' : httpStatus === 429 ? 'throttled' : httpStatus < 500 ? 'unauthorized' : 'server_fault';
  const none = { errorCode: null, errorMessage: null, requestId: null };
  return new DliError({ problem, call: 'POST iam', httpStatus, retryAfterMs, stage: 'credentials', ...none });
}

function open(options: RenewingOptions & { lifeMs?: number } = {}) {
  const clock = createFakeClock();
  const iam = { asked: [] as string[], failure: null as unknown, lifeMs: options.lifeMs ?? 24 * HOUR_MS, isHeld: false };
  let release = () => {};
  const load: Loader<Credentials> = async (projectId) => {
    iam.asked.push(projectId);
    const n = iam.asked.length;
    if (iam.isHeld) await new Promise<void>((resolve) => (release = resolve));
    if (iam.failure) throw iam.failure;
    return { credentials: { kind: 'token', token: new Secret(`t${n}`) }, lifeMs: iam.lifeMs };
  };
  const provider = createRenewingProvider(load, { clock, ...options });
  const get = async (projectId = 'p') => {
    const credentials = await provider.get(projectId);
    return credentials.kind === 'token' ? credentials.token.reveal() : '';
  };
  return { clock, iam, provider, get, release: () => release() };
}

describe('a provider that renews', () => {
  it('asks once for many, per project', async () => {
    const { iam, get } = open();
    const all = await Promise.all([...Array.from({ length: 50 }, () => get()), get('q')]);
    expect(new Set(all)).toEqual(new Set(['t1', 't2']));
    expect(iam.asked).toEqual(['p', 'q']);
  });

  it('renews half an hour ahead, while everyone goes on with what is good', async () => {
    const { clock, iam, get, release } = open();
    await get();
    await clock.advance(23.5 * HOUR_MS - 1);
    expect(await get()).toBe('t1');
    expect(iam.asked).toHaveLength(1);
    await clock.advance(1);
    iam.isHeld = true;
    expect(await Promise.all([get(), get(), get()])).toEqual(['t1', 't1', 't1']);
    expect(iam.asked).toHaveLength(2);
    release();
    await settle();
    expect(await get()).toBe('t2');
  });

  it('renews short ones when a quarter is left', async () => {
    const { clock, iam, get } = open({ lifeMs: 15 * MINUTE_MS });
    await get();
    await clock.advance(11 * MINUTE_MS);
    expect(await get()).toBe('t1');
    await clock.advance(0.25 * MINUTE_MS);
    expect(await get()).toBe('t1');
    await settle();
    expect(await get()).toBe('t2');
    expect(iam.asked).toHaveLength(2);
  });

  it('goes on with what is good when a renewal fails, asks now and then, and fails when it has ended', async () => {
    const { clock, iam, get } = open();
    await get();
    iam.failure = iamError(503);
    await clock.advance(23.6 * HOUR_MS);
    for (let n = 0; n < 20; n++) expect(await get()).toBe('t1');
    await settle();
    expect(iam.asked).toHaveLength(2);
    await clock.advance(HOUR_MS);
    await expect(get()).rejects.toBe(iam.failure);
    iam.failure = null;
    await clock.advance(2_000);
    expect(await get()).toBe('t4');
  });

  it('is not asked for nothing after it ended unused', async () => {
    const { clock, iam, get } = open();
    await get();
    await clock.advance(48 * HOUR_MS);
    expect(iam.asked).toHaveLength(1);
    expect(await get()).toBe('t2');
  });

  it('replaces refused ones once for all who were refused', async () => {
    const { clock, iam, provider, get } = open();
    await get();
    const refused = await provider.get('p');
    await clock.advance(2 * MINUTE_MS);
    const answers = await Promise.all(Array.from({ length: 50 }, () => provider.renew('p', refused)));
    expect(answers.every(Boolean)).toBe(true);
    expect(iam.asked).toHaveLength(2);
    // One that comes late, still refused with the first ones.
    expect(await provider.renew('p', refused)).toBe(true);
    expect(iam.asked).toHaveLength(2);
    expect(await get()).toBe('t2');
  });

  it('does not replace fresh ones, whatever is said of them', async () => {
    const { iam, provider, get } = open();
    await get();
    const fresh = await provider.get('p');
    for (let n = 0; n < 10; n++) expect(await provider.renew('p', fresh)).toBe(false);
    expect(iam.asked).toHaveLength(1);
  });

  it('does not ask IAM again and again what it has denied', async () => {
    const { clock, iam, get } = open();
    iam.failure = iamError(401);
    for (let n = 0; n < 50; n++) await expect(get()).rejects.toBe(iam.failure);
    expect(iam.asked).toHaveLength(1);
    await clock.advance(MINUTE_MS);
    await expect(get()).rejects.toBe(iam.failure);
    expect(iam.asked).toHaveLength(2);
  });

  it.each([
    ['a fault', iamError(503), 2_000],
    ['a cut', iamError(null), 2_000],
    ['throttling', iamError(429, 7_000), 7_000],
    ['a mistake of ours', new Error('x'), 2_000],
  ])('asks again soon after %s', async (_, failure, holdsMs) => {
    const { clock, iam, get } = open();
    iam.failure = failure;
    await Promise.all(Array.from({ length: 50 }, () => expect(get()).rejects.toBe(failure)));
    expect(iam.asked).toHaveLength(1);
    iam.failure = null;
    await clock.advance(holdsMs - 1);
    await expect(get()).rejects.toBe(failure);
    await clock.advance(1);
    expect(await get()).toBe('t2');
  });
});

describe('given keys', () => {
  it('are what they are', async () => {
    const keys = { kind: 'keys', accessKey: 'AK', secretKey: new Secret('SK'), securityToken: null } as const;
    const provider = givenKeys(keys);
    expect(await provider.get('p')).toBe(keys);
    expect(await provider.renew('p', keys)).toBe(false);
  });
});

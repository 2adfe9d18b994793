/** An access key that DLI does not accept: the gateway locks a key after five wrong signatures, so it is presented rarely. */
import { describe, expect, it } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, memoryLedger, NO_OBJECTS, quietLog, read, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { createCloud } from './dli/cloud.ts';
import { createFakeClock } from './dli/fake-clock.ts';
import { Secret } from './dli/secret.ts';

const REFUSAL = '{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: verify aksk signature fail"}';

function open() {
  const clock = createFakeClock();
  const parts = { clock, calls: 0, isAccepted: false };
  const cloud = createCloud({
    source: {
      login: { kind: 'keys', accessKey: 'AK', secretKey: new Secret('wrong'), securityToken: null },
      variables: ['HW_ACCESS_KEY'],
      region: 'cn-north-4',
      projectId: 'p',
      projectName: 'cn-north-4',
    },
    clock,
    fetch: () => {
      parts.calls++;
      return parts.isAccepted ? Response.json({ groups: [] }) : new Response(REFUSAL, { status: 401 });
    },
  });
  const { app } = createApp({
    projects: everyProject({ dli: cloud.dli, obs: NO_OBJECTS, region: 'cn-north-4' }),
    ledger: memoryLedger(),
    clock,
    log: quietLog(),
    config: { session: TEST_SESSION, allowedHosts: [TEST_HOST] },
  });
  const groups = (headers?: Record<string, string>) => read(app, '/api/projects/p/groups', headers);
  return Object.assign(parts, { groups, checkNow: () => groups({ 'Cache-Control': 'no-cache' }) });
}

describe('a refused access key', () => {
  it('is presented once a minute, whatever five browsers ask for in ten', async () => {
    const at = open();
    for (let ms = 0; ms < 600_000; ms += 3_000) {
      const answers = await Promise.all(Array.from({ length: 5 }, () => at.groups()));
      for (const answer of answers) expect(answer.status).toBe(401);
      await at.clock.advance(3_000);
    }
    expect(at.calls).toBeLessThanOrEqual(10);
  });

  it('is told with the words of the refusal and how long it is left alone', async () => {
    const at = open();
    await at.groups();
    await at.clock.advance(20_000);
    const answer = await at.groups();
    expect(Number(answer.headers.get('Retry-After'))).toBe(40);
    const { code, details } = await errorOf(answer);
    expect(code).toBe('dli_unauthorized');
    expect(details?.upstream).toMatchObject({ httpStatus: 401, errorCode: 'APIGW.0301' });
    expect(at.calls).toBe(1);
  });

  it('is presented once for whoever presses “Check now”, and no more for who presses it often', async () => {
    const at = open();
    await at.groups();
    await at.clock.advance(10_000);
    for (let press = 0; press < 10; press++) await at.checkNow();
    expect(at.calls).toBe(2);
  });

  it('is a good one as soon as DLI takes it', async () => {
    const at = open();
    await at.groups();
    at.isAccepted = true;
    await at.clock.advance(10_000);
    expect((await at.groups()).status).toBe(401);
    expect((await at.checkNow()).status).toBe(200);
    expect((await at.groups()).status).toBe(200);
  });
});

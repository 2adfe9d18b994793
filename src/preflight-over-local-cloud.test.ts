/** What is told of paths before they are sent: every finding that a sample can produce, by the BFF over the local cloud. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, memoryLedger, quietLog, send, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { contract } from './contract/contract.ts';
import { CLIENT_HEADER } from './contract/define.ts';
import { PREFLIGHT_PATHS_MAX } from './contract/preflight.ts';
import { Plan } from './contract/submissions.ts';
import { createDliClient } from './dli/client.ts';
import { createFakeClock } from './dli/fake-clock.ts';
import type { Kind } from './domain/kind.ts';
import type { LocalCloud } from './local-cloud/local-cloud.ts';
import { FAULTS, manySample, SAMPLES } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';

const { cloud } = sampleCloud();
let bff: App;
let heads = 0;
const clock = createFakeClock(Date.now());

beforeAll(async () => {
  const dli = createDliClient({ endpoint: 'https://dli.local.myhuaweicloud.com', clock, fetch: cloud.fetch });
  const obs = {
    ...cloud.store,
    head: (...asked: Parameters<LocalCloud['store']['head']>) => {
      heads++;
      return cloud.store.head(...asked);
    },
  };
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  bff = createApp({ ledger: memoryLedger(), projects: everyProject({ dli, obs, region: 'local' }), clock, log: quietLog(), config });
});
afterAll(async () => {
  await bff.dispose();
});

const { response: Answer } = contract.checkPaths;
const ask = (paths: string[], kind?: Kind, project = 'p') =>
  send(bff.app, `/api/projects/${project}/preflight`, kind ? { paths, kind } : { paths });

async function check(path: string, kind?: Kind) {
  const [told] = Answer.parse(await (await ask([path], kind)).json()).checks;
  return { ...told, codes: told?.findings.map(({ severity, code }) => `${severity} ${code}`) };
}

describe('one path', () => {
  it('finds nothing where all is well', async () => {
    const told = await check(SAMPLES.jar, 'jar');
    expect(told.findings).toEqual([]);
    expect(told.object?.sizeBytes).toBeGreaterThan(0);
    expect(told.object?.lastModified).toBeGreaterThan(0);
  });

  it.each([
    [SAMPLES.missing, 'warns object_not_found'],
    [SAMPLES.missingBucket, 'warns bucket_not_found'],
    [SAMPLES.folder, 'warns object_folder'],
    [FAULTS.noAccess, 'warns object_denied'],
    [FAULTS.otherRegion, 'warns object_elsewhere'],
    [FAULTS.storeCredentials, 'notes store_credentials'],
    [FAULTS.storeSignature, 'notes store_signature'],
    [FAULTS.storeClockSkew, 'notes store_clock_skew'],
    [FAULTS.storeThrottled, 'notes store_throttled'],
    [FAULTS.storeUnreachable, 'notes store_unreachable'],
    [FAULTS.storeTimeout, 'notes store_timeout'],
    [FAULTS.storeFailed, 'notes store_failed'],
  ])('%s: %s', async (path, code) => {
    const told = await check(path);
    expect(told.codes).toEqual([code]);
    expect(told.object).toBeNull();
  });

  it.each([
    [SAMPLES.emptyFile, 'file', ['warns object_empty']],
    [FAULTS.archived, 'jar', ['warns object_archived']],
    [SAMPLES.oddName, 'file', ['warns charset']],
    [SAMPLES.csv, 'jar', ['warns kind_mismatch']],
    [SAMPLES.csv, undefined, []],
    [
      'https: //sample-packages.obs.cn-north-4.myhuaweicloud.com/jars/sample-etl.jar',
      'jar',
      ['notes scheme_blank_repaired', 'warns region_differs'],
    ],
  ] as const)('%s as %s: %j', async (path, kind, codes) => {
    const told = await check(path, kind);
    expect(told.codes).toEqual(codes);
    expect(told.object).not.toBeNull();
  });

  it('says which region, and which built-in library', async () => {
    expect((await check(FAULTS.otherRegion)).findings).toMatchObject([{ params: { region: 'cn-north-4', expected: 'local' } }]);
    expect((await check('obs://sample-packages/jars/guava-19.0.jar')).findings).toMatchObject([
      { code: 'built_in_jar', severity: 'warns', params: { library: 'guava', version: '32.1.2', runtime: 'Spark 3.3.1' } },
      { code: 'object_not_found' },
    ]);
  });

  it('blocks what DLI would refuse, and nothing that only the store says', async () => {
    expect((await check(`obs://sample-packages/${'x'.repeat(125)}.jar`)).codes).toContain('blocks too_long');
    expect((await check('obs://sample-packages/a/../b.jar')).codes).toEqual(['blocks path_dot_segment']);
  });
});

describe('a batch', () => {
  it('is answered path by path, one look an object, and from memory the next time', async () => {
    heads = 0;
    const many = Array.from({ length: 47 }, (_, index) => manySample(index + 100));
    const twice = 'https://sample-packages.obs.local.myhuaweicloud.com/many/sample-part-100.csv';
    const paths = [...many, twice, 'no path', SAMPLES.missing];
    const answer = Answer.parse(await (await ask(paths, undefined, 'batch')).json());
    expect(answer.checks.map((one) => one.path)).toEqual(paths);
    expect(answer.checks.filter((one) => one.object)).toHaveLength(48);
    expect(heads).toBe(48);
    await ask(paths, undefined, 'batch');
    expect(heads).toBe(48);
    await clock.advance(5_000);
    await ask(paths, undefined, 'batch');
    expect(heads, 'a failure is asked again sooner').toBe(49);
  });

  it('is looked at again when the caller wants it', async () => {
    const again = () =>
      bff.app.request(`http://${TEST_HOST}/api/projects/again/preflight`, {
        method: 'POST',
        headers: { [CLIENT_HEADER]: '1', 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' },
        body: JSON.stringify({ paths: [SAMPLES.jar, SAMPLES.jar] }),
      });
    heads = 0;
    await again();
    await again();
    expect(heads).toBe(2);
  });

  it('has a limit', async () => {
    const refused = await ask(Array.from({ length: PREFLIGHT_PATHS_MAX + 1 }, () => SAMPLES.jar));
    expect([refused.status, (await errorOf(refused)).code]).toEqual([400, 'invalid_request']);
  });
});

describe('the review', () => {
  const review = async (paths: string[], kind: Kind = 'jar') => {
    const body = { group: 'g', kind, isAsync: true, tags: [], paths };
    return Plan.parse(await (await send(bff.app, '/api/projects/review/plan', body)).json());
  };

  it('repeats the warnings in each row, and counts what could not be read', async () => {
    const { rows, objects, counts } = await review([SAMPLES.jar, SAMPLES.missing, FAULTS.noAccess, SAMPLES.emptyFile]);
    expect(rows.map((row) => row.warnings.map((warning) => warning.code))).toEqual([
      [],
      ['object_not_found'],
      ['object_denied'],
      ['kind_mismatch', 'object_empty'],
    ]);
    expect(objects).toEqual({ total: 4, unread: 2, unchecked: 0 });
    expect(counts).toMatchObject({ add: 4, blocked: 0 });
  });

  it('keeps them when the group has changed meanwhile', async () => {
    const mine = { group: 'changed', kind: 'jar', isAsync: true, tags: [], paths: [SAMPLES.missing] };
    const base = '/api/projects/conflict';
    const { token } = Plan.parse(await (await send(bff.app, `${base}/plan`, mine)).json());
    const theirs = { ...mine, paths: [SAMPLES.jar] };
    const other = Plan.parse(await (await send(bff.app, `${base}/plan`, theirs)).json());
    await send(bff.app, `${base}/submissions`, { ...theirs, token: other.token }, 'theirs');
    await clock.advance(60_000);
    const { code, details } = await errorOf(await send(bff.app, `${base}/submissions`, { ...mine, token }, 'mine'));
    expect(code).toBe('group_changed');
    const now = Plan.parse(details?.plan);
    expect(now.rows[0]?.warnings).toEqual([{ code: 'object_not_found' }]);
    expect(now.objects).toEqual({ total: 1, unread: 1, unchecked: 0 });
    await cloud.whenIdle();
  });
});

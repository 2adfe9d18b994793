/** Failures explained: real ones of the local cloud, told by the BFF from a second look at the object. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from './bff/app.ts';
import { everyProject } from './bff/projects.ts';
import { memoryLedger, quietLog, read, send, TEST_HOST, TEST_SESSION, until } from './bff/testing.ts';
import { GroupView } from './contract/groups.ts';
import { Plan, Submission } from './contract/submissions.ts';
import { createDliClient } from './dli/client.ts';
import { type Clock, systemClock } from './dli/clock.ts';
import { createFakeClock } from './dli/fake-clock.ts';
import type { LocalCloud } from './local-cloud/local-cloud.ts';
import { FAULTS, SAMPLES } from './local-cloud/samples.ts';
import { blobNames, sampleCloud } from './local-cloud/test-cloud.ts';
import type { ObjectStat } from './obs/object-store.ts';

const { cloud, dataDir } = sampleCloud({ settings: { slowBytesPerSecond: 500_000 } });
let projectCount = 0;

const fileOf = (uri: string) => join(dataDir, 'obs', uri.replace('obs://', ''));
function put(uri: string, content: string | Uint8Array): string {
  mkdirSync(dirname(fileOf(uri)), { recursive: true });
  writeFileSync(fileOf(uri), content);
  return uri;
}

/** Whether something is being copied at this moment. */
async function copyBegun(): Promise<void> {
  await until(async () => (await blobNames(dataDir)).some((name) => name.startsWith('tmp')));
}

interface Options {
  projectId?: string;
  ledger?: ReturnType<typeof memoryLedger>;
  clock?: Clock;
  /** In place of a look at the store. */
  head?: () => Promise<ObjectStat>;
}

function open({ projectId = `p${++projectCount}`, ledger = memoryLedger(), clock = systemClock, head }: Options = {}) {
  const looks = { count: 0, now: 0, most: 0 };
  const obs: LocalCloud['store'] = {
    ...cloud.store,
    async head(...asked) {
      looks.count++;
      looks.most = Math.max(looks.most, ++looks.now);
      try {
        return await (head ? head() : cloud.store.head(...asked));
      } finally {
        looks.now--;
      }
    },
  };
  const dli = createDliClient({ endpoint: 'https://dli.local.myhuaweicloud.com', clock, maxTries: 1, fetch: cloud.fetch });
  const { app, dispose } = createApp({
    ledger,
    projects: everyProject({ dli, obs, region: 'local' }),
    clock,
    log: quietLog(),
    config: { session: TEST_SESSION, allowedHosts: [TEST_HOST] },
  });
  const base = `/api/projects/${projectId}`;
  const view = async () =>
    GroupView.parse(await (await read(app, `${base}/group?name=etl&pageSize=200`, { 'Cache-Control': 'no-cache' })).json());
  return {
    looks,
    projectId,
    ledger,
    dispose,
    view,
    /** The last two columns of the group's file. */
    async exported() {
      const response = await read(app, `${base}/exports/group?name=etl&format=tsv`, { 'Sec-Fetch-Site': 'same-origin' });
      const rows = (await response.text()).trimEnd().split('\r\n');
      return rows.map((row) => row.split('\t').slice(-2).join(' '));
    },
    async submit(...paths: string[]) {
      const body = { group: 'etl', kind: 'jar', isAsync: true, tags: [], paths };
      const { token } = Plan.parse(await (await send(app, `${base}/plan`, body)).json());
      return Submission.parse(await (await send(app, `${base}/submissions`, { ...body, token }, crypto.randomUUID())).json());
    },
    /** Polls as a browser does: until nothing moves. */
    async failures() {
      await cloud.whenIdle();
      await until(async () => !(await view()).isMoving);
      return (await view()).packages.items.map(({ failure }) => failure);
    },
    async told() {
      return (await this.failures()).map((failure) => failure && `${failure.reason} ${failure.certainty}`);
    },
  };
}

const fault = (word: string, name: string) => `obs://sample-faults/${word}/${name}.jar`;

describe('a failure', () => {
  it('of an object deleted in mid-copy', async () => {
    const bff = open();
    const path = put('obs://sample-packages/slow/doomed.jar', new Uint8Array(1_000_000));
    const { id, upstreamRequestId, submittedAt } = await bff.submit(path);
    await copyBegun();
    rmSync(fileOf(path));
    expect(await bff.failures()).toEqual([
      {
        reason: 'gone',
        certainty: 'likely',
        evidence: {
          submissionId: id,
          submittedAt,
          requestId: upstreamRequestId,
          path,
          obsUri: path,
          before: { result: 'found', at: null, etag: expect.any(String), sizeBytes: 1_000_000, lastModified: expect.any(Number) },
          after: { result: 'not_found', at: expect.any(Number), etag: null, sizeBytes: null, lastModified: null },
        },
      },
    ]);
    expect(upstreamRequestId).not.toBeNull();
  });

  it('of an object replaced in mid-copy', async () => {
    const bff = open();
    const path = put('obs://sample-packages/slow/moved-on.jar', new Uint8Array(1_000_000));
    await bff.submit(path);
    await copyBegun();
    put(path, new Uint8Array(400_000));
    const [failure] = await bff.failures();
    expect(failure).toMatchObject({ reason: 'changed', certainty: 'likely' });
    expect(failure?.evidence).toMatchObject({ before: { sizeBytes: 1_000_000 }, after: { result: 'found', sizeBytes: 400_000 } });
    expect(failure?.evidence?.after?.etag).not.toBe(failure?.evidence?.before?.etag);
  });

  it.each([
    ['of an object that never was there', SAMPLES.missing, 'never_there known'],
    ['of a bucket that is not there', SAMPLES.missingBucket, 'bucket_gone known'],
    ['of an object that this console may not read', fault('no-access', 'not-there'), 'denied likely'],
    ['of an archived object', FAULTS.archived, 'archived known'],
    ['of a bucket in another region', fault('other-region', 'not-there'), 'elsewhere known'],
    ['of an object in order', FAULTS.readError, 'no_reason none'],
  ])('%s', async (_what, path, told) => {
    const bff = open();
    await bff.submit(path);
    expect(await bff.told()).toEqual([told]);
  });

  it('of an empty object', async () => {
    const bff = open();
    await bff.submit(put(fault('read-error', 'empty'), ''));
    expect(await bff.told()).toEqual(['empty likely']);
  });

  it('of a package that was not submitted from here', async () => {
    const bff = open();
    const body = { paths: [SAMPLES.missing], kind: 'jar', group: 'etl' };
    await cloud.fetch(`https://dli.local.myhuaweicloud.com/v2.0/${bff.projectId}/resources`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(await bff.failures()).toEqual([{ reason: 'not_from_here', certainty: 'none' }]);
    expect(bff.looks.count).toBe(0);
  });

  it('long after it was submitted, and no longer watched, is still ours', async () => {
    const first = open();
    const path = put('obs://sample-packages/slow/long.jar', new Uint8Array(1_000_000));
    const { id } = await first.submit(path);
    await copyBegun();
    await first.view();
    await until(async () => {
      const entry = await first.ledger.find(first.projectId, id);
      return entry?.type === 'submission' && entry.items[0]?.status === 'uploading';
    });
    await first.dispose();
    // As a day later.
    await first.ledger.record(id, { type: 'closed', at: Date.now() });
    rmSync(fileOf(path));
    await cloud.whenIdle();
    const clock = createFakeClock(Date.now() + 90_000_000);
    const second = open({ ...first, clock });
    const [told] = (await second.view()).packages.items;
    expect(told?.failure?.reason).not.toBe('not_from_here');
    expect(told?.origin).toMatchObject({ obsUri: path, isChangedSince: false });
    await until(async () => (await second.told())[0] === 'gone likely');
    expect(await second.exported()).toEqual(['failure_reason failure_certainty', 'gone likely']);
    const entry = await second.ledger.find(second.projectId, id);
    expect(entry).toMatchObject({ isOpen: false, items: [{ status: 'failed', explanation: { reason: 'gone' } }] });
    expect((await second.ledger.changes(second.projectId, 'etl', { limit: 5 })).items).toEqual([]);
    await second.dispose();
  });

  it('of an upload of somebody else over ours is not explained by ours', async () => {
    const bff = open();
    await bff.submit(SAMPLES.missing);
    expect(await bff.told()).toEqual(['never_there known']);
    const body = { paths: [SAMPLES.missing], kind: 'jar', group: 'etl' };
    await cloud.fetch(`https://dli.local.myhuaweicloud.com/v2.0/${bff.projectId}/resources`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(await bff.told()).toEqual(['not_from_here none']);
  });
});

describe('looks', () => {
  it('are made once a failure, kept over a restart, and not made again for what is known', async () => {
    const bff = open();
    await bff.submit(SAMPLES.missing, FAULTS.readError);
    const before = await bff.failures();
    const { count } = bff.looks;
    expect(await bff.failures()).toEqual(before);
    expect(bff.looks.count).toBe(count);
    await bff.dispose();

    const next = open({ projectId: bff.projectId, ledger: bff.ledger });
    expect(await next.failures()).toEqual(before);
    expect(next.looks.count).toBe(0);
  });

  it('that a stop cut off are made up for by the next start', async () => {
    const bff = open({ head: () => new Promise(() => {}) });
    const paths = [SAMPLES.missing];
    // The pre-flight of the review waits two seconds for an answer, then goes on without.
    await bff.submit(...paths);
    await cloud.whenIdle();
    expect((await bff.view()).packages.items.map(({ failure }) => failure)).toEqual([undefined]);
    await bff.dispose();
    const next = open({ projectId: bff.projectId, ledger: bff.ledger });
    expect(await next.told()).toEqual(['gone likely']);
  });

  it('are a few at a time for hundreds of failures at once, and every failure has one', async () => {
    const bff = open();
    const paths = Array.from({ length: 200 }, (_, n) => `obs://sample-packages/jars/never-${n}.jar`);
    await bff.submit(...paths);
    const planned = bff.looks.count;
    bff.looks.most = 0;
    expect(new Set(await bff.told())).toEqual(new Set(['never_there known']));
    expect(bff.looks.count - planned).toBe(200);
    expect(bff.looks.most).toBeLessThanOrEqual(4);
  });

  it('hold up no read, end after 20 s, and are tried again after five minutes', async () => {
    const clock = createFakeClock(Date.now());
    let isStuck = true;
    const bff = open({ clock, head: () => (isStuck ? new Promise<ObjectStat>(() => {}) : Promise.reject(new Error('broken'))) });
    const submitting = bff.submit(SAMPLES.missing);
    await clock.advance(2_000); // the review's look
    await clock.advance(500); // the last one
    await submitting;
    await cloud.whenIdle();
    expect(await bff.view()).toMatchObject({ isMoving: true, packages: { items: [{ status: 'failed' }] } });
    await clock.advance(20_000);
    expect(await bff.told()).toEqual(['not_looked none']);
    const { count } = bff.looks;
    isStuck = false;
    await clock.advance(299_000);
    expect(await bff.told()).toEqual(['not_looked none']);
    expect(bff.looks.count).toBe(count);
    await clock.advance(1_000);
    await bff.view();
    await until(() => bff.looks.count === count + 1);
  });
});

describe('an upload', () => {
  it('has its age from our submission and what is usual from the record', async () => {
    const clock = createFakeClock(Date.now());
    const ledger = memoryLedger();
    const bff = open({ clock, ledger: { ...ledger, usualWait: async () => ({ measured: 40, p95Ms: 12_000 }) } });
    const path = put('obs://sample-packages/slow/long.jar', new Uint8Array(400_000));
    const { submittedAt } = await bff.submit(path);
    await bff.view();
    expect((await bff.view()).packages.items).toMatchObject([
      { status: 'uploading', upload: { since: submittedAt, usualMs: 12_000, measured: 40 } },
    ]);
    await cloud.whenIdle();
    const [item] = (await bff.view()).packages.items;
    expect(item).toMatchObject({ status: 'ready' });
    expect(item).not.toHaveProperty('upload');
  });
});

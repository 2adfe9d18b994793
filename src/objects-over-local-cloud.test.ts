/** Buckets and objects through the BFF, on real files: pages, names of any kind, and refusals that say what is missing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApp } from './bff/app.ts';
import { fromStore, type StoreCall, toApiError } from './bff/errors.ts';
import { everyProject } from './bff/projects.ts';
import { errorOf, memoryLedger, quietLog, read, TEST_HOST, TEST_SESSION } from './bff/testing.ts';
import { BucketList, ObjectPage } from './contract/objects.ts';
import { createDliClient } from './dli/client.ts';
import { packageNameOf } from './domain/obs-path.ts';
import { DENIED_BUCKET, MANY_COUNT } from './local-cloud/samples.ts';
import { sampleCloud } from './local-cloud/test-cloud.ts';
import { type ObjectStoreCode, ObjectStoreError } from './obs/object-store.ts';

const { cloud, dataDir } = sampleCloud({ settings: { slowBytesPerSecond: 100_000 } });

function ask(what: string, query: Record<string, string | number> = {}) {
  const dli = createDliClient({ endpoint: 'https://dli.local.myhuaweicloud.com', fetch: cloud.fetch });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  const { app } = createApp({
    ledger: memoryLedger(),
    projects: everyProject({ dli, obs: cloud.store, region: 'local' }),
    log: quietLog(),
    config,
  });
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) params.set(name, String(value));
  return read(app, `/api/projects/p/${what}?${params.toString()}`);
}

async function list(query: Record<string, string | number>): Promise<ObjectPage> {
  const response = await ask('objects', query);
  expect(response.status).toBe(200);
  return ObjectPage.parse(await response.json());
}

describe('listing', () => {
  it('names the buckets, those too that may not be looked into', async () => {
    const { buckets, region } = BucketList.parse(await (await ask('buckets')).json());
    expect(region).toBe('local');
    expect(buckets.map(({ name }) => name)).toEqual([DENIED_BUCKET, 'sample-faults', 'sample-packages']);
    expect(buckets[0]?.createdAt).toBeGreaterThan(0);
  });

  it('lists one level, with size, date and class', async () => {
    const top = await list({ bucket: 'sample-packages' });
    expect(top.prefixes).toEqual(['data/', 'jars/', 'many/', 'models/', 'python/', 'slow/']);
    expect(top.objects).toEqual([]);
    const jars = await list({ bucket: 'sample-packages', prefix: 'jars/' });
    expect(jars.objects.map(({ key }) => key)).toEqual(['jars/sample-etl.jar', 'jars/sample-udf.jar']);
    expect(jars.objects[0]).toMatchObject({ sizeBytes: expect.any(Number), lastModified: expect.any(Number), storageClass: 'standard' });
  });

  it('finds what begins with a text, folders as well', async () => {
    const found = await list({ bucket: 'sample-packages', prefix: 'python/', text: 'sample_l' });
    expect(found.objects.map(packageNameOf)).toEqual(['sample_lib-1.0.0-py3-none-any.whl']);
    expect((await list({ bucket: 'sample-packages', text: 'ma' })).prefixes).toEqual(['many/']);
    expect(await list({ bucket: 'sample-packages', prefix: 'nowhere/' })).toEqual({ prefixes: [], objects: [], nextMarker: null });
  });

  it('goes on from page to page until nothing is left, each object once', async () => {
    const keys: string[] = [];
    let pages = 0;
    for (let marker: string | null = ''; marker !== null; pages++) {
      const page: ObjectPage = await list({ bucket: 'sample-packages', prefix: 'many/', limit: 70, ...(marker && { marker }) });
      keys.push(...page.objects.map(({ key }) => key));
      marker = page.nextMarker;
    }
    expect(pages).toBe(3);
    expect(keys).toHaveLength(MANY_COUNT);
    expect(new Set(keys).size).toBe(MANY_COUNT);
    expect(keys).toEqual(keys.toSorted());
  });

  it('keeps names with odd characters, also as a folder and as a marker', async () => {
    const odd = ['a%20b+c&d=e#f?g.jar', 'größte “Umsätze”.csv', '日本語 🚢.py', "quote'[x]{y}.txt"];
    const folder = 'år 100%/ü&?#/';
    mkdirSync(join(dataDir, 'obs/odd-names', folder), { recursive: true });
    for (const name of odd) writeFileSync(join(dataDir, 'obs/odd-names', folder, name), 'x');
    expect((await list({ bucket: 'odd-names' })).prefixes).toEqual(['år 100%/']);
    const keys: string[] = [];
    for (let marker: string | null = ''; marker !== null; ) {
      const page: ObjectPage = await list({ bucket: 'odd-names', prefix: folder, limit: 1, ...(marker && { marker }) });
      keys.push(...page.objects.map(({ key }) => key));
      marker = page.nextMarker;
    }
    expect(keys.toSorted()).toEqual(odd.map((name) => folder + name).toSorted());
  });
});

describe('refusals', () => {
  it('says which right is missing for a bucket, and with it what the store said', async () => {
    const response = await ask('objects', { bucket: DENIED_BUCKET });
    expect(response.status).toBe(403);
    const { code, message, details } = await errorOf(response);
    expect(code).toBe('store_list_denied');
    expect(message).toContain('obs:bucket:ListBucket');
    expect(details?.upstream).toMatchObject({ call: 'listObjects', httpStatus: 403, errorCode: 'AccessDenied' });
  });

  it('knows a bucket that is not there, or that none can be named so', async () => {
    for (const bucket of ['sample-no-such-bucket', '..', 'Not A Bucket']) {
      const response = await ask('objects', { bucket });
      expect([bucket, response.status, (await errorOf(response)).code]).toEqual([bucket, 404, 'store_bucket_not_found']);
    }
  });

  it.each([
    [{}],
    [{ bucket: '' }],
    [{ bucket: 'b', limit: 0 }],
    [{ bucket: 'b', limit: 1001 }],
    [{ bucket: 'b', prefix: 'x'.repeat(1025) }],
  ])('refuses %o', async (query) => {
    expect((await errorOf(await ask('objects', query))).code).toBe('invalid_request');
  });

  it.each<[ObjectStoreCode, StoreCall, string, number]>([
    ['denied', 'listBuckets', 'store_buckets_denied', 403],
    ['denied', 'listObjects', 'store_list_denied', 403],
    ['denied', 'headObject', 'store_object_denied', 403],
    ['bucket_not_found', 'listObjects', 'store_bucket_not_found', 404],
    ['wrong_region', 'listObjects', 'store_wrong_region', 409],
    ['credentials', 'listBuckets', 'store_credentials', 401],
    ['signature', 'listBuckets', 'store_credentials', 401],
    ['clock_skew', 'listBuckets', 'store_clock_skew', 502],
    ['throttled', 'listObjects', 'store_throttled', 429],
    ['unreachable', 'listObjects', 'store_unreachable', 503],
    ['timeout', 'listObjects', 'store_timeout', 504],
    ['store_failed', 'listObjects', 'store_failed', 502],
  ])('%s of %s is %s, HTTP %d', (storeCode, storeCall, code, status) => {
    const words = { httpStatus: 403, serviceCode: 'X', requestId: 'r1', region: 'eu-west-101', retryAfterMs: 2000 };
    const error = toApiError(fromStore(new ObjectStoreError(storeCode, 'its words', words), storeCall));
    expect([error.code, error.status]).toEqual([code, status]);
    expect(error.options.details).toEqual({
      region: 'eu-west-101',
      upstream: { call: storeCall, httpStatus: 403, errorCode: 'X', errorMessage: 'its words', requestId: 'r1', retryAfterMs: 2000 },
    });
  });

  it('passes on what did not come from the store', () => {
    const broken = new TypeError('ours');
    expect(fromStore(broken, 'listObjects')).toBe(broken);
  });
});

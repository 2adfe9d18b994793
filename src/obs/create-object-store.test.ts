import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createObjectStore } from './create-object-store.ts';
import { CREDENTIALS, REGION, startScripted } from './test-s3.ts';

const credentials = async () => CREDENTIALS;

describe('createObjectStore', () => {
  test('file:// is a folder of buckets', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'groupage obs-'));
    await mkdir(path.join(dir, 'my-bucket'));
    const store = createObjectStore({ endpoint: pathToFileURL(dir).href, region: REGION });
    expect(await store.listBuckets()).toMatchObject([{ name: 'my-bucket' }]);
    await rm(dir, { recursive: true });
  });

  test('an address with scheme and host speaks S3', async () => {
    await using s3 = await startScripted((_req, res) => void res.end('<ListAllMyBucketsResult/>'));
    const store = createObjectStore({ endpoint: `http://127.0.0.1:${s3.port}/`, region: REGION, credentials });
    expect(await store.listBuckets()).toEqual([]);
    expect(s3.seen).toMatchObject([{ url: '/', isSignedRight: true }]);
  });

  test('without an address it is OBS of the region', () => {
    expect(createObjectStore({ region: 'eu-west-101', credentials })).toMatchObject({ head: expect.any(Function) });
    expect(() => createObjectStore({ region: 'eu-west-101' })).toThrow('needs credentials');
  });

  test.each([
    'http://obs.cn-north-4.myhuaweicloud.com',
    'ftp://127.0.0.1',
    'https://obs.cn-north-4.myhuaweicloud.com/bucket',
    'https://user:password@obs.cn-north-4.myhuaweicloud.com',
    'https://obs.cn-north-4.myhuaweicloud.com?x=1',
    'obs.cn-north-4.myhuaweicloud.com',
    '',
  ])('%j is refused', (endpoint) => {
    expect(() => createObjectStore({ endpoint, region: REGION, credentials })).toThrow(TypeError);
  });
});

/**
 * Builds and signs requests in the S3 protocol (AWS Signature Version 4), as OBS and other stores understand them:
 * no checksum headers or trailers, which older stores refuse, and nothing in the body.
 */
import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { ObjectStoreError } from './object-store.ts';

export interface S3Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** With temporary credentials. */
  sessionToken?: string;
}

/** Asked before every request: whoever provides it caches, and renews what is about to expire. */
export type S3CredentialsProvider = () => Promise<S3Credentials>;

export interface S3Target {
  method: 'GET' | 'HEAD';
  /** Null: the account's list of buckets. */
  bucket: string | null;
  key?: string;
  query?: Record<string, string>;
  /** Bytes of the object, such as `bytes=0-0`. */
  range?: string;
}

export interface S3Request {
  method: S3Target['method'];
  url: URL;
  /** Holds the signature: never logged, never part of an error. */
  headers: Record<string, string>;
}

export interface S3RequestOptions {
  /** Scheme and host, without a bucket. */
  endpoint: string;
  region: string;
  credentials: S3CredentialsProvider;
  /** `https://host/bucket/key` instead of `https://bucket.host/key`. */
  pathStyle: boolean;
  /** Epoch milliseconds. */
  now: () => number;
}

const EMPTY_SHA256 = createHash('sha256').digest('hex');

export async function buildRequest(
  target: S3Target,
  { endpoint, region, credentials, pathStyle, now }: S3RequestOptions,
): Promise<S3Request> {
  const url = addressOf(target, new URL(endpoint), pathStyle);
  const { accessKeyId, secretAccessKey, sessionToken } = await credentials().catch((error: unknown) => {
    throw error instanceof ObjectStoreError
      ? error
      : new ObjectStoreError('credentials', 'There are no credentials for OBS.', { cause: error });
  });
  const signer = new AwsV4Signer({
    method: target.method,
    url: url.href,
    headers: { 'X-Amz-Content-Sha256': EMPTY_SHA256 },
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    service: 's3',
    region,
    datetime: new Date(now()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  });
  const { headers } = await signer.sign();
  // Outside the signature: what a proxy on the way may rewrite. `identity`: the bytes are wanted as they are stored.
  headers.set('Accept-Encoding', 'identity');
  headers.set('User-Agent', 'groupage');
  if (target.range !== undefined) headers.set('Range', target.range);
  return { method: target.method, url, headers: Object.fromEntries(headers) };
}

function addressOf({ bucket, key, query = {} }: S3Target, endpoint: URL, pathStyle: boolean): URL {
  const path = key === undefined ? '' : key.split('/').map(encode).join('/');
  // A wildcard certificate covers one label: a bucket with a dot in its name would fail the TLS handshake.
  const isInPath = pathStyle || (endpoint.protocol === 'https:' && bucket?.includes('.'));
  const host = bucket === null || isInPath ? endpoint.host : `${bucket}.${endpoint.host}`;
  const place = bucket !== null && isInPath ? `/${bucket}/${path}` : `/${path}`;
  const search = Object.entries(query)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join('&');
  return new URL(`${endpoint.protocol}//${host}${place}${search && `?${search}`}`);
}

/** RFC 3986, as the signature wants it. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

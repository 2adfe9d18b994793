/**
 * Object store over the S3 protocol, as OBS speaks it: `https://{bucket}.obs.{region}.myhuaweicloud.com/{key}`.
 * Listing is ListObjects version 1 with a marker and no `encoding-type`, the form every store of this family knows.
 */
import http from 'node:http';
import https from 'node:https';
import { expectBucketName, expectObjectName, pageSize } from './names.ts';
import { type ObjectRef, type ObjectStore, ObjectStoreError } from './object-store.ts';
import { readBuckets, readPage, readStat } from './s3-answers.ts';
import { type ExchangeOptions, exchange, readChunks, readText } from './s3-exchange.ts';
import { buildRequest, type S3CredentialsProvider, type S3RequestOptions, type S3Target } from './s3-request.ts';

export interface S3StoreOptions extends Partial<ExchangeOptions> {
  /** Scheme and host, such as `https://obs.ap-southeast-1.myhuaweicloud.com`. */
  endpoint: string;
  region: string;
  credentials: S3CredentialsProvider;
  /** For stores that know buckets in the path only. */
  pathStyle?: boolean;
  now?: () => number;
}

/** A page of 1,000 keys of the greatest length, each character escaped, and to spare. */
const LIST_MAX_BYTES = 16 * 1024 * 1024;

export function createS3Store(options: S3StoreOptions): ObjectStore {
  const { endpoint, region, credentials, pathStyle = false, now = Date.now } = options;
  const building: S3RequestOptions = { endpoint, region, credentials, pathStyle, now };
  // Idle connections neither keep the process alive nor outlive what a store keeps open.
  const Agent = new URL(endpoint).protocol === 'https:' ? https.Agent : http.Agent;
  const exchanging: ExchangeOptions = {
    agent: options.agent ?? new Agent({ keepAlive: true, maxSockets: 64, timeout: 30_000 }),
    timeoutMs: options.timeoutMs ?? 15_000,
    maxTries: options.maxTries ?? 3,
    backoffBaseMs: options.backoffBaseMs ?? 200,
    maxRetryAfterMs: options.maxRetryAfterMs ?? 5_000,
    random: options.random ?? Math.random,
  };

  function send<T>(target: S3Target, consume: Parameters<typeof exchange<T>>[1], signal?: AbortSignal): Promise<T> {
    return exchange(() => buildRequest(target, building), consume, exchanging, signal);
  }

  function list<T>(target: Pick<S3Target, 'bucket' | 'query'>, parse: (xml: string) => T, signal?: AbortSignal): Promise<T> {
    return send(
      { method: 'GET', ...target },
      async (answer) => parse(await readText(answer, LIST_MAX_BYTES, exchanging.timeoutMs, signal)),
      signal,
    );
  }

  /** An answer to HEAD has no body, so it says 403 or 404 and no more; asking for one byte says which and why. */
  async function explain(bare: ObjectStoreError, ref: ObjectRef, signal?: AbortSignal): Promise<ObjectStoreError> {
    if (bare.region !== null) return bare;
    try {
      await send({ method: 'GET', ...ref, range: 'bytes=0-0' }, (answer) => void answer.destroy(), signal);
      return bare;
    } catch (error) {
      if (signal?.aborted) throw error;
      return error instanceof ObjectStoreError && error.serviceCode !== null && error.httpStatus === bare.httpStatus ? error : bare;
    }
  }

  return {
    async listBuckets(signal) {
      return list({ bucket: null }, readBuckets, signal);
    },

    async listObjects(bucket, { prefix = '', delimiter, marker = '', limit } = {}, signal) {
      expectBucketName(bucket);
      const query: Record<string, string> = { 'max-keys': String(pageSize(limit)) };
      if (delimiter) query['delimiter'] = delimiter;
      if (marker) query['marker'] = marker;
      if (prefix) query['prefix'] = prefix;
      return list({ bucket, query }, readPage, signal);
    },

    async head(ref, signal) {
      expectObjectName(ref);
      try {
        return await send(
          { method: 'HEAD', ...ref },
          (answer) => {
            answer.resume();
            return readStat(answer.headers);
          },
          signal,
        );
      } catch (error) {
        const isBare = error instanceof ObjectStoreError && error.httpStatus !== null && error.httpStatus < 500;
        throw isBare && error.httpStatus !== 429 ? await explain(error, ref, signal) : error;
      }
    },

    async read(ref, signal) {
      expectObjectName(ref);
      return send(
        { method: 'GET', ...ref },
        (answer) => ({
          ...readStat(answer.headers),
          bytes: readChunks(answer, exchanging.timeoutMs, signal),
          async [Symbol.asyncDispose]() {
            answer.destroy();
          },
        }),
        signal,
      );
    },
  };
}

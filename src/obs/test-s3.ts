/**
 * S3 servers for tests, on loopback: an emulator that others wrote, and a scripted one for answers it cannot give. The
 * emulator checks no signature, so the scripted one does, by the published steps rather than by our signer.
 */
import { createHash, createHmac } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsClient } from 'aws4fetch';
import { buildApp } from 'fauxqs';
import type { TestStore } from './object-store-suite.ts';
import type { S3Credentials } from './s3-request.ts';
import { createS3Store, type S3StoreOptions } from './s3-store.ts';

export const REGION = 'ap-southeast-1';
export const CREDENTIALS: S3Credentials = {
  accessKeyId: 'TESTACCESSKEY0000000',
  secretAccessKey: 'very-secret-access-key',
  sessionToken: 'very-secret-session-token',
};

/** Every name leads to loopback: buckets in host names need no DNS. */
const loopback = () =>
  new Agent({
    keepAlive: true,
    lookup: (_host, options, done) => (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)),
  });

export async function startEmulator({ pathStyle }: { pathStyle: boolean }): Promise<TestStore & { address: string }> {
  const app = buildApp({ logger: false, defaultRegion: REGION });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const client = new AwsClient({ ...CREDENTIALS, service: 's3', region: REGION, retries: 0 });
  // Without a type it cannot take a body of no bytes.
  const headers = { 'Content-Type': 'application/octet-stream' };
  const put = async (path: string, body: string | Buffer) => {
    const response = await client.fetch(`${address}/${path}`, { method: 'PUT', headers, body: new Uint8Array(Buffer.from(body)) });
    if (!response.ok) throw new Error(`the emulator refused ${path}: ${response.status} ${await response.text()}`);
  };
  const agent = loopback();
  return {
    address,
    store: createS3Store({
      endpoint: pathStyle ? address : `http://localhost:${new URL(address).port}`,
      region: REGION,
      credentials: async () => CREDENTIALS,
      pathStyle,
      agent,
    }),
    createBucket: (name) => put(name, ''),
    put: ({ bucket, key }, content) => put(`${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`, content),
    async stop() {
      agent.destroy();
      await app.close();
    },
  };
}

export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  isSignedRight: boolean;
}

/** Answers one listener after the other; the last one stays. */
export async function startScripted(...script: RequestListener[]) {
  const seen: Seen[] = [];
  const server = createServer((req: IncomingMessage, res: ServerResponse) => {
    seen.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, isSignedRight: isSignedRight(req) });
    (script[Math.min(seen.length, script.length) - 1] ?? (() => res.destroy()))(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // an object, since it listens on a TCP port
  const agent = loopback();
  const options: S3StoreOptions = {
    endpoint: `http://obs.example.test:${port}`,
    region: REGION,
    credentials: async () => CREDENTIALS,
    agent,
    backoffBaseMs: 1,
  };
  return {
    seen,
    port,
    store: (changes: Partial<S3StoreOptions> = {}) => createS3Store({ ...options, ...changes }),
    async [Symbol.asyncDispose]() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** AWS Signature Version 4 for a request without a body, as the AWS General Reference describes it. */
function isSignedRight({ method, url = '/', headers }: IncomingMessage): boolean {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (!match) return false;
  const [, accessKeyId, day = '', region = '', names = '', signature] = match;
  const [path, query = ''] = url.split('?');
  const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, path, query.split('&').sort().join('&'), signed.join(''), names, headers['x-amz-content-sha256']].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${CREDENTIALS.secretAccessKey}`);
  return accessKeyId === CREDENTIALS.accessKeyId && region === REGION && hmac(key, toSign).toString('hex') === signature;
}

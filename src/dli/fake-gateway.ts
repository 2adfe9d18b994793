/**
 * For tests: the gateway, IAM and DLI behind one loopback address, over real sockets. Signs users in, knows which of its
 * tokens are good, and answers, or fails to, as it is told.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Told for one request; without one the request is answered as it should be. */
export type Step =
  | { status: number; body?: string; headers?: Record<string, string> }
  /** The connection is closed instead of an answer. */
  | 'cut'
  /** Headers and half of a body, then the connection is closed. */
  | 'truncated'
  /** Nothing until the test is over. */
  | 'silent';

type Service = 'tokens' | 'projects' | 'keys' | 'dli';

export interface Seen {
  service: Service;
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export const USER = { user: 'alice', password: 'pa55"wörd', domain: 'acme' };
export const PROJECT_ID = '0123456789abcdef0123456789abcdef';
export const PROJECT_NAME = 'cn-north-4';

export async function openFakeGateway() {
  const seen: Seen[] = [];
  const steps: Record<Service, Step[]> = { tokens: [], projects: [], keys: [], dli: [] };
  const goodTokens = new Set<string>();
  const settings = { tokenLifeMs: 24 * 3_600_000, keysLifeMs: 3_600_000, now: () => Date.now() };
  let issued = 0;

  const server = createServer((req, res) => void answer(req, res));

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = req;
    const service = serviceOf(url);
    const body = await text(req);
    seen.push({ service, method, url, headers, body });
    const step = steps[service].shift();
    if (step === 'cut') return void res.destroy();
    if (step === 'silent') return;
    if (step === 'truncated') {
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      return void res.write('{"groups":[', () => res.destroy());
    }
    if (step) return void res.writeHead(step.status, { 'Content-Type': 'application/json', ...step.headers }).end(step.body ?? '');
    const json = (status: number, value: unknown, more: Record<string, string> = {}) =>
      void res
        .writeHead(status, { 'Content-Type': 'application/json', Date: new Date(settings.now()).toUTCString(), ...more })
        .end(JSON.stringify(value));
    if (service === 'tokens') return answerTokens(body, json);
    if (!isSignedIn(headers)) return json(401, GATEWAY_401, { 'X-Request-Id': GATEWAY_401.request_id });
    if (service === 'projects') {
      const name = new URL(url, 'http://x').searchParams.get('name');
      return json(200, { projects: name === PROJECT_NAME ? [{ id: PROJECT_ID, name, enabled: true }] : [] });
    }
    if (service === 'keys') {
      const n = ++issued;
      const credential = {
        access: `TEMPAK${n}`,
        secret: `temp-secret-${n}`,
        securitytoken: `temp-token-${n}`,
        expires_at: at(settings.keysLifeMs),
      };
      return json(201, { credential });
    }
    return json(200, { groups: [], resources: [] }, { 'X-Request-Id': 'dli-1' });
  }

  function answerTokens(body: string, json: (status: number, value: unknown, more?: Record<string, string>) => void): void {
    const { auth } = JSON.parse(body) as {
      auth: { identity: { password: { user: unknown } }; scope: { project: { name?: string; id?: string } } };
    }; // our own client wrote it
    const { user, password, domain } = USER;
    const right = JSON.stringify({ name: user, password, domain: { name: domain } });
    if (JSON.stringify(auth.identity.password.user) !== right) return json(401, IAM_401, { 'X-IAM-Trace-Id': 'iam-1' });
    const token = `iam-token-${++issued}`;
    goodTokens.add(token);
    const project = { id: auth.scope.project.id ?? PROJECT_ID, name: PROJECT_NAME };
    json(201, { token: { expires_at: at(settings.tokenLifeMs), issued_at: at(0), project } }, { 'X-Subject-Token': token });
  }

  function isSignedIn(headers: IncomingMessage['headers']): boolean {
    const token = headers['x-auth-token'];
    return typeof token === 'string' ? goodTokens.has(token) : (headers.authorization ?? '').startsWith('SDK-HMAC-SHA256 Access=');
  }

  const at = (ms: number) => new Date(settings.now() + ms).toISOString();

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // an object, since it listens on a TCP port
  return {
    address,
    endpoints: { dli: address, iam: address },
    seen,
    steps,
    settings,
    goodTokens,
    count: (service: Service) => seen.filter((one) => one.service === service).length,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const GATEWAY_401 = {
  error_code: 'APIGW.0301',
  error_msg: 'Incorrect IAM authentication information: decrypt token fail',
  request_id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
};
const IAM_401 = { error: { code: 401, message: 'The username or password is wrong.', title: 'Unauthorized' } };

function serviceOf(url: string): Service {
  if (url.startsWith('/v3/auth/tokens')) return 'tokens';
  if (url.startsWith('/v3/projects')) return 'projects';
  return url.startsWith('/v3.0/OS-CREDENTIAL/securitytokens') ? 'keys' : 'dli';
}

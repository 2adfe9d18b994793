/** DLI's package API over the parts of the local cloud: what the gateway and DLI have in common, and the routes. */
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { matchedRoutes } from 'hono/route';
import { METHOD_NAME_ALL } from 'hono/router';
import { getPath } from 'hono/utils/url';
import type { ObjectStore } from '../obs/object-store.ts';
import type { Gate } from './auth/gate.ts';
import type { Identities } from './auth/identities.ts';
import type { IssuedCredentials } from './auth/issued.ts';
import { readSignedRequest } from './auth/signed-request.ts';
import type { BlobStore } from './blob-store.ts';
import type { Copier } from './copier.ts';
import { badParameter, ConnectionCut, DliError, ForeignAnswer, GatewayError, IamError } from './dli-error.ts';
import type { Log } from './log.ts';
import type { PackageRegistry } from './package-registry.ts';
import { logRequests, type RequestLog } from './request-log.ts';
import { addIamRoutes } from './routes/iam.ts';
import { addOwnerRoute } from './routes/owner.ts';
import { addPackageRoutes } from './routes/packages.ts';
import { addQuotaRoute } from './routes/quotas.ts';
import { addTagRoutes } from './routes/tags.ts';
import { addUploadRoutes } from './routes/uploads.ts';
import type { LocalCloudSettings } from './settings.ts';

/** What the routes work with. */
export interface CloudParts {
  settings: LocalCloudSettings;
  registry: PackageRegistry;
  /** Fills a project whose id asks for it. */
  generate: (project: string) => void;
  copier: Copier;
  blobs: BlobStore;
  store: ObjectStore;
  clock: () => number;
  log: Log;
  identities: Identities;
  gate: Gate;
  issued: IssuedCredentials;
  requestLog?: RequestLog['write'];
  /** Aborted by dispose. */
  stopped: AbortSignal;
}

export interface CloudEnv {
  Variables: { /** Who uploads: the owner of what comes of it. */ userName: string };
  /** What a `Request` cannot carry: the body of a GET. Not there in process. */
  Bindings: { unseenBody?: Uint8Array };
}
export type CloudApp = Hono<CloudEnv>;

/** The gateway's limit (API Gateway error codes, APIGW.0201). */
const BODY_MAX_BYTES = 12 * 1024 * 1024;
const PROJECT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export function createCloudApp(parts: CloudParts): CloudApp {
  // An endpoint that ends in a slash, put before a path that begins with one, still means the same call.
  const app: CloudApp = new Hono<CloudEnv>({
    getPath: (request) =>
      getPath(request)
        .replace(/\/{2,}/g, '/')
        .replace(/(?<=.)\/$/, ''),
  });

  app.use(async (c, next) => {
    c.header('X-Request-Id', randomUUID().replaceAll('-', ''));
    await next();
    // A connection whose request was not read to its end is ended: told, so that no client sends its next request into that.
    // From a socket these two come with an empty stream for a body, even where nothing was sent.
    const isBare = ['DELETE', 'OPTIONS'].includes(c.req.method) && !c.req.header('Content-Length') && !c.req.header('Transfer-Encoding');
    const isRead = c.req.raw.body === null || isBare || (c.req.raw.bodyUsed && c.res.status !== 413);
    if (!isRead) c.header('Connection', 'close');
  });
  if (parts.requestLog) app.use(logRequests(parts.requestLog, parts.clock));
  app.use(
    bodyLimit({
      maxSize: BODY_MAX_BYTES,
      onError: () => {
        throw new GatewayError(413, 'APIGW.0201', 'Request entity too large');
      },
    }),
  );
  addIamRoutes(app, parts);
  for (const version of ['v2.0', 'v3']) {
    app.use(`/${version}/:project/*`, async (c, next) => {
      // The gateway looks for the call before it looks at who makes it.
      if (!isThere(c)) return next();
      const project = c.req.param('project');
      const caller = parts.settings.requireAuth ? parts.gate.admit(await readSignedRequest(c), project) : null;
      c.set('userName', caller?.user.name ?? parts.settings.userName);
      if (!PROJECT_ID.test(project)) throw badParameter('The project id is invalid.');
      parts.generate(project);
      await next();
    });
  }
  addTagRoutes(app, parts);
  addQuotaRoute(app, parts);
  addUploadRoutes(app, parts);
  addPackageRoutes(app, parts);
  addOwnerRoute(app, parts);

  app.notFound(() => {
    throw new GatewayError(404, 'APIGW.0101', 'The API does not exist or has not been published in the environment');
  });
  app.onError((error, c) => {
    if (error instanceof ConnectionCut || parts.stopped.aborted) throw error;
    if (error instanceof DliError) return c.json({ error_code: error.code, error_msg: error.message }, error.status);
    if (error instanceof IamError) {
      const title = error.status === 401 ? 'Unauthorized' : 'Bad Request';
      return c.json({ error: { code: error.status, message: error.message, title } }, error.status);
    }
    if (error instanceof ForeignAnswer) return c.html(error.html, error.status);
    const requestId = c.res.headers.get('X-Request-Id') ?? '';
    if (error instanceof GatewayError) {
      if (error.retryAfterSeconds !== null) c.header('Retry-After', String(error.retryAfterSeconds));
      return c.json({ error_code: error.code, error_msg: error.message, request_id: requestId }, error.status);
    }
    parts.log.error({ err: error, requestId }, 'a request failed');
    return c.json({ error_code: 'DLI.0999', error_msg: 'Server-side error occurred.' }, 500);
  });
  return app;
}

/** Whether a call answers to this path and method, and not only what stands before all of them. */
function isThere(c: Context<CloudEnv>): boolean {
  return matchedRoutes(c).some(({ method }) => method !== METHOD_NAME_ALL);
}

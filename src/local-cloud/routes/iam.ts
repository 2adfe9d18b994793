/**
 * What clients ask of IAM before they speak to DLI: a token (iam_30_0001), temporary keys (iam_04_0002), the id of a
 * region's project (iam_06_0001) and of the account (iam_07_0001). On the same port, so one address serves for both.
 */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { CloudApp, CloudEnv, CloudParts } from '../app.ts';
import { iamTime } from '../auth/gate.ts';
import type { Project } from '../auth/identities.ts';
import { readSignedRequest } from '../auth/signed-request.ts';
import { readKeyRequest, readTokenRequest } from '../auth/token-request.ts';
import { GatewayError, IamError } from '../dli-error.ts';

const TOKEN_MS = 24 * 60 * 60 * 1000;

export function addIamRoutes(app: CloudApp, { settings, identities, gate, issued, clock }: CloudParts): void {
  const { domain } = identities;

  app.use('/v3/auth/*', traced);
  app.use('/v3/projects', traced);
  app.use('/v3.0/OS-CREDENTIAL/*', traced);

  app.post('/v3/auth/tokens', async (c) => {
    const { user, project } = readTokenRequest(await readJson(c), identities, gate);
    const issuedMs = clock();
    const expiresMs = issuedMs + TOKEN_MS;
    c.header('X-Subject-Token', issued.addToken({ userName: user.name, project: project?.id ?? '', expiresMs }));
    const token = {
      methods: ['password'],
      issued_at: iamTime(issuedMs),
      expires_at: iamTime(expiresMs),
      // No services are listed: with this server there is one address for all of them.
      ...(c.req.query('nocatalog') === undefined ? { catalog: [] } : {}),
      roles: [{ id: '0', name: 'te_admin' }],
      ...(project ? { project: { id: project.id, name: project.name, domain } } : {}),
      user: { id: user.id, name: user.name, domain, password_expires_at: '' },
    };
    return c.json({ token }, 201);
  });

  app.post('/v3.0/OS-CREDENTIAL/securitytokens', async (c) => {
    const { token, seconds } = readKeyRequest(await readJson(c));
    const request = await readSignedRequest(c);
    if (token !== null) request.headers = new Headers({ 'x-auth-token': token });
    const { user } = identify(request);
    const key = issued.addKey(user.name, clock() + seconds * 1000);
    const { access, secret, securityToken, expiresMs } = key;
    return c.json({ credential: { access, secret, securitytoken: securityToken, expires_at: iamTime(expiresMs) } }, 201);
  });

  for (const path of ['/v3/projects', '/v3/auth/projects']) {
    app.get(path, async (c) => {
      if (settings.requireAuth) identify(await readSignedRequest(c));
      const name = c.req.query('name');
      const found = identities.projects.filter((project) => name === undefined || project.name === name);
      return c.json({ projects: found.map((project) => wireProject(c, project)), links: linksOf(c) });
    });
  }

  app.get('/v3/auth/domains', async (c) => {
    if (settings.requireAuth) identify(await readSignedRequest(c));
    const self = `${new URL(c.req.url).origin}/v3/domains/${domain.id}`;
    return c.json({ domains: [{ ...domain, description: '', enabled: true, links: { self } }], links: linksOf(c) });
  });

  /** Signatures are refused by the gateway in front of IAM, tokens by IAM itself. */
  function identify(request: Parameters<typeof gate.identify>[0]) {
    try {
      return gate.identify(request);
    } catch (error) {
      const isOfToken = !request.headers.has('authorization') || request.headers.has('x-auth-token');
      if (error instanceof GatewayError && isOfToken) throw new IamError(401, 'The token must be updated.');
      throw error;
    }
  }

  function wireProject(c: Context<CloudEnv>, { id, name }: Project) {
    const self = `${new URL(c.req.url).origin}/v3/projects/${id}`;
    return { id, name, description: '', domain_id: domain.id, parent_id: domain.id, enabled: true, is_domain: false, links: { self } };
  }
}

async function traced(c: Context<CloudEnv>, next: () => Promise<void>): Promise<void> {
  c.header('X-IAM-Trace-Id', `token_${randomUUID().replaceAll('-', '')}`);
  await next();
}

function linksOf(c: Context<CloudEnv>) {
  return { self: c.req.url, previous: null, next: null };
}

async function readJson(c: Context<CloudEnv>): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    throw new IamError(400, 'The request body is not JSON.');
  }
}

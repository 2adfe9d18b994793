/**
 * What is asked of IAM: a token for an IAM user (KeystoneCreateUserTokenByPassword), a project's id by its name
 * (KeystoneListProjects), and temporary keys made from a token (CreateTemporaryAccessKeyByToken). Lives are told as
 * durations by IAM's own clock, so that a wrong clock here neither keeps what has ended nor throws away what is good.
 */
import * as z from 'zod';
import { createAuthorize } from './authorize.ts';
import { systemClock } from './clock.ts';
import type { CredentialProvider, Keys, Loader, Token } from './credentials.ts';
import { DliError, type DliProblem } from './errors.ts';
import { Secret } from './secret.ts';
import { createTransport, type DliAnswer, type TransportOptions } from './transport.ts';

/** An IAM user; HUAWEI-ID accounts cannot sign in so. */
export interface PasswordSignIn {
  kind: 'password';
  user: string;
  password: Secret;
  /** Name of the account the user belongs to. */
  domain: string;
}

/** Of a project: its id, or its name, which for the main project of a region is the region's. */
type TokenScope = { id: string } | { name: string };

interface SignedIn {
  credentials: Token;
  lifeMs: number;
  projectId: string | null;
  answer: DliAnswer;
}

export type IamOptions = Pick<TransportOptions, 'endpoint' | 'fetch' | 'clock' | 'random' | 'timeoutMs' | 'maxTries'>;

const WireToken = z.looseObject({
  token: z.looseObject({ expires_at: z.string(), issued_at: z.string().nullish(), project: z.looseObject({ id: z.string() }).nullish() }),
});
const WireProjects = z.looseObject({
  projects: z.array(z.looseObject({ id: z.string(), name: z.string(), enabled: z.boolean().nullish().catch(null) })),
});
const WireKeys = z.looseObject({
  credential: z.looseObject({ access: z.string(), secret: z.string(), securitytoken: z.string(), expires_at: z.string() }),
});

/** Tokens live for 24 hours (iam_30_0001); used where an answer's times cannot be read. */
const TOKEN_LIFE_MS = 24 * 3_600_000;
const KEYS_LIFE_MS = 3_600_000;

/** Every failure is a DliError of stage `credentials`, with IAM's address as its call. */
async function signIn(options: IamOptions, login: PasswordSignIn, scope: TokenScope): Promise<SignedIn> {
  const { user: name, password, domain } = login;
  const user = { name, password: password.reveal(), domain: { name: domain } };
  const body = { auth: { identity: { methods: ['password'], password: { user } }, scope: { project: scope } } };
  const iam = createTransport({ ...options, stage: 'credentials' });
  const answer = await iam.send({
    operation: 'signIn',
    projectId: null,
    method: 'POST',
    path: '/v3/auth/tokens',
    query: { nocatalog: 'true' },
    body,
    secrets: [password],
  });
  const parsed = WireToken.safeParse(answer.json);
  const token = answer.header('X-Subject-Token');
  if (!parsed.success || !token) throw failed('bad_answer', 'POST', '/v3/auth/tokens', options, answer);
  const { expires_at: expiresAt, issued_at: issuedAt, project } = parsed.data.token;
  const lifeMs = lifeBetween(issuedAt ?? answer.header('Date'), expiresAt, options) ?? TOKEN_LIFE_MS;
  return { credentials: { kind: 'token', token: new Secret(token) }, lifeMs, projectId: project?.id ?? null, answer };
}

export function tokenLoader(options: IamOptions, login: PasswordSignIn): Loader<Token> {
  return (projectId) => signIn(options, login, { id: projectId });
}

/** Throws a DliError `not_found` where these credentials see no project of that name. */
export async function findProject(options: IamOptions, provider: CredentialProvider, name: string): Promise<string> {
  const iam = createTransport({ ...options, authorize: createAuthorize(provider, options.clock), stage: 'credentials' });
  const answer = await iam.send({ operation: 'findProject', projectId: null, method: 'GET', path: '/v3/projects', query: { name } });
  const parsed = WireProjects.safeParse(answer.json);
  if (!parsed.success) throw failed('bad_answer', 'GET', '/v3/projects', options, answer);
  const project = parsed.data.projects.find((one) => one.name === name && one.enabled !== false);
  if (!project) throw failed('not_found', 'GET', '/v3/projects', options, answer);
  return project.id;
}

/** Every project that these credentials see, in whatever region. */
export async function listProjects(options: IamOptions, provider: CredentialProvider): Promise<{ id: string; name: string }[]> {
  const iam = createTransport({ ...options, authorize: createAuthorize(provider, options.clock), stage: 'credentials' });
  const answer = await iam.send({ operation: 'findProject', projectId: null, method: 'GET', path: '/v3/projects' });
  const parsed = WireProjects.safeParse(answer.json);
  if (!parsed.success) throw failed('bad_answer', 'GET', '/v3/projects', options, answer);
  return parsed.data.projects.map(({ id, name }) => ({ id, name }));
}

/** A token for the project of that name tells its id; IAM refuses one for a project it does not know. */
export async function findProjectBySigningIn(options: IamOptions, login: PasswordSignIn, name: string): Promise<string> {
  const { projectId, answer } = await signIn(options, login, { name });
  if (projectId === null) throw failed('bad_answer', 'POST', '/v3/auth/tokens', options, answer);
  return projectId;
}

/** Keys for services that want a signature, such as OBS, where all that was given is a user's password. */
export function temporaryKeysLoader(options: IamOptions, tokens: CredentialProvider<Token>): Loader<Keys> {
  const iam = createTransport({ ...options, authorize: createAuthorize(tokens, options.clock), stage: 'credentials' });
  const body = { auth: { identity: { methods: ['token'], token: { duration_seconds: KEYS_LIFE_MS / 1000 } } } };
  return async (projectId) => {
    const path = '/v3.0/OS-CREDENTIAL/securitytokens';
    const answer = await iam.send({ operation: 'makeKeys', projectId, method: 'POST', path, body });
    const parsed = WireKeys.safeParse(answer.json);
    if (!parsed.success) throw failed('bad_answer', 'POST', path, options, answer);
    const { access, secret, securitytoken, expires_at: expiresAt } = parsed.data.credential;
    const credentials: Keys = {
      kind: 'keys',
      accessKey: access,
      secretKey: new Secret(secret),
      securityToken: new Secret(securitytoken),
    };
    return { credentials, lifeMs: lifeBetween(answer.header('Date'), expiresAt, options) ?? KEYS_LIFE_MS };
  };
}

/** From the server's time to the server's time; this machine's only where the server tells none. */
function lifeBetween(from: string | null, until: string, { clock = systemClock }: IamOptions): number | null {
  const fromMs = Date.parse(from ?? '');
  const lifeMs = Date.parse(until) - (Number.isNaN(fromMs) ? clock.now() : fromMs);
  return lifeMs > 0 ? lifeMs : null;
}

/** Nothing of the body: it may hold keys. */
function failed(problem: DliProblem, method: string, path: string, { endpoint }: IamOptions, answer: DliAnswer): DliError {
  return new DliError({
    problem,
    call: `${method} ${endpoint}${path}`,
    httpStatus: answer.httpStatus,
    errorCode: null,
    errorMessage: problem === 'not_found' ? 'IAM knows no enabled project of that name for these credentials.' : null,
    requestId: answer.requestId,
    retryAfterMs: null,
    stage: 'credentials',
  });
}

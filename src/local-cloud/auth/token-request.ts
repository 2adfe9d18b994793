/** Reads the body of the two IAM calls that give something out. What IAM would refuse is refused with its 400 or 401. */
import * as z from 'zod';
import { IamError } from '../dli-error.ts';
import type { Gate } from './gate.ts';
import type { Identities, User } from './identities.ts';

const Named = z.object({ id: z.string().optional(), name: z.string().optional() });
const PasswordRequest = z.object({
  auth: z.object({
    identity: z.object({
      methods: z
        .array(z.string())
        .refine((methods) => methods.length === 1 && methods[0] === 'password', 'password is the one method here'),
      password: z.object({ user: Named.extend({ password: z.string(), domain: Named.optional() }) }),
    }),
    scope: z.object({ project: Named.optional(), domain: Named.optional() }).optional(),
  }),
});
const DURATION_S = { min: 900, max: 86_400 };
const KeyRequest = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()).refine((methods) => methods.length === 1 && methods[0] === 'token', 'token is the one method here'),
      token: z
        .object({ id: z.string().optional(), duration_seconds: z.int().min(DURATION_S.min).max(DURATION_S.max).optional() })
        .default({}),
    }),
  }),
});

export interface TokenRequest {
  user: User;
  /** Null where none was asked for. */
  project: { id: string; name: string } | null;
}

/** `POST /v3/auth/tokens`, method `password`. */
export function readTokenRequest(body: unknown, identities: Identities, gate: Gate): TokenRequest {
  const { identity, scope } = check(PasswordRequest, body).auth;
  const { id, name, password, domain } = identity.password.user;
  const known = id === undefined ? name : identities.users.find((user) => user.id === id)?.name;
  const user = gate.logIn(known ?? '', password);
  // A user's name means nothing without its account; an id does.
  if (!user || (id === undefined && !isDomain(domain, identities))) throw new IamError(401, 'The username or password is wrong.');
  return { user, project: scope?.project ? readProject(scope.project, identities) : null };
}

/** `POST /v3.0/OS-CREDENTIAL/securitytokens`, method `token`: which token, if it is named here, and for how long. */
export function readKeyRequest(body: unknown): { token: string | null; seconds: number } {
  const { token } = check(KeyRequest, body).auth.identity;
  return { token: token.id ?? null, seconds: token.duration_seconds ?? DURATION_S.min };
}

/** Any project id is a project here, as it is in DLI's paths; a name must be known. */
function readProject({ id, name }: { id?: string | undefined; name?: string | undefined }, { projects }: Identities) {
  if (id !== undefined) return projects.find((project) => project.id === id) ?? { id, name: id };
  const project = projects.find((candidate) => candidate.name === name);
  if (!project) throw new IamError(401, `The project ${name ?? ''} is not found.`);
  return project;
}

function isDomain(given: { id?: string | undefined; name?: string | undefined } | undefined, { domain }: Identities): boolean {
  return given?.id === undefined ? given?.name === domain.name : given.id === domain.id;
}

function check<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new IamError(400, `Request parameter ${issue?.path.join('.') || 'body'} is invalid: ${issue?.message ?? 'unreadable'}.`);
}

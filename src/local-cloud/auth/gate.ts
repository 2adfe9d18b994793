/**
 * Who a request comes from: by its signature, or by a token that was given out here. Refuses with the words of Huawei's
 * gateway (FAQ on APIG.0301, error codes of API Gateway).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '../dli-error.ts';
import type { Identities, User } from './identities.ts';
import type { IssuedCredentials } from './issued.ts';
import { isSignedBy, readAuthorization, readSignedAt, type SignedRequest } from './signature.ts';

export interface Caller {
  user: User;
  /** The one project a token is good for; '' for a token without project, null for a key, which is good for all. */
  project: string | null;
}

const SKEW_MS = 15 * 60 * 1000;
const FAILURES_MAX = 5;
const LOCKED_MS = 5 * 60 * 1000;

export type Gate = ReturnType<typeof createGate>;

export interface GateParts {
  identities: Identities;
  issued: IssuedCredentials;
  clock: () => number;
}

export function createGate({ identities, issued, clock }: GateParts) {
  const users = new Map(identities.users.map((user) => [user.name, user]));
  const keys = new Map(identities.users.flatMap((user) => user.accessKeys.map((key) => [key.access, { ...key, user }] as const)));
  /** Failures in a row, by access key; only of keys that exist, so nobody can fill this up. */
  const failures = new Map<string, { count: number; lastMs: number }>();

  function findKey(access: string) {
    const fixed = keys.get(access);
    if (fixed) return { ...fixed, securityToken: fixed.securityToken ?? null };
    const temporary = issued.findKey(access);
    const user = temporary && users.get(temporary.userName);
    return user && temporary.expiresMs > clock() ? { ...temporary, user } : null;
  }

  function bySignature(header: string, request: SignedRequest): Caller {
    const authorization = readAuthorization(header);
    if (!authorization) throw unauthorized('authorization header is invalid');
    const { access } = authorization;
    const key = findKey(access);
    if (!key) throw unauthorized(`ak ${access} not exist`);
    const failed = failures.get(access);
    if (failed && failed.count >= FAILURES_MAX && clock() - failed.lastMs < LOCKED_MS) {
      throw unauthorized('AK access failed to reach the limit,forbidden');
    }
    const signedAtMs = readSignedAt(request.headers);
    if (signedAtMs === null) throw unauthorized('x-sdk-date is missing or invalid');
    if (Math.abs(clock() - signedAtMs) > SKEW_MS) throw unauthorized('signature expired');
    if (key.securityToken !== null && !isSame(request.headers.get('x-security-token') ?? '', key.securityToken)) {
      throw unauthorized('security token is missing or invalid');
    }
    if (!isSignedBy(request, authorization, key.secret)) {
      const isOver = failed && clock() - failed.lastMs >= LOCKED_MS;
      failures.set(access, { count: isOver ? 1 : (failed?.count ?? 0) + 1, lastMs: clock() });
      throw unauthorized('verify aksk signature fail');
    }
    failures.delete(access);
    return { user: key.user, project: null };
  }

  function byToken(text: string): Caller {
    const token = issued.findToken(text);
    const user = token && users.get(token.userName);
    if (!user) throw unauthorized('decrypt token fail');
    if (token.expiresMs <= clock()) throw unauthorized(`token expires, expires_at: ${iamTime(token.expiresMs)}`);
    return { user, project: token.project };
  }

  return {
    /** Throws `GatewayError` 401. A token wins where both are sent, as only it can have been meant for this one call. */
    identify(request: SignedRequest): Caller {
      const token = request.headers.get('x-auth-token');
      if (token) return byToken(token);
      const authorization = request.headers.get('authorization');
      if (authorization) return bySignature(authorization, request);
      throw unauthorized('x-auth-token not found');
    },

    /** Also throws `GatewayError` 403: DLI takes no token but one of the project that is spoken of. */
    admit(request: SignedRequest, project: string): Caller {
      const caller = this.identify(request);
      if (caller.project === null || caller.project === project) return caller;
      throw new GatewayError(403, 'APIGW.0302', 'The IAM user is not authorized to access the API: the token is not of this project');
    },

    /** Null for a wrong name or password alike, and after the same time. */
    logIn(name: string, password: string): User | null {
      const user = users.get(name);
      return isSame(password, user?.password ?? '') && user?.password !== undefined ? user : null;
    },
  };
}

/** As IAM prints it, with microseconds. */
export function iamTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

function unauthorized(reason: string): GatewayError {
  return new GatewayError(401, 'APIGW.0301', `Incorrect IAM authentication information: ${reason}`);
}

function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

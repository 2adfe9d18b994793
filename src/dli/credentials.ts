/**
 * Who the calls are made as. A provider answers with credentials that are good now; where they end, it renews them
 * ahead of time, once for all who wait. Providers so far: keys that were given, an IAM user's token, and temporary keys
 * made from it (`iam.ts`). The agency of an ECS host would be one more `Loader`, read from the host's metadata service.
 */
import { type Clock, systemClock } from './clock.ts';
import { DliError, type DliProblem } from './errors.ts';
import type { Secret } from './secret.ts';

/** Access key and secret key (AK/SK), for signing. */
export interface Keys {
  kind: 'keys';
  accessKey: string;
  secretKey: Secret;
  /** Comes with temporary keys. */
  securityToken: Secret | null;
}

export interface Token {
  kind: 'token';
  token: Secret;
}

export type Credentials = Keys | Token;

export interface CredentialProvider<C extends Credentials = Credentials> {
  /** Good for calls within that project. Throws DliError of stage `credentials`. */
  get(projectId: string): Promise<C>;
  /** For when the service refused `refused`: answers whether there are others now. Throws as `get` does. */
  renew(projectId: string, refused: Credentials): Promise<boolean>;
}

/** Obtains credentials that end, such as IAM's token or the keys of a host's agency. */
export type Loader<C extends Credentials> = (projectId: string) => Promise<{ credentials: C; lifeMs: number }>;

/** What is worth writing to a log: codes and ids, never a value. Fits pino. */
export interface CredentialLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export function givenKeys(keys: Keys): CredentialProvider<Keys> {
  return { get: async () => keys, renew: async () => false };
}

export interface RenewingOptions {
  clock?: Clock;
  log?: CredentialLog;
  /** Renewed in the background when no more than this is left (or a quarter of its life, if that is less). */
  renewBeforeMs?: number;
  /** Credentials that are refused although they are no older than this are not replaced: others would be refused too. */
  trustedForMs?: number;
  /** After IAM's no the same question is not asked again for so long: repeated ones lock the account. */
  refusalHoldsMs?: number;
}

interface Held<C> {
  credentials: C;
  loadedAtMs: number;
  renewAtMs: number;
  endsAtMs: number;
}

interface Place<C> {
  held: Held<C> | null;
  loading: Promise<Held<C>> | null;
  failure: { error: unknown; untilMs: number } | null;
}

const MARGIN_MS = 30_000;
const FAILURE_HOLDS_MS = 2_000;
/** IAM's own word. A page of some gateway, whatever its status, is none. */
const IAM_NO: ReadonlySet<DliProblem> = new Set(['refused', 'unauthorized', 'forbidden', 'not_found', 'quota']);

export function createRenewingProvider<C extends Credentials>(load: Loader<C>, options: RenewingOptions = {}): CredentialProvider<C> {
  const { clock = systemClock, log, renewBeforeMs = 30 * 60_000, trustedForMs = 60_000, refusalHoldsMs = 60_000 } = options;
  const places = new Map<string, Place<C>>();

  function placeOf(projectId: string): Place<C> {
    const place = places.get(projectId) ?? { held: null, loading: null, failure: null };
    places.set(projectId, place);
    return place;
  }

  /** One question to IAM however many ask; a failure is shared as well, for a while. */
  function loadOnce(projectId: string, place: Place<C>): Promise<Held<C>> {
    if (place.failure && clock.now() < place.failure.untilMs) return Promise.reject(place.failure.error);
    place.loading ??= loadNow(projectId, place).finally(() => {
      place.loading = null;
    });
    return place.loading;
  }

  async function loadNow(projectId: string, place: Place<C>): Promise<Held<C>> {
    try {
      const { credentials, lifeMs } = await load(projectId);
      const loadedAtMs = clock.now();
      const endsAtMs = loadedAtMs + lifeMs - Math.min(MARGIN_MS, lifeMs / 4);
      const held = { credentials, loadedAtMs, endsAtMs, renewAtMs: loadedAtMs + lifeMs - Math.min(renewBeforeMs, lifeMs / 4) };
      log?.info({ projectId, kind: credentials.kind, lifeMs }, 'credentials renewed');
      place.failure = null;
      place.held = held;
      return held;
    } catch (error) {
      const isNo = error instanceof DliError && IAM_NO.has(error.problem);
      const holdsMs = isNo ? refusalHoldsMs : Math.max(FAILURE_HOLDS_MS, error instanceof DliError ? (error.retryAfterMs ?? 0) : 0);
      place.failure = { error, untilMs: clock.now() + holdsMs };
      const evidence =
        error instanceof DliError ? { problem: error.problem, httpStatus: error.httpStatus, errorCode: error.errorCode } : {};
      log?.warn({ projectId, ...evidence }, 'credentials could not be renewed');
      throw error;
    }
  }

  return {
    async get(projectId) {
      const place = placeOf(projectId);
      const { held } = place;
      const nowMs = clock.now();
      if (held && nowMs < held.endsAtMs) {
        // Still good, so nobody waits for the next ones, and a failure matters to nobody yet.
        if (nowMs >= held.renewAtMs) loadOnce(projectId, place).catch(() => {});
        return held.credentials;
      }
      return (await loadOnce(projectId, place)).credentials;
    },
    async renew(projectId, refused) {
      const place = placeOf(projectId);
      if (place.held && place.held.credentials === refused) {
        if (clock.now() - place.held.loadedAtMs < trustedForMs) return false;
        place.held = null;
      }
      // Others were quicker, or are at it.
      if (!place.held) await loadOnce(projectId, place);
      return true;
    },
  };
}

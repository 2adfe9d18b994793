/**
 * The parts of one account and region put together: credentials, IAM, and a DLI client that signs. `fetch` is Node's own
 * in production: it verifies TLS, takes further CAs from NODE_EXTRA_CA_CERTS, and goes by HTTPS_PROXY and NO_PROXY once
 * the process is started with NODE_USE_ENV_PROXY=1 or has called `setGlobalProxyFromEnv` of node:http.
 */
import { createHash } from 'node:crypto';
import { createAuthorize } from './authorize.ts';
import type { BreakerOptions } from './circuit-breaker.ts';
import { createDliClient, type DliClient } from './client.ts';
import { type Clock, systemClock } from './clock.ts';
import type { CredentialSource } from './credential-source.ts';
import {
  type CredentialLog,
  type CredentialProvider,
  createRenewingProvider,
  givenKeys,
  type Keys,
  type RenewingOptions,
} from './credentials.ts';
import { type Endpoints, endpointsFor } from './endpoints.ts';
import { findProject, findProjectBySigningIn, type IamOptions, temporaryKeysLoader, tokenLoader } from './iam.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import type { BucketOptions } from './token-bucket.ts';
import type { Fetch, TransportOptions } from './transport.ts';

export interface CloudOptions {
  source: CredentialSource;
  fetch: Fetch;
  clock?: Clock;
  /** Each in place of the region's own address. */
  endpoints?: Partial<Endpoints>;
  log?: CredentialLog;
  /** For the calls of DLI and of IAM alike. */
  tries?: Pick<TransportOptions, 'timeoutMs' | 'maxTries' | 'random'>;
  /** For the calls of DLI. */
  rateLimit?: BucketOptions;
  breaker?: BreakerOptions;
  /** Of the given key; left out where credentials are renewed. */
  refusals?: Refusals;
  renewal?: Omit<RenewingOptions, 'clock' | 'log'>;
}

export interface Cloud {
  dli: DliClient;
  endpoints: Endpoints;
  /** As given, or found by IAM: asked once, and again only after a failure. Throws DliError of stage `credentials`. */
  projectId(): Promise<string>;
  /** For services that want a signature whatever was given, such as OBS. */
  keys: CredentialProvider<Keys>;
}

/** The gateway allows 200 a second and API (APIGW.0308); DLI's own figure is not published, so a tenth of it. */
const RATE_LIMIT = { ratePerSecond: 20, burst: 40, maxWaitMs: 5_000 };
/** Screens ask every 3 s while they cannot read; each of them finds out whether DLI is back, one at a time. */
const BREAKER = { opensAfter: 5, openMs: 1_000, maxOpenMs: 2_000 };
const PROJECT_FAILURE_HOLDS_MS = 2_000;

/** Sends nothing yet. Throws RangeError for an endpoint that must not be used. */
export function createCloud(options: CloudOptions): Cloud {
  const { source, fetch, clock = systemClock, tries, rateLimit = RATE_LIMIT, breaker = BREAKER } = options;
  const endpoints = endpointsFor(source.region, options.endpoints);
  const iam: IamOptions = { fetch, clock, ...tries, endpoint: endpoints.iam };
  const { provider, keys, lookUp } = identity(source, iam, { clock, ...options.renewal, ...(options.log ? { log: options.log } : {}) });
  return {
    dli: createDliClient({
      fetch,
      clock,
      ...tries,
      endpoint: endpoints.dli,
      authorize: createAuthorize(provider, clock),
      rateLimit,
      breaker,
      ...(source.login.kind === 'keys' ? { refusals: options.refusals ?? createRefusals(clock) } : {}),
      credentialScope: credentialScope(source),
    }),
    endpoints,
    projectId: source.projectId === null ? askOnce(lookUp, clock) : async () => source.projectId ?? '',
    keys,
  };
}

function identity({ login, projectName }: CredentialSource, iam: IamOptions, renewing: RenewingOptions) {
  if (login.kind === 'keys') {
    const keys = givenKeys(login);
    return { provider: keys, keys, lookUp: () => findProject(iam, keys, projectName) };
  }
  const tokens = createRenewingProvider(tokenLoader(iam, login), renewing);
  return {
    provider: tokens,
    keys: createRenewingProvider(temporaryKeysLoader(iam, tokens), renewing),
    lookUp: () => findProjectBySigningIn(iam, login, projectName),
  };
}

/** One question for all who ask; the answer is kept, a failure only for a while. */
function askOnce<T>(ask: () => Promise<T>, clock: Clock): () => Promise<T> {
  let asked: { answer: Promise<T>; failedUntilMs: number | null } | null = null;
  return () => {
    if (asked && (asked.failedUntilMs === null || clock.now() < asked.failedUntilMs)) return asked.answer;
    const question: typeof asked = { answer: ask(), failedUntilMs: null };
    question.answer.catch(() => {
      question.failedUntilMs = clock.now() + PROJECT_FAILURE_HOLDS_MS;
    });
    asked = question;
    return question.answer;
  };
}

/** Tells one identity from another without saying which it is. */
function credentialScope({ login, region }: CredentialSource): string {
  const identity = login.kind === 'keys' ? [login.kind, login.accessKey] : [login.kind, login.domain, login.user];
  return createHash('sha256')
    .update(JSON.stringify([region, ...identity]))
    .digest('hex')
    .slice(0, 16);
}

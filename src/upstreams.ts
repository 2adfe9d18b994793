/**
 * Cloud mode's parts: each configured project with its credentials, its DLI client and its objects, from the settings and
 * the environment. Imported in cloud mode only: the S3 driver and its parser are not loaded for the local cloud.
 */
import { Agent as HttpAgent, setGlobalProxyFromEnv } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Upstream, WaitingProject } from './bff/projects.ts';
import { ProjectId } from './contract/common.ts';
import { diagnoseCloud } from './diagnosis/cloud.ts';
import { systemClock } from './dli/clock.ts';
import { type Cloud, createCloud } from './dli/cloud.ts';
import { type CredentialSource, credentialSource, tlsMistake } from './dli/credential-source.ts';
import type { CredentialLog } from './dli/credentials.ts';
import { createRefusals, type Refusals } from './dli/refusals.ts';
import { createObjectStore } from './obs/create-object-store.ts';
import type { ObjectStore } from './obs/object-store.ts';
import { lookUp, waitFor } from './project-lookup.ts';
import { type ProjectEntry, readProjectsFile } from './projects-file.ts';
import { type Settings, SettingsError } from './settings.ts';

type Env = Record<string, string | undefined>;

/** A project as configured: nothing has been sent for it yet. */
export interface ConfiguredProject {
  name: string;
  region: string;
  source: CredentialSource;
  cloud: Cloud;
  dliEndpoint: string;
  /** An address, or `file:///folder`. */
  obsEndpoint: string;
  /** Signs with the keys that are good within that project. */
  objectsOf(projectId: string, how?: { keys?: Cloud['keys']; timeoutMs?: number; maxTries?: number }): ObjectStore;
}

export type CloudProject = Omit<ConfiguredProject, 'objectsOf'> & { id: string } & (
    | { upstream: Upstream & { obs: ObjectStore; user: string }; waiting: null }
    /** Its id stands in for the one that is not known yet. */
    | { upstream: null; waiting: WaitingProject }
  );

/** Listings and looks are short: whoever waits is told sooner than of DLI. */
const OBS_TIMEOUT_MS = 15_000;

/** Sends nothing. Throws SettingsError naming every mistake at once. Makes HTTPS_PROXY and NO_PROXY count for this process. */
export function configureProjects(settings: Settings, env: Env, log: CredentialLog): ConfiguredProject[] {
  goByProxy(env);
  const entries = readEntries(settings, env);
  const mistakes = entries.flatMap((entry) => beside(entry, settings));
  const ids = entries.flatMap(({ source }) => source.projectId ?? []);
  mistakes.push(...duplicates(ids));
  if (mistakes.length > 0) throw new SettingsError(mistakes.join('\n'));
  const refusals = new Map<string, Refusals>();
  return entries.map((entry) => configure(entry, settings, env, log, refusals));
}

/**
 * Every configured project with its id, which IAM is asked for where none was given; nothing is asked of DLI or OBS. A
 * project whose id IAM does not tell, for a reason that may pass, waits for it under a name. Throws SettingsError for
 * mistakes, and for IAM's no: without an id there is no address to call.
 */
export async function createUpstreams(settings: Settings, env: Env, log: CredentialLog): Promise<CloudProject[]> {
  const configured = configureProjects(settings, env, log);
  const found = await Promise.all(configured.map(lookUp));
  const mistakes = found.flatMap((one) => (one.mistake === undefined ? [] : [one.mistake]));
  mistakes.push(...duplicates(found.flatMap(({ id }) => id ?? [])));
  if (mistakes.length > 0) throw new SettingsError(mistakes.join('\n'));
  return configured.map((target, index) => {
    const { objectsOf, ...project } = target;
    const diagnose: NonNullable<Upstream['diagnose']> = ({ object, onStep }) => diagnoseCloud(target, { env, object, onStep });
    const upstreamOf = (id: string) => ({
      dli: project.cloud.dli,
      obs: objectsOf(id),
      region: project.region,
      user: whoIs(project.source),
      diagnose,
    });
    const { id, why = '' } = found[index] ?? {};
    if (id !== undefined) return { ...project, id, upstream: upstreamOf(id), waiting: null };
    log.warn({ project: project.name, why }, 'the id of a project is not known yet; IAM will be asked again');
    const standIn = standInFor(project.source.projectName, index);
    return { ...project, id: standIn, upstream: null, waiting: waitFor(target, upstreamOf, diagnose, log) };
  });
}

/** As good an id as any for addresses of this console; DLI never sees it. */
function standInFor(name: string, index: number): string {
  return `name-${index + 1}-${name.replaceAll(/[^\w.-]/g, '-')}`.slice(0, 64);
}

/** Who the calls are made as, in words that tell nothing secret. */
export function whoIs({ login }: CredentialSource): string {
  return login.kind === 'password' ? login.user : `AK …${login.accessKey.slice(-4)}`;
}

function readEntries(settings: Settings, env: Env): ProjectEntry[] {
  const path = settings.GROUPAGE_PROJECTS;
  if (path === null) {
    const read = credentialSource(env);
    if (!read.ok) throw new SettingsError(read.mistakes.join('\n'));
    return [{ name: read.source.projectName, source: read.source, endpoints: {}, obsPathStyle: undefined }];
  }
  const file = readProjectsFile(path, env);
  const unsafe = tlsMistake(env);
  const mistakes = [...new Set([...(file.ok ? [] : file.mistakes), ...(unsafe ? [unsafe] : [])])];
  if (!file.ok || mistakes.length > 0) throw new SettingsError(mistakes.join('\n'));
  return file.entries;
}

/** What the settings and a project say together. */
function beside({ name, source, endpoints }: ProjectEntry, settings: Settings): string[] {
  const isFolder = (endpoints.obs ?? settings.GROUPAGE_OBS_ENDPOINT)?.startsWith('file:') === true;
  const mistakes = [];
  if (isFolder && (endpoints.dli ?? settings.GROUPAGE_DLI_ENDPOINT) === null) {
    mistakes.push(
      `Project ${name}: its objects are a folder, which the region's DLI cannot read; GROUPAGE_DLI_ENDPOINT names a DLI that can.`,
    );
  }
  if (source.projectId !== null && !ProjectId.safeParse(source.projectId).success) {
    mistakes.push(`Project ${name}: its id begins with a letter or a digit.`);
  }
  return mistakes;
}

function duplicates(ids: string[]): string[] {
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...twice].map((id) => `Project ${id} is configured twice.`);
}

/** By access key: a key is locked for all projects it is used for. */
function refusalsOf({ login }: CredentialSource, known: Map<string, Refusals>): { refusals?: Refusals } {
  if (login.kind !== 'keys') return {};
  const refusals = known.get(login.accessKey) ?? createRefusals(systemClock);
  known.set(login.accessKey, refusals);
  return { refusals };
}

function configure(
  entry: ProjectEntry,
  settings: Settings,
  env: Env,
  log: CredentialLog,
  refusals: Map<string, Refusals>,
): ConfiguredProject {
  const { name, source, endpoints } = entry;
  const dli = endpoints.dli ?? settings.GROUPAGE_DLI_ENDPOINT;
  const iam = endpoints.iam ?? settings.GROUPAGE_IAM_ENDPOINT;
  const cloud = createCloud({
    source,
    fetch: (request) => fetch(request),
    endpoints: { ...(dli ? { dli } : {}), ...(iam ? { iam } : {}) },
    log,
    tries: { timeoutMs: settings.GROUPAGE_UPSTREAM_TIMEOUT_MS },
    ...refusalsOf(source, refusals),
  });
  const obsEndpoint = endpoints.obs ?? settings.GROUPAGE_OBS_ENDPOINT ?? cloud.endpoints.obs;
  const pathStyle = entry.obsPathStyle ?? settings.GROUPAGE_OBS_PATH_STYLE === 'yes';
  return {
    name,
    region: source.region,
    source,
    cloud,
    dliEndpoint: cloud.endpoints.dli,
    obsEndpoint,
    objectsOf: (projectId, { keys = cloud.keys, ...limits } = {}) =>
      createObjectStore({
        timeoutMs: Math.min(OBS_TIMEOUT_MS, settings.GROUPAGE_UPSTREAM_TIMEOUT_MS),
        ...limits,
        endpoint: obsEndpoint,
        region: source.region,
        pathStyle,
        agent: agentFor(obsEndpoint, env),
        credentials: async () => {
          const { accessKey, secretKey, securityToken } = await keys.get(projectId);
          const session = securityToken ? { sessionToken: securityToken.reveal() } : {};
          return { accessKeyId: accessKey, secretAccessKey: secretKey.reveal(), ...session };
        },
      }),
  };
}

/** `fetch` goes by the process's own; a connection pool has to be told. Idle connections do not keep the process alive. */
function agentFor(endpoint: string, env: Env): HttpAgent {
  const Agent = endpoint.startsWith('https:') ? HttpsAgent : HttpAgent;
  return new Agent({ keepAlive: true, maxSockets: 64, timeout: 30_000, proxyEnv: proxyEnv(env) });
}

function goByProxy(env: Env): void {
  try {
    setGlobalProxyFromEnv(proxyEnv(env));
  } catch {
    // Not repeated: a proxy's address can hold a password.
    throw new SettingsError('HTTPS_PROXY or HTTP_PROXY is not the address of a proxy, such as http://proxy.example.com:3128.');
  }
}

function proxyEnv(env: Env) {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'] as const;
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

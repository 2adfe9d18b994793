/**
 * The composition root, and the one file that sees every part: environment -> parts -> listen -> dispose in reverse.
 * In local mode the DLI client is handed the local cloud's `fetch`; the path a request takes is otherwise the same.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { type Logger, pino } from 'pino';
import { createApp } from './bff/app.ts';
import { createPages } from './bff/pages.ts';
import { everyProject, listedProjects, type Projects } from './bff/projects.ts';
import { createWhole } from './bff/whole.ts';
import type { Session } from './contract/session.ts';
import { diagnoseLocal } from './diagnosis/local.ts';
import { createDliClient } from './dli/client.ts';
import { PATHS_MAX } from './domain/names.ts';
import { LedgerError, toLedgerError } from './ledger/errors.ts';
import { type Ledger, openLedger } from './ledger/ledger.ts';
import { connectionTo } from './ledger/place.ts';
import { DataFolderError } from './local-cloud/data-folder.ts';
import { createLocalCloud } from './local-cloud/local-cloud.ts';
import { SAMPLE_SUBMISSION } from './local-cloud/samples.ts';
import { parseSettings, type Settings, SettingsError } from './settings.ts';

/** What hot reload brings: Vite's own module server in front, and pages as Vite makes them. */
export interface DevelopmentPages {
  middleware: (req: IncomingMessage, res: ServerResponse, next: () => void) => void;
  readIndex: (url: string) => Promise<string>;
  close: () => Promise<void>;
}

export interface RunOptions {
  /** Folder of the built SPA. */
  distDir?: string;
  development?: (server: Server) => Promise<DevelopmentPages>;
  /** How long what is under way may take to end once the process is asked to stop. */
  drainMs?: number;
}

const LOCAL_REGION = 'local';
const LOCAL_PROJECT = 'local';
const DRAIN_MS = 10_000;
const CLOSE_IDLE_EVERY_MS = 50;
/** Nothing logs these on purpose; should an object that holds one ever be logged whole, its value is not. */
const SECRET_FIELDS = [
  'authorization',
  'Authorization',
  'cookie',
  'token',
  'x-auth-token',
  'X-Auth-Token',
  'X-Security-Token',
  'password',
  'secretKey',
];
const REDACT = SECRET_FIELDS.flatMap((field) => ['', '*', '*.*'].map((depth) => `${depth}["${field}"]`));

/** Starts everything and stays until SIGINT or SIGTERM. What a user can mend ends in one line and exit code 1. */
export async function runServer(options: RunOptions): Promise<void> {
  try {
    await start(parseSettings(process.env), options);
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

async function start(settings: Settings, { distDir, development, drainMs = DRAIN_MS }: RunOptions): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }; // our own file
  // Logs go to standard error, so that standard output holds the address line alone.
  const log = pino({ level: settings.GROUPAGE_LOG_LEVEL, redact: REDACT }, pino.destination(2));

  // The port is taken first: a second start on the same port ends before it touches the data folder.
  let answer: (req: IncomingMessage, res: ServerResponse) => void = (_req, res) => {
    res.writeHead(503, { 'Retry-After': '1' }).end();
  };
  const server = createServer((req, res) => answer(req, res));
  const port = await listen(server, settings);

  const parts = settings.GROUPAGE_MODE === 'cloud' ? await createCloudParts(settings, log) : createLocalParts(settings, log);
  const session: Session = {
    product: 'groupage',
    version,
    mode: settings.GROUPAGE_MODE,
    ...parts.session,
    limits: { paths: PATHS_MAX, bodyBytes: 1_000_000 },
  };
  // Browsers leave the port out where it is the scheme's own.
  const allowedHosts = ['127.0.0.1', 'localhost', '[::1]'].flatMap((host) => (port === 80 ? [host, `${host}:80`] : [`${host}:${port}`]));
  const ledger = await openLedgerAt(settings, log);
  const bff = createApp({
    projects: parts.projects,
    log,
    ledger,
    config: {
      session,
      allowedHosts,
      answerWithinMs: settings.GROUPAGE_ANSWER_WITHIN_MS,
      settleAfterMs: settings.GROUPAGE_SETTLE_AFTER_MS,
    },
  });
  await bff.resume();
  const pages = await development?.(server);
  const indexFile = distDir ? await readFile(join(distDir, 'index.html'), 'utf8') : '';
  const whole = createWhole(
    bff.app,
    createPages({
      readIndex: pages?.readIndex ?? (async () => indexFile),
      assetsDir: pages ? null : (distDir ?? null),
      session,
      allowedHosts,
    }),
  );

  const listener = getRequestListener(whole);
  answer = (req, res) => {
    if (pages) pages.middleware(req, res, () => void listener(req, res));
    else void listener(req, res);
  };
  stopOnSignal(async () => {
    // Together and at once: new requests are turned away while answers and calls under way end, or time runs out.
    await Promise.race([Promise.all([closeServer(server), pages?.close(), bff.dispose()]), sleep(drainMs)]);
    server.closeAllConnections();
    await parts.dispose();
    await ledger.dispose();
  });
  console.log(`Groupage ${version} is ready at http://${hostForUrl(settings.GROUPAGE_HOST)}:${port} (${parts.words})`);
  parts.begin();
}

/** @throws LedgerError in words that name the setting */
async function openLedgerAt({ GROUPAGE_DATABASE_URL: databaseUrl, dataDir }: Settings, log: Logger): Promise<Ledger> {
  try {
    const onLost = () => log.warn('an idle connection to the ledger broke');
    return await openLedger(await connectionTo({ databaseUrl, dataDir, onLost }));
  } catch (error) {
    const { problem, message } = toLedgerError(error);
    const where = databaseUrl === null ? `GROUPAGE_DATA names its folder, ${dataDir}.` : 'GROUPAGE_DATABASE_URL names it.';
    throw new LedgerError(problem, `${message} ${where}`, error);
  }
}

/** What differs between the modes. */
interface Parts {
  projects: Projects;
  session: Pick<Session, 'user' | 'defaultProjectId' | 'projects' | 'samples'>;
  /** For the line printed at start. */
  words: string;
  /** What can be done once everybody is served. */
  begin(): void;
  dispose(): Promise<void>;
}

function createLocalParts(settings: Settings, log: Logger): Parts {
  const unused = Object.keys(process.env).filter((name) => /^(HW|HUAWEICLOUD_SDK)_/.test(name) && process.env[name]);
  if (unused.length > 0) {
    console.error(`Not used by the local cloud: ${unused.sort().join(', ')}. GROUPAGE_MODE=cloud uses them (docs/connect.md).`);
  }
  const localCloud = createLocalCloud({
    dataDir: settings.dataDir,
    clock: Date.now,
    log: log.child({ part: 'local-cloud' }),
    settings: {
      samples: settings.GROUPAGE_SAMPLES,
      kindUploads: settings.GROUPAGE_LOCAL_KIND_UPLOADS,
      emptiedGroup: settings.GROUPAGE_LOCAL_EMPTIED_GROUP,
      missingObject: settings.GROUPAGE_LOCAL_MISSING_OBJECT,
      duplicateNames: settings.GROUPAGE_LOCAL_DUPLICATE_NAMES,
      slowBytesPerSecond: settings.GROUPAGE_LOCAL_SLOW_BYTES_PER_SECOND,
    },
  });
  const dli = createDliClient({
    endpoint: `https://dli.${LOCAL_REGION}.myhuaweicloud.com`,
    fetch: localCloud.fetch,
    timeoutMs: settings.GROUPAGE_UPSTREAM_TIMEOUT_MS,
  });
  return {
    projects: everyProject({
      dli,
      obs: localCloud.store,
      region: LOCAL_REGION,
      diagnose: (how) => diagnoseLocal({ dataDir: settings.dataDir, dli, ...how }),
    }),
    session: {
      user: 'local',
      defaultProjectId: LOCAL_PROJECT,
      projects: [{ id: LOCAL_PROJECT, name: LOCAL_PROJECT, region: LOCAL_REGION, dliEndpoint: null }],
      samples: settings.GROUPAGE_SAMPLES === 'none' ? null : { ...SAMPLE_SUBMISSION, paths: [...SAMPLE_SUBMISSION.paths] },
    },
    words: `local cloud, data in ${settings.dataDir}`,
    begin: () => {
      localCloud.seedSamples().catch((error: unknown) => log.warn({ err: error }, 'the sample objects could not all be written'));
    },
    dispose: () => localCloud.dispose(),
  };
}

async function createCloudParts(settings: Settings, log: Logger): Promise<Parts> {
  const { createUpstreams, whoIs } = await import('./upstreams.ts');
  const upstreams = await createUpstreams(settings, process.env, log.child({ part: 'cloud' }));
  const places = upstreams.map(({ name, region }) => (name === region ? region : `${name} in ${region}`));
  return {
    projects: listedProjects(
      new Map(upstreams.flatMap(({ id, upstream }) => (upstream ? [[id, upstream]] : []))),
      new Map(upstreams.flatMap(({ id, waiting }) => (waiting ? [[id, waiting]] : []))),
    ),
    session: {
      user: upstreams[0] ? whoIs(upstreams[0].source) : '',
      defaultProjectId: upstreams[0]?.id ?? '', // at least one is configured
      projects: upstreams.map(({ id, name, region, dliEndpoint }) => ({ id, name, region, dliEndpoint })),
      samples: null,
    },
    words: `Huawei Cloud: ${places.join(', ')}`,
    begin: () => {},
    dispose: async () => {},
  };
}

function listen(server: Server, settings: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.GROUPAGE_PORT, settings.GROUPAGE_HOST, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port); // an object, since it listens on a TCP port
    });
  });
}

/** Lets answers under way finish; a connection ends with its answer, although browsers would keep it for the next poll. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const closing = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
    server.close(() => {
      clearInterval(closing);
      resolve();
    });
  });
}

function stopOnSignal(dispose: () => Promise<void>): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1); // asked twice: at once
    isStopping = true;
    dispose().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function explain(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  if (error instanceof DataFolderError) return `${error.message} GROUPAGE_DATA names the folder.`;
  if (error instanceof LedgerError) return error.message;
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return 'The port is taken: another program, or another Groupage, listens there. Stop it, or set GROUPAGE_PORT to a free one.';
  if (code === 'EACCES') return 'This port may not be opened by you. Set GROUPAGE_PORT to one above 1023.';
  if (code === 'EADDRNOTAVAIL') return 'This machine has no such address. Set GROUPAGE_HOST to 127.0.0.1.';
  return `Groupage could not start: ${error instanceof Error ? error.message : String(error)}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function hostForUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

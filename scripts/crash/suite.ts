/**
 * Kills the server again and again while people submit through it, over a way to DLI that is slow and loses answers, and then
 * compares what it claims with what the local cloud, a process of its own that is never killed, has seen.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createCloud } from '../../src/dli/cloud.ts';
import { Secret } from '../../src/dli/secret.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { connectionTo } from '../../src/ledger/place.ts';
import { startProcess } from '../../src/local-cloud/test-process.ts';
import { ask, runClient, type Task } from './clients.ts';
import { type Attempt, type CloudCall, type Findings, judge, mistakesIn, type Row } from './judge.ts';
import { createRandom, type Random } from './random.ts';
import { createServerProcess, freePort, type ServerProcess } from './server-process.ts';
import { startSlowLine } from './slow-line.ts';

export interface CrashOptions {
  seed: number;
  kills: number;
  submissions: number;
  /** `groupage`, or the proxy without a record that must fail this suite. */
  server: 'groupage' | 'naive';
  /** Leaves everything where it is (`CrashReport.dir`) when something is wrong. */
  keepsEvidence?: boolean;
  /** Null: SQLite in the server's data folder. */
  databaseUrl?: string | null;
  clients?: number;
  /** Share of the upstream's answers that are lost. */
  dropped?: number;
  upstreamTimeoutMs?: number;
  /** A life is anything up to this, from when the server is ready. */
  longestLifeMs?: number;
  log?: (line: string) => void;
}

export interface CrashReport {
  findings: Findings;
  submissions: number;
  kills: number;
  /** Kills that met the server before it was ready. */
  killedStarting: number;
  answersDropped: number;
  /** From the last start, or the last submission where that came later, until no outcome was open. */
  settledAfterMs: number;
  durationMs: number;
  /** Null where nothing was kept. */
  dir: string | null;
}

const REGION = 'cn-north-4';
const ACCESS_KEY = 'SAMPLEKEYALICE';
const SECRET_KEY = 'sample-secret-of-alice';
const PROJECTS = ['crash-1', 'crash-2', 'crash-3', 'crash-4'];
const GROUPS = 10;
const BUCKET = 'crash-packages';
const LATENCY_MS = [300, 600] as const;
/** The upstream's slowest answer takes 0.6 s and the machine may be busy; outcomes are settled when this and a margin are over. */
const UPSTREAM_TIMEOUT_MS = 3_000;
const SETTLE_MARGIN_MS = 10_000;
const SETTLE_WITHIN_MS = 60_000;
const KILLED_STARTING = 0.15;
const RUN = 'const { runServer } = await import(process.argv[1]); await runServer({ drainMs: 5000 });';
const SERVER = path.join(import.meta.dirname, '../../src/server.ts');
const NAIVE = path.join(import.meta.dirname, 'serve-naive.ts');

export async function runCrashSuite(options: CrashOptions): Promise<CrashReport> {
  const startedAt = Date.now();
  const { kills, submissions, clients = 24, dropped = 0.05, longestLifeMs = 1_500, log = () => {} } = options;
  const timeoutMs = options.upstreamTimeoutMs ?? UPSTREAM_TIMEOUT_MS;
  const random = createRandom(options.seed);
  const dir = mkdtempSync(path.join(tmpdir(), 'groupage-crash-'));
  let isKept = false;
  const cloudDir = path.join(dir, 'cloud');
  const bucketDir = path.join(cloudDir, 'obs', BUCKET);
  const callsFile = path.join(dir, 'calls.jsonl');
  mkdirSync(bucketDir, { recursive: true });
  const cloudArgs = ['--port', '0', '--data', cloudDir, '--samples', 'none', '--log-level', 'silent', '--require-auth'];
  const cloud = startProcess([...cloudArgs, '--request-log', callsFile]);
  const cloudAddress = await cloud.address;
  const line = await startSlowLine({ target: cloudAddress, random: random.fork(), latencyMs: LATENCY_MS, dropped });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const place = { databaseUrl: options.databaseUrl ?? null, dataDir: path.join(dir, 'console') };
  const server = createServerProcess(
    options.server === 'naive'
      ? { args: [NAIVE, line.address, String(port)], env: {} }
      : {
          logFile: path.join(dir, 'server.log'),
          args: ['--input-type=module', '-e', RUN, SERVER],
          env: settingsFor({ dir, cloudDir, upstream: line.address, port, timeoutMs, ...place }),
        },
  );
  try {
    await server.start();
    await server.stop();
    const attempts: Attempt[] = [];
    const work = createWork(submissions, random.fork());
    const putObject = async (name: string) => {
      const file = path.join(bucketDir, name);
      if (!existsSync(file)) writeFileSync(file, name);
      return `obs://${BUCKET}/${name}`;
    };
    const people = Array.from({ length: clients }, () =>
      runClient({ address, random: random.fork(), putObject, nextTask: work.next, attempts }),
    );
    const everybody = Promise.all(people);
    const killedStarting = await Promise.race([
      killAgainAndAgain({
        server,
        kills,
        longestLifeMs,
        random,
        log,
        release: (share) => work.release(Math.ceil(submissions * share)),
        isBegun: work.isBegun,
      }),
      everybody.then(() => Promise.reject(new Error('the submissions ended before the kills did'))),
    ]);
    await server.start();
    const lastStartAt = Date.now();
    work.release(submissions);
    await everybody;
    if (options.server === 'groupage') await whenSettled(address, attempts, Date.now() + SETTLE_WITHIN_MS);
    const settledAfterMs = Date.now() - lastStartAt;
    await server.stop();
    await line.close();
    const rows = options.server === 'naive' ? null : await rowsOf(place);
    const history = { attempts, calls: uploadsIn(callsFile), present: await listedBy(cloudAddress), rows };
    const findings = judge(history);
    isKept = options.keepsEvidence === true && mistakesIn(findings).length > 0;
    if (isKept) writeFileSync(path.join(dir, 'history.json'), JSON.stringify({ attempts, rows }, null, 1));
    const answersDropped = line.dropped();
    const durationMs = Date.now() - startedAt;
    return { findings, submissions, kills, killedStarting, answersDropped, settledAfterMs, durationMs, dir: isKept ? dir : null };
  } finally {
    await server.kill();
    await line.close();
    cloud.child.kill('SIGTERM');
    await cloud.ended;
    if (!isKept) rmSync(dir, { recursive: true, force: true });
  }
}

interface Lives {
  server: ServerProcess;
  kills: number;
  longestLifeMs: number;
  random: Random;
  log: (line: string) => void;
  /** Lets so large a share of the work begin. */
  release(share: number): void;
  /** Resolves when all that may begin has begun. */
  isBegun(): Promise<void>;
}

/** Leaves it killed. Some of the work begins in every life, so that no kill meets an idle server. */
async function killAgainAndAgain({ server, kills, longestLifeMs, random, log, release, isBegun }: Lives): Promise<number> {
  let killedStarting = 0;
  let startMs = 500;
  for (let kill = 1; kill <= kills; kill++) {
    release(kill / (kills + 1));
    const startedAt = Date.now();
    const starting = server.start();
    starting.catch(() => {});
    if (kill > 1 && random.chance(KILLED_STARTING)) {
      killedStarting++;
      await sleep(random.between(0, startMs));
    } else {
      await starting;
      startMs = Date.now() - startedAt;
      await isBegun();
      await sleep(random.between(0, longestLifeMs));
    }
    await server.kill();
    await starting;
    if (kill % 20 === 0) log(`${kill} kills`);
  }
  return killedStarting;
}

/** Tasks of several kinds, handed out as far as they are released. */
function createWork(count: number, random: Random) {
  let handedOut = 0;
  let released = 0;
  let changed = Promise.withResolvers<void>();
  const tell = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };

  function taskOf(index: number): Task {
    const projectId = PROJECTS[index % PROJECTS.length] ?? '';
    const kind = random.next();
    if (kind < 0.1) return { projectId, group: null, isAsync: true, shared: null };
    // By the call that replaces a group: alone in it, so that nothing else vanishes.
    if (kind < 0.3) return { projectId, group: `own-${index}`, isAsync: false, shared: null };
    const group = `shared-${Math.floor(random.between(0, GROUPS))}`;
    return { projectId, group, isAsync: true, shared: random.chance(0.3) ? 'common.csv' : null };
  }

  return {
    release(upTo: number) {
      released = Math.min(count, upTo);
      tell();
    },
    async isBegun() {
      while (handedOut < released) await changed.promise;
    },
    async next(): Promise<Task | null> {
      while (handedOut >= released && handedOut < count) await changed.promise;
      if (handedOut >= count) return null;
      const task = taskOf(handedOut++);
      tell();
      return task;
    },
  };
}

interface Place {
  databaseUrl: string | null;
  dataDir: string;
}

function settingsFor(
  at: Place & { dir: string; cloudDir: string; upstream: string; port: number; timeoutMs: number },
): Record<string, string> {
  const file = path.join(at.dir, 'projects.json');
  writeFileSync(file, JSON.stringify(PROJECTS.map((id) => ({ name: id, region: REGION, projectId: id }))));
  return {
    GROUPAGE_MODE: 'cloud',
    GROUPAGE_PORT: String(at.port),
    GROUPAGE_LOG_LEVEL: 'warn',
    GROUPAGE_DATA: at.dataDir,
    ...(at.databaseUrl === null ? {} : { GROUPAGE_DATABASE_URL: at.databaseUrl }),
    GROUPAGE_PROJECTS: file,
    GROUPAGE_DLI_ENDPOINT: at.upstream,
    GROUPAGE_IAM_ENDPOINT: at.upstream,
    GROUPAGE_OBS_ENDPOINT: pathToFileURL(path.join(at.cloudDir, 'obs')).href,
    GROUPAGE_UPSTREAM_TIMEOUT_MS: String(at.timeoutMs),
    GROUPAGE_SETTLE_AFTER_MS: String(at.timeoutMs + SETTLE_MARGIN_MS),
    // A killed process leaves nothing there; the first start of the run, which is ended in peace, does.
    NODE_COMPILE_CACHE: path.join(at.dir, 'compiled'),
    HW_REGION_NAME: REGION,
    HW_ACCESS_KEY: ACCESS_KEY,
    HW_SECRET_KEY: SECRET_KEY,
  };
}

/** Waits for what the server itself says of every submission; what is still open at the deadline is for the judge to find. */
async function whenSettled(address: string, attempts: readonly Attempt[], deadlineAt: number): Promise<void> {
  const projectOf = (id: string) => PROJECTS.map((projectId) => `${address}/api/projects/${projectId}/submissions/${id}`);
  let open = attempts.filter(({ told }) => !told.includes('accepted') && told.includes('unknown')).flatMap(({ ids }) => ids.slice(0, 1));
  while (open.length > 0 && Date.now() < deadlineAt) {
    const [first = ''] = open;
    const answers = await Promise.all(projectOf(first).map((url) => ask(url)));
    const found = answers.find(({ status }) => status === 200)?.body;
    if (found && (found.outcome !== 'unknown' || found.settlement)) open = open.slice(1);
    else await sleep(200);
  }
}

/** The uploads of the cloud's own log. */
function uploadsIn(file: string): CloudCall[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.flatMap((line) => {
    const { method, path: called, status, body } = JSON.parse(line);
    if (method !== 'POST' || !/^\/v2\.0\/[^/]+\/resources/.test(called)) return [];
    const names: string[] = (body?.paths ?? []).map((address: string) => path.posix.basename(address));
    return [{ markers: names.filter(isMarker), status }];
  });
}

/** Every package the cloud lists, asked without the slow line. */
async function listedBy(endpoint: string): Promise<Set<string>> {
  const login = { kind: 'keys', accessKey: ACCESS_KEY, secretKey: new Secret(SECRET_KEY), securityToken: null } as const;
  const source = { login, variables: [], region: REGION, projectId: null, projectName: REGION };
  const { dli } = createCloud({ source, fetch: (request) => fetch(request), endpoints: { dli: endpoint, iam: endpoint } });
  const present = new Set<string>();
  for (const projectId of PROJECTS) {
    const { data } = await dli.list(projectId);
    const listed = [...(data.resources ?? []), ...(data.groups ?? []).flatMap((group) => group.details ?? [])];
    for (const item of listed) present.add(String(item.resource_name));
  }
  return present;
}

/** As a start on the same record would find it. */
async function rowsOf(place: Place): Promise<Row[]> {
  const ledger = await openLedger(await connectionTo(place));
  const rows: Row[] = [];
  for await (const { entry } of ledger.export(null)) {
    if (entry.type !== 'submission') continue;
    const marker = entry.items.map(({ name }) => name).find(isMarker) ?? '';
    rows.push({ marker, outcome: entry.outcome, verdict: entry.settlement?.verdict ?? null });
  }
  await ledger.dispose();
  return rows;
}

const isMarker = (name: string) => /^s\d+\.csv$/.test(name);

/** A few lines for people. */
export function describeReport({ seed, server, databaseUrl }: CrashOptions, report: CrashReport): string {
  const { findings, submissions, kills, killedStarting, answersDropped, settledAfterMs, durationMs } = report;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(0)} s`;
  const record = server === 'naive' ? 'no record' : databaseUrl ? 'PostgreSQL' : 'SQLite';
  return [
    `${server}, ${record}, seed ${seed}`,
    `submissions     ${submissions} with ${findings.keys} keys`,
    `kills           ${kills}, of them ${killedStarting} while starting`,
    `answers dropped ${answersDropped}`,
    `acknowledged    ${findings.acknowledged}`,
    `lost            ${findings.lost.length}`,
    `doubled         ${findings.doubled.length}`,
    `untrue          ${findings.untrue.length + findings.unrecorded.length}`,
    `undetermined    ${findings.undetermined}`,
    `unsettled       ${findings.unsettled.length}, ${seconds(settledAfterMs)} after the last start`,
    `duration        ${seconds(durationMs)}`,
  ].join('\n');
}

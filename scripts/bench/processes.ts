/** The processes that are measured, each on a free loopback port, and what they cost (from /proc: Linux only). */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runConsole } from '../console-process.ts';
import { startFlags } from '../start-flags.ts';

export interface Running {
  pid: number;
  /** `http://127.0.0.1:<port>` */
  address: string;
  stop: () => Promise<unknown>;
}

const TICKS_PER_SECOND = 100;
const root = join(import.meta.dirname, '../..');
/** Where `npm start` keeps it (scripts/start.mjs). */
const COMPILED = join(root, 'node_modules/.cache/groupage');
const folders: string[] = [];

export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'groupage-bench-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The console as `npm start` runs it, with the local cloud inside. */
export const startConsole = () => runConsole({ env: { GROUPAGE_DATA: freshFolder(), GROUPAGE_SAMPLES: 'small' } });

/** The local cloud alone, filled with `count` packages: what the BFF reads over the loopback as it would read DLI. */
export const startCloud = (count: number) =>
  startNode(
    'src/local-cloud/main.ts',
    `--port 0 --data ${freshFolder()} --samples small --log-level silent --generate ${count}`.split(' '),
  );

/** The BFF alone, over another process, by a Node that is told what `npm start` tells it. `ttlMs`: how old its reads may be, where not what they are in use. */
export const startBff = (upstream: string, { ttlMs, heapMb }: { ttlMs?: number; heapMb?: number } = {}) =>
  startNode('scripts/bench/serve-bff.ts', ttlMs === undefined ? [upstream] : [upstream, String(ttlMs)], [
    ...startFlags(),
    ...(heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`]),
  ]);

/** See `serve-plain.ts`. */
export const startPlain = (how: 'unchanged' | 'body' | 'proxy', upstream = '') =>
  startNode('scripts/bench/serve-plain.ts', [how, upstream]);

async function startNode(script: string, args: readonly string[], flags: readonly string[] = []): Promise<Running> {
  const child = spawn(process.execPath, [...flags, script, ...args], {
    cwd: root,
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let output = '';
  const address = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (found) resolve(found);
    });
  });
  const first = await Promise.race([address, ended]);
  if (typeof first !== 'string') throw new Error(`${script} did not start`);
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { pid: child.pid ?? 0, address: first, stop };
}

/** nginx in one process before `upstream`: as a proxy, or as a cache of two seconds. Null where it is not installed. */
export async function startNginx(upstream: string, how: 'proxy' | 'cache'): Promise<Running | null> {
  const program = ['/usr/sbin/nginx', '/usr/bin/nginx'].find(existsSync);
  if (!program || spawnSync(program, ['-v']).status !== 0) return null;
  const dir = freshFolder();
  mkdirSync(join(dir, 'cache'));
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${dir}/${name};`).join(' ');
  const cache = how === 'cache' ? 'proxy_cache c; proxy_cache_valid 200 2s; proxy_cache_lock on; proxy_cache_use_stale updating;' : '';
  const config = `daemon off; master_process off; pid ${dir}/pid; error_log stderr error;
    events { worker_connections 512; }
    http { access_log off; keepalive_requests 1000000; ${temporary}
      proxy_cache_path ${dir}/cache keys_zone=c:1m;
      upstream u { server ${new URL(upstream).host}; keepalive 32; keepalive_requests 1000000; }
      server { listen 127.0.0.1:${port};
        location / { proxy_pass http://u; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host; ${cache} } } }`;
  writeFileSync(join(dir, 'nginx.conf'), config);
  const child = spawn(program, ['-p', dir, '-c', join(dir, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) throw new Error('nginx did not start; the reason stands above');
    const isUp = await fetch(address).then(
      () => true,
      () => false,
    );
    if (isUp) return { pid: child.pid ?? 0, address, stop };
    await sleep(50);
  }
  await stop();
  throw new Error('nginx does not answer');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

export function cpuSeconds({ pid }: Running): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** `now`, or the most it ever was. */
export function residentMb({ pid }: Running, when: 'now' | 'peak' = 'now'): number {
  const line = when === 'now' ? /VmRSS:\s+(\d+)/ : /VmHWM:\s+(\d+)/;
  return Number(line.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

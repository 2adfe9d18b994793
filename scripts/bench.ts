/**
 * `npm run bench`: the figures that docs/benchmarks.md keeps. Prints one JSON line a figure; takes about a minute.
 * Absolute times depend on the machine, so everything that can be is a ratio to something plain measured in the same run,
 * or a cost in CPU-seconds of the server process (from /proc: Linux only).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { connect } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { CLIENT_HEADER } from '../src/contract/define.ts';
import { createLocalCloud } from '../src/local-cloud/local-cloud.ts';
import { type ConsoleProcess, runConsole } from './console-process.ts';

const TICKS_PER_SECOND = 100;
const REQUESTS = 40_000;
const CONNECTIONS = 20;
const folders: string[] = [];
const freshFolder = () => {
  folders.push(mkdtempSync(join(tmpdir(), 'groupage-bench-')));
  return folders.at(-1) ?? '';
};

report('machine', { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version });
try {
  await benchStart();
  await benchReads();
  await benchCopies('1,000 files of 20 kB', 1000, 20_000);
  await benchCopies('one file of 60 MB', 1, 60_000_000);
} finally {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** From starting the process to the address line, and resident memory once the samples are in place. */
async function benchStart(): Promise<void> {
  const times: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < 5; run++) {
    const startedMs = performance.now();
    const server = await startBench();
    times.push(performance.now() - startedMs);
    await ask(server.address, '/api/projects/bench/groups');
    memory.push(residentMb(server.pid));
    await server.stop();
  }
  report('start to listening, ms', { median: median(times), min: Math.min(...times) });
  report('resident after the first list, MB', { median: median(memory) });
}

/** A warm list that has not changed, answered 304, against a bare node:http server that always says 304. */
async function benchReads(): Promise<void> {
  const server = await startBench();
  const path = '/api/projects/bench/groups';
  const { etag } = await ask(server.address, path);
  const ours: number[] = [];
  const bare: number[] = [];
  const bareServer = await startBare(etag);
  for (let run = 0; run < 5; run++) {
    ours.push(await requestsPerCpuSecond(server, path, etag));
    bare.push(await requestsPerCpuSecond(bareServer, path, etag));
  }
  await server.stop();
  await bareServer.stop();
  report('coalesced reads answered 304, per CPU-second', {
    median: median(ours),
    bareNode: median(bare),
    ratio: median(ours) / median(bare),
  });
}

/** Upload until READY against copying the same bytes with fsync of file and folder. */
async function benchCopies(name: string, count: number, sizeBytes: number): Promise<void> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let run = 0; run < 3; run++) {
    const dataDir = freshFolder();
    const bucket = join(dataDir, 'obs', 'bench');
    mkdirSync(bucket, { recursive: true });
    const bytes = Buffer.alloc(sizeBytes);
    for (let n = 0; n < count; n++) {
      bytes.writeUInt32LE(n + 1 + run * count, 0); // no two alike: equal bytes are stored once
      writeFileSync(join(bucket, `part-${n}.bin`), bytes);
    }
    plain.push(await plainCopy(bucket, count));
    ours.push(await cloudCopy(dataDir, count));
  }
  report(`copying ${name}, ms`, { ours: median(ours), plain: median(plain), speedOfPlain: median(plain) / median(ours) });
}

async function cloudCopy(dataDir: string, count: number): Promise<number> {
  const cloud = createLocalCloud({ dataDir, clock: Date.now, log: pino({ level: 'silent' }), settings: { samples: 'none' } });
  const startedMs = performance.now();
  const answer = await cloud.fetch('https://dli.local/v2.0/bench/resources', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      kind: 'file',
      group: 'bench',
      is_async: true,
      paths: Array.from({ length: count }, (_, n) => `obs://bench/part-${n}.bin`),
    }),
  });
  if (answer.status !== 201) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`);
  await cloud.whenIdle();
  const tookMs = performance.now() - startedMs;
  const list = await cloud.fetch('https://dli.local/v2.0/bench/resources');
  const ready = (await list.text()).split('"READY"').length - 1;
  await cloud.dispose();
  if (ready < count) throw new Error(`only ${ready} of ${count} became READY`);
  return tookMs;
}

async function plainCopy(bucket: string, count: number): Promise<number> {
  const target = freshFolder();
  const startedMs = performance.now();
  for (let n = 0; n < count; n++) {
    const from = await open(join(bucket, `part-${n}.bin`), 'r');
    const to = await open(join(target, `part-${n}.tmp`), 'w');
    for await (const chunk of from.createReadStream({ highWaterMark: 1 << 20 })) await to.write(chunk as Buffer); // no encoding is set
    await to.sync();
    await to.close();
    await rename(join(target, `part-${n}.tmp`), join(target, `part-${n}.bin`));
    const folder = await open(target, 'r');
    await folder.sync();
    await folder.close();
  }
  return performance.now() - startedMs;
}

type Running = Pick<ConsoleProcess, 'pid' | 'address'> & { stop: () => Promise<unknown> };

const startBench = () => runConsole({ env: { GROUPAGE_DATA: freshFolder(), GROUPAGE_SAMPLES: 'small' } });

async function startBare(etag: string): Promise<Running> {
  const code = `import { createServer } from 'node:http';
    const server = createServer((req, res) => res.writeHead(304, { ETag: ${JSON.stringify(etag)} }).end());
    server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer]; // a stream of bytes
  const stop = () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    return ended;
  };
  return { pid: child.pid ?? 0, address: line.toString().trim(), stop };
}

/** Written to raw sockets, one request at a time on each, as wrk does: an HTTP client would cost the server more packets. */
async function requestsPerCpuSecond(server: Running, path: string, etag: string): Promise<number> {
  const { hostname, port, host } = new URL(server.address);
  const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${CLIENT_HEADER}: 1\r\nIf-None-Match: ${etag}\r\n\r\n`;
  const before = cpuSeconds(server.pid);
  let left = REQUESTS;
  const worker = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write(request));
      socket.on('error', reject).on('data', (answer) => {
        if (!answer.toString('latin1').startsWith('HTTP/1.1 304')) reject(new Error(`not a 304: ${answer.toString('latin1')}`));
        if (left-- > 0) socket.write(request);
        else socket.end(resolve);
      });
    });
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return REQUESTS / (cpuSeconds(server.pid) - before);
}

async function ask(address: string, path: string): Promise<{ etag: string }> {
  const answer = await fetch(`${address}${path}`, { headers: { [CLIENT_HEADER]: '1' } });
  await answer.arrayBuffer();
  return { etag: answer.headers.get('ETag') ?? '' };
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function report(figure: string, values: Record<string, unknown>): void {
  const rounded = Object.fromEntries(Object.entries(values).map(([k, v]) => [k, typeof v === 'number' ? Number(v.toPrecision(3)) : v]));
  console.log(JSON.stringify({ figure, ...rounded }));
}

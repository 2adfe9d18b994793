/** Load, written to raw sockets one request at a time on each, as wrk does: an HTTP client would cost more than the server. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENT_HEADER } from '../../src/contract/define.ts';
import { cpuSeconds, type Running } from './processes.ts';

const CONNECTIONS = 20;

export interface Answered {
  etag: string;
  status: number;
  text: string;
  ms: number;
}

/** One request as a browser's client makes it. */
export async function ask(address: string, path: string, headers: Record<string, string> = {}): Promise<Answered> {
  const startedMs = performance.now();
  const answer = await fetch(`${address}${path}`, { headers: { [CLIENT_HEADER]: '1', ...headers } });
  const text = await answer.text();
  return { etag: answer.headers.get('ETag') ?? '', status: answer.status, text, ms: performance.now() - startedMs };
}

function requestText(address: string, path: string, headers: Record<string, string>): string {
  const all = { Host: new URL(address).host, [CLIENT_HEADER]: '1', ...headers };
  return `GET ${path} HTTP/1.1\r\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
}

function open(address: string): Promise<Socket> {
  const { port, hostname } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket.setNoDelay(true)));
    socket.once('error', reject);
  });
}

/** How many requests that are answered 304 one second of the server's processor serves. */
export async function unchangedPerCpuSecond(server: Running, path: string, etag: string, requests: number): Promise<number> {
  const request = requestText(server.address, path, { 'If-None-Match': etag });
  const before = cpuSeconds(server);
  let left = requests;
  const worker = async () => {
    const socket = await open(server.address);
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject).on('data', (answer) => {
        if (!answer.toString('latin1').startsWith('HTTP/1.1 304')) reject(new Error(`not a 304: ${answer.toString('latin1')}`));
        if (left-- > 0) socket.write(request);
        else socket.end(resolve);
      });
      socket.write(request);
    });
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return requests / (cpuSeconds(server) - before);
}

/** Milliseconds each answer took, of requests begun at a steady rate whether or not earlier ones are answered. */
export async function latenciesAt(perSecond: number, seconds: number, server: Running, path: string): Promise<number[]> {
  const request = requestText(server.address, path, { 'Cache-Control': 'no-cache' });
  const idle = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(server.address)));
  const all = [...idle];
  const took: number[] = [];
  const startMs = performance.now();
  const total = perSecond * seconds;
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1000) * perSecond));
    for (; sent < due; sent++) {
      const socket = idle.pop() ?? (await open(server.address));
      if (!all.includes(socket)) all.push(socket);
      measure(socket, request, (ms) => {
        took.push(ms);
        idle.push(socket);
      });
    }
    await sleep(1);
  }
  for (let waits = 0; took.length < total && waits < 1_000; waits++) await sleep(5);
  for (const socket of all) socket.destroy();
  if (took.length < total) throw new Error(`${total - took.length} of ${total} requests were not answered by ${server.address}`);
  return took;
}

/** Told once the whole body is there; bodies here are of a known length or end with the chunk of length 0. */
function measure(socket: Socket, request: string, onAnswer: (ms: number) => void): void {
  const startedMs = performance.now();
  let text = '';
  const collect = (chunk: Buffer) => {
    text += chunk.toString('latin1');
    const headEnds = text.indexOf('\r\n\r\n');
    if (headEnds < 0) return;
    if (!text.startsWith('HTTP/1.1 200')) throw new Error(`not a 200: ${text.slice(0, 300)}`);
    const length = /content-length: (\d+)/i.exec(text.slice(0, headEnds))?.[1];
    const isWhole = length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= headEnds + 4 + Number(length);
    if (!isWhole) return;
    socket.off('data', collect);
    onAnswer(performance.now() - startedMs);
  };
  socket.on('data', collect);
  socket.write(request);
}

/**
 * The way to DLI as it can be at its worst: every exchange takes its time, part of it before the call arrives and part after it
 * was answered, and some answers never come back. A call whose sender is gone by then arrives all the same.
 */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

export interface SlowLineOptions {
  /** `http://127.0.0.1:port` */
  target: string;
  random: Random;
  latencyMs: readonly [low: number, high: number];
  /** Of all answers. */
  dropped: number;
}

export interface SlowLine {
  address: string;
  dropped(): number;
  /** Resolves when no call is under way any more. */
  close(): Promise<void>;
}

export async function startSlowLine({ target, random, latencyMs, dropped }: SlowLineOptions): Promise<SlowLine> {
  const agent = new Agent({ keepAlive: true });
  const underWay = new Set<Promise<void>>();
  let lost = 0;

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const takesMs = random.between(...latencyMs);
    const shareBefore = random.next();
    const isDropped = random.chance(dropped);
    const body = await buffer(incoming);
    await sleep(takesMs * shareBefore);
    const { method, url, rawHeaders } = incoming;
    // Headers as they came, Host among them: it is signed.
    const forwarded = request(`${target}${url}`, { agent, method, headers: pairsIn(rawHeaders), setHost: false });
    forwarded.end(body);
    const [answer] = (await once(forwarded, 'response')) as [IncomingMessage]; // what the event brings
    const answered = await buffer(answer);
    await sleep(takesMs * (1 - shareBefore));
    if (isDropped) {
      lost++;
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, pairsIn(answer.rawHeaders));
    outgoing.end(answered);
  }

  const server = createServer((incoming, outgoing) => {
    const work = pass(incoming, outgoing).catch(() => void outgoing.destroy());
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a TCP port
  return {
    address: `http://127.0.0.1:${port}`,
    dropped: () => lost,
    async close() {
      await Promise.all(underWay);
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

/** Those between two hops are each hop's own, and the body is one piece again. */
const OF_THE_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

function pairsIn(raw: readonly string[]): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    if (!OF_THE_HOP.has(name.toLowerCase())) pairs[name] = value;
  }
  return pairs;
}

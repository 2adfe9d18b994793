/** What a read costs that changes nothing, and what the BFF adds to one that has to go to DLI. */
import { median, quantile, report, told } from './figures.ts';
import { ask, latenciesAt, unchangedPerCpuSecond } from './load.ts';
import { type Running, startBff, startConsole, startNginx, startPlain } from './processes.ts';

const ROUNDS = 3;
const REQUESTS = 30_000;
const PATH = '/api/projects/bench/groups';
const PER_SECOND = 500;
const SECONDS = 2;

/** Interleaved: a busy moment of the machine falls on all of them alike. */
async function rounds<T>(servers: readonly { name: string; server: Running | null }[], measure: (server: Running) => Promise<T>) {
  const found = new Map<string, T[]>(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, server } of servers) if (server) found.get(name)?.push(await measure(server));
  }
  return (name: string): T[] => found.get(name) ?? [];
}

/** A warm list that has not changed, answered 304, beside three programs that do less. */
export async function benchUnchanged(): Promise<void> {
  const ours = await startConsole();
  const bare = await startPlain('unchanged');
  const body = await startPlain('body');
  const proxy = await startPlain('proxy', bare.address);
  const nginx = await startNginx(body.address, 'cache');
  const servers = [
    { name: 'ours', server: ours },
    { name: 'bare', server: bare },
    { name: 'proxy', server: proxy },
    { name: 'nginx', server: nginx },
  ];
  const found = await rounds(servers, async (server) => {
    const { etag } = await ask(server.address, PATH);
    return unchangedPerCpuSecond(server, PATH, etag, REQUESTS);
  });
  for (const { server } of servers) await server?.stop();
  await body.stop();
  const own = median(found('ours'));
  const beside = (name: string, words: string) => {
    const value = median(found(name));
    return Number.isNaN(value) ? `${words}: not installed` : `${words}: ${told(value)} (ratio ${told(own / value)})`;
  };
  report({
    what: 'Unchanged list, answered 304, requests per CPU-second',
    value: told(own),
    beside: [
      beside('bare', 'bare `node:http` that always says 304'),
      beside('proxy', 'bare `node:http` proxy'),
      beside('nginx', 'nginx, 2 s cache'),
    ].join('; '),
    aim: '20,000; 0.45 of nginx',
    isMet: own >= 20_000 && !(own / median(found('nginx')) < 0.45),
  });
}

/** A read that DLI has to answer each time ("Check now"), small, at 500 a second, beside asking DLI's stand-in directly. */
export async function benchPassThrough(): Promise<void> {
  const upstream = await startPlain('body');
  const ours = await startBff(upstream.address);
  const proxy = await startPlain('proxy', upstream.address);
  const nginx = await startNginx(upstream.address, 'proxy');
  const servers = [
    { name: 'direct', server: upstream },
    { name: 'ours', server: ours },
    { name: 'proxy', server: proxy },
    { name: 'nginx', server: nginx },
  ];
  for (const { server } of servers) if (server) await latenciesAt(PER_SECOND, 1, server, PATH);
  const found = await rounds(servers, async (server) => {
    const took = await latenciesAt(PER_SECOND, SECONDS, server, PATH);
    return { p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
  });
  for (const { server } of servers) await server?.stop();
  const middle = (name: string, of: 'p50' | 'p99') => median(found(name).map((round) => round[of]));
  const added = (name: string) => middle(name, 'p50') - middle('direct', 'p50');
  const beside = (name: string, words: string) =>
    Number.isNaN(added(name)) ? `${words}: not installed` : `${words}: ${told(added(name), 'ms')}`;
  report({
    what: 'Read passed through to DLI at 500 a second, added at the median',
    value: `${told(added('ours'), 'ms')} (99th percentile ${told(middle('ours', 'p99'), 'ms')} in all)`,
    beside: `direct: ${told(middle('direct', 'p50'), 'ms')} in all, 99th ${told(middle('direct', 'p99'), 'ms')}; ${beside('proxy', 'bare `node:http` proxy')}; ${beside('nginx', 'nginx')}`,
    aim: '0.6 ms',
    isMet: added('ours') <= 0.6,
  });
}

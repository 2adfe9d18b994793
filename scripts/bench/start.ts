/** From starting the process to the address line, and resident memory once the samples are in place. */
import { median, report, told } from './figures.ts';
import { ask } from './load.ts';
import { residentMb, startConsole } from './processes.ts';

const RUNS = 5;

export async function benchStart(): Promise<void> {
  const times: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const startedMs = performance.now();
    const server = await startConsole();
    times.push(performance.now() - startedMs);
    await ask(server.address, '/api/projects/bench/groups');
    memory.push(residentMb(server));
    await server.stop();
  }
  report({
    what: 'Start to listening',
    value: `${told(median(times), 'ms')} median, ${told(Math.min(...times), 'ms')} least of ${RUNS}`,
    aim: '1 s',
    isMet: median(times) <= 1_000,
  });
  report({
    what: 'Resident memory after the first list, local cloud included',
    value: told(median(memory), 'MB'),
    aim: '120 MB',
    isMet: median(memory) <= 120,
  });
}

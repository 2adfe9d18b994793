/** Fifty paths looked at before a submission, in a store that answers each after 50 ms. */
import { setTimeout as sleep } from 'node:timers/promises';
import { everyProject } from '../../src/bff/projects.ts';
import { createPreflight } from '../../src/bff/services/preflight.ts';
import { createDliClient } from '../../src/dli/client.ts';
import { systemClock } from '../../src/dli/clock.ts';
import { median, report, told } from './figures.ts';

const PATHS = 50;
const ANSWERS_IN_MS = 50;
const ROUNDS = 10;
const AIM_MS = 3_000;

export async function benchPreflight(): Promise<void> {
  const notAsked = () => Promise.reject(new Error('not asked'));
  const head = async () => {
    await sleep(ANSWERS_IN_MS);
    return { sizeBytes: 1, lastModifiedMs: 1, etag: 'e', storageClass: null, needsRestore: false };
  };
  const dli = createDliClient({ endpoint: 'https://dli.example', fetch: notAsked });
  const projects = everyProject({ dli, obs: { head, listBuckets: notAsked, listObjects: notAsked }, region: 'local' });
  const preflight = createPreflight({ projects, clock: systemClock });
  const { signal } = new AbortController();
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    const looks = Array.from({ length: PATHS }, (_, index) =>
      preflight.look('p', { bucket: 'bkt', key: `${round}/${index}.jar` }, { signal, fresh: false }),
    );
    await Promise.all(looks);
    rounds.push(performance.now() - startedAt);
  }
  preflight.dispose();
  report({
    what: 'Pre-flight of 50 paths, in a store that answers in 50 ms',
    value: `${told(median(rounds), 'ms')} median, ${told(Math.max(...rounds), 'ms')} most of ${ROUNDS}`,
    beside: `one after the other: ${told(PATHS * ANSWERS_IN_MS, 'ms')} at least`,
    aim: '3 s',
    isMet: Math.max(...rounds) < AIM_MS,
  });
}

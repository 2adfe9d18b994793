/** 50,000 packages in 5,000 groups of one project, in the BFF alone: the list comes over the loopback from another process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { GENERATED_BIG_GROUP } from '../../src/local-cloud/generated-projects.ts';
import { median, quantile, report, told } from './figures.ts';
import { ask } from './load.ts';
import { residentMb, startBff, startCloud } from './processes.ts';

export const PACKAGES = 50_000;
export const PROJECT = `many-${PACKAGES}`;
/** Users of the local cloud: it refuses others. */
export const OWNERS = ['alice', 'bob_dev'];
const CHANGES = 5;
/** Node grows its heap for as long as the machine has room: what is needed shows where it may not. */
const HEAP_MB = 256;

export async function benchLongLists(): Promise<void> {
  const cloud = await startCloud(PACKAGES);
  const server = await startBff(cloud.address);
  const base = `/api/projects/${PROJECT}`;
  const fresh = () => ask(server.address, `${base}/groups`, { 'Cache-Control': 'no-cache' });
  await fresh();

  const holds: number[] = [];
  const views: number[] = [];
  for (let change = 0; change < CHANGES; change++) {
    // One owner changed is enough: the whole list has other bytes, and is read and modelled anew.
    await changeOwner(cloud.address, OWNERS[change % OWNERS.length] ?? '');
    holds.push(await longestWait(server.address, fresh()));
    for (const path of viewsOf(change)) views.push((await ask(server.address, `${base}/${path}`)).ms);
  }
  const memory = { now: residentMb(server), peak: residentMb(server, 'peak') };
  await server.stop();
  const limited = await residentWithin(HEAP_MB, cloud.address);
  await cloud.stop();
  report({
    what: '50,000 packages: filter, sort and page, the first time after a change',
    value: `${told(median(views), 'ms')} median, ${told(quantile(views, 0.95), 'ms')} 95th percentile, ${told(Math.max(...views), 'ms')} most of ${views.length}`,
    aim: '60 ms',
    isMet: quantile(views, 0.95) <= 60,
  });
  report({
    what: '50,000 packages: longest wait of another request while a changed list is read',
    value: `${told(median(holds), 'ms')} median, ${told(Math.max(...holds), 'ms')} most of ${CHANGES}`,
  });
  report({
    what: '50,000 packages: resident memory of the BFF',
    value: `${told(memory.now, 'MB')} after ${CHANGES} changed lists, ${told(memory.peak, 'MB')} at its peak`,
    beside: `with Node's \`--max-old-space-size=${HEAP_MB}\`: ${told(limited, 'MB')} at its peak`,
    aim: '350 MB',
    isMet: memory.now < 350,
  });
}

async function changeOwner(cloud: string, owner: string): Promise<void> {
  const body = JSON.stringify({ new_owner: owner, group_name: GENERATED_BIG_GROUP });
  const changed = await fetch(`${cloud}/v2.0/${PROJECT}/resources/owner`, { method: 'PUT', body });
  if (!changed.ok) throw new Error(`the owner was not changed: ${changed.status}`);
}

async function residentWithin(heapMb: number, cloud: string): Promise<number> {
  const server = await startBff(cloud, { heapMb });
  for (let change = 0; change < CHANGES; change++) {
    await changeOwner(cloud, OWNERS[change % OWNERS.length] ?? '');
    const { status } = await ask(server.address, `/api/projects/${PROJECT}/groups`, { 'Cache-Control': 'no-cache' });
    if (status !== 200) throw new Error(`the list was answered ${status}`);
  }
  const peak = residentMb(server, 'peak');
  await server.stop();
  return peak;
}

/** Every order of the groups, with a filter and without, and the big group; no two addresses alike, so none is answered from memory. */
function viewsOf(change: number): string[] {
  const sorts = ['attention', 'name', 'packages', 'owner', 'updated'];
  const groups = sorts.flatMap((sort) => [
    `groups?sort=${sort}&page=${change + 2}`,
    `groups?sort=${sort}&order=desc&text=ing&page=${change + 2}`,
  ]);
  const members = ['attention', 'name', 'kind', 'updated'].map((sort) => `group?name=${GENERATED_BIG_GROUP}&sort=${sort}&pageSize=200`);
  return [...groups, ...members, 'ungrouped?sort=created&order=desc&text=5'];
}

/** The longest that a request waited which needs nothing but a turn, while `work` went on. */
async function longestWait(address: string, work: Promise<unknown>): Promise<number> {
  let isDone = false;
  void work.finally(() => {
    isDone = true;
  });
  const waits: number[] = [];
  while (!isDone) {
    waits.push((await ask(address, '/api/health')).ms);
    await sleep(1);
  }
  await work;
  return Math.max(...waits);
}

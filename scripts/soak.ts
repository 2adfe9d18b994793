/**
 * `npm run soak`: a group's screen through as many polls as an hour at the fastest cadence makes (one in 3 s), each with
 * status changes, in some minutes. Prints what the page's heap grew by, and the nodes that are held without being shown.
 * A number after it asks for fewer: `npm run soak -- 200`.
 */
import { type CDPSession, chromium } from '@playwright/test';
import { GENERATED_BIG_GROUP } from '../src/local-cloud/generated-projects.ts';
import { MANY_COUNT, manySample } from '../src/local-cloud/samples.ts';
import { printTable, report, told } from './bench/figures.ts';
import { removeFolders, startBff, startCloud } from './bench/processes.ts';
import { findChromium } from './chromium.ts';

const POLLS = Number(process.argv[2] ?? 1_200);
/** Code is compiled and caches fill meanwhile. */
const WARM_UP = 100;
const PACKAGES = 1_000;

const cloud = await startCloud(PACKAGES);
const server = await startBff(cloud.address, { ttlMs: 0 });
const browser = await chromium.launch(await findChromium());
try {
  const page = await browser.newPage({ baseURL: server.address });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await cdp.send('DOM.enable');
  await page.goto(`/p/many-${PACKAGES}/group?name=${GENERATED_BIG_GROUP}&pageSize=200`);
  await page.getByRole('rowheader').first().waitFor();

  const pollOnce = async (index: number) => {
    await upload([manySample((index % MANY_COUNT) + 1), manySample(((index * 7) % MANY_COUNT) + 1)]);
    await Promise.all([
      page.waitForResponse(/\/group\?/).then((response) => response.finished()),
      // What the page does when its reader comes back to it; its own timer polls besides.
      page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))),
    ]);
  };
  for (let index = 0; index < WARM_UP; index++) await pollOnce(index);
  const before = await settled(cdp);
  for (let index = 0; index < POLLS; index++) await pollOnce(index);
  const after = await settled(cdp);

  const grownMb = (after.heapBytes - before.heapBytes) / 1e6;
  report({
    what: `Heap after ${told(POLLS)} polls with status changes`,
    value: `${told(after.heapBytes / 1e6, 'MB')}, grown by ${told(grownMb, 'MB')}`,
    aim: '5 MB',
    isMet: grownMb <= 5,
  });
  report({
    what: 'Nodes held without being shown',
    value: `${after.detached} (${before.detached} before; nodes in all ${told(after.nodes)}, ${told(before.nodes)} before)`,
    aim: '0',
    isMet: after.detached === 0,
  });
  printTable();
} finally {
  await browser.close();
  await server.stop();
  await cloud.stop();
  removeFolders();
}

async function upload(paths: string[]): Promise<void> {
  const body = JSON.stringify({ paths: [...new Set(paths)], kind: 'file', group: GENERATED_BIG_GROUP, is_async: true });
  const answer = await fetch(`${cloud.address}/v2.0/many-${PACKAGES}/resources`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`the upload was answered ${answer.status}`);
}

/** After the collector has taken what it can. */
async function settled(cdp: CDPSession) {
  for (let times = 0; times < 3; times++) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  const { detachedNodes } = await cdp.send('DOM.getDetachedDomNodes');
  return { heapBytes: metric('JSHeapUsedSize'), nodes: metric('Nodes'), detached: detachedNodes.length };
}

/** How long a fault of DLI goes unsaid, and how long its end goes unnoticed: the Groups screen in Chromium, by a clock beside it. */
import { chromium, type Page } from '@playwright/test';
import { type FaultMode, startFaultProxy } from '../../src/local-cloud/fault-proxy.ts';
import { findChromium } from '../chromium.ts';
import { runConsole } from '../console-process.ts';
import { report, told } from './figures.ts';
import { freshFolder, startCloud } from './processes.ts';

const MODES: FaultMode[] = ['refuse', 'black-hole', 'drip', 'latency', 'throttle', 'unavailable', 'html'];
/** Long enough for the breaker to open and to have looked several times. */
const FAULT_MS = 20_000;

export async function benchFaults(): Promise<void> {
  const cloud = await startCloud(100);
  const proxy = await startFaultProxy(cloud.address);
  const server = await runConsole({
    env: {
      GROUPAGE_MODE: 'cloud',
      GROUPAGE_DATA: freshFolder(),
      GROUPAGE_DLI_ENDPOINT: proxy.address,
      GROUPAGE_IAM_ENDPOINT: cloud.address,
      GROUPAGE_OBS_ENDPOINT: `file://${freshFolder()}`,
      HW_ACCESS_KEY: 'SAMPLEKEYALICE',
      HW_SECRET_KEY: 'sample-secret-of-alice',
      HW_REGION_NAME: 'cn-north-4',
      HW_PROJECT_ID: 'many-100',
    },
  });
  const browser = await chromium.launch(await findChromium());
  try {
    const page = await browser.newPage();
    await page.goto(`${server.address}/p/many-100/groups`);
    for (const mode of MODES) {
      await shown(page, /^Updated \d/);
      await proxy.set(mode);
      const beganMs = performance.now();
      await page.getByRole('button', { name: 'Check now' }).click();
      await shown(page, /^As of/);
      const saidMs = performance.now() - beganMs;
      await page.waitForTimeout(Math.max(0, FAULT_MS - saidMs));
      await proxy.set(null);
      const endedMs = performance.now();
      await shown(page, /^Updated \d/);
      const backMs = performance.now() - endedMs;
      report({
        what: `Fault ${mode}, 20 s of it: until the screen says so, and back after its end`,
        value: `${told(saidMs, 'ms')}; ${told(backMs, 'ms')}`,
        aim: '3.5 s; 5 s',
        isMet: saidMs <= 3_500 && backMs <= 5_000,
      });
    }
  } finally {
    await browser.close();
    await server.stop();
    await proxy.close();
    await cloud.stop();
  }
}

const shown = (page: Page, words: RegExp) => page.getByText(words).first().waitFor({ timeout: 60_000 });

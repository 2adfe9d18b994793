/** Goal: whatever the way to DLI does, each screen says so in words, keeps what it knows, and is back by itself when it is over. */
import type { Page } from '@playwright/test';
import { type FaultMode, type FaultProxy, startFaultProxy } from '../src/local-cloud/fault-proxy.ts';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, test } from './fixtures.ts';
import { type CloudConsole, runCloudConsole } from './own-console.ts';

/** Chromium logs each failed request. */
test.use({ allowedErrors: [/status of (429|50\d)/] });

/** One of each that is told in words of its own, and what a screen that has nothing yet says; faults-over-tcp.test.ts goes through all. */
const TOLD = {
  refuse: /DLI could not be reached/,
  'black-hole': /DLI did not answer in time/,
  throttle: /DLI asked for fewer requests/,
  // The breaker answers for it after some of them.
  unavailable: /DLI failed with an error of its own|DLI could not be reached/,
  html: /DLI answered in a form that cannot be read/,
} satisfies Partial<Record<FaultMode, RegExp>>;
type Fault = keyof typeof TOLD;
/** Long enough for three screens to be seen waiting. */
const CALL_MS = 12_000;
const SAID = { timeout: 30_000 };

let proxy: FaultProxy;
let server: CloudConsole;
test.beforeAll(async () => {
  const reachedThroughProxy = async (cloudAddress: string) => {
    proxy = await startFaultProxy(cloudAddress);
    return {
      GROUPAGE_DLI_ENDPOINT: proxy.address,
      GROUPAGE_UPSTREAM_TIMEOUT_MS: String(CALL_MS),
      HW_ACCESS_KEY: 'SAMPLEKEYALICE',
      HW_SECRET_KEY: 'sample-secret-of-alice',
      HW_REGION_NAME: 'cn-north-4',
      HW_PROJECT_ID: 'given',
    };
  };
  server = await runCloudConsole(reachedThroughProxy, []);
  const body = JSON.stringify({ paths: [SAMPLES.csv], kind: 'file', group: 'etl' });
  await fetch(`${server.cloudAddress}/v2.0/given/resources`, { method: 'POST', body });
});
test.afterAll(async () => {
  await server.stop();
  await proxy.close();
});

/** A screen that was read before, a screen that is opened under the fault, and a form whose plan is asked for under it. */
async function walk(mode: Fault, { groups, group, form }: { groups: Page; group: Page; form: Page }): Promise<void> {
  await expect(groups.getByText(/^Updated \d/)).toBeVisible();
  await proxy.set(mode);
  await groups.getByRole('button', { name: 'Check now' }).click();
  await form.getByRole('button', { name: 'Review', exact: true }).click();
  if (mode === 'black-hole') {
    await expect(groups.getByText(/^As of .* slow to answer, still waiting/)).toBeVisible();
    await expect(form.getByText('Slow to answer · still waiting')).toBeVisible();
  }
  await expect(groups.getByText(/^As of .* cannot be read again at the moment/)).toBeVisible(SAID);
  // Until the read is known to have failed, what was read a moment before it is as good as any.
  await group.goto(`${server.address}/p/given/group?name=etl`);
  await expect(group.getByRole('alert')).toContainText(TOLD[mode], SAID);
  await expect(form.getByRole('alert')).toContainText(TOLD[mode], SAID);
  // What was known stays.
  await expect(groups.getByRole('link', { name: 'etl' })).toBeVisible();
  await expect(form.getByLabel('OBS path 1', { exact: true })).toHaveValue(SAMPLES.csv);
  for (const page of [groups, group, form]) {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText(/HTTP 500|internal/i);
  }
  await proxy.set(null);
  // By themselves: nobody presses anything.
  await expect(groups.getByText(/^Updated \d/)).toBeVisible({ timeout: BACK_WITHIN_MS });
  await expect(group.getByRole('rowheader', { name: 'sample-orders.csv' })).toBeVisible({ timeout: BACK_WITHIN_MS });
}
/** 5 s, and what a busy machine may need on top. */
const BACK_WITHIN_MS = 15_000;

test('each kind of fault on three screens, and the way back', async ({ page: groups, context }) => {
  test.setTimeout(180_000);
  const group = await context.newPage();
  const form = await context.newPage();
  await groups.goto(`${server.address}/p/given/groups`);
  await form.goto(`${server.address}/p/given/new`);
  await form.getByLabel('Group name').fill('etl');
  await form.getByLabel('OBS path 1', { exact: true }).fill(SAMPLES.csv);
  for (const mode of Object.keys(TOLD) as Fault[]) await test.step(mode, () => walk(mode, { groups, group, form }));
});

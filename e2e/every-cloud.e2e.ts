/**
 * Goal: the same console, whatever is behind it. One walk through the main jobs, against the local cloud in process, over HTTP with
 * every request signed by an access key, and over HTTP with a token of IAM: the same steps, the same words, but for the name of the mode.
 */
import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { runConsole } from '../scripts/console-process.ts';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, packageRow, test } from './fixtures.ts';
import { runCloudConsole } from './own-console.ts';
import { fillSubmission, reviewAndSubmit } from './steps.ts';

const PROJECT = 'everywhere';

const consoles: { stop: () => Promise<unknown> }[] = [];

test.afterEach(async ({ page }) => {
  await page.goto('about:blank');
  await Promise.all(consoles.splice(0).map((one) => one.stop()));
});

const MODES = [
  { mode: 'in process', label: /^Local cloud/, login: null },
  {
    mode: 'over HTTP, signed',
    label: /^Huawei Cloud/,
    login: { HW_ACCESS_KEY: 'SAMPLEKEYALICE', HW_SECRET_KEY: 'sample-secret-of-alice' },
  },
  {
    mode: 'over HTTP, by token',
    label: /^Huawei Cloud/,
    login: { HW_USER_NAME: 'bob_dev', HW_USER_PASSWORD: 'sample-password-of-bob_dev', HW_DOMAIN_NAME: 'sample-account' },
  },
] as const;

/** A server of its own for each mode, on one data folder each: what one walk does, another does not see. */
async function startFor(login: (typeof MODES)[number]['login']): Promise<string> {
  const started =
    login === null
      ? await runConsole({ env: { GROUPAGE_DATA: mkdtempSync(join(tmpdir(), 'groupage-')), GROUPAGE_SAMPLES: 'small' } })
      : await runCloudConsole(() => ({ ...login, HW_REGION_NAME: 'cn-north-4', HW_PROJECT_ID: PROJECT }));
  consoles.push(started);
  return started.address;
}

for (const { mode, label, login } of MODES) {
  test(`${mode}: submit, pick, tag, hand over, export, delete, check`, async ({ page }) => {
    test.setTimeout(120_000);
    const base = `${await startFor(login)}/p/${PROJECT}`;
    await test.step('main job', async () => {
      await page.goto(`${base}/new`);
      await expect(page.getByRole('link', { name: label })).toBeVisible();
      await fillSubmission(page, { group: 'etl', kind: 'file', paths: [SAMPLES.csv, SAMPLES.missing] });
      await reviewAndSubmit(page, 'Add 2 packages');
      await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
      await expect(packageRow(page, 'sample-not-there.jar')).toContainText('Failed');
    });
    await test.step('objects picked', () => pick(page, base));
    await test.step('tags', () => tag(page));
    await test.step('owner', () => handOver(page));
    await test.step('export', () => exportList(page));
    await test.step('delete', () => remove(page));
    await test.step('connection', async () => {
      await page.getByRole('link', { name: label }).click();
      const step = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
      await expect(step('List packages')).toContainText('Packages: 2. Package groups: 1.');
      await expect(step('List buckets')).toContainText(/^OK/);
      await expect(step('Look at an object')).toContainText(/^OK/);
      await expect(page.getByText('Nothing stands in the way.').first()).toBeVisible();
    });
  });
}

async function pick(page: Page, base: string) {
  await page.goto(`${base}/new?group=etl`);
  await page.getByRole('button', { name: 'Browse OBS…' }).click();
  await page.getByRole('option', { name: 'sample-packages' }).click();
  await page.getByRole('option', { name: 'jars/' }).click();
  await page.getByRole('option', { name: 'sample-etl.jar' }).click();
  await page.getByRole('button', { name: 'Add 1 file' }).click();
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue(SAMPLES.jar);
  await reviewAndSubmit(page, 'Add 1 package');
  await expect(packageRow(page, 'sample-etl.jar')).toContainText('Ready');
}

async function tag(page: Page) {
  await page.getByRole('link', { name: 'sample-etl.jar', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: 'sample-etl.jar' });
  await drawer.getByRole('button', { name: 'Edit tags' }).click();
  await drawer.getByRole('button', { name: 'Add tag' }).click();
  await drawer.getByLabel('Key of tag 1').fill('stage');
  await drawer.getByLabel('Value of tag 1').fill('prod');
  await drawer.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(drawer.getByRole('list', { name: 'Tags' }).getByRole('listitem')).toHaveText(['stage = prod']);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await page.getByRole('button', { name: /^Filter by tag/ }).click();
  await page.getByRole('button', { name: 'stage = prod' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['sample-etl.jar']);
}

/** With the filter by tag still on: what is done is done to that one. */
async function handOver(page: Page) {
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Change owner' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New owner').fill('anna_etl');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'Owner changed: 1 of 1' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(packageRow(page, 'sample-etl.jar')).toContainText('anna_etl');
}

async function exportList(page: Page) {
  await page.getByRole('button', { name: 'Export' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV' }).click();
  const [, ...rows] = (await readFile(await (await downloading).path(), 'utf8')).trim().split('\r\n');
  expect(rows.map((row) => row.split(',').slice(0, 6))).toEqual([
    ['etl', 'sample-etl.jar', 'ready', 'READY', expect.anything(), 'anna_etl'],
  ]);
}

async function remove(page: Page) {
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Delete 1 package' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete 1 package' }).click();
  await expect(dialog.getByRole('heading', { name: 'Deleted 1 of 1' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page.getByRole('rowheader')).toHaveText([/sample-/, /sample-/]);
  await expect(packageRow(page, 'sample-etl.jar')).toHaveCount(0);
}

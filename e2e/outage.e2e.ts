/** Goal: when the console's own server goes away and comes back, what was on screen stays, says how old it is, and goes on by itself. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runConsole } from '../scripts/console-process.ts';
import { FAULTS, SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, packageRow, seedGroup, test } from './fixtures.ts';

// Chromium logs each request that finds nobody.
test.use({ allowedErrors: [/ERR_(CONNECTION_REFUSED|EMPTY_RESPONSE|CONNECTION_RESET|SOCKET_NOT_CONNECTED)/] });

test('a restart of the server', async ({ page }) => {
  const env = { GROUPAGE_DATA: mkdtempSync(join(tmpdir(), 'groupage-')), GROUPAGE_SAMPLES: 'small' };
  const before = await runConsole({ env });
  await seedGroup({ page, projectId: 'local' }, { group: 'outage', paths: [SAMPLES.csv] }, before.address);
  await page.goto(`${before.address}/p/local/group?name=outage`);
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');

  await before.stop();
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText(/^As of/)).toBeVisible();
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');

  const after = await runConsole({ env: { ...env, GROUPAGE_PORT: new URL(before.address).port } });
  try {
    await expect(page.getByText(/^Updated \d\d:/)).toBeVisible({ timeout: 30_000 });
    await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
  } finally {
    expect(await after.stop()).toBe(0);
  }
});

test('what did not arrive can be filled in again, and is reviewed before it is sent', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'again', paths: [FAULTS.cutBefore] });
  await groupage.reviewAndSubmit('Add 1 package');
  await expect(page).toHaveURL(/group\?name=again$/);
  await page.getByRole('button', { name: 'Fill in 1 path again' }).click({ timeout: 30_000 });
  await expect(page.getByLabel('Group name')).toHaveValue('again');
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue(FAULTS.cutBefore);
});

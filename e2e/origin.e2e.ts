/** Goal: the list knows where a package came from, who submitted it, and that somebody else was there since. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { type ConsoleProcess, runConsole } from '../scripts/console-process.ts';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { type Running, startProcess } from '../src/local-cloud/test-process.ts';
import { expect, expectAccessible, packageRow, seedGroup, test } from './fixtures.ts';

const dir = mkdtempSync(join(tmpdir(), 'groupage-origin-'));
let localCloud: Running;
let cloudAddress: string;

test.beforeAll(async () => {
  localCloud = startProcess(['--port', '0', '--data', join(dir, 'cloud'), '--samples', 'small']);
  cloudAddress = await localCloud.address;
});
test.afterAll(async () => {
  localCloud.child.kill('SIGTERM');
  await localCloud.ended;
});

/** A console over the cloud of this file, with a record of its own. */
function startConsole(projectId: string): Promise<ConsoleProcess> {
  return runConsole({
    env: {
      GROUPAGE_MODE: 'cloud',
      GROUPAGE_DATA: join(dir, `console-${projectId}`),
      GROUPAGE_DLI_ENDPOINT: cloudAddress,
      GROUPAGE_IAM_ENDPOINT: cloudAddress,
      GROUPAGE_OBS_ENDPOINT: pathToFileURL(join(dir, 'cloud/obs')).href,
      HW_REGION_NAME: 'cn-north-4',
      HW_PROJECT_ID: projectId,
      HW_ACCESS_KEY: 'SAMPLEKEYALICE',
      HW_SECRET_KEY: 'sample-secret-of-alice',
    },
  });
}

/** Somebody else's upload, of which this console knows nothing. */
async function uploadElsewhere(projectId: string, uri: string) {
  const [bucket = '', ...key] = uri.slice('obs://'.length).split('/');
  const paths = [`https://${bucket}.obs.cn-north-4.myhuaweicloud.com/${key.join('/')}`];
  const response = await fetch(`${cloudAddress}/v2.0/${projectId}/resources`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ paths, kind: 'file', group: 'etl', is_async: false }),
  });
  expect(response.status).toBe(201);
}

const checkNow = (page: Page) => page.getByRole('button', { name: 'Check now' }).click();

test('path, size and who submitted it are shown, also after a reload and a restart; a change from outside is marked and told', async ({
  page,
  projectId,
}) => {
  test.setTimeout(120_000); // starts two servers
  const before = await startConsole(projectId);
  await seedGroup({ page, projectId }, { group: 'etl', paths: [SAMPLES.csv, SAMPLES.jar] }, before.address);
  await page.goto(`${before.address}/p/${projectId}/group?name=etl`);
  const row = packageRow(page, 'sample-orders.csv');
  await expect(row).toContainText('Ready');
  const path = row.getByRole('button', { name: `Copy ${SAMPLES.csv}` });
  await expect(path).toBeVisible();
  await expect(row).toContainText('654 byte');
  await path.focus();
  await expect(page.getByRole('tooltip')).toHaveText(SAMPLES.csv);
  await page.reload();
  await expect(path).toBeVisible();
  await page.goto('about:blank'); // its poll would meet a server that is gone
  await before.stop();

  const after = await startConsole(projectId);
  try {
    await page.goto(`${after.address}/p/${projectId}/groups`);
    await expect(page.getByRole('row').filter({ hasText: 'etl' })).toContainText(/just now|ago/);
    await page.getByRole('link', { name: 'etl' }).click();
    await expect(path).toBeVisible();
    await expect(row).not.toContainText('not from here');

    await uploadElsewhere(projectId, SAMPLES.csv);
    await uploadElsewhere(projectId, SAMPLES.python);
    await checkNow(page);
    await expect(row).toContainText('changed since, not from here');
    await expect(packageRow(page, 'sample_job.py')).toContainText('not from here');
    await page.getByRole('link', { name: '2 not from here' }).click();
    const changes = page.locator('#changes').getByRole('listitem');
    await expect(changes).toHaveText([/sample_job\.py appeared/, /sample-orders\.csv was uploaded again at .* not from here/]);
    await expectAccessible(page);
    await row.getByRole('link', { name: 'sample-orders.csv' }).click();
    await expect(page.getByRole('dialog')).toContainText('sample-orders.csv was uploaded again at');
    await page.keyboard.press('Escape');

    // In the one history they stand in their time, and are told when the list shows the next of them.
    await page.getByRole('link', { name: 'History' }).click();
    const history = page.getByRole('main').getByRole('list').first().locator('> li');
    await expect(history).toHaveText([
      /not from here.*Seen between the reads of .*sample_job\.py appeared.*sample-orders\.csv was uploaded again/,
      /Submit sample-orders\.csv, sample-etl\.jar.*Accepted/,
      /Changes not made here are noted since/,
    ]);
    await expectAccessible(page);
    await page.goto(`${after.address}/p/${projectId}/groups`);
    await expect(page.getByRole('row').filter({ hasText: 'etl' })).toContainText('2 not from here');
  } finally {
    await page.goto('about:blank');
    expect(await after.stop()).toBe(0);
  }
});

test('a path is attached to a package of unknown origin, replaced and taken off', async ({ page, projectId }) => {
  test.setTimeout(120_000);
  const groupage = await startConsole(projectId);
  try {
    await uploadElsewhere(projectId, SAMPLES.jar);
    await page.goto(`${groupage.address}/p/${projectId}/group?name=etl`);
    const row = packageRow(page, 'sample-etl.jar');
    await expect(row).toContainText('not from here');
    await row.getByRole('button', { name: 'Actions for sample-etl.jar' }).click();
    await page.getByRole('menuitem', { name: 'Attach a path' }).click();
    const dialog = page.getByRole('dialog');
    const field = dialog.getByLabel('OBS path', { exact: true });
    await expect(field).toBeFocused();
    await field.fill(SAMPLES.secondJar);
    await dialog.getByRole('button', { name: 'Attach the path' }).click();
    await expect(dialog).toContainText('The path ends in sample-udf.jar');
    await expectAccessible(page);
    await field.fill(SAMPLES.jar);
    await dialog.getByLabel('Note').fill('from the wiki');
    await page.keyboard.press('Enter');
    await expect(dialog).toContainText('Attached by');
    await expect(dialog).toContainText('not checked by DLI');
    await expect(dialog).toContainText('from the wiki');
    await expect(dialog.getByRole('button', { name: 'Replace the path' })).toBeFocused();
    await page.reload();
    await expect(row.getByRole('button', { name: `Copy ${SAMPLES.jar}` })).toBeAttached();
    await expect(row).toContainText('attached');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Take the path off' }).click();
    await expect(dialog).toContainText('Not submitted from this console');
    await page.keyboard.press('Escape');
    await expect(row).toContainText('not from here');
  } finally {
    await page.goto('about:blank');
    expect(await groupage.stop()).toBe(0);
  }
});

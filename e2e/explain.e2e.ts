/** Goal: a failure, a refusal and a slow upload say why, as far as anybody can know, and what to do. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runConsole } from '../scripts/console-process.ts';
import { FAULTS, manySample, SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, seedGroup, test } from './fixtures.ts';

const MISSING = 'sample-not-there.jar';

test('a failed package says why; its evidence is copied, and it is submitted again', async ({ page, groupage, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await seedGroup(groupage, { group: 'explained', kind: 'jar', paths: [SAMPLES.missing, SAMPLES.jar] });
  await groupage.open('group?name=explained');
  await expect(packageRow(page, MISSING)).toContainText('object not there');
  await expectAccessible(page);

  await packageRow(page, MISSING).getByRole('link', { name: MISSING }).click();
  const trouble = page.getByRole('region', { name: 'Why it failed' });
  await expect(trouble).toContainText('Known: There was no object at the path when it was submitted');
  await expect(trouble).toContainText('Put the object there, or correct the path');
  await trouble.getByText('Details', { exact: true }).click();
  await expect(trouble).toContainText('not_found');
  await expectAccessible(page);

  await trouble.getByRole('button', { name: 'Copy evidence' }).click();
  await expect(trouble.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('reason: never_there (known)');
  expect(copied).toContain(`path: ${SAMPLES.missing}`);
  expect(copied).toMatch(/^DLI request id: \S+$/m);

  await trouble.getByRole('link', { name: 'Submit this file again' }).click();
  await expect(page.getByLabel(`Path of ${MISSING}`, { exact: true })).toHaveValue(SAMPLES.missing);
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Replace 1 package' })).toBeVisible();
});

test('where nothing is wrong with the object, no reason is made up', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'unexplained', kind: 'jar', paths: [FAULTS.readError] });
  await groupage.open('group?name=unexplained');
  await packageRow(page, 'read-error.jar').getByRole('link', { name: 'read-error.jar' }).click();
  await expect(page.getByRole('region', { name: 'Why it failed' })).toContainText('No reason known: DLI gave no reason.');
  await expect(packageRow(page, 'read-error.jar')).toContainText('Failed');
});

test('a refused submission names the right that is missing, and from whom to ask it', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'denied', paths: [FAULTS.denied] });
  await groupage.reviewAndSubmit('Add 1 package');
  const alert = page.getByRole('alert').filter({ hasText: 'DLI says that' });
  await expect(alert).toContainText('local_user misses the right UPDATE_RESOURCE on resources.denied');
  await expect(alert).toContainText('Ask the owner of the group or package');
  await expectAccessible(page);
});

test('an upload that takes longer than usual is told, and never called failed', async ({ page }) => {
  test.setTimeout(300_000); // starts a server, and waits for an upload to grow old
  const env = {
    GROUPAGE_DATA: mkdtempSync(join(tmpdir(), 'groupage-')),
    GROUPAGE_SAMPLES: 'small',
    // Longer than the test for the slower sample.
    GROUPAGE_LOCAL_SLOW_BYTES_PER_SECOND: '500',
  };
  const own = await runConsole({ env });
  try {
    const project = { page, projectId: 'local' };
    const quick = Array.from({ length: 24 }, (_, index) => manySample(index + 1));
    await seedGroup(project, { group: 'usual', paths: quick }, own.address);
    await seedGroup(project, { group: 'slow', paths: [SAMPLES.slower], isAwaited: false }, own.address);
    await page.goto(`${own.address}/p/local/group?name=slow`);
    const row = packageRow(page, 'sample-40mb.bin');
    await expect(row).toContainText('Taking longer than usual', { timeout: 45_000 });
    await expect(row).toContainText('Uploading');
    await row.getByRole('link', { name: 'sample-40mb.bin' }).click();
    const trouble = page.getByRole('region', { name: 'Taking longer than usual' });
    await expect(trouble).toContainText('Of the latest 24 packages measured in this project, 95 of 100 were ready within 10 s.');
    await expect(trouble.getByRole('link', { name: 'Submit this file again' })).toBeVisible();
    await expectAccessible(page);
    await trouble.getByRole('button', { name: 'Check now' }).click();

    await page.goto(`${own.address}/p/local/groups`);
    const group = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'slow', exact: true }) });
    await expect(group).toContainText('Uploading 1 of 1');
    await expect(group).toContainText('Taking longer than usual', { timeout: 20_000 });
    await expect(group).not.toContainText('failed');
  } finally {
    await page.goto('about:blank'); // its poll would meet a server that is gone
    expect(await own.stop()).toBe(0);
  }
});

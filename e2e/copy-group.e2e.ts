/** Goal: a second group like the first, without looking paths up: known ones are filled in, the others are asked for by name. */
import type { Page } from '@playwright/test';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, seedGroup, test } from './fixtures.ts';
import { runWithoutRecord } from './own-console.ts';
import { reviewAndSubmit } from './steps.ts';

async function copyGroup(page: Page) {
  await page.getByRole('button', { name: 'Actions for the group' }).click();
  await page.getByRole('menuitem', { name: 'Copy as a new group' }).click();
}

test('a copy comes with the paths, kind and run of the group, asks for a name, and sends nothing before the review', async ({
  page,
  groupage,
}) => {
  await seedGroup(groupage, { group: 'first', kind: 'pyFile', paths: [SAMPLES.python, SAMPLES.pythonHelpers] });
  await groupage.open('group?name=first');
  await copyGroup(page);

  await expect(page.getByLabel('Group name')).toBeFocused();
  await expect(page.getByLabel('Group name')).toHaveValue('');
  await expect(page.getByLabel('Kind')).toHaveValue('pyFile');
  await expect(page.getByLabel('In the background')).toBeChecked();
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue(SAMPLES.pythonHelpers);
  await expect(page.getByLabel('OBS path 2', { exact: true })).toHaveValue(SAMPLES.python);
  await expect(page.getByText('A copy of first')).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel('Group name').fill('second');
  await groupage.reviewAndSubmit('Add 2 packages');
  await expect(page).toHaveURL(/group\?name=second$/);
  await expect(packageRow(page, 'sample_helpers.py')).toContainText('Ready');
});

test('paths that this server does not remember are asked for, package by package', async ({ page }) => {
  test.setTimeout(120_000); // starts two servers
  const paths = [SAMPLES.jar, SAMPLES.secondJar, SAMPLES.csv];
  const elsewhere = { page, projectId: 'local' };
  const after = await runWithoutRecord(page, (address) => seedGroup(elsewhere, { group: 'elsewhere', paths }, address));
  try {
    await page.goto(`${after.address}/p/local/group?name=elsewhere`);
    await copyGroup(page);
    await expect(page.getByText('The paths of 3 packages are not known')).toBeVisible();
    const etl = page.getByLabel('Path of sample-etl.jar', { exact: true });
    const udf = page.getByLabel('Path of sample-udf.jar', { exact: true });
    const orders = page.getByLabel('Path of sample-orders.csv', { exact: true });
    for (const field of [etl, udf, orders]) await expect(field).toHaveValue('');
    await expectAccessible(page);

    // Nothing is left out in silence.
    await page.getByLabel('Group name').fill('copied');
    await etl.fill(SAMPLES.jar);
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await expect(page.getByText('Enter the path of sample-udf.jar, or take this row out.')).toBeVisible();

    await page.reload();
    await expect(page.getByLabel('Group name')).toHaveValue('copied');
    await expect(etl).toHaveValue(SAMPLES.jar);
    await expect(udf).toHaveValue('');

    // A pasted list goes to the rows that ask; a path of another name is told.
    await udf.fill(SAMPLES.python);
    await expect(page.getByText('Adds sample_job.py instead of sample-udf.jar')).toBeVisible();
    await udf.fill('');
    await page.getByLabel('Paste many OBS paths').fill(`${SAMPLES.csv}\n${SAMPLES.secondJar}`);
    await page.getByRole('button', { name: 'Add 2 rows' }).click();
    await expect(udf).toHaveValue(SAMPLES.secondJar);
    await expect(orders).toHaveValue(SAMPLES.csv);
    await expect(page.getByText(/are not known/)).toHaveCount(0);
    await reviewAndSubmit(page, 'Add 3 packages');
    await expect(page).toHaveURL(/group\?name=copied$/);
    await expect(packageRow(page, 'sample-udf.jar')).toContainText('Ready');
  } finally {
    await page.goto('about:blank');
    expect(await after.stop()).toBe(0);
  }
});

test('what is half typed is not overwritten by a copy, nor by files to add', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'source', paths: [SAMPLES.csv] });
  await groupage.open('new');
  await groupage.fill({ group: 'half-done', paths: [SAMPLES.jar] });

  await groupage.open('group?name=source');
  await copyGroup(page);
  await expect(page.getByText('This form still holds what you typed and did not send.')).toBeVisible();
  await expect(page.getByLabel('Group name')).toHaveValue('half-done');
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue(SAMPLES.jar);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Keep what I typed' }).click();
  await expect(page.getByText('This form still holds')).toHaveCount(0);
  await expect(page.getByLabel('Group name')).toHaveValue('half-done');

  await groupage.open('group?name=source');
  await page.getByRole('link', { name: 'Add files' }).click();
  await page.getByRole('button', { name: 'Start with group source' }).click();
  await expect(page.getByLabel('Group name')).toHaveValue('source');
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue('');
  await expect(page.getByLabel('OBS path 1', { exact: true })).toBeFocused();

  // Nothing was typed since, so the next start needs no question.
  await groupage.open('group?name=source');
  await copyGroup(page);
  await expect(page.getByText('A copy of source')).toBeVisible();
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue(SAMPLES.csv);
});

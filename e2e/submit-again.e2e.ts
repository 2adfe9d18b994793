/** Goal: one package once more, or replaced, without touching the rest of its group. */
import type { Page } from '@playwright/test';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, planPart, seedGroup, test } from './fixtures.ts';
import { runWithoutRecord } from './own-console.ts';
import { reviewAndSubmit } from './steps.ts';

const row = (page: Page) => page.getByLabel('Path of sample-etl.jar', { exact: true });

async function choose(page: Page, item: string) {
  await page.getByRole('button', { name: 'Actions for sample-etl.jar' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a package is submitted again with the path it came from', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'jobs', kind: 'jar', paths: [SAMPLES.jar, SAMPLES.secondJar] });
  await groupage.open('group?name=jobs');
  await choose(page, 'Submit again');

  await expect(page.getByLabel('Group name')).toHaveValue('jobs');
  await expect(page.getByLabel('Kind')).toHaveValue('jar');
  await expect(row(page)).toHaveValue(SAMPLES.jar);
  await expect(page.getByRole('button', { name: 'Review', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  // Asked for by its name: sent although nothing about it changed.
  await expect(planPart(page, 'Same')).toContainText('sample-etl.jar');
  await expect(page.getByRole('checkbox', { name: 'Send sample-etl.jar all the same' })).toBeChecked();
  await expect(planPart(page, 'Not in this submission')).toContainText('sample-udf.jar');
  await page.getByRole('button', { name: 'Replace 1 package' }).click();
  await expect(page.getByText(/observed: merged/i)).toBeVisible();
});

test('a replacement tells when the path would add a package instead', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'jobs', kind: 'jar', paths: [SAMPLES.jar] });
  await groupage.open('group?name=jobs');
  await choose(page, 'Replace');
  await expect(row(page)).toHaveValue(SAMPLES.jar);
  await row(page).fill(SAMPLES.secondJar);
  await expect(page.getByText('Adds sample-udf.jar instead of replacing sample-etl.jar')).toBeVisible();
  await expectAccessible(page);
  await groupage.reviewAndSubmit('Add 1 package');
  await expect(packageRow(page, 'sample-udf.jar')).toContainText('Ready');
});

test('from the details, of a package in no group, by a link that a reload keeps', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: null, kind: 'jar', paths: [SAMPLES.jar] });
  await groupage.open('ungrouped');
  const link = packageRow(page, 'sample-etl.jar').getByRole('link', { name: 'sample-etl.jar' });
  await link.click();
  await page.getByRole('dialog').getByRole('link', { name: 'Submit again' }).click();
  await expect(row(page)).toHaveValue(SAMPLES.jar);
  await page.reload();
  await expect(row(page)).toHaveValue(SAMPLES.jar);
  await expect(page.getByLabel(/^No group/)).toBeChecked();
  await groupage.reviewAndSubmit('Replace 1 package');
  await expect(page).toHaveURL(/ungrouped$/);
});

test('a path that this server does not remember is asked for in words', async ({ page }) => {
  test.setTimeout(120_000); // starts two servers
  const elsewhere = { page, projectId: 'local' };
  const after = await runWithoutRecord(page, (address) => seedGroup(elsewhere, { group: 'jobs', paths: [SAMPLES.jar] }, address));
  try {
    await page.goto(`${after.address}/p/local/group?name=jobs`);
    await choose(page, 'Submit again');
    await expect(page.getByText('The path of 1 package is not known')).toBeVisible();
    await expect(row(page)).toBeFocused();
    await expectAccessible(page);
    await row(page).fill(SAMPLES.jar);
    await reviewAndSubmit(page, 'Replace 1 package');
    await expect(packageRow(page, 'sample-etl.jar')).toContainText('Ready');
  } finally {
    await page.goto('about:blank');
    expect(await after.stop()).toBe(0);
  }
});

/** Goal: paths get into a submission without being typed, and what may not be listed stands in nobody's way. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DENIED_BUCKET, MANY_COUNT, SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, packageRow, test } from './fixtures.ts';

const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });
const contents = (page: Page, place: string) => page.getByRole('listbox', { name: `Contents of obs://${place}` });

async function browse(page: Page) {
  await page.getByRole('button', { name: 'Browse OBS…' }).click();
  await expect(page.getByRole('dialog', { name: 'Browse OBS' })).toBeVisible();
}

test('objects of two folders are picked in the drawer, submitted, and become Ready', async ({ page, groupage }) => {
  await groupage.open('new');
  await page.getByLabel('Group name').fill('picked');
  await page.getByLabel('Kind').selectOption('file');
  await browse(page);
  await option(page, 'sample-packages').click();
  await option(page, 'jars/').click();
  await option(page, 'sample-etl.jar').click();
  await page.getByRole('navigation', { name: 'Folder' }).getByRole('button', { name: 'sample-packages' }).click();
  await option(page, 'data/').click();
  await option(page, /^sample Umsätze/).click();
  await option(page, 'sample-100%.csv').click();
  await expect(page.getByText('3 files ·')).toBeVisible();
  await page.getByRole('button', { name: 'Add 3 files' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Browse OBS…' })).toBeFocused();
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue(SAMPLES.jar);
  await expect(page.getByText('3 paths', { exact: true })).toBeVisible();

  // What the form holds is marked, and cannot be picked twice; where it was left is where it opens.
  await browse(page);
  const present = option(page, /^sample-100%\.csv.*In the form already/);
  await expect(present).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await groupage.reviewAndSubmit('Add 3 packages');
  for (const name of ['sample-etl.jar', 'sample Umsätze 2026 (größte).csv', 'sample-100%.csv'])
    await expect(packageRow(page, name)).toContainText('Ready');
});

test('keys alone pick a file, a range by its folder, and lead back', async ({ page, groupage }) => {
  await groupage.open('new');
  await page.getByRole('button', { name: 'Browse OBS…' }).focus();
  await page.keyboard.press('Enter');
  const buckets = page.getByRole('listbox', { name: 'Buckets' });
  await expect(option(page, 'sample-packages')).toBeVisible();
  await buckets.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(contents(page, 'sample-packages/')).toBeFocused();
  await expect(option(page, 'jars/')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(option(page, 'sample-udf.jar')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(option(page, 'sample-udf.jar')).toHaveAttribute('aria-selected', 'true');

  // Up again, to the very folder it came from.
  await page.keyboard.press('Backspace');
  await expect(contents(page, 'sample-packages/')).toBeFocused();
  const jars = await option(page, 'jars/').getAttribute('id');
  await expect(contents(page, 'sample-packages/')).toHaveAttribute('aria-activedescendant', String(jars));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(option(page, 'sample-part-001.csv')).toBeVisible();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('button', { name: `Add ${MANY_COUNT + 1} files` })).toBeVisible();
  await page.getByRole('button', { name: `Add ${MANY_COUNT + 1} files` }).press('Enter');
  await expect(page.getByText(`${MANY_COUNT + 1} paths`, { exact: true })).toBeVisible();
});

test.describe('refused', () => {
  test.use({ allowedErrors: [/status of 40[34]/] });

  test('a bucket that may not be listed says which right is missing, and its path can be typed', async ({ page, groupage }) => {
    await groupage.open('new');
    await browse(page);
    await option(page, DENIED_BUCKET).click();
    const refusal = page.getByRole('alert');
    await expect(refusal).toContainText('obs:bucket:ListBucket');
    await expect(refusal).toContainText('An OBS path can be typed all the same');
    await refusal.getByText('Details').click();
    await expect(refusal).toContainText('AccessDenied');
    await page.getByRole('button', { name: 'Close the OBS browser' }).click();
    await expect(page.getByRole('dialog')).toBeHidden();

    await groupage.fill({ group: 'unlisted', paths: [SAMPLES.unlisted] });
    await groupage.reviewAndSubmit('Add 1 package');
    await expect(packageRow(page, 'sample-unlisted.jar')).toContainText('Ready');
  });

  test('a bucket that is not there may be in another region', async ({ page, groupage }) => {
    await groupage.open('objects?bucket=sample-no-such-bucket');
    await expect(page.getByRole('alert')).toContainText('There is no such bucket, or it is in another region');
    await page.getByRole('navigation', { name: 'Folder' }).getByRole('button', { name: 'Buckets' }).click();
    await expect(option(page, 'sample-packages')).toBeVisible();
  });
});

test('the screen: an address leads there, names are searched, and the selection becomes a submission', async ({ page, groupage }) => {
  await groupage.open('objects');
  const field = page.getByRole('searchbox');
  await field.fill('obs://sample-packages/python/');
  await field.press('Enter');
  await expect(contents(page, 'sample-packages/python/')).toBeFocused();
  await field.fill('sample_');
  await expect(page).toHaveURL(/objects\?bucket=sample-packages&prefix=python%2F&text=sample_$/);
  await page.reload();
  await expect(field).toHaveValue('sample_');
  await field.fill('sample_l');
  await expect(option(page, 'sample_job.py')).toBeHidden();
  await page.getByRole('button', { name: 'Select all files found' }).click();
  await field.fill('');
  await option(page, 'sample_job.py').click();
  await page.getByRole('button', { name: 'Submit 2 files…' }).click();

  await expect(page.getByLabel('Group name')).toBeFocused();
  await expect(page.getByLabel('Kind')).toHaveValue('pyFile');
  await groupage.fill({ group: 'from-screen', paths: [await page.getByLabel('OBS path 1', { exact: true }).inputValue()] });
  await groupage.reviewAndSubmit('Add 2 packages');
  await expect(packageRow(page, 'sample_job.py')).toContainText('Ready');
  await expect(packageRow(page, 'sample_lib-1.0.0-py3-none-any.whl')).toContainText('Ready');

  await groupage.open('objects');
  await page.getByRole('button', { name: 'sample-packages/python/' }).click();
  await expect(contents(page, 'sample-packages/python/')).toBeVisible();
});

test('what was typed stays until its owner decides, and what was picked can join it', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'typed', paths: [SAMPLES.csv] });
  await groupage.open('objects?bucket=sample-packages&prefix=jars/');
  await option(page, 'sample-etl.jar').click();
  await page.getByRole('button', { name: 'Submit 1 file…' }).click();
  await expect(page.getByText('This form still holds what you typed and did not send.')).toBeVisible();
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue(SAMPLES.csv);
  await page.getByRole('button', { name: 'Add 1 file to it' }).click();
  await expect(page.getByLabel('Group name')).toHaveValue('typed');
  await expect(page.getByLabel('OBS path 2', { exact: true })).toHaveValue(SAMPLES.jar);
  await expect(page.getByText('This form still holds')).toBeHidden();
});

test('a folder’s files are taken as far as one submission goes, and that is said', async ({ page, groupage }) => {
  // A file in the store's folder is an object at once; this is more than one page of them.
  const bucket = `big-${groupage.projectId.toLowerCase()}`;
  const folder = join('test-results/e2e/data/obs', bucket, 'flat');
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < 1100; i++) writeFileSync(join(folder, `part-${String(i).padStart(4, '0')}.csv`), '');
  await groupage.open(`objects?bucket=${bucket}&prefix=flat/`);
  await expect(page.getByText('The first 1,000 are listed.')).toBeVisible();
  expect(await page.getByRole('option').count(), 'only what is in sight is drawn').toBeLessThan(100);
  await page.getByRole('button', { name: 'Select this folder’s files' }).click();
  await expect(page.getByText('Not all are selected: one submission takes no more than 1,000 paths.')).toBeVisible();
  await expect(page.getByText('1,100 entries')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Submit 1,000 files…' })).toBeVisible();
});

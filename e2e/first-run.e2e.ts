/** Goal: somebody who has never seen the console has a group with packages on screen within a minute, and nothing was sent unasked. */
import { expect, expectAccessible, packageRow, test } from './fixtures.ts';

test('an empty project offers a sample submission, which is filled in and not sent', async ({ page, groupage }) => {
  await groupage.open('groups');
  await expect(page.getByText(/^A package group gathers/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'New submission' }).last()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Load the sample submission' }).click();

  await expect(page.getByLabel('Group name')).toHaveValue('sample-group');
  await expect(page.getByLabel('Kind')).toHaveValue('file');
  await expect(page.getByText('5 paths', { exact: true })).toBeVisible();
  await expect(page.getByText('New group.')).toBeVisible();

  await groupage.reviewAndSubmit('Add 5 packages');
  await expect(packageRow(page, 'sample-etl.jar')).toContainText('Ready');
  await expect(packageRow(page, 'sample-not-there.jar')).toContainText('Failed');
});

test('so does the empty form, until something is typed', async ({ page, groupage }) => {
  await groupage.open('new');
  const sample = page.getByRole('link', { name: 'Load the sample submission' });
  await page.getByLabel('Group name').fill('mine');
  await expect(sample).toBeHidden();
  await page.getByLabel('Group name').fill('');
  await sample.click();
  await expect(page.getByLabel('Group name')).toHaveValue('sample-group');
  await expect(sample).toBeHidden();
  await expectAccessible(page);

  await groupage.open('groups');
  await expect(page.getByText(/^A package group gathers/)).toBeVisible();
});

/**
 * Goal: to delete without fear. What goes is named and counted before, each item has its own outcome, what failed can be
 * tried again, and a whole group asks for its name.
 */
import { FAULTS, SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, seedGroup, test } from './fixtures.ts';

test('several packages are deleted one by one, and the one that failed can be tried again', async ({ page, groupage }) => {
  const paths = [SAMPLES.csv, SAMPLES.jar, SAMPLES.python, FAULTS.undeletable];
  await seedGroup(groupage, { group: 'mixed', paths });
  await groupage.open('group?name=mixed');

  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('checkbox', { name: 'Select sample_job.py' }).uncheck();
  await expect(page.getByText('3 selected')).toBeVisible();
  await page.getByRole('button', { name: 'Delete 3 packages' }).click();

  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { name: 'Delete 3 packages?' })).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Packages to delete' })).toContainText('sample-orders.csv');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Delete 3 packages' }).click();

  await expect(dialog.getByRole('heading', { name: 'Deleted 2 of 3, 1 failed' })).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'sample-orders.csv' })).toContainText('Deleted');
  const failure = dialog.getByRole('listitem').filter({ hasText: 'sample-undeletable.jar' });
  await expect(failure).toContainText('Failed');
  await failure.getByText('Details', { exact: true }).click();
  await expect(failure).toContainText('DLI HTTP');
  await expectAccessible(page);

  await dialog.getByRole('button', { name: 'Retry 1 failed' }).click();
  await expect(dialog.getByRole('heading', { name: 'Deleted 0 of 1, 1 failed' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();

  // What failed is still selected, and the outcome is one click away.
  await expect(packageRow(page, 'sample-orders.csv')).toHaveCount(0);
  await expect(packageRow(page, 'sample_job.py')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Select sample-undeletable.jar' })).toBeChecked();
  await expect(page.getByText('1 selected')).toBeVisible();
  await page.getByRole('button', { name: 'Deleted 0 of 1, 1 failed' }).click();
  await expect(dialog.getByRole('listitem')).toContainText('sample-undeletable.jar');
});

test.describe('a whole group', () => {
  // The browser logs the refusal itself.
  test.use({ allowedErrors: [/409/] });

  test('is deleted once its name is typed', async ({ page, groupage }) => {
    await seedGroup(groupage, { group: 'nightly-etl', paths: [SAMPLES.csv, SAMPLES.jar] });
    await groupage.open('group?name=nightly-etl');
    await page.getByRole('button', { name: 'Actions for the group' }).click();
    await page.getByRole('menuitem', { name: 'Delete group' }).click();

    const dialog = page.getByRole('dialog');
    const button = dialog.getByRole('button', { name: 'Delete group nightly-etl with 2 packages' });
    await expect(button).toBeDisabled();
    await dialog.getByLabel('Type the name of the group').fill('nightly');
    await expect(button).toBeDisabled();
    await dialog.getByLabel('Type the name of the group').fill('nightly-etl');
    await expectAccessible(page);
    await button.click();
    await expect(dialog.getByRole('heading', { name: 'Deleted 2 of 2' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();

    await expect(page.getByText('DLI lists nothing under this name.')).toBeVisible();
    await page.getByRole('link', { name: 'Back to the package groups' }).click();
    await expect(page.getByRole('link', { name: 'nightly-etl' })).toHaveCount(0);
  });

  test('a group that changed meanwhile is read and asked about again', async ({ page, groupage }) => {
    await seedGroup(groupage, { group: 'moving', paths: [SAMPLES.csv] });
    await groupage.open('groups');
    await page.getByRole('checkbox', { name: 'Select moving' }).check();
    await page.getByRole('button', { name: 'Delete 1 group' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type the name of the group').fill('moving');

    // As another tab does.
    await seedGroup(groupage, { group: 'moving', paths: [SAMPLES.jar] });

    await dialog.getByRole('button', { name: 'Delete group moving with 1 package' }).click();
    await expect(dialog.getByText('Something changed since you looked')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Delete group moving with 2 packages' })).toBeDisabled();
    await dialog.getByLabel('Type the name of the group').fill('moving');
    await dialog.getByRole('button', { name: 'Delete group moving with 2 packages' }).click();
    await expect(dialog.getByRole('heading', { name: 'Deleted 2 of 2' })).toBeVisible();
  });
});

test('one package goes by keyboard alone, and focus comes back', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'keys', paths: [SAMPLES.csv, SAMPLES.jar] });
  await groupage.open('group?name=keys');
  const box = page.getByRole('checkbox', { name: 'Select sample-orders.csv' });
  await box.focus();
  await page.keyboard.press('Space');
  const button = page.getByRole('button', { name: 'Delete 1 package' });
  await button.focus();
  await page.keyboard.press('Enter');

  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'Deleted 1 of 1' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(packageRow(page, 'sample-orders.csv')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

/** Goal: to hand packages to another owner, many at once, and to see which of them DLI refused. */
import { FAULTS, SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, seedGroup, test } from './fixtures.ts';

test('the owner of several packages is changed, and the one that DLI refused is told with its reason', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'handover', paths: [SAMPLES.csv, FAULTS.keepsOwner] });
  await groupage.open('group?name=handover');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Change owner' }).click();

  const dialog = page.getByRole('dialog');
  const button = dialog.getByRole('button', { name: 'Change owner of 2 packages' });
  await expect(dialog.getByLabel('New owner')).toBeFocused();
  await dialog.getByLabel('New owner').fill('anna');
  await expect(dialog.getByText('At least 5 characters; this has 4.')).toBeVisible();
  await expect(button).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByLabel('New owner').fill('anna_etl');
  await page.keyboard.press('Enter');

  await expect(dialog.getByRole('heading', { name: 'Owner changed: 1 of 2, 1 failed' })).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'sample-orders.csv' })).toContainText('Changed');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'sample-keeps-owner.jar' })).toContainText('Failed');
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('anna_etl');
  await expect(page.getByRole('checkbox', { name: 'Select sample-keeps-owner.jar' })).toBeChecked();
});

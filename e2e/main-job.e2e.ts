/** Goal: submit a package group and watch every package become Ready or Failed. */
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, holdObject, packageRow, seedGroup, test } from './fixtures.ts';

test('a new group with mixed outcomes is followed until all is final', async ({ page, groupage }) => {
  const held = holdObject(groupage, 'held.bin');
  await groupage.open('groups');
  await expect(page.getByRole('heading', { level: 1, name: 'Package groups' })).toBeVisible();
  await page.getByRole('link', { name: 'New submission' }).first().click();

  await groupage.fill({
    group: 'etl',
    kind: 'file',
    paths: [SAMPLES.csv, held.path.replace('obs://sample-faults', 'https://sample-faults.obs.local.myhuaweicloud.com'), SAMPLES.missing],
  });
  await groupage.reviewAndSubmit('Add 3 packages');

  await expect(page).toHaveURL(new RegExp(`/p/${groupage.projectId}/group\\?name=etl$`));
  await expect(page.getByRole('heading', { level: 1, name: 'etl' })).toBeVisible();
  const slow = packageRow(page, 'held.bin');
  await expect(slow).toContainText('Uploading');
  await expect(page.getByText('auto refresh on')).toBeVisible();
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
  await expect(packageRow(page, 'sample-not-there.jar')).toContainText('Failed');
  held.letGo();
  await expect(slow).toContainText('Ready');
  await expect(page.getByText('1 of 3 failed').first()).toBeVisible();
  await expect(page.getByText('auto refresh on')).toHaveCount(0);

  // The same group, seen from the list, and back.
  await page.getByRole('link', { name: 'Package groups' }).first().click();
  await expect(page.getByRole('row').filter({ hasText: 'etl' })).toContainText('1 of 3 failed');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'etl' })).toBeVisible();
});

test('a submission without a group is followed on the ungrouped packages', async ({ page, groupage }) => {
  await groupage.open('new');
  await page.getByText(/^No group/).click();
  await groupage.fill({ group: '', paths: [SAMPLES.python] });
  await groupage.reviewAndSubmit('Add 1 package');
  await expect(page).toHaveURL(new RegExp(`/p/${groupage.projectId}/ungrouped$`));
  await expect(packageRow(page, 'sample_job.py')).toContainText('Ready');
});

test('every field that DLI returned has its place', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'fields', kind: 'jar', paths: [SAMPLES.jar] });
  await groupage.open('group?name=fields');
  const row = packageRow(page, 'sample-etl.jar');
  await expect(row).toContainText('Ready');
  await expect(row).toContainText('Jar');
  await row.getByRole('link', { name: 'sample-etl.jar' }).click();
  const drawer = page.getByRole('dialog');
  for (const field of ['underlying_name', 'create_time', 'update_time', 'resource_type', 'READY', 'Async'])
    await expect(drawer).toContainText(field);
});

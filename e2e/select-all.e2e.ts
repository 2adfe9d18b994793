/** Goal: to act on everything that matches, on whatever page it stands, and on nothing else. */
import { manySample, SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, seedGroup, test } from './fixtures.ts';

const parts = (count: number) => Array.from({ length: count }, (_, i) => manySample(i + 1));

test('all packages that match, over several pages, are selected and deleted', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'big', paths: [SAMPLES.csv, ...parts(60)] });
  await groupage.open('group?name=big&text=part&pageSize=25');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await expect(page.getByText('25 selected')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Select all 60 that match' }).click();
  await expect(page.getByText('60 selected')).toBeVisible();
  await expect(page.getByRole('button', { name: /that match/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Delete 60 packages' })).toBeFocused();
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(page.getByRole('checkbox', { name: 'Select all on this page' })).toBeChecked();

  await page.getByRole('button', { name: 'Delete 60 packages' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete 60 packages' }).click();
  await expect(dialog.getByRole('heading', { name: 'Deleted 60 of 60' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText('No package has this in its name.')).toBeVisible();
  await groupage.open('group?name=big');
  await expect(packageRow(page, 'sample-orders.csv')).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveCount(1);
});

test('dozens of groups go at once, their number typed, and what vanished meanwhile is left out', async ({ page, groupage, request }) => {
  test.setTimeout(120_000);
  const { projectId } = groupage;
  const names = ['kept', ...Array.from({ length: 30 }, (_, i) => `old-${i + 1}`)];
  for (const group of names) await seedGroup(groupage, { group, paths: [SAMPLES.csv], isAwaited: false });
  await groupage.open('groups?text=old&pageSize=25');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Select all 30 that match' }).click();
  await expect(page.getByText('30 selected')).toBeVisible();

  // Somebody else deletes one of them.
  const gone = await request.post(`/api/projects/${projectId}/deletions`, {
    headers: { 'X-Groupage-Client': '1', 'Idempotency-Key': crypto.randomUUID() },
    data: { packages: [{ group: 'old-7', name: 'sample-orders.csv' }], wholeGroups: [] },
  });
  expect(gone.status()).toBe(200);
  await expect
    .poll(async () => {
      const list = await request.get(`/api/projects/${projectId}/groups`, {
        headers: { 'X-Groupage-Client': '1', 'Cache-Control': 'no-cache' },
      });
      return ((await list.json()) as { total: number }).total;
    })
    .toBe(30);

  await page.getByRole('button', { name: 'Delete 30 groups' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('1 of the selected is not listed any more and was left out.')).toBeVisible();
  const button = dialog.getByRole('button', { name: 'Delete 29 package groups' });
  await expect(button).toBeDisabled();
  await dialog.getByLabel('Type the number of groups, 29, to confirm').fill('29');
  await expectAccessible(page);
  await button.click();
  await expect(dialog.getByRole('heading', { name: 'Deleted 29 of 29' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText('No package group has this in its name.')).toBeVisible();
  await groupage.open('groups');
  await expect(page.getByRole('rowheader')).toHaveText(['kept']);
});

test('a group is opened, added to and deleted from the menu of its row', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'menued', paths: [SAMPLES.csv] });
  await groupage.open('groups');
  const trigger = page.getByRole('button', { name: 'Actions for menued' });
  await trigger.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(trigger).toBeFocused();
  await trigger.click();
  await page.getByRole('menuitem', { name: 'Add files' }).click();
  await expect(page.getByLabel('Group name')).toHaveValue('menued');
  await page.goBack();
  await trigger.click();
  await page.getByRole('menuitem', { name: 'Delete group' }).click();
  await expect(page.getByRole('dialog').getByLabel('Type the name of the group')).toBeFocused();
  await page.keyboard.press('Escape');
  await trigger.click();
  await page.getByRole('menuitem', { name: 'Open' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'menued' })).toBeVisible();
});

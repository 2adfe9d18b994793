/** Goal: what the table shows, as it is filtered and sorted, goes into a file or a spreadsheet, whole and harmless. */
import { readFile } from 'node:fs/promises';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, seedGroup, test } from './fixtures.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a list goes into a file and the clipboard, formulas disarmed', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: '=1+1', paths: [SAMPLES.csv] });
  await seedGroup(groupage, { group: 'plain', paths: [SAMPLES.csv, SAMPLES.emptyFile] });

  await groupage.open('groups?sort=name&order=desc&pageSize=10');
  await expect(page.getByRole('rowheader')).toHaveText(['plain', '=1+1']);
  await page.getByRole('button', { name: 'Export' }).click();
  const items = page.getByRole('group', { name: 'Export' });
  await expect(items).toContainText('2 rows, from all pages');
  await expectAccessible(page);

  const downloading = page.waitForEvent('download');
  await items.getByRole('link', { name: 'Download CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(new RegExp(`^groupage-${groupage.projectId}-groups-\\d{8}T\\d{6}Z\\.csv$`));
  const [head, ...rows] = (await readFile(await download.path(), 'utf8')).split('\r\n');
  expect(head).toMatch(/^\u{feff}group_name,status,packages,/u);
  expect(rows.map((row) => row.split(',').slice(0, 4).join(','))).toEqual(['plain,ready,2,2', "'=1+1,ready,1,1", '']);
  await expect(items).toBeHidden();

  await page.getByLabel('Filter by name').fill('1+');
  await expect(page.getByRole('rowheader')).toHaveText(['=1+1']);
  await page.getByRole('button', { name: 'Export' }).click();
  await items.getByRole('button', { name: 'Copy as table' }).click();
  await expect(page.getByRole('status')).toContainText('Copied 1 row');
  await expect(items.getByRole('button', { name: 'Copied 1 row' })).toBeFocused();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split(/\r?\n/).map((line) => line.split('\t').slice(0, 3))).toEqual([
    ['group_name', 'status', 'packages'],
    ["'=1+1", 'ready', '1'],
    [''],
  ]);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Export' })).toBeFocused();
  await page.getByLabel('Filter by name').fill('nothing like it');
  await expect(page.getByText('No package group has this in its name.')).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(items).toHaveText('Nothing to export: the table has no rows.');
});

test('the packages of a group go into a file', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'etl', paths: [SAMPLES.csv, SAMPLES.emptyFile] });
  await groupage.open('group?name=etl&sort=name&text=orders');
  await page.getByRole('button', { name: 'Export' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV' }).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  const shown = await page.getByRole('rowheader').allTextContents();
  expect(
    text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(',')[1]),
  ).toEqual(shown);
});

test.describe('a table that cannot be read', () => {
  test.use({ allowedErrors: [/Failed to load resource/] });

  test('is not copied, and the reason is told', async ({ page, groupage, context }) => {
    await seedGroup(groupage, { group: 'etl', paths: [SAMPLES.csv] });
    await groupage.open('group?name=etl');
    await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
    await page.getByRole('button', { name: 'Export' }).click();
    await expect(page.getByRole('button', { name: 'Copy as table' })).toBeVisible();
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Copy as table' }).click();
    await expect(page.getByRole('alert')).toContainText('It could not be copied. The console’s own server did not answer.');
  });
});

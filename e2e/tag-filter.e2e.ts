/** Goal: to find, select and link to what has a tag, and never to reach past it. */
import type { Page } from '@playwright/test';
import { SAMPLES, TAG_FAULT_PROJECTS } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, seedGroup, test } from './fixtures.ts';

const rowsOf = (page: Page) => page.getByRole('rowheader');
const filter = (page: Page) => page.getByRole('button', { name: /^Filter by tag/ });
const panel = (page: Page) => page.getByRole('group', { name: 'Filter by tag' });

test('groups by tag, chosen from those in use, by keyboard, as a link, and cleared', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'etl', paths: [SAMPLES.csv], tags: [{ key: 'stage', value: 'prod' }] });
  await seedGroup(groupage, { group: 'reports', paths: [SAMPLES.csv], tags: [{ key: 'stage', value: 'test' }] });
  await seedGroup(groupage, { group: 'plain', paths: [SAMPLES.csv] });
  await groupage.open('groups');
  await expect(rowsOf(page)).toHaveCount(3);

  await filter(page).press('Enter');
  await expect(panel(page).getByLabel('Tag', { exact: true })).toBeFocused();
  await expect(panel(page).getByRole('list', { name: 'Tags in use' }).getByRole('button')).toHaveText([
    'stage any value',
    'stage = prod',
    'stage = test',
  ]);
  await expectAccessible(page);
  await page.keyboard.type('stage=prod');
  await page.keyboard.press('Enter');
  await expect(rowsOf(page)).toHaveText(['etl']);
  await expect(filter(page)).toBeFocused();
  await expect(filter(page)).toHaveText('stage=prod');
  await expect(page).toHaveURL(/tag=stage%3Dprod$/);
  // The counts stay those of the project.
  await expect(page.getByRole('banner').or(page.getByRole('main')).getByText('3 groups')).toBeVisible();

  await page.reload();
  await expect(rowsOf(page)).toHaveText(['etl']);
  await filter(page).click();
  await panel(page).getByRole('button', { name: 'stage any value' }).click();
  await expect(rowsOf(page)).toHaveText([/etl|reports/, /etl|reports/]);
  await page.goBack();
  await expect(rowsOf(page)).toHaveText(['etl']);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rowsOf(page)).toHaveCount(3);
});

test('what is selected by a tag and deleted has the tag, and nothing else is gone', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'mixed', paths: [SAMPLES.csv, SAMPLES.jar], tags: [{ key: 'stage', value: 'old' }] });
  await seedGroup(groupage, { group: 'mixed', paths: [SAMPLES.python], tags: [{ key: 'stage', value: 'new' }] });
  await groupage.open('group?name=mixed&tag=stage%3Dold&pageSize=1');
  await expect(rowsOf(page)).toHaveCount(1);
  await page.getByRole('checkbox', { name: /all/i }).check();
  await page.getByRole('button', { name: 'Select all 2 that match' }).click();
  await page.getByRole('button', { name: 'Delete 2 packages' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).not.toContainText('sample_job.py');
  await dialog.getByRole('button', { name: 'Delete 2 packages' }).click();
  await expect(dialog.getByRole('heading', { name: 'Deleted 2 of 2' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('No package matches all of these filters.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(rowsOf(page)).toHaveText(['sample_job.py']);
});

test.describe('where tags cannot be read', () => {
  test.use({ allowedErrors: [/status of 403|status of 502/] });

  test('the list says that it is the filter, and the field says so too', async ({ page }, info) => {
    await page.goto(`/p/${TAG_FAULT_PROJECTS.forbidden403}-${info.testId.slice(-8)}/groups?tag=stage`);
    await expect(page.getByRole('alert')).toContainText('The list could not be filtered by tag.');
    await expect(page.getByRole('alert')).toContainText('The console’s account may not do this in DLI.');
    await filter(page).click();
    await expect(panel(page).getByRole('alert')).toContainText('The tags in use could not be read.');
    await panel(page).getByRole('button', { name: 'Any tag' }).click();
    await expect(page.getByText('A package group gathers jars')).toBeVisible();
  });
});

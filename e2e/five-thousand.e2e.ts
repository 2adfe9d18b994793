/** Goal: a project of 5,000 packages in 500 groups is worked with like a small one. */
import type { Page } from '@playwright/test';
import { GENERATED_BIG_GROUP } from '../src/local-cloud/generated-projects.ts';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, type Groupage, packageRow, test } from './fixtures.ts';

const openMany = (groupage: Groupage, page: Page, screen: string) => page.goto(`/p/many-5000-${groupage.projectId}/${screen}`);

test('500 groups are filtered, sorted and paged', async ({ page, groupage }) => {
  await openMany(groupage, page, 'groups');
  const table = page.getByRole('table', { name: 'Package groups' });
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(page.getByText('500 groups')).toBeVisible();
  await expect(pages).toContainText('1–25 of 500');

  const names = table.getByRole('rowheader');
  await table.getByRole('button', { name: 'Packages' }).click();
  await expect(names.first()).toHaveText(GENERATED_BIG_GROUP);
  await table.getByRole('button', { name: 'Name' }).click();
  await expect(names.nth(0)).toHaveText('billing-team-1');
  // Numbers in names count as numbers: 12 comes before 100.
  await expect(names.nth(1)).toHaveText('billing-team-12');

  await pages.getByLabel('Rows per page').selectOption('200');
  await expect(pages).toContainText('1–200 of 500');
  await expect(names).toHaveCount(200);
  await pages.getByRole('button', { name: 'Next page' }).click();
  await pages.getByRole('button', { name: 'Next page' }).click();
  await expect(pages).toContainText('401–500 of 500');
  await expect(names.last()).toHaveText('tariff-team-495');

  const filter = page.getByRole('searchbox', { name: 'Filter by name' });
  await filter.fill('ROUTING-team-4');
  await expect(names.first()).toHaveText('routing-team-41');
  await expect(pages).toHaveCount(0);
  await page.reload();
  await expect(filter).toHaveValue('ROUTING-team-4');
  await expect(names.first()).toHaveText('routing-team-41');
});

test('a group of 250 packages is scrolled and selected, and a poll takes neither away', async ({ page, groupage }) => {
  await openMany(groupage, page, `group?name=${GENERATED_BIG_GROUP}&sort=name`);
  const table = page.getByRole('table', { name: 'Packages' });
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(pages).toContainText('1–100 of 250');
  await pages.getByLabel('Rows per page').selectOption('200');
  const rows = table.getByRole('rowheader');
  await expect(rows).toHaveCount(200);

  await table.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await pages.getByRole('button', { name: 'Next page' }).click();
  await expect(rows).toHaveCount(50);
  await table.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await expect(page.getByRole('button', { name: 'Delete 250 packages' })).toBeVisible();
  await pages.getByRole('button', { name: 'Previous page' }).click();
  await expect(rows).toHaveCount(200);

  const last = rows.last();
  await last.scrollIntoViewIfNeeded();
  const scrolledTo = await page.evaluate(() => scrollY);
  expect(scrolledTo).toBeGreaterThan(1_000);
  // "Check now" is scrolled away by now: the same read as a returning reader's.
  const read = page.waitForResponse(/\/group\?/);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await read;
  await expect(page.getByRole('button', { name: 'Delete 250 packages' })).toHaveCount(1);
  await expect(last).toBeInViewport();
  expect(await page.evaluate(() => scrollY)).toBe(scrolledTo);
});

test('a submission to the group of 250 is reviewed against all of them', async ({ page, groupage }) => {
  await openMany(groupage, page, `new?group=${GENERATED_BIG_GROUP}`);
  await groupage.fill({ group: '', kind: 'file', paths: [SAMPLES.csv] });
  await groupage.reviewAndSubmit('Add 1 package');
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText('1–100 of 251');
});

/**
 * Goal: to show a colleague exactly these rows. A filter is in the address, so a copied link opens to the same rows, Back
 * takes a filter off again, and nothing that matches is not taken for nothing there.
 */
import type { Page } from '@playwright/test';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, seedGroup, test } from './fixtures.ts';

const rowsOf = (page: Page) => page.getByRole('rowheader');

test('a filtered list is a link that others can open', async ({ page, groupage, browser, baseURL }) => {
  await seedGroup(groupage, { group: 'etl-jars', kind: 'jar', paths: [SAMPLES.jar] });
  await seedGroup(groupage, { group: 'etl-broken', kind: 'jar', paths: [SAMPLES.secondJar, SAMPLES.missing] });
  await seedGroup(groupage, { group: 'reports', paths: [SAMPLES.csv] });

  await groupage.open('groups');
  await expect(rowsOf(page)).toHaveCount(3);
  await page.getByLabel('Filter by kind').selectOption('jar');
  await expect(rowsOf(page)).toHaveText(['etl-broken', 'etl-jars']);
  await page.getByLabel('Filter by status').selectOption('failed');
  await expect(rowsOf(page)).toHaveText(['etl-broken']);
  await expect(page).toHaveURL(/kind=jar&status=failed$/);
  await expectAccessible(page);

  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const colleague = await other.newPage();
  await colleague.goto(page.url());
  await expect(rowsOf(colleague)).toHaveText(['etl-broken']);
  await expect(colleague.getByLabel('Filter by kind')).toHaveValue('jar');
  await expect(colleague.getByLabel('Filter by status')).toHaveValue('failed');
  await other.close();

  await page.goBack();
  await expect(rowsOf(page)).toHaveText(['etl-broken', 'etl-jars']);
  await expect(page.getByLabel('Filter by status')).toHaveValue('');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rowsOf(page)).toHaveCount(3);
  await expect(page.getByLabel('Filter by kind')).toBeFocused();

  // What the header counts as failed leads to the groups that have it.
  await page.getByRole('link', { name: '1 failed' }).click();
  await expect(rowsOf(page)).toHaveText(['etl-broken']);
});

test('packages are filtered the same way, and a wrong value in the address is as none', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'mixed', paths: [SAMPLES.csv, SAMPLES.missing] });
  await groupage.open('group?name=mixed');
  await expect(packageRow(page, 'sample-not-there.jar')).toContainText('Failed');
  await page.getByLabel('Filter by status').selectOption('failed');
  await expect(rowsOf(page)).toHaveText(['sample-not-there.jar']);
  await expect(page).toHaveURL(/status=failed/);
  await groupage.open('group?name=mixed&status=nonsense&page=minus&sort=colour');
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(page.getByLabel('Filter by status')).toHaveValue('');
});

test('nothing that matches is told apart from nothing yet', async ({ page, groupage }) => {
  await groupage.open('groups');
  await expect(page.getByText('A package group gathers jars')).toBeVisible();
  await seedGroup(groupage, { group: 'lonely', paths: [SAMPLES.csv] });
  await groupage.open('groups?owner=nobody_here');
  await expect(page.getByText('No package group matches all of these filters.')).toBeVisible();
  await expect(page.getByLabel('Filter by owner')).toHaveValue('nobody_here');
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(rowsOf(page)).toHaveText(['lonely']);
  await expect(page).toHaveURL(/\/groups$/);
});

test('text typed a moment before the filters are cleared is cleared with them', async ({ page, groupage }) => {
  await groupage.open('groups?kind=jar');
  const field = page.getByLabel('Filter by name');
  await field.pressSequentially('te');
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page).toHaveURL(/\/groups$/);
  await expect(field).toHaveValue('');
  await groupage.open('groups?kind=jar');
  await field.pressSequentially('te');
  await page.getByRole('link', { name: 'Ungrouped' }).click();
  await expect(page).toHaveURL(/\/ungrouped$/);
});

test('groups, ungrouped packages and built-in modules are three tabs with addresses', async ({ page, groupage }) => {
  await groupage.open('groups');
  const tabs = page.getByRole('navigation', { name: 'Lists of the project' });
  const here = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Package groups' });
  await expect(here).toHaveAttribute('aria-current', 'page');
  await tabs.getByRole('link', { name: 'Built-in modules 4' }).click();
  await expect(here).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('heading', { level: 1, name: 'Built-in modules' })).toBeVisible();
  await expect(page).toHaveURL(/\/modules$/);
  await expect(rowsOf(page)).toHaveCount(4);
  await page.getByLabel('Filter modules by name').fill('hbase');
  await expect(rowsOf(page)).toHaveText(['sys.datasource.hbase']);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  await tabs.getByRole('link', { name: 'Ungrouped' }).click();
  await expect(page.getByText('This project has no ungrouped packages.')).toBeVisible();
  await expect(tabs.getByRole('link', { name: 'Ungrouped' })).toHaveAttribute('aria-current', 'page');
  await tabs.getByRole('link', { name: 'Groups' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Package groups' })).toBeVisible();
});

/** Goal: what may go wrong with an object is told while the path is typed, again in the review, and stops nothing. */
import type { Request } from '@playwright/test';
import { FAULTS, SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, planPart, test } from './fixtures.ts';

const pathsOf = (request: Request): number => request.postDataJSON().paths.length;
const row = (number: number) => `OBS path ${number}`;

test('a missing object and an empty one are warned of, and can still be submitted', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'warned', kind: 'file', paths: [SAMPLES.csv, SAMPLES.missing, SAMPLES.emptyFile] });
  await expect(page.getByLabel(row(1), { exact: true })).toHaveAccessibleDescription(/sample-orders\.csv .*(B|bytes) /);
  await expect(page.getByLabel(row(2), { exact: true })).toHaveAccessibleDescription(/no such object/);
  await expect(page.getByLabel(row(3), { exact: true })).toHaveAccessibleDescription(/is empty/);
  await expect(page.getByText('Not found', { exact: true })).toBeVisible();
  await expect(page.getByText('1 of 3 objects could not be read by this console.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Review', exact: true }).click();
  const added = planPart(page, 'Add');
  await expect(added.getByRole('row', { name: /sample-not-there/ })).toContainText('There is no such object in the bucket.');
  await expect(added.getByRole('row', { name: /sample-empty/ })).toContainText('The object is empty (0 bytes).');
  await expect(page.getByText('1 of 3 objects could not be read by this console. DLI may read with other rights.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add 3 packages' }).click();
  await expect(packageRow(page, 'sample-not-there.jar')).toContainText('Failed');
  await expect(packageRow(page, 'sample-empty.csv')).toContainText('Ready');
});

test('what only DLI may read is submitted all the same', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'other-rights', kind: 'jar', paths: [FAULTS.noAccess, FAULTS.archived] });
  await expect(page.getByLabel(row(1), { exact: true })).toHaveAccessibleDescription(/DLI may, with rights of its own/);
  await expect(page.getByLabel(row(2), { exact: true })).toHaveAccessibleDescription(/archived/);
  await groupage.reviewAndSubmit('Add 2 packages');
  await expect(packageRow(page, 'no-access.jar')).toContainText('Ready');
  await expect(packageRow(page, 'archived.jar')).toContainText('Failed');
});

test('rows are looked at together, and again when asked', async ({ page, groupage }) => {
  const asked: Request[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/preflight')) asked.push(request);
  });
  await groupage.open('new');
  await groupage.fill({ group: 'again', paths: [SAMPLES.csv, SAMPLES.missing, FAULTS.storeTimeout] });
  const again = page.getByRole('button', { name: 'Check OBS path 2 again' });
  await expect(again).toBeVisible();
  expect(asked.map(pathsOf)).toEqual([3]);

  const answered = () => page.waitForResponse((response) => response.url().endsWith('/preflight'));
  let response = answered();
  await again.click();
  expect((await (await response).json()).checks).toHaveLength(1);
  await expect(again).toBeFocused();
  response = answered();
  await page.getByRole('button', { name: 'Check all again' }).click();
  const { checks } = await (await response).json();
  expect(checks.map((check: { path: string }) => check.path).sort()).toEqual([SAMPLES.csv, SAMPLES.missing, FAULTS.storeTimeout].sort());
  // Beside the rows; it is announced as well.
  const paths = page.getByRole('group', { name: 'OBS paths' });
  await expect(paths.getByText('2 of 3 objects could not be read by this console.')).toBeVisible();
  expect(asked.map(pathsOf)).toEqual([3, 1, 3]);
  const headers = await Promise.all(asked.map((request) => request.allHeaders()));
  expect(headers.map((sent) => sent['cache-control'] ?? '')).toEqual(['', 'no-cache', 'no-cache']);
});

test('a thousand pasted paths ask for those in view alone, fifty at most a request', async ({ page, groupage }) => {
  // A thousand rows take a busy machine a while to draw.
  test.slow();
  const asked: number[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/preflight')) asked.push(pathsOf(request));
  });
  await groupage.open('new');
  const paths = Array.from({ length: 1000 }, (_, index) => `obs://sample-packages/none/file-${index}.csv`);
  await groupage.fill({ group: 'thousand', paths });
  await expect(page.getByText('Not found', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  expect(Math.max(...asked)).toBeLessThanOrEqual(50);
  expect(asked.reduce((sum, count) => sum + count, 0)).toBeLessThan(200);
  const before = asked.length;
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByText('1,000 of 1,000 objects could not be read by this console.')).toBeVisible({ timeout: 60_000 });
  expect(asked.length).toBe(before);
});

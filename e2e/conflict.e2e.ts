/** Goal: a change between review and submit is noticed, and nothing typed is lost. */
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, packageRow, planPart, submitGroup, test } from './fixtures.ts';

const CSV = SAMPLES.csv;
const JAR = SAMPLES.jar;

// Chromium logs the 409 by itself.
test.use({ allowedErrors: [/status of 409/] });

test('a second tab changed the group: refused with the difference, then sent after a new review', async ({ page, groupage, context }) => {
  await submitGroup(groupage, { group: 'shared', paths: [CSV] }, 'Add 1 package');
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');

  await groupage.open('new?group=shared');
  await groupage.fill({ group: 'shared', paths: [CSV] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Replace 1 package' })).toBeVisible();

  const other = await context.newPage();
  await other.goto(`/p/${groupage.projectId}/new?group=shared`);
  const path = other.getByLabel('OBS path 1', { exact: true });
  await path.fill(JAR);
  await other.getByRole('button', { name: 'Review', exact: true }).click();
  await other.getByRole('button', { name: 'Add 1 package' }).click();
  await expect(packageRow(other, 'sample-etl.jar')).toContainText('Ready');

  await page.getByRole('button', { name: 'Replace 1 package' }).click();
  await expect(page.getByText(/changed since/i).first()).toBeVisible();
  await expect(page.getByText('sample-etl.jar').first()).toBeVisible();
  await page.getByRole('button', { name: 'Review differences' }).click();
  await expect(planPart(page, 'Not in this submission')).toContainText('sample-etl.jar');
  await page.getByRole('button', { name: 'Replace 1 package' }).click();
  await expect(page).toHaveURL(/group\?name=shared$/);
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
});

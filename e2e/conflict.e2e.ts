/** Goal: a change between review and submit is noticed, and nothing typed is lost. */
import { CLIENT_HEADER, IDEMPOTENCY_HEADER } from '../src/contract/define.ts';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, planPart, putObject, seedGroup, test } from './fixtures.ts';
import { fillSubmission, reviewAndSubmit } from './steps.ts';

const CSV = SAMPLES.csv;
const JAR = SAMPLES.jar;

// Chromium logs the 409 by itself.
test.use({ allowedErrors: [/status of 409/] });

test('a second tab changed the group: refused with the difference, then sent after a new review', async ({ page, groupage, context }) => {
  const first = putObject(groupage, 'v1/job.py', 'one');
  await seedGroup(groupage, { group: 'shared', paths: [first, CSV] });

  const second = putObject(groupage, 'v2/job.py', 'one, two');
  await groupage.open('new?group=shared');
  await groupage.fill({ group: 'shared', paths: [second] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Replace 1 package' })).toBeVisible();

  const third = putObject(groupage, 'v3/job.py', 'one, two, three');
  const other = await context.newPage();
  await other.goto(`/p/${groupage.projectId}/new?group=shared`);
  await fillSubmission(other, { group: '', paths: [third, JAR] });
  await reviewAndSubmit(other, 'Replace 1, add 1');
  await expect(packageRow(other, 'sample-etl.jar')).toContainText('Ready');
  await expect(packageRow(other, 'job.py')).toContainText('Ready');

  await page.getByRole('button', { name: 'Replace 1 package' }).click();
  const changed = page.getByRole('group', { name: 'shared changed since you looked.' });
  await expect(changed).toBeFocused();
  const cells = changed.getByRole('row', { name: /^job\.py/ }).getByRole('cell');
  await expect(cells.nth(0)).toContainText('v1/job.py');
  await expect(cells.nth(1)).toContainText('v3/job.py');
  await expect(cells.nth(1)).toContainText('by local, just now, from this console');
  await expect(cells.nth(2)).toContainText('v2/job.py');
  const added = changed.getByRole('row', { name: /^sample-etl\.jar/ }).getByRole('cell');
  await expect(added.nth(0)).toContainText('not there');
  await expect(added.nth(2)).toContainText('nothing under this name');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Review differences' }).click();
  await expect(planPart(page, 'Not in this submission')).toContainText('sample-etl.jar');
  await page.getByRole('button', { name: 'Replace 1 package' }).click();
  await expect(page).toHaveURL(/group\?name=shared$/);
  await expect(page.getByText('Observed: merged, 2 others kept.')).toBeVisible();
});

test('what was deleted meanwhile is told, and mine can be thrown away', async ({ page, groupage, request }) => {
  await seedGroup(groupage, { group: 'outside', paths: [CSV] });
  await groupage.open('new?group=outside');
  await groupage.fill({ group: 'outside', paths: [JAR] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Add 1 package' })).toBeVisible();

  // As another tab does.
  const deleted = await request.post(`/api/projects/${groupage.projectId}/deletions`, {
    headers: { [CLIENT_HEADER]: '1', [IDEMPOTENCY_HEADER]: crypto.randomUUID() },
    data: { packages: [{ group: 'outside', name: 'sample-orders.csv' }], wholeGroups: [] },
  });
  expect(deleted.ok(), await deleted.text()).toBe(true);
  await page.getByRole('button', { name: 'Add 1 package' }).click();
  const changed = page.getByRole('group', { name: 'outside changed since you looked.' });
  const cells = changed.getByRole('row', { name: /^sample-orders\.csv/ }).getByRole('cell');
  await expect(cells.nth(0)).toContainText(CSV);
  await expect(cells.nth(1)).toHaveText('not there');
  await page.getByRole('button', { name: 'Discard mine' }).click();
  await expect(page).toHaveURL(/group\?name=outside$/);
});

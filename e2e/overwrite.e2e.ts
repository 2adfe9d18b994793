/** Goal: nothing is overwritten unseen, and what happened to the rest is told from what was read. */
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, packageRow, planPart, submitGroup, test } from './fixtures.ts';

const CSV = SAMPLES.csv;
const JAR = SAMPLES.jar;
const PY = SAMPLES.python;

test('the review names what is added, replaced and left out, and the group tells that it was merged', async ({ page, groupage }) => {
  await submitGroup(groupage, { group: 'merge', paths: [CSV, JAR] }, 'Add 2 packages');
  await expect(packageRow(page, 'sample-etl.jar')).toContainText('Ready');

  await groupage.open('new?group=merge');
  await groupage.fill({ group: 'merge', paths: [CSV, PY] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(planPart(page, 'Replace')).toContainText('sample-orders.csv');
  await expect(planPart(page, 'Add')).toContainText('sample_job.py');
  await expect(planPart(page, 'Not in this submission')).toContainText('sample-etl.jar');
  await page.getByRole('button', { name: 'Replace 1, add 1' }).click();

  await expect(packageRow(page, 'sample_job.py')).toContainText('Ready');
  await expect(packageRow(page, 'sample-etl.jar')).toContainText('Ready');
  await expect(page.getByText(/observed: merged/i)).toBeVisible();
});

test('waiting for the answer uses the call of that kind, warns, and names what it removed', async ({ page, groupage }) => {
  await submitGroup(groupage, { group: 'replaced', paths: [CSV, JAR] }, 'Add 2 packages');
  await expect(packageRow(page, 'sample-etl.jar')).toContainText('Ready');

  await groupage.open('new?group=replaced');
  await groupage.fill({ group: 'replaced', kind: 'file', paths: [PY] });
  await page.getByText('Wait for the answer').click();
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByText('/v2.0/').first()).toContainText('/resources/files');
  await expect(page.getByText(/2 packages of replaced may be removed/)).toBeVisible();
  await page.getByRole('button', { name: 'Add 1 package' }).click();

  await expect(packageRow(page, 'sample_job.py')).toContainText('Ready');
  await expect(page.getByText(/observed: replaced/i)).toContainText('sample-etl.jar');
});

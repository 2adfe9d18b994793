/** Goal: nothing is overwritten unseen, and what happened to the rest is told from what was read. */
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, planPart, putObject, seedGroup, test } from './fixtures.ts';

const CSV = SAMPLES.csv;
const JAR = SAMPLES.jar;
const PY = SAMPLES.python;

test('the review shows old beside new for what is added, replaced and left out, and the group tells that it was merged', async ({
  page,
  groupage,
}) => {
  const moved = putObject(groupage, 'v1/job.py', 'one');
  await seedGroup(groupage, { group: 'merge', paths: [moved, JAR] });

  const newer = putObject(groupage, 'v2/job.py', 'one and a half');
  await groupage.open('new?group=merge');
  await expect(page.getByLabel('Kind'), 'as all of the group are').toHaveValue('file');
  await groupage.fill({ group: 'merge', paths: [newer, PY] });
  await page.getByLabel('Note (optional)').fill('DATA-12:\nthe job of the night');
  await expect(page.getByText('471 characters left')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Note (optional)')).toHaveValue('DATA-12:\nthe job of the night');
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  const replaced = planPart(page, 'Replace').getByRole('row', { name: /job\.py/ });
  await expect(replaced.getByRole('cell').first()).toContainText(/Ready.*File.*v1\/job\.py3 bytesmodified .*submitted .* by local/);
  await expect(replaced.getByRole('cell').last()).toContainText(/v2\/job\.py14 bytes/);
  await expect(planPart(page, 'Add')).toContainText('sample_job.py');
  await expect(planPart(page, 'Not in this submission')).toContainText(JAR);
  await page.getByRole('button', { name: 'Replace 1, add 1' }).click();

  await expect(packageRow(page, 'sample_job.py')).toContainText('Ready');
  await expect(packageRow(page, 'sample-etl.jar')).toContainText('Ready');
  await expect(page.getByText('Observed: merged, 1 other kept.')).toBeVisible();
  await expect(page.getByText('Update time and underlying name moved: job.py')).toBeVisible();
  await expect(page.getByText('the job of the night')).toBeVisible();
});

test('waiting for the answer uses the call of that kind, warns, and names what it removed', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'replaced', paths: [CSV, JAR] });

  await groupage.open('new?group=replaced');
  await groupage.fill({ group: 'replaced', kind: 'file', paths: [CSV, PY] });
  await page.getByText('Wait for the answer').click();
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByText('/v2.0/').first()).toContainText('/resources/files');
  await expect(page.getByText('1 package of replaced may be removed')).toBeVisible();
  // It could be lost by leaving it out, so there is nothing to choose.
  await expect(planPart(page, 'Same')).toContainText('sample-orders.csv');
  await expect(planPart(page, 'Same')).toContainText('They are sent all the same');
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.getByRole('button', { name: 'Replace 1, add 1' }).click();

  await expect(packageRow(page, 'sample_job.py')).toContainText('Ready');
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
  await expect(page.getByText('Observed: replaced, 1 removed: sample-etl.jar')).toBeVisible();
});

test('what is the same is left out unless it is ticked, and alone there is nothing to submit', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'same', paths: [CSV, JAR] });

  await groupage.open('new?group=same');
  await groupage.fill({ group: 'same', paths: [CSV, JAR] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByText('Everything is there already, so there is nothing to submit.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Add|Replace) \d/ })).toHaveCount(0);
  await expectAccessible(page);
  const box = page.getByRole('checkbox', { name: 'Send sample-etl.jar all the same' });
  await box.check();
  await expect(page.getByText('Likely they stay.')).toBeVisible();
  await page.getByText('Show the call').click();
  await expect(page.getByText('/sample-etl.jar"')).toBeVisible();
  await expect(page.getByText('/sample-orders.csv"')).toHaveCount(0);
  await page.getByRole('button', { name: 'Replace 1 package' }).click();
  await expect(page.getByText('Observed: merged, 1 other kept.')).toBeVisible();
  await expect(page.getByText('Update time and underlying name moved: sample-etl.jar')).toBeVisible();
});

test('the objects are looked at again from the review, and what was ticked stays', async ({ page, groupage }) => {
  const path = putObject(groupage, 'a.py', 'one');
  await seedGroup(groupage, { group: 'again', paths: [path, CSV] });

  await groupage.open('new?group=again');
  await groupage.fill({ group: 'again', paths: [path, CSV] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Send sample-orders.csv all the same' }).check();
  putObject(groupage, 'a.py', 'newer');
  const again = page.getByRole('button', { name: 'Check again' });
  await again.click();
  await expect(planPart(page, 'Replace')).toContainText('a.py');
  await expect(again).toBeFocused();
  await expect(page.getByRole('checkbox', { name: 'Send sample-orders.csv all the same' })).toBeChecked();
  await expect(page.getByRole('button', { name: 'Replace 2 packages' })).toBeVisible();
});

test.describe('an object that moves on after the review left it out', () => {
  // Chromium logs the 409 by itself.
  test.use({ allowedErrors: [/status of 409/] });

  test('is noticed before anything is sent', async ({ page, groupage }) => {
    const path = putObject(groupage, 'a.py', 'one');
    await seedGroup(groupage, { group: 'moves', paths: [path] });
    await groupage.open('new?group=moves');
    await groupage.fill({ group: 'moves', paths: [path, CSV] });
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await expect(planPart(page, 'Same')).toContainText('a.py');
    putObject(groupage, 'a.py', 'newer');
    await page.getByRole('button', { name: 'Add 1 package' }).click();
    await expect(page.getByText('What was to be left out is not the same any more.')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Review differences' }).click();
    await page.getByRole('button', { name: 'Replace 1, add 1' }).click();
    await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
  });
});

test('a double click, and a reload right after it, are one submission', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'once', kind: 'file', paths: [CSV] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  let posts = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/submissions')) posts++;
  });
  const sent = page.waitForRequest((request) => request.url().endsWith('/submissions'));
  await page.getByRole('button', { name: 'Add 1 package' }).dblclick({ noWaitAfter: true });
  await sent;
  await page.reload();
  await groupage.open('group?name=once');
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
  expect(posts).toBe(1);
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(page.getByText('earlier submission')).toHaveCount(0);
});

/** Goal: find out afterwards what was done, by whom and what came of it; do it again; take it along as a file. */
import { readFile } from 'node:fs/promises';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, packageRow, planPart, putObject, seedGroup, test } from './fixtures.ts';

test('a project in which nothing was done says so, and leads on', async ({ page, groupage }) => {
  await groupage.open('groups');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Activity');
  await expect(page.getByText('Nothing was submitted through this console yet.')).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'New submission' })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('group', { name: 'Export' })).toHaveText('Nothing to export: the table has no rows.');
});

test('a submission is found by a link, opened, and what failed of it submitted again', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'nightly', kind: 'jar', paths: [SAMPLES.jar, SAMPLES.missing] });
  await groupage.open('group?name=nightly');
  await expect(packageRow(page, 'sample-not-there.jar')).toContainText('object not there');
  await seedGroup(groupage, { group: 'other', kind: 'jar', paths: [SAMPLES.jar] });

  await groupage.open('activity');
  await expect(page.getByRole('rowheader')).toHaveText(['Submit sample-etl.jar', 'Submit sample-etl.jar, sample-not-there.jar']);
  await page.getByLabel('Filter by group').selectOption('One group');
  await page.getByLabel('Group name').fill('nightly');
  await page.getByLabel('Group name').press('Enter');
  await expect(page).toHaveURL(/activity\?group=nightly$/);
  await page.reload();
  await expect(page.getByRole('rowheader')).toHaveText(['Submit sample-etl.jar, sample-not-there.jar']);
  await expect(page.getByRole('row').nth(1)).toContainText('1 failed');
  await page.getByLabel('Filter by outcome').selectOption('Refused');
  await expect(page.getByText('Nothing that was done here matches all of these filters.')).toBeVisible();
  await page.goBack();

  await page.getByRole('rowheader').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Submission');
  await expect(page.getByText('Observed: the group was created.')).toBeVisible();
  await expect(packageRow(page, 'sample-not-there.jar')).toContainText('Failed');
  await expect(packageRow(page, 'sample-not-there.jar')).toContainText('object not there');
  await expect(packageRow(page, 'sample-not-there.jar')).toContainText('Not found in OBS');
  await expect(page.getByRole('region', { name: 'What stood there' })).toContainText('the group was not there yet');
  await expect(page.getByRole('region', { name: 'Body of the call' })).toContainText('"group": "nightly"');
  await expect(page.getByRole('region', { name: 'Step by step' })).toContainText('Sent to DLI');
  const address = page.url();

  await page.getByRole('link', { name: 'Submit the 1 failed again…' }).click();
  await expect(page.getByLabel('Group name')).toHaveValue('nightly');
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue(SAMPLES.missing);
  await expect(page.getByLabel('OBS path 2', { exact: true })).toBeHidden();
  await expect(page.getByText('Filled in as it was submitted before.')).toBeVisible();
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(planPart(page, 'Replace')).toContainText('sample-not-there.jar');
  await page.getByRole('button', { name: 'Replace 1 package' }).click();
  await expect(page.getByText(/observed: merged/i)).toBeVisible();

  await page.getByRole('link', { name: 'Everything recorded of it' }).first().click();
  await expect(page.getByText('Observed: merged, 1 other kept.')).toBeVisible();
  await page.getByRole('link', { name: 'The entry that this one does again' }).click();
  await expect(page).toHaveURL(address);
  await page.getByRole('link', { name: 'Submit all again…' }).click();
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue(SAMPLES.jar);
  await expect(page.getByLabel('OBS path 2', { exact: true })).toHaveValue(SAMPLES.missing);
});

test('what is filtered goes into files that say what the screen says', async ({ page, groupage }) => {
  for (const group of ['=1+1', 'plain']) await seedGroup(groupage, { group, kind: 'jar', paths: [SAMPLES.jar] });
  await groupage.open('activity');
  await expect(page.getByRole('rowheader')).toHaveCount(2);
  const download = async (link: string) => {
    await page.getByRole('button', { name: 'Export' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: link }).click();
    const file = await downloading;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
  };
  const csv = await download('Download CSV');
  expect(csv.name).toMatch(new RegExp(`^groupage-${groupage.projectId}-activity-\\d{8}T\\d{6}Z\\.csv$`));
  const [head = '', ...rows] = csv.text.trimEnd().split('\r\n');
  const at = head.split(',').indexOf('group');
  const shown = await page
    .getByRole('row')
    .getByRole('link', { name: /^(=1\+1|plain)$/ })
    .allTextContents();
  // The file begins with the oldest, and no spreadsheet takes a name for a formula.
  expect(rows.map((row) => row.split(',')[at]?.replace(/^'/, ''))).toEqual(shown.toReversed());
  expect(csv.text).toContain("'=1+1");

  await groupage.open('activity?group=plain');
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  const lines = (await download('Download JSON Lines')).text.trimEnd().split('\n');
  const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
  await page.getByRole('rowheader').getByRole('link').click();
  expect(ids).toEqual([page.url().split('/').at(-1)]);
});

test('a group has a history, with what differs from the submission before, also once it is gone', async ({ page, groupage }) => {
  const own = putObject(groupage, 'own.jar', 'first');
  await seedGroup(groupage, { group: 'grown', kind: 'jar', paths: [own, SAMPLES.jar] });
  putObject(groupage, 'own.jar', 'and second');
  await groupage.open('new');
  await groupage.fill({ group: 'grown', kind: 'jar', paths: [own, SAMPLES.secondJar] });
  await groupage.reviewAndSubmit('Replace 1, add 1');
  await expect(packageRow(page, 'sample-udf.jar')).toContainText('Ready');
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page).toHaveURL(/tab=history/);
  const newest = page.getByRole('listitem').filter({ hasText: 'Beside the submission before' });
  await expect(newest).toContainText('New bytesown.jar');
  await expect(newest).toContainText('Only in this onesample-udf.jar');
  // It was not named again, and is in the group all the same.
  await expect(newest).toContainText('Only in that onesample-etl.jar');
  await expect(page.getByText('Observed: the group was created.')).toBeVisible();

  await page.getByRole('link', { name: 'Packages', exact: true }).click();
  await page.getByRole('button', { name: 'Actions for the group' }).click();
  await page.getByRole('menuitem', { name: 'Delete group' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('grown');
  await dialog.getByRole('button', { name: /^Delete group grown/ }).click();
  await expect(dialog.getByRole('heading', { name: 'Deleted 3 of 3' })).toBeVisible();
  await groupage.open('group?name=grown&tab=history');
  await expect(newest).toContainText('Only in this onesample-udf.jar');
});

/** Goal: a poll, a reload or the back button takes nothing away from the user. */
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, holdObject, packageRow, pastePaths, seedGroup, test } from './fixtures.ts';

test('a poll that changes a badge does not close an open menu', async ({ page, groupage }) => {
  const held = holdObject(groupage, 'held.bin');
  await seedGroup(groupage, { group: 'polled', paths: [SAMPLES.csv, held.path], isAwaited: false });
  await groupage.open('group?name=polled');
  const slow = packageRow(page, 'held.bin');
  await expect(slow).toContainText('Uploading');
  await packageRow(page, 'sample-orders.csv')
    .getByRole('button', { name: /actions/i })
    .click();
  const item = page.getByRole('menuitem').first();
  await expect(item).toBeVisible();
  held.letGo();
  await expect(slow).toContainText('Ready');
  await expect(item).toBeVisible();
});

test('a reload in mid-form keeps what was typed', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'half-done', kind: 'jar', paths: [SAMPLES.jar, 'obs://not finished'] });
  await expect(page.getByLabel('OBS path 2', { exact: true })).toHaveValue('obs://not finished');
  await page.reload();
  await expect(page.getByLabel('Group name')).toHaveValue('half-done');
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue(SAMPLES.jar);
  await expect(page.getByLabel('OBS path 2', { exact: true })).toHaveValue('obs://not finished');
});

test('Back from the review returns to the form with everything in it', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'back', paths: [SAMPLES.csv] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Add 1 package' })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Group name')).toHaveValue('back');
  await pastePaths(page, SAMPLES.python);
});

test('the text filter is part of the address', async ({ page, groupage }) => {
  for (const group of ['alpha', 'beta']) await seedGroup(groupage, { group, paths: [SAMPLES.csv] });
  await groupage.open('groups?text=alp');
  await expect(page.getByRole('link', { name: 'alpha' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'beta' })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('link', { name: 'alpha' })).toBeVisible();
  await groupage.open('groups?text=nothing-like-it');
  await expect(page.getByRole('button', { name: 'Clear filters' }).first()).toBeVisible();
});

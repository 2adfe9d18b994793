/** Goal: to see the tags of a package after its upload, and to change them without losing what was typed. */
import type { Page } from '@playwright/test';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, type Groupage, packageRow, seedGroup, test } from './fixtures.ts';

const ORDERS = 'sample-orders.csv';

/** Two packages in one group with a tag, and the details of the first opened. */
async function openTagged(page: Page, groupage: Groupage) {
  await seedGroup(groupage, { group: 'tagged', paths: [SAMPLES.csv, SAMPLES.jar], tags: [{ key: 'team', value: 'finance' }] });
  await groupage.open('group?name=tagged');
  return openDetails(page);
}

/** The same by the form. */
async function submitTagged(page: Page, groupage: Groupage) {
  await groupage.open('new');
  await groupage.fill({ group: 'tagged', paths: [SAMPLES.csv, SAMPLES.jar] });
  await page.getByRole('button', { name: 'Add tag' }).click();
  await page.getByLabel('Key of tag 1').fill('team');
  await page.getByLabel('Value of tag 1').fill('finance');
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByText('0 of 100,000 packages used')).toBeVisible();
  await page.getByRole('button', { name: 'Add 2 packages' }).click();
  await expect(packageRow(page, ORDERS)).toContainText('Ready');
  return openDetails(page);
}

async function openDetails(page: Page, name = ORDERS) {
  await page.getByRole('link', { name, exact: true }).click();
  const drawer = page.getByRole('dialog', { name });
  await expect(drawer.getByRole('list', { name: 'Tags' })).toBeVisible();
  return drawer;
}

test('tags of a submission are shown, changed, and shown again after a reload', async ({ page, groupage }) => {
  const drawer = await submitTagged(page, groupage);
  const tags = drawer.getByRole('list', { name: 'Tags' }).getByRole('listitem');
  await expect(tags).toHaveText(['team = finance']);

  await drawer.getByRole('button', { name: 'Edit tags' }).click();
  await expect(drawer.getByLabel('Key of tag 1')).toHaveAttribute('readonly');
  await expect(drawer.getByLabel('Value of tag 1')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('data');
  await drawer.getByRole('button', { name: 'Add tag' }).click();
  await expect(drawer.getByLabel('Key of tag 2')).toBeFocused();
  await page.keyboard.type('team');
  await expect(drawer.getByText('Another tag has this key.')).toBeVisible();
  // A key press that closes what is only read leaves alone what is being typed.
  await page.keyboard.press('Escape');
  await drawer.getByLabel('Key of tag 2').fill('stage');
  await drawer.getByLabel('Value of tag 2').fill('prod');
  await drawer.getByRole('button', { name: 'Save 2 changes' }).click();
  await expect(tags).toHaveText(['team = data', 'stage = prod']);
  await expect(drawer.getByRole('button', { name: 'Edit tags' })).toBeFocused();

  await page.reload();
  await expect(tags).toHaveText(['team = data', 'stage = prod']);
  // The other package of the group keeps its own.
  await page.keyboard.press('Escape');
  await openDetails(page, 'sample-etl.jar');
  await expect(page.getByRole('dialog').getByRole('list', { name: 'Tags' }).getByRole('listitem')).toHaveText(['team = finance']);
});

test('a tag is removed', async ({ page, groupage }) => {
  const drawer = await openTagged(page, groupage);
  await drawer.getByRole('button', { name: 'Edit tags' }).click();
  // Escape takes back what was only opened, and the details stay; what was changed goes by its buttons alone.
  await expect(drawer.getByLabel('Value of tag 1')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(drawer.getByRole('button', { name: 'Edit tags' })).toBeFocused();
  await drawer.getByRole('button', { name: 'Edit tags' }).click();
  await drawer.getByRole('button', { name: 'Remove tag 1' }).click();
  await page.keyboard.press('Escape');
  await drawer.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(drawer.getByText('No tags.')).toBeVisible();
});

test.describe('a change that fails', () => {
  test.use({ allowedErrors: [/404/] });

  test('keeps what was typed', async ({ page, groupage, request, baseURL }) => {
    const drawer = await openTagged(page, groupage);
    await drawer.getByRole('button', { name: 'Edit tags' }).click();
    await drawer.getByLabel('Value of tag 1').fill('data');
    // Somebody else deletes the package meanwhile, and the list is read again.
    const api = `/api/projects/${groupage.projectId}`;
    const headers = { 'X-Groupage-Client': '1', Origin: baseURL ?? '' };
    const data = { packages: [{ group: 'tagged', name: ORDERS }], wholeGroups: [] };
    await request.post(`${api}/deletions`, { headers: { ...headers, 'Idempotency-Key': crypto.randomUUID() }, data });
    await expect
      .poll(async () => (await request.get(`${api}/group?name=tagged`, { headers })).text())
      .toContain('"rollUp":{"state":"ready","total":1,');
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    await expect(packageRow(page, ORDERS)).toBeHidden();
    await drawer.getByRole('button', { name: 'Save 1 change' }).click();
    await expect(drawer.getByRole('alert')).toContainText(`The tags of ${ORDERS} were not changed. Your input is kept.`);
    await expect(drawer.getByLabel('Value of tag 1')).toHaveValue('data');
    await drawer.getByRole('button', { name: 'Cancel' }).click();
  });
});

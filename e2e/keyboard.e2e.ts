/** Goal: everything goes by keys alone, nothing happens while one types, and the focus is never lost. */
import type { Locator, Page } from '@playwright/test';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, holdObject, packageRow, seedGroup, test } from './fixtures.ts';

/** Presses Tab until it is there, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, 'reached by Tab').toBeFocused();
}

test('the main job, from the list to the details and back', async ({ page, groupage }) => {
  await groupage.open('groups');
  await expect(page.getByRole('heading', { level: 1, name: 'Package groups' })).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { level: 1, name: 'New submission' })).toBeFocused();

  await tabTo(page, page.getByLabel('Group name'));
  await page.keyboard.type('by-keys');
  await tabTo(page, page.getByLabel('OBS path 1', { exact: true }));
  await page.keyboard.type(SAMPLES.csv);
  await tabTo(page, page.getByRole('button', { name: 'Review', exact: true }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Add 1 package' }));
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'by-keys' })).toBeFocused();
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
  const link = page.getByRole('link', { name: 'sample-orders.csv' });
  await tabTo(page, link);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('underlying_name');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(link).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('package groups');
  await expect(page.getByRole('option', { name: 'Package groups' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Package groups' })).toBeFocused();
  await expect(page.getByRole('link', { name: 'by-keys' })).toBeVisible();
});

test('the palette finds groups, screens, actions and settings', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'to-be-found', paths: [SAMPLES.csv] });
  await groupage.open('ungrouped');
  await expect(page.getByRole('heading', { level: 1, name: 'Ungrouped packages' })).toBeVisible();
  const field = page.getByRole('combobox', { name: 'Search groups, screens and actions' });

  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await page.keyboard.type('be-fou');
  await expect(page.getByRole('option', { name: 'to-be-found' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'to-be-found' })).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');

  // The arrows go round, and the field says which option is meant.
  await page.keyboard.press('Control+k');
  const options = page.getByRole('dialog').getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(field).toHaveAttribute('aria-activedescendant', (await options.nth(1).getAttribute('id')) ?? '');
  await page.keyboard.type('nothing like it');
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('Nothing here has this in its name.');
});

test('focus goes into what opens, and back to where it was', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'focus', paths: [SAMPLES.csv] });
  await groupage.open('group?name=focus');
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
  const link = page.getByRole('link', { name: 'sample-orders.csv' });

  await link.focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(link).toBeFocused();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Help' }).getByRole('heading', { name: 'Help' })).toBeFocused();
  await page.keyboard.press('n');
  await page.keyboard.press('Escape');
  await expect(link).toBeFocused();

  // From the palette to the help sheet, and still back to the same place.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('help');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(link).toBeFocused();

  const menu = packageRow(page, 'sample-orders.csv').getByRole('button', { name: /actions/i });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  // An open menu has the keys for itself.
  await page.keyboard.press('n');
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();

  const help = page.getByRole('button', { name: 'Help: package states' });
  await help.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('READY indicates that the resource package has been uploaded.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('READY indicates that the resource package has been uploaded.')).toBeHidden();
  await expect(help).toBeFocused();
  await expect(page).toHaveURL(/group\?name=focus$/);
});

test('keys: the filter, checking now, nothing while typing, and off on request', async ({ page, groupage }) => {
  await groupage.open('ungrouped');
  const filter = page.getByRole('searchbox', { name: 'Filter packages by name' });
  await expect(page.getByText(/^Updated \d/)).toBeVisible();
  const checked = page.waitForRequest(/\/ungrouped/);
  await page.keyboard.press('r');
  await checked;

  await page.keyboard.press('/');
  await expect(filter).toBeFocused();
  await page.keyboard.type('nr?/');
  await expect(filter).toHaveValue('nr?/');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await filter.fill('');
  await expect(page).toHaveURL(/ungrouped$/);

  const display = page.getByRole('button', { name: 'Display' });
  await tabTo(page, display);
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Off' }).check();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(filter).toBeVisible();
  await page.keyboard.press('n');
  await page.keyboard.press('?');
  await page.keyboard.press('/');
  await expect(filter).not.toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(/ungrouped$/);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
});

test('on a phone the palette is a tap away, and fits', async ({ page, groupage }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await groupage.open('groups');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('option', { name: 'Ungrouped packages' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ungrouped packages' })).toBeFocused();
  await page.getByRole('button', { name: 'Open navigation' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Help' }).click();
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Open navigation' })).toBeFocused();
});

test('an upload that ends is announced, once and politely', async ({ page, groupage }) => {
  const held = holdObject(groupage, 'held.bin');
  await seedGroup(groupage, { group: 'announced', paths: [held.path, SAMPLES.missing], isAwaited: false });
  await groupage.open('group?name=announced');
  await expect(packageRow(page, 'held.bin')).toContainText('Uploading');
  await expect(packageRow(page, 'sample-not-there.jar')).toContainText('Failed');
  const announcement = page.getByRole('status').filter({ hasText: /^announced: .*1 Ready/ });
  await expect(announcement).toHaveCount(0);
  held.letGo();
  await expect(announcement).toBeAttached();
});

test('the note on the deprecation is hidden for good, and found again under Help', async ({ page, groupage }) => {
  await groupage.open('groups');
  const note = page.getByRole('note');
  await expect(note).toContainText('Huawei has deprecated package groups');
  await page.getByRole('button', { name: 'Hide this note' }).click();
  await expect(note).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Package groups' })).toBeVisible();
  await expect(note).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Help' })).toContainText('Huawei has deprecated package groups');
});

/** Goal: who looks at another tab sees by title and icon when something is uploading, or has failed. */
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, holdObject, packageRow, seedGroup, test } from './fixtures.ts';

test('title and icon follow the project', async ({ page, groupage, request }) => {
  const icon = page.locator('link[rel="icon"]');
  await groupage.open('groups');
  await expect(page).toHaveTitle('Package groups · Groupage');
  await expect(icon).toHaveAttribute('href', '/favicon.svg');

  const held = holdObject(groupage, 'held.bin');
  await seedGroup(groupage, { group: 'watched', paths: [held.path, SAMPLES.missing], isAwaited: false });
  await groupage.open('group?name=watched');
  await expect(page).toHaveTitle(/^\([12] uploading(, 1 failed)?\) watched · Groupage$/);
  await expect(icon).toHaveAttribute('href', '/favicon-uploading.svg');
  held.letGo();
  await expect(packageRow(page, 'held.bin')).toContainText('Ready');
  // As soon as the screen knows, though the list of groups has not been read since.
  await expect(page).toHaveTitle('(1 failed) watched · Groupage');
  await expect(icon).toHaveAttribute('href', '/favicon-failed.svg');
  for (const variant of ['favicon', 'favicon-uploading', 'favicon-failed']) {
    expect((await request.get(`/${variant}.svg`)).headers()['content-type']).toContain('image/svg+xml');
  }

  await page.getByRole('link', { name: 'Package groups' }).first().click();
  await page.getByRole('link', { name: 'Ungrouped' }).click();
  await expect(page).toHaveTitle('(1 failed) Ungrouped packages · Groupage');
});

/** Goal: whatever DLI does, the screen says what is known, what to do, and loses nothing. Faults are asked for by input. */
import { FAULTS } from '../src/local-cloud/samples.ts';
import { expect, packageRow, test } from './fixtures.ts';

test('a refused submission stays in the form, told from its code', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'refused', paths: [FAULTS.quota] });
  await groupage.reviewAndSubmit('Add 1 package');
  await expect(page.getByText(/quota/i).first()).toBeVisible();
  await expect(page.getByText('DLI.1028').first()).toBeAttached();
  await expect(page.getByRole('button', { name: 'Add 1 package' })).toBeEnabled();
});

test('a lost answer is unknown, is not sent again, and is settled by reading', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'lost', paths: [FAULTS.cut] });
  await groupage.reviewAndSubmit('Add 1 package');
  await expect(page).toHaveURL(/group\?name=lost$/);
  await expect(page.getByText(/answer was lost|did not answer/i).first()).toBeVisible();
  await expect(packageRow(page, 'cut.jar')).toContainText('Ready');
  await expect(page.getByText(/arrived/i).first()).toBeVisible({ timeout: 20_000 });
});

test.describe('the list cannot be read', () => {
  test.use({ allowedErrors: [/status of (429|50\d|401|403)/] });

  for (const [fault, told] of [
    ['500', /DLI/],
    ['502-html', /DLI/],
    ['403', /right|permission|allowed/i],
  ] as const) {
    test(`because of ${fault}`, async ({ page }) => {
      await page.goto(`/p/fault-list-${fault}-e2e/groups`);
      await expect(page.getByRole('alert').first()).toContainText(told, { timeout: 20_000 });
      await expect(page.getByRole('button', { name: /try again|retry/i }).first()).toBeVisible();
    });
  }
});

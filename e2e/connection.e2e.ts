/** Goal: when it does not connect, the page says which step fails and what to do; when it does, it says so. */
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { type CloudConsole, runCloudConsole } from './own-console.ts';

test('the local cloud: found from the foot of the navigation, and all is well', async ({ page, groupage, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await groupage.open('groups');
  await page.getByRole('link', { name: /^Local cloud/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Check connection' })).toBeVisible();
  const steps = page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await expect(steps).toHaveText([/^OKConfiguration/, /^OKData folder/, /^OKList packages/, /^OKList buckets/, /^OKLook at an object/]);
  await expect(page.getByText('Nothing stands in the way.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Copy as text' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(groupage.projectId);
  expect(copied).toContain('[OK] List packages: Packages: 0. Package groups: 0.');
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(steps).toHaveCount(5);
});

test('an object of the reader’s own is the one that is looked at', async ({ page, groupage }) => {
  await groupage.open('connection');
  const object = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Look at an object' }) });
  await expect(object).toContainText(/^OK/);
  const field = page.getByLabel('Object to look at');
  await field.fill('sample');
  await field.press('Enter');
  await expect(page.getByText('Write one object, as obs://bucket/key.')).toBeVisible();
  await field.fill(SAMPLES.csv);
  await field.press('Enter');
  await expect(object).toContainText(`${SAMPLES.csv} is there`);
  await field.fill(SAMPLES.missing);
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(object).toContainText(/^Failed/);
  await expect(object).toContainText('The bucket is there, the object is not.');
  await expect(page.getByText('1 step failed.')).toBeVisible();
  await expectAccessible(page);
});

test('from the palette', async ({ page, groupage }) => {
  await groupage.open('groups');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type('check conn');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/connection$/);
});

test.describe('Huawei Cloud with an access key that nobody knows', () => {
  // Chromium logs each refused request.
  test.use({ allowedErrors: [/status of 401/] });
  let server: CloudConsole;
  test.beforeAll(async () => {
    server = await runCloudConsole(() => ({
      HW_ACCESS_KEY: 'NOBODYSKEY',
      HW_SECRET_KEY: 'not-the-secret',
      HW_REGION_NAME: 'cn-north-4',
      HW_PROJECT_ID: 'given',
    }));
  });
  test.afterAll(() => server.stop());

  test('the error leads to the page, and the page to the key', async ({ page }) => {
    await page.goto(`${server.address}/p/given/groups`);
    await page.getByRole('alert').getByRole('link', { name: 'Check connection' }).click();
    const step = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) });
    await expect(step('Way to DLI')).toContainText(/^OK/);
    await expect(step('Clock')).toContainText(/^OK/);
    await expect(step('Credentials')).toContainText(/^Failed/);
    await expect(step('Credentials')).toContainText('DLI does not know this access key.');
    await expect(step('Credentials')).toContainText('Check HW_ACCESS_KEY, HW_SECRET_KEY: was the key deleted');
    await expect(step('List packages')).toContainText('The step “Credentials” has to succeed first.');
    await expect(page.getByText('1 step failed.')).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText(/not-the-secret|NOBODYSKEY/);
    await expectAccessible(page);
  });
});

/** Goal: one console for several projects of the cloud, each kept apart from the others. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, seedGroup, test } from './fixtures.ts';
import { type CloudConsole, runCloudConsole } from './own-console.ts';

const NORTH = { name: 'Team North', region: 'cn-north-4', projectId: 'north' };
const SOUTH = { name: 'Team South', region: 'sa-brazil-1', projectId: 'south' };

let groupage: CloudConsole;

test.beforeAll(async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'groupage-')), 'projects.json');
  const credentials = { accessKey: { env: 'TEAM_AK' }, secretKey: { env: 'TEAM_SK' } };
  writeFileSync(file, JSON.stringify([NORTH, SOUTH].map((project) => ({ ...project, credentials }))));
  groupage = await runCloudConsole(() => ({
    GROUPAGE_PROJECTS: file,
    TEAM_AK: 'SAMPLEKEYALICE',
    TEAM_SK: 'sample-secret-of-alice',
  }));
});
test.afterAll(() => groupage.stop());

const switcher = (name: string) => ({ name: new RegExp(`^Switch project: ${name}`) });

test('a package submitted in one project is not in the other, and the switcher leads from one to the other', async ({ page }) => {
  await page.goto(`${groupage.address}/`);
  await expect(page).toHaveURL(/\/p\/north\/groups/);
  await expect(page.getByRole('region', { name: 'Groupage' }).getByText('Huawei Cloud · cn-north-4', { exact: true })).toBeVisible();
  await seedGroup({ page, projectId: 'north' }, { group: 'of-north', paths: [SAMPLES.csv] }, groupage.address);
  await page.goto(`${groupage.address}/p/north/group?name=of-north`);
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');

  // By keyboard: the list follows its button.
  await page.getByRole('button', switcher('Team North cn-north-4')).press('Enter');
  const list = page.getByRole('group', { name: 'Projects' });
  await expect(list.getByRole('link')).toHaveText([/Team North\s*cn-north-4\s*north/, /Team South\s*sa-brazil-1\s*south/]);
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  await expect(list.getByRole('link', { name: /Team North/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(page.getByRole('button', switcher('Team North'))).toBeFocused();
  await page.keyboard.press('Enter');
  await list.getByRole('link', { name: /Team South/ }).press('Enter');

  await expect(page).toHaveURL(`${groupage.address}/p/south/groups`);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByRole('button', switcher('Team South sa-brazil-1'))).toBeVisible();
  await expect(page.getByText('Huawei Cloud · sa-brazil-1', { exact: true })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('A package group gathers');
  await expect(page.getByRole('main')).not.toContainText('of-north');

  // And back, from the palette.
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('team north');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'of-north' })).toBeVisible();
});

test('on a phone the switcher is in the drawer', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${groupage.address}/p/north/groups`);
  await page.getByRole('button', { name: 'Open navigation' }).click();
  await page.getByRole('dialog').getByRole('button', switcher('Team North')).click();
  await page
    .getByRole('group', { name: 'Projects' })
    .getByRole('link', { name: /Team South/ })
    .click();
  await expect(page).toHaveURL(`${groupage.address}/p/south/groups`);
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('a link to a project that is not set up offers those that are', async ({ page }) => {
  await page.goto(`${groupage.address}/p/elsewhere/group?name=etl`);
  await expect(page.getByRole('heading', { name: 'No project elsewhere here' })).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole('main')
    .getByRole('link', { name: /Team South/ })
    .click();
  await expect(page).toHaveURL(`${groupage.address}/p/south/groups`);
  await expect(page.getByRole('heading', { name: 'Package groups' })).toBeVisible();
});

/** Goal: the console speaks the reader's language, from the first screen, and lets it be changed without losing anything. */
import type { Page } from '@playwright/test';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, packageRow, test } from './fixtures.ts';

const WORDS = {
  'zh-CN': {
    groups: '程序包组',
    newSubmission: '新建提交',
    groupName: '分组名称',
    kind: '类型',
    firstPath: 'OBS路径1',
    secondPath: 'OBS路径2',
    review: '核对',
    reviewOf: '核对：etl',
    add: '新增2个程序包',
    ready: '就绪',
    failed: '失败',
    rollUp: '1/2个失败',
    accepted: 'DLI已接受本次提交。',
    relative: /刚刚|\d+分钟前/,
  },
  'pt-BR': {
    groups: 'Grupos de pacotes',
    newSubmission: 'Novo envio',
    groupName: 'Nome do grupo',
    kind: 'Tipo',
    firstPath: 'Caminho OBS 1',
    secondPath: 'Caminho OBS 2',
    review: 'Revisar',
    reviewOf: 'Revisar: etl',
    add: 'Adicionar 2 pacotes',
    ready: 'Pronto',
    failed: 'Falhou',
    rollUp: '1 de 2 com falha',
    accepted: 'O DLI aceitou o envio.',
    relative: /agora|há \d+ min/,
  },
} as const;

for (const [locale, words] of Object.entries(WORDS)) {
  test.describe(locale, () => {
    test.use({ locale, viewport: { width: 390, height: 844 } });

    test('the main job, on a phone, without sideways scrolling', async ({ page, groupage }) => {
      await groupage.open('groups');
      await expect(page.getByRole('heading', { level: 1, name: words.groups })).toBeVisible();
      await expect(page).toHaveTitle(`${words.groups} · Groupage`);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await expectNoSidewaysScroll(page);

      await page.getByRole('link', { name: words.newSubmission }).first().click();
      await page.getByLabel(words.groupName).fill('etl');
      await page.getByLabel(words.kind).selectOption('file');
      await page.getByLabel(words.firstPath, { exact: true }).fill(SAMPLES.csv);
      await page.getByLabel(words.firstPath, { exact: true }).press('Enter');
      await page.getByLabel(words.secondPath, { exact: true }).fill(SAMPLES.missing);
      await expectNoSidewaysScroll(page);

      await page.getByRole('button', { name: words.review, exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: words.reviewOf })).toBeVisible();
      await expectNoSidewaysScroll(page);
      await page.getByRole('button', { name: words.add }).click();

      await expect(packageRow(page, 'sample-orders.csv')).toContainText(words.ready);
      await expect(packageRow(page, 'sample-orders.csv')).toContainText(words.relative);
      await expect(packageRow(page, 'sample-not-there.jar')).toContainText(words.failed);
      await expect(page.getByText(words.rollUp).first()).toBeVisible();
      await expect(page.getByText(words.accepted)).toBeVisible();
      await expectNoSidewaysScroll(page);

      await groupage.open('groups');
      await expect(page.getByRole('row').filter({ hasText: 'etl' })).toContainText(words.rollUp);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    });
  });
}

test('a language is chosen, keeps what was typed, and is remembered', async ({ page, groupage }) => {
  await groupage.open('new');
  await page.getByLabel('Group name').fill('etl');
  await page.getByLabel('OBS path 1', { exact: true }).fill('obs://bucket/');
  await expect(page.getByText('The path names a bucket but no object in it.')).toBeVisible();

  await page.getByRole('button', { name: 'Display' }).click();
  await page.getByRole('radio', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '新建提交' })).toBeVisible();
  await expect(page).toHaveTitle('新建提交 · Groupage');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByLabel('分组名称')).toHaveValue('etl');
  await expect(page.getByText('路径只有桶名，没有对象。')).toBeVisible();

  await page.getByRole('radio', { name: 'Português (Brasil)' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Novo envio' })).toBeVisible();
  await expect(page.getByLabel('Caminho OBS 1', { exact: true })).toHaveValue('obs://bucket/');
  await expectAccessible(page);

  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Novo envio' })).toBeVisible();
  await groupage.open('groups');
  await expect(page.getByRole('heading', { level: 1, name: 'Grupos de pacotes' })).toBeVisible();
});

test('only the language in use is fetched', async ({ page, groupage }) => {
  const catalogues: string[] = [];
  page.on('request', (request) => {
    const [catalogue] = /(?:zh-CN|pt-BR)-[^/]*\.js$/.exec(request.url()) ?? [];
    if (catalogue) catalogues.push(catalogue);
  });
  await groupage.open('groups');
  await expect(page.getByRole('heading', { level: 1, name: 'Package groups' })).toBeVisible();
  expect(catalogues).toEqual([]);

  await page.getByRole('button', { name: 'Display' }).click();
  await page.getByRole('radio', { name: 'Português (Brasil)' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Grupos de pacotes' })).toBeVisible();
  expect(catalogues).toEqual([expect.stringMatching(/^pt-BR-/)]);
});

test.describe('a language that cannot be fetched', () => {
  test.use({ allowedErrors: [/Failed to load resource/] });

  test('leaves the page as it was and says so', async ({ page, groupage }) => {
    await page.route(/zh-CN-[^/]*\.js$/, (route) => route.abort());
    await groupage.open('groups');
    await page.getByRole('button', { name: 'Display' }).click();
    await page.getByRole('radio', { name: '简体中文' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'This language could not be fetched.' })).toBeVisible();
    await expect(page.getByRole('radio', { name: 'English' })).toBeChecked();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });

  test.describe('at the start', () => {
    test.use({ locale: 'zh-CN' });

    test('leaves it in English', async ({ page, groupage }) => {
      await page.route(/zh-CN-[^/]*\.js$/, (route) => route.abort());
      await groupage.open('groups');
      await expect(page.getByRole('heading', { level: 1, name: 'Package groups' })).toBeVisible();
    });
  });
});

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `sideways scroll at ${page.url()}`).toBeLessThanOrEqual(0);
}

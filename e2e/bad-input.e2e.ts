/** Goal: what is wrong is told beside it, nothing is sent, nothing typed is lost. */
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, test } from './fixtures.ts';

/** No two neighbours are told the same, so that none is taken for the one before. */
const BAD_PATHS = [
  ['util.jar', /not an OBS/i],
  ['s3a://lake/a.jar', /s3a/],
  ['https://obs.cn-north-4.myhuaweicloud.com/lake/a.jar', /bucket/i],
  ['obs://lake/', /object/i],
  ['obs://Lake/a.jar', /bucket/i],
  ['obs://lake/folder/', /folder/i],
  ['https://lake.obs.cn-north-4.myhuaweicloud.com/a.jar?versionId=1', /%3F/],
  ['https://lake.obs.cn-north-4.myhuaweicloud.com/a.jar#top', /%23/],
  ['obs://lake/50%.csv', /%25/],
  ['obs://lake/a%2Fb.jar', /%2F/],
  ['obs://lake/../a.jar', /\.\./],
] as const;

test('an OBS path that is none', async ({ page, groupage }) => {
  await groupage.open('new');
  await page.getByLabel('Group name').fill('bad-input');
  const field = page.getByLabel('OBS path 1', { exact: true });
  for (const [typed, told] of BAD_PATHS) {
    await test.step(typed, async () => {
      await field.fill(typed);
      await page.getByRole('button', { name: 'Review', exact: true }).click();
      await expect(field).toHaveAccessibleDescription(told);
      await expect(field).toHaveValue(typed);
      await expect(field).toBeFocused();
    });
  }
});

test('group name: empty, too long', async ({ page, groupage }) => {
  await groupage.open('new');
  const name = page.getByLabel('Group name');
  await page.getByLabel('OBS path 1', { exact: true }).fill(SAMPLES.csv);
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(name).toHaveAccessibleDescription(/name/i);
  await name.fill('a'.repeat(65));
  await expect(name).toHaveAccessibleDescription(/64/);
});

test('the same base name twice is blocked with a choice', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'twice', paths: ['obs://sample-packages/a/util.jar', 'obs://sample-packages/b/util.jar'] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByText('util.jar').first()).toBeVisible();
  await page.getByRole('button', { name: 'Keep last' }).click();
  await expect(page.getByLabel('OBS path 1', { exact: true })).toHaveValue('obs://sample-packages/b/util.jar');
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Add 1 package' })).toBeVisible();
});

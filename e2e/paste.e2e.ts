/** Goal: two hundred paths come in by one paste, however they were separated. */
import { MANY_COUNT, manySample } from '../src/local-cloud/samples.ts';
import { expect, pastePaths, test } from './fixtures.ts';

const LINES = Array.from({ length: MANY_COUNT }, (_, n) => manySample(n + 1));

for (const [shape, text] of [
  ['lines', LINES.join('\n')],
  ['Windows lines with quotes and commas', LINES.map((line) => `"${line}",`).join('\r\n')],
  ['a JSON array', JSON.stringify(LINES)],
  ['commas', LINES.join(', ')],
] as const) {
  test(`200 paths as ${shape}`, async ({ page, groupage }) => {
    await groupage.open('new');
    await page.getByLabel('Group name').fill('pasted');
    await pastePaths(page, text);
    await expect(page.getByLabel('OBS path 200', { exact: true })).toHaveValue(manySample(200));
    await expect(page.getByLabel('OBS path 201', { exact: true })).toHaveCount(0);
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Add 200 packages' })).toBeVisible();
  });
}

/**
 * `npm run screenshots`: starts the console on a free port with small samples and pictures every screen at three widths
 * and in two themes into test-results/screenshots; those that the README and docs show go to docs/images.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { fillSubmission, reviewAndSubmit, type SubmissionInput } from '../e2e/steps.ts';
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { findChromium } from './chromium.ts';
import { runConsole } from './console-process.ts';

const root = join(import.meta.dirname, '..');
const OUT = join(root, 'test-results/screenshots');
const IMAGES = join(root, 'docs/images');
const WIDTHS = [1440, 768, 390];
const SCHEMES = ['light', 'dark'] as const;
/** Pictures that documents show: name here, name in docs/images. */
const SHOWN: Record<string, string> = {
  'group-1440-light': 'group',
  'review-1440-light': 'review',
  'demo-empty-1440-light': 'demo-1-empty',
  'demo-form-1440-light': 'demo-2-form',
  'demo-review-1440-light': 'demo-3-review',
  'demo-uploading-1440-light': 'demo-4-uploading',
  'demo-copy-1440-light': 'demo-5-copy',
};

const dataDir = mkdtempSync(join(tmpdir(), 'groupage-screenshots-'));
const server = await runConsole({
  args: [],
  env: {
    GROUPAGE_DATA: dataDir,
    GROUPAGE_SAMPLES: 'small',
    // Slow enough that something is still uploading when the pictures are taken.
    GROUPAGE_LOCAL_SLOW_BYTES_PER_SECOND: '50000',
  },
});
const browser = await chromium.launch(await findChromium());
try {
  mkdirSync(OUT, { recursive: true });
  mkdirSync(IMAGES, { recursive: true });
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const at = (screen: string, project = 'demo') => `${server.address}/p/${project}/${screen}`;

  await page.goto(at('groups', 'empty-project'));
  await shoot(page, 'groups-empty');
  await page.goto(at('group?name=nobody-made-this', 'empty-project'));
  await shoot(page, 'group-not-found');
  await page.goto(at('groups', 'fault-list-500-shown'));
  await page.getByRole('alert').first().waitFor({ timeout: 30_000 });
  await shoot(page, 'groups-failed');

  // The demo of docs/demo.md, step by step.
  await page.goto(at('groups', 'local'));
  await page.getByRole('link', { name: 'Load the sample submission' }).waitFor();
  await shoot(page, 'demo-empty');
  await page.getByRole('link', { name: 'Load the sample submission' }).click();
  await page.getByText('Not found in bucket').waitFor();
  await page.getByText('New group.').waitFor();
  await shoot(page, 'demo-form');
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await page.getByRole('button', { name: 'Add 5 packages' }).waitFor();
  await shoot(page, 'demo-review');
  await page.getByRole('button', { name: 'Add 5 packages' }).click();
  await page.getByRole('row').filter({ hasText: 'sample-not-there.jar' }).getByText('Failed').waitFor();
  await shoot(page, 'demo-uploading');
  await page.getByRole('button', { name: 'Actions for the group' }).click();
  await page.getByRole('menuitem', { name: 'Copy as a new group' }).click();
  await page.getByText('A copy of').waitFor();
  await page.getByText('Not found in bucket').waitFor();
  await shoot(page, 'demo-copy');

  await submit(page, at('new'), { group: 'spark-shared-libraries', kind: 'jar', paths: [SAMPLES.jar] });
  await submit(page, at('new'), { group: 'customer-churn', kind: 'modelFile', paths: [SAMPLES.csv, SAMPLES.python] });
  await submit(page, at('new'), {
    group: 'nightly-etl',
    kind: 'file',
    paths: [SAMPLES.csv, SAMPLES.python, SAMPLES.jar, SAMPLES.missing, SAMPLES.slower],
  });
  await page.getByRole('row').filter({ hasText: 'sample-not-there.jar' }).getByText('Failed').waitFor();
  await shoot(page, 'group');
  await page.getByRole('row').filter({ hasText: 'sample_job.py' }).getByRole('link').click();
  await page.getByRole('dialog').waitFor();
  await shoot(page, 'group-drawer');
  await page.goto(at('groups'));
  await page.getByRole('link', { name: 'nightly-etl' }).waitFor();
  await shoot(page, 'groups');
  await page.goto(at('groups?text=nothing-like-it'));
  await shoot(page, 'groups-no-match');
  await page.goto(at('ungrouped'));
  await shoot(page, 'ungrouped-empty');

  await page.goto(at('new?group=nightly-etl'));
  await fillSubmission(page, { group: '', paths: [SAMPLES.csv, SAMPLES.oddName, SAMPLES.missing, 's3a://wrong/scheme.jar'] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await shoot(page, 'new-submission');
  await page.getByLabel('OBS path 4', { exact: true }).fill(SAMPLES.python);
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await page.getByRole('button', { name: /^(Replace|Add) \d/ }).waitFor();
  await shoot(page, 'review');
} finally {
  await browser.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function submit(page: Page, address: string, submission: SubmissionInput): Promise<void> {
  await page.goto(address);
  await fillSubmission(page, submission);
  await reviewAndSubmit(page, /^(Replace|Add) \d/);
  await page.waitForURL(/group\?name=/);
}

/** Each width in each theme, the whole page; waits until polling has nothing under way that would blur the picture. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0); // no row lit by a pointer that stayed where it last clicked
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      const file = join(OUT, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file, animations: 'disabled' });
      const shown = SHOWN[`${name}-${width}-${colorScheme}`];
      if (shown) copyFileSync(file, join(IMAGES, `${shown}.png`));
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

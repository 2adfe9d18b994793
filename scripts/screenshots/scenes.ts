/** What `npm run screenshots` pictures, in the order it is made: each scene has one screen, and what opens over it. */
import type { Page } from '@playwright/test';
import { fillSubmission, pastePaths, reviewAndSubmit, type SubmissionInput } from '../../e2e/steps.ts';
import { FAULTS, LIST_FAULT_PROJECTS, SAMPLES } from '../../src/local-cloud/samples.ts';

/** Pictures what is on screen; `open` brings what opens over it, once for each width. */
export type Shoot = (name: string, open?: () => Promise<boolean | void>) => Promise<void>;

interface Stage {
  page: Page;
  /** The address of a screen, of the project `demo` where no other is named. */
  at: (screen: string, project?: string) => string;
  /** The scene's name is put before the picture's. */
  shoot: Shoot;
}

type Scene = (stage: Stage) => Promise<void>;

const COUNTED = /^(Replace|Add) \d/;
/** 64 and 128 characters, as long as names may be. */
const LONG_GROUP = 'quarterly-revenue-forecast-'.repeat(3).slice(0, 64);
const LONG_PACKAGE = `${'com.example.analytics.forecast.transformations-'.repeat(3).slice(0, 124)}.jar`;

export const SCENES: Record<string, Scene> = {
  /** docs/demo.md, step by step. */
  demo: async ({ page, at, shoot }) => {
    await page.goto(at('groups', 'local'));
    await page.getByRole('link', { name: 'Load the sample submission' }).waitFor();
    await shoot('empty');
    await page.getByRole('link', { name: 'Load the sample submission' }).click();
    await page.getByText('There is no such object in the bucket.').first().waitFor();
    await page.getByText('New group.').waitFor();
    await shoot('form');
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await page.getByRole('button', { name: 'Add 5 packages' }).waitFor();
    await shoot('review');
    await page.getByRole('button', { name: 'Add 5 packages' }).click();
    await page.getByRole('row').filter({ hasText: 'sample-not-there.jar' }).getByText('Failed').waitFor();
    await shoot('uploading');
    await page.getByRole('button', { name: 'Actions for the group' }).click();
    await page.getByRole('menuitem', { name: 'Copy as a new group' }).click();
    await page.getByText('A copy of').waitFor();
    await page.getByText('There is no such object in the bucket.').first().waitFor();
    await shoot('copy');
  },

  groups: async ({ page, at, shoot }) => {
    await page.goto(at('groups', 'empty-project'));
    await page.getByRole('link', { name: 'Load the sample submission' }).waitFor();
    await shoot('empty');
    await page.goto(at('groups', `${LIST_FAULT_PROJECTS.error500}-shown`));
    await page.getByRole('alert').first().waitFor();
    await shoot('failed');
    await page.goto(at('groups', `${LIST_FAULT_PROJECTS.forbidden403}-shown`));
    await page.getByRole('alert').first().waitFor();
    await shoot('forbidden');

    await submit(page, at('new'), { group: 'spark-shared-libraries', kind: 'jar', paths: [SAMPLES.jar] });
    await submit(page, at('new'), { group: 'customer-churn', kind: 'modelFile', paths: [SAMPLES.csv, SAMPLES.python] });
    await submit(page, at('new'), {
      group: LONG_GROUP,
      kind: 'file',
      paths: [SAMPLES.csv, `obs://sample-packages/jars/${LONG_PACKAGE}`],
    });
    await submit(page, at('new'), {
      group: 'nightly-etl',
      kind: 'file',
      paths: [SAMPLES.csv, SAMPLES.python, SAMPLES.jar, SAMPLES.missing, SAMPLES.slower],
    });
    await page.goto(at('groups'));
    await page.getByRole('link', { name: 'nightly-etl' }).waitFor();
    await shoot('filled');
    await page.goto(at('groups?text=nothing-like-it&kind=jar'));
    await page.getByText('No package group matches').waitFor();
    await shoot('no-match');

    await page.goto(at('groups?status=failed&kind=jar', 'many-5000'));
    await page.getByRole('rowheader').first().waitFor();
    await shoot('filtered');
    await page.goto(at('groups', 'many-5000'));
    const first = page.getByRole('checkbox', { name: 'Select all on this page' });
    await first.waitFor();
    await shoot('menu', () =>
      page
        .getByRole('button', { name: /^Actions for/ })
        .first()
        .click(),
    );
    await shoot('export', () => page.getByRole('button', { name: 'Export' }).click());
    await shoot('palette', () => page.keyboard.press('Control+k'));
    await shoot('help', () => page.keyboard.press('?'));
    await first.check();
    await shoot('selected');
    await shoot('delete', () => page.getByRole('button', { name: /^Delete \d+ groups/ }).click());
    await shoot('owner', () => page.getByRole('button', { name: 'Change owner' }).click());
    await page.goto(at('groups', 'many-100'));
    await page.getByRole('rowheader').first().waitFor();
    await shoot('display', async () => {
      await openNavigation(page);
      await page.getByRole('button', { name: 'Display' }).click();
    });
  },

  group: async ({ page, at, shoot }) => {
    await page.goto(at('group?name=nobody-made-this'));
    await page.getByRole('link', { name: 'Back to the package groups' }).waitFor();
    await shoot('not-found');
    await submit(page, at('new'), {
      group: 'nightly-reports',
      kind: 'file',
      paths: [SAMPLES.csv, SAMPLES.python, SAMPLES.jar, SAMPLES.missing, SAMPLES.slower],
    });
    await page.getByRole('row').filter({ hasText: 'sample-not-there.jar' }).getByText('Failed').waitFor();
    await shoot('filled');
    const name = (file: string) => page.getByRole('link', { name: file });
    await shoot('drawer', () => name('sample-not-there.jar').click());
    await shoot('menu', () => page.getByRole('button', { name: 'Actions for sample_job.py' }).click());
    await shoot('group-menu', () => page.getByRole('button', { name: 'Actions for the group' }).click());
    await shoot('delete-group', async () => {
      await page.getByRole('button', { name: 'Actions for the group' }).click();
      await page.getByRole('menuitem', { name: 'Delete group' }).click();
      await page.getByLabel('Type the name of the group').waitFor();
    });
    await page.getByRole('checkbox', { name: 'Select sample_job.py' }).check();
    await shoot('delete-one', () => page.getByRole('button', { name: 'Delete 1 package' }).click());
    await page.getByRole('checkbox', { name: 'Select sample-etl.jar' }).check();
    await shoot('delete-many', () => page.getByRole('button', { name: 'Delete 2 packages' }).click());

    await submit(page, at('new'), { group: LONG_GROUP, kind: 'file', paths: [SAMPLES.csv, `obs://sample-packages/jars/${LONG_PACKAGE}`] });
    await page.getByRole('row').filter({ hasText: LONG_PACKAGE }).waitFor();
    await shoot('long-names');
    await shoot('long-names-drawer', () => name(LONG_PACKAGE).click());
    await shoot('long-names-delete', async () => {
      await page.getByRole('button', { name: 'Actions for the group' }).click();
      await page.getByRole('menuitem', { name: 'Delete group' }).click();
      await page.getByLabel('Type the name of the group').waitFor();
    });

    await submit(page, at('new'), { group: 'operated', kind: 'file', paths: [SAMPLES.csv, SAMPLES.jar, FAULTS.undeletable] });
    await page.getByRole('checkbox', { name: 'Select sample-undeletable.jar' }).check();
    await page.getByRole('checkbox', { name: 'Select sample-orders.csv' }).check();
    await page.getByRole('button', { name: 'Delete 2 packages' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete 2 packages' }).click();
    await page.getByRole('heading', { name: 'Deleted 1 of 2, 1 failed' }).waitFor();
    await page.keyboard.press('Escape');
    await shoot('operation', () => page.getByRole('button', { name: 'Deleted 1 of 2, 1 failed' }).click());
    await page.goto(at('group?name=everything-at-once', 'many-5000'));
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await shoot('many-selected');
  },

  ungrouped: async ({ page, at, shoot }) => {
    await page.goto(at('ungrouped', 'empty-project'));
    await page.getByText('no ungrouped packages').waitFor();
    await shoot('empty');
    await page.goto(at('ungrouped', 'many-5000'));
    await page.getByRole('rowheader').first().waitFor();
    await shoot('filled');
  },

  modules: async ({ page, at, shoot }) => {
    await page.goto(at('modules'));
    await page.getByRole('rowheader').first().waitFor();
    await shoot('filled');
    await page.goto(at('modules?text=nothing-like-it'));
    await page.getByText('No built-in module').waitFor();
    await shoot('no-match');
  },

  new: async ({ page, at, shoot }) => {
    await page.goto(at('new'));
    await page.getByLabel('Group name').waitFor();
    await shoot('empty');
    await pastePaths(page, ['obs://sample-packages/a/util.jar', 'obs://sample-packages/b/util.jar', 's3a://wrong/scheme.jar'].join('\n'));
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await page.getByLabel('Group name').and(page.locator('[aria-invalid="true"]')).waitFor();
    await shoot('errors');
    await page.evaluate(() => sessionStorage.clear()); // the draft would come back
    await submit(page, at('new'), {
      group: 'weekly-etl',
      kind: 'file',
      paths: [SAMPLES.csv, SAMPLES.python, SAMPLES.jar, SAMPLES.wheel, SAMPLES.missing],
    });
    await page.goto(at('new?group=weekly-etl'));
    await fillSubmission(page, { group: '', paths: [SAMPLES.csv, SAMPLES.python, SAMPLES.oddName, SAMPLES.missing] });
    await page.getByText('There is no such object in the bucket.').first().waitFor();
    await shoot('filled');
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await page.getByRole('button', { name: COUNTED }).waitFor();
    await shoot('review');

    const other = await page.context().newPage();
    await submit(other, at('new?group=weekly-etl'), { group: '', paths: [SAMPLES.secondJar] });
    await other.close();
    await page.getByRole('button', { name: COUNTED }).click();
    await page.getByRole('button', { name: 'Review differences' }).waitFor();
    await shoot('conflict');
    await page.goto(at('new?group=weekly-etl&replace=sample-orders.csv'));
    await page.getByLabel('OBS path 1', { exact: true }).waitFor();
    await shoot('replace');
  },

  objects: async ({ page, at, shoot }) => {
    const option = (name: string) => page.getByRole('option', { name });
    const openFolder = async () => {
      await option('sample-packages').click();
      await option('data/').click();
      await option('sample-orders.csv').click();
    };
    await page.goto(at('objects'));
    await option('sample-packages').waitFor();
    await shoot('buckets');
    await openFolder();
    await shoot('picked');
    await page.goto(at('objects?bucket=sample-denied'));
    await page.getByRole('alert').first().waitFor();
    await shoot('denied');
    await page.evaluate(() => sessionStorage.clear()); // what was picked would be offered
    await page.goto(at('new'));
    await shoot('drawer', async () => {
      await page.getByRole('button', { name: 'Browse OBS…' }).click();
      await option('sample-packages').or(option('sample-orders.csv')).first().waitFor();
    });
  },

  connection: async ({ page, at, shoot }) => {
    await page.goto(at('connection'));
    await page.getByText('Nothing stands in the way.').waitFor();
    await shoot('checked');
  },

  tags: async ({ page, at, shoot }) => {
    const tagged = { group: 'tagged-etl', kind: 'file', paths: [SAMPLES.csv, SAMPLES.python] };
    await submit(page, at('new', 'tagged'), tagged);
    await page.getByRole('row').filter({ hasText: 'sample-orders.csv' }).getByText('Ready').waitFor();
    await shoot('edit', async () => {
      await page.getByRole('link', { name: 'sample-orders.csv' }).click();
      await page.getByRole('button', { name: 'Edit tags' }).click();
    });
    await shoot('filter', () => page.getByRole('button', { name: 'Filter by tag' }).click());
  },

  activity: async ({ page, at, shoot }) => {
    await page.goto(at('activity', 'empty-record'));
    await page.getByText('Nothing was submitted through this console yet.').waitFor();
    await shoot('empty');
    await page.evaluate(() => sessionStorage.clear()); // the draft of another scene would come back
    await submit(page, at('new'), { group: 'recorded-etl', kind: 'jar', paths: [SAMPLES.jar, SAMPLES.missing] });
    await submit(page, at('new'), { group: 'recorded-etl', kind: 'jar', paths: [SAMPLES.missing, SAMPLES.secondJar] });
    await page.getByRole('row').filter({ hasText: 'sample-udf.jar' }).getByText('Ready').waitFor();
    await page.goto(at('activity'));
    await page.getByRole('rowheader').first().waitFor();
    await shoot('list');
    await page.getByRole('rowheader').getByRole('link').first().click();
    await page.getByRole('region', { name: 'Body of the call' }).waitFor();
    await shoot('entry');
    await page.goto(at('group?name=recorded-etl&tab=history'));
    await page.getByText('Beside the submission before:').first().waitFor();
    await shoot('history');
    await page.goto(at('group?name=recorded-etl&tab=use'));
    await page.getByRole('region', { name: 'Spark batch job' }).waitFor();
    await shoot('use');
  },

  address: async ({ page, at, shoot }) => {
    await page.goto(at('nowhere'));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await shoot('not-there');
    await shoot('navigation', () => openNavigation(page));
  },
};

async function submit(page: Page, address: string, submission: SubmissionInput): Promise<void> {
  await page.goto(address);
  await fillSubmission(page, submission);
  await reviewAndSubmit(page, COUNTED);
  await page.waitForURL(/group\?name=/);
}

/** It stands beside the screen, or in a drawer where there is no room: whether that was opened. */
async function openNavigation(page: Page): Promise<boolean> {
  const button = page.getByRole('button', { name: 'Open navigation' });
  const isThere = await button.isVisible();
  if (isThere) await button.click();
  return isThere;
}

/** Goal: every screen and state is usable by everybody: axe finds nothing in either theme, and nothing overflows a phone. */
import type { Page } from '@playwright/test';
import { FAULTS, LIST_FAULT_PROJECTS, SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, holdObject, packageRow, pastePaths, seedGroup, test } from './fixtures.ts';

async function expectNoSidewaysScroll(page: Page) {
  await page.setViewportSize({ width: 390, height: 844 });
  // What floats over the page is put in its place again a moment after the window has changed.
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overflow, 'pixels wider than a phone').toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('an empty project', async ({ page, groupage }) => {
  await groupage.open('groups');
  await expect(page.getByRole('link', { name: 'New submission' }).first()).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await groupage.open('activity');
  await expect(page.getByText('Nothing was submitted through this console yet.')).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('groups, a group with every state, its drawer', async ({ page, groupage }) => {
  const long = `${'long-name-'.repeat(6)}abcd`;
  await seedGroup(groupage, {
    group: long,
    paths: [SAMPLES.csv, holdObject(groupage, 'held.bin').path, SAMPLES.missing],
    isAwaited: false,
  });
  await groupage.open(`group?name=${long}`);
  await expect(packageRow(page, 'sample-not-there.jar')).toContainText('Failed');
  await expect(packageRow(page, 'sample-orders.csv')).toContainText('Ready');
  await expect(packageRow(page, 'held.bin')).toContainText('Uploading');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await packageRow(page, 'sample-not-there.jar').getByRole('link').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
  await groupage.open('groups');
  await expect(page.getByRole('row').filter({ hasText: 'long-name' })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await groupage.open('ungrouped');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
});

test('the record: a list and an entry', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'recorded', kind: 'jar', paths: [SAMPLES.jar, SAMPLES.missing] });
  await groupage.open('activity?group=recorded');
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('rowheader').getByRole('link').click();
  await expect(page.getByRole('region', { name: 'Body of the call' })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('a refused entry, and the other parts of a group', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'refused', kind: 'jar', paths: [FAULTS.denied] });
  await groupage.reviewAndSubmit('Add 1 package');
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await groupage.open('activity?outcome=refused');
  await page.getByRole('rowheader').getByRole('link').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
  await seedGroup(groupage, { group: 'recorded', kind: 'jar', paths: [SAMPLES.jar] });
  await groupage.open('group?name=recorded&tab=history');
  await expect(page.getByRole('listitem').filter({ hasText: 'sample-etl.jar' }).first()).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await groupage.open('group?name=recorded&tab=use');
  await expect(page.getByRole('region', { name: 'Spark batch job' })).toBeVisible();
  await expectAccessible(page);
});

test('new submission: errors, conflicts and review', async ({ page, groupage }) => {
  await groupage.open('new');
  await expect(page.getByLabel('Group name')).toBeVisible();
  await expectAccessible(page);
  await pastePaths(page, 'obs://sample-packages/a/util.jar\nobs://sample-packages/b/util.jar\nnonsense');
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByLabel('Group name')).toHaveAccessibleDescription(/./);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('the review', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'reviewed', paths: [SAMPLES.csv] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Add 1 package' })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

interface Opener {
  name: string;
  open: (page: Page) => Promise<void>;
}
const ORDERS = 'sample-orders.csv';

/** Everything that opens over a screen, one after another: what is added, adds a line here. Escape closes all but what is half typed. */
const OPENERS: Record<string, readonly Opener[]> = {
  'group?name=opened': [
    { name: 'palette', open: (page) => page.keyboard.press('Control+k') },
    { name: 'help sheet', open: (page) => page.keyboard.press('?') },
    { name: 'display settings', open: (page) => page.getByRole('button', { name: 'Display' }).click() },
    { name: 'help beside a column', open: (page) => page.getByRole('button', { name: 'Help: package states' }).click() },
    { name: 'menu of a package', open: (page) => page.getByRole('button', { name: `Actions for ${ORDERS}` }).click() },
    { name: 'export', open: (page) => page.getByRole('button', { name: 'Export' }).click() },
    { name: 'menu of the group', open: (page) => page.getByRole('button', { name: 'Actions for the group' }).click() },
    {
      name: 'navigation of a narrow window',
      open: async (page) => {
        await page.setViewportSize({ width: 768, height: 1024 });
        await page.getByRole('button', { name: 'Open navigation' }).click();
      },
    },
    { name: 'details of a package', open: (page) => page.getByRole('link', { name: ORDERS }).click() },
    {
      name: 'tags of a package',
      open: async (page) => {
        await page.getByRole('link', { name: ORDERS }).click();
        await page.getByRole('button', { name: 'Edit tags' }).click();
        await page.getByRole('button', { name: 'Add tag' }).click();
        await page.getByLabel('Key of tag 1').fill('_sys_team');
        await expect(page.getByText('Keys that begin with _sys_ are kept for Huawei.')).toBeVisible();
      },
    },
  ],
  'group?name=opened&text=orders': [
    {
      name: 'delete packages',
      open: async (page) => {
        await page.getByRole('checkbox', { name: `Select ${ORDERS}` }).check();
        await page.getByRole('button', { name: 'Delete 1 package' }).click();
      },
    },
    {
      name: 'delete a package by its menu',
      open: async (page) => {
        await page.getByRole('button', { name: `Actions for ${ORDERS}` }).click();
        await page.getByRole('menuitem', { name: 'Delete' }).click();
        await expect(page.getByRole('dialog').getByRole('button', { name: 'Delete 1 package' })).toBeVisible();
      },
    },
    {
      name: 'delete a group',
      open: async (page) => {
        await page.getByRole('button', { name: 'Actions for the group' }).click();
        await page.getByRole('menuitem', { name: 'Delete group' }).click();
      },
    },
    {
      name: 'change the owner',
      open: async (page) => {
        await page.getByRole('button', { name: 'Actions for the group' }).click();
        await page.getByRole('menuitem', { name: 'Change owner' }).click();
      },
    },
    {
      name: 'an operation',
      open: async (page) => {
        await page.getByRole('button', { name: `Actions for ${ORDERS}` }).click();
        await page.getByRole('menuitem', { name: 'Delete' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete 1 package' }).click();
        await expect(page.getByRole('heading', { name: 'Deleted 1 of 1' })).toBeVisible();
      },
    },
  ],
  groups: [
    { name: 'menu of a group in the list', open: (page) => page.getByRole('button', { name: 'Actions for opened' }).click() },
    {
      name: 'delete groups',
      open: async (page) => {
        await page.getByRole('checkbox', { name: 'Select opened' }).check();
        await page.getByRole('button', { name: 'Delete 1 group' }).click();
        await expect(page.getByRole('dialog').getByLabel('Type the name of the group')).toBeVisible();
      },
    },
  ],
  new: [
    { name: 'help beside a field', open: (page) => page.getByRole('button', { name: 'Help: sync or async' }).click() },
    {
      name: 'OBS browser in the form',
      open: async (page) => {
        await page.getByRole('button', { name: 'Browse OBS…' }).click();
        await page.getByRole('option', { name: 'sample-packages' }).click();
        await page.getByRole('option', { name: 'data/' }).click();
        await page.getByRole('option', { name: ORDERS }).click();
      },
    },
  ],
};

for (const [screen, openers] of Object.entries(OPENERS)) {
  test(`what opens over ${screen}`, async ({ page, groupage }) => {
    test.slow(); // as many analyses as there are lines above
    await seedGroup(groupage, { group: 'opened', paths: [SAMPLES.csv, SAMPLES.jar] });
    await groupage.open(screen);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const opened = page.locator('dialog[open], [role="dialog"], [role="menu"], [popover]:popover-open');
    for (const { name, open } of openers) {
      await test.step(name, async () => {
        await page.keyboard.press('Escape');
        await expect(opened).toHaveCount(0);
        await open(page);
        await expect(opened.first()).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      });
    }
  });
}

test('the OBS browser: buckets, objects, nothing found', async ({ page, groupage }) => {
  for (const [address, seen] of [
    ['objects', page.getByRole('option', { name: 'sample-packages' })],
    ['objects?bucket=sample-packages&prefix=data/', page.getByRole('option', { name: 'sample-orders.csv' })],
    ['objects?bucket=sample-packages&text=zzz', page.getByText('Nothing here begins with this.')],
  ] as const) {
    await groupage.open(address);
    await expect(seen).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
});

for (const screen of ['groups', 'ungrouped', 'group?name=everything-at-once']) {
  test(`a long list, filtered, selected and filtered to nothing: ${screen}`, async ({ page, groupage }) => {
    const open = (filter = '') => page.goto(`/p/many-1000-${groupage.projectId}/${screen}${filter}`);
    const sign = screen.includes('?') ? '&' : '?';
    await open();
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await expect(page.getByText(/^\d+ selected/)).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await open(`${sign}kind=jar&status=ready`);
    await expect(page.getByRole('button', { name: 'Clear filters' })).toBeVisible();
    await expectAccessible(page);
    await open(`${sign}text=nothing-like-it`);
    await expect(page.getByRole('button', { name: 'Clear filters' }).last()).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
}

test('the connection, checked', async ({ page, groupage }) => {
  await groupage.open('connection');
  await expect(page.getByRole('list', { name: 'Steps' })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test('built-in modules', async ({ page, groupage }) => {
  await groupage.open('modules');
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await groupage.open('modules?text=nothing-like-it');
  await expect(page.getByText('No built-in module has this in its name.')).toBeVisible();
  await expectAccessible(page);
});

test.describe('what cannot be shown', () => {
  test.use({ allowedErrors: [/Failed to load resource/] });

  test('a group that is not there', async ({ page, groupage }) => {
    await groupage.open('group?name=nobody-made-this');
    await expect(page.getByRole('link', { name: 'Back to the package groups' })).toBeVisible();
    await expectAccessible(page);
  });

  test('a list that may not be read, with its details', async ({ page, groupage }) => {
    await page.goto(`/p/${LIST_FAULT_PROJECTS.forbidden403}-${groupage.projectId}/groups`);
    await page.getByRole('alert').getByText('Details', { exact: true }).click();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
});

test('an address that is not there', async ({ page, groupage }) => {
  await groupage.open('nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
});

/**
 * What every end-to-end test starts from: a project of its own (so tests run side by side and nothing is cleaned up),
 * a page that fails the test on a CSP violation or a console error, and the few steps that many goals share.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { CLIENT_HEADER, IDEMPOTENCY_HEADER } from '../src/contract/define.ts';
import type { GroupView } from '../src/contract/groups.ts';
import type { Plan, Submission, SubmissionRequest } from '../src/contract/submissions.ts';
import { fillSubmission, reviewAndSubmit, type SubmissionInput } from './steps.ts';

interface Fixtures {
  /** A project id that no other test uses. */
  projectId: string;
  /** Console errors a test expects, as patterns; a browser logs every failed request itself. */
  allowedErrors: RegExp[];
  groupage: Groupage;
}

export interface Groupage {
  page: Page;
  projectId: string;
  /** Opens a screen of this test's project: `groups`, `new`, `group?name=etl`. */
  open(screen: string): Promise<void>;
  /** Fills group, kind and paths of the New submission screen. */
  fill(submission: SubmissionInput): Promise<void>;
  /** Reads the review and presses its counted button. */
  reviewAndSubmit(button: string | RegExp): Promise<void>;
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants a pattern here
  projectId: async ({}, use, info) => {
    await use(`t${info.parallelIndex}-${info.testId.slice(-12)}-${info.repeatEachIndex}`);
  },
  allowedErrors: [[], { option: true }],
  page: async ({ page, allowedErrors }, use) => {
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !allowedErrors.some((pattern) => pattern.test(message.text()))) problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(
          `CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
        );
      });
    });
    await use(page);
    expect(problems, 'console errors and policy violations').toEqual([]);
  },
  groupage: async ({ page, projectId }, use) => {
    await use({
      page,
      projectId,
      open: async (screen) => {
        await page.goto(`/p/${projectId}/${screen}`);
      },
      fill: (submission) => fillSubmission(page, submission),
      reviewAndSubmit: (button) => reviewAndSubmit(page, button),
    });
  },
});

export { expect } from '@playwright/test';
export { pastePaths } from './steps.ts';

interface Seed extends Partial<Omit<SubmissionRequest, 'paths'>> {
  paths: readonly string[];
  /** False: returns once DLI has accepted it, while it may still be uploading. */
  isAwaited?: boolean;
}

/**
 * Submits through the console's own API, for tests that are about something else than the form. Returns once everything in
 * the group is Ready or Failed. `server`: the address of another console than the one all tests share.
 */
export async function seedGroup(
  { page, projectId }: Pick<Groupage, 'page' | 'projectId'>,
  { isAwaited = true, ...seed }: Seed,
  server = '',
): Promise<void> {
  const api = `${server}/api/projects/${projectId}`;
  const headers = { [CLIENT_HEADER]: '1' };
  const body = { group: null, kind: 'file', isAsync: true, tags: [], ...seed };
  const planned = await page.request.post(`${api}/plan`, { headers, data: body });
  const { token } = (await planned.json()) as Plan;
  const sent = await page.request.post(`${api}/submissions`, {
    headers: { ...headers, [IDEMPOTENCY_HEADER]: crypto.randomUUID() },
    data: { ...body, token },
  });
  expect((await sent.json()) as Submission).toMatchObject({ outcome: 'accepted' });
  if (!isAwaited) return;
  const where = body.group === null ? 'ungrouped?' : `group?name=${encodeURIComponent(body.group)}`;
  const read = () => page.request.get(`${api}/${where}`, { headers: { ...headers, 'Cache-Control': 'no-cache' } });
  await expect.poll(async () => ((await (await read()).json()) as GroupView).isMoving).toBe(false);
}

/** Puts an object into a bucket of this test's own: a file in the store's folder is an object at once. Its path. */
export function putObject({ projectId }: Groupage, key: string, contents: string): string {
  const bucket = `own-${projectId.toLowerCase()}`;
  const file = join('test-results/e2e/data/obs', bucket, key);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
  return `obs://${bucket}/${key}`;
}

/** An object whose package is Uploading until it is let go, however long a busy machine takes to look at it. */
export function holdObject({ projectId }: Groupage, name: string): { path: string; letGo: () => void } {
  const folder = join('test-results/e2e/data/obs/sample-faults/held', projectId);
  mkdirSync(folder, { recursive: true });
  for (const file of [name, `${name}.hold`]) writeFileSync(join(folder, file), file);
  return { path: `obs://sample-faults/held/${projectId}/${name}`, letGo: () => rmSync(join(folder, `${name}.hold`)) };
}

/** The row of one package in the table on screen. */
export function packageRow(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
}

/** The part of the review with one action: Add, Replace, Not in this submission, Blocked. */
export function planPart(page: Page, action: string) {
  return page.getByRole('region', { name: new RegExp(`^${action}`) });
}

/** What another theme can change; everything else is looked at in the first one. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** axe finds nothing in either theme. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    await standStill(page);
    // No page has frames, so it is looked at in place; and only what is wrong is described, not each of a thousand cells that is right.
    const isThere = await page.evaluate(() => 'axe' in window);
    const { violations } = await new AxeBuilder({ page, ...(isThere ? { axeSource: ';' } : {}) })
      .setLegacyMode()
      .options({
        resultTypes: ['violations'],
        ...(scheme === 'light' ? {} : { runOnly: { type: 'rule', values: COLOUR_RULES } }),
      })
      .analyze();
    expect(
      violations.map((v) => ({ rule: v.id, help: v.help, nodes: v.nodes.map((n) => n.html) })),
      `axe, ${scheme}`,
    ).toEqual([]);
  }
}

/** What fades in has its own colours only once it has arrived; what turns for ever is not waited for. */
async function standStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    const ending = document.getAnimations().filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

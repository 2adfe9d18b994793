/** Steps on the New submission screen that tests and the screenshot script share. */
import type { Page } from '@playwright/test';

export interface SubmissionInput {
  /** Empty: left as it is. */
  group: string;
  /** DLI's word, such as `jar`. */
  kind?: string;
  paths: readonly string[];
}

export async function fillSubmission(page: Page, { group, kind, paths }: SubmissionInput): Promise<void> {
  if (group !== '') await page.getByLabel('Group name').fill(group);
  if (kind) await page.getByLabel('Kind').selectOption(kind);
  const [first = ''] = paths;
  if (paths.length === 1) await page.getByLabel('OBS path 1', { exact: true }).fill(first);
  else await pastePaths(page, paths.join('\n'));
}

/** What Ctrl+V does to the first path field when the clipboard holds several paths. */
export async function pastePaths(page: Page, text: string): Promise<void> {
  await page.getByLabel('OBS path 1', { exact: true }).evaluate((input, pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    input.focus();
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

/** Goes to the review and presses its counted button. */
export async function reviewAndSubmit(page: Page, button: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await page.getByRole('button', { name: button }).click();
}

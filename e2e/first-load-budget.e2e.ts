/**
 * Goal: the first useful screen stays light, and so does each screen opened after it. Bytes are what the server sent for
 * pages, scripts and styles, compressed, with their headers.
 */
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, packageRow, seedGroup, test } from './fixtures.ts';

/** Aimed at 160 kB; this keeps it from growing unseen. */
const FIRST_LOAD_MAX_BYTES = 162_000;
const FIRST_LOAD_MAX_REQUESTS = 10;
/** Aimed at 40 kB each. */
const GROUP_MAX_BYTES = 40_000;
const NEW_SUBMISSION_MAX_BYTES = 44_000;
/** Fetched once the list stands, before anybody asks for it. */
const DRAWER_MAX_BYTES = 18_000;

test('the first load and every screen after it stay within their budgets', async ({ groupage, browser, baseURL }) => {
  await seedGroup(groupage, { group: 'budget', paths: [SAMPLES.csv] });

  // A browser that has nothing of the console yet.
  const visitor = await browser.newPage({ baseURL: baseURL ?? '' });
  const cdp = await visitor.context().newCDPSession(visitor);
  await cdp.send('Network.enable');
  let bytes = 0;
  let requests = 0;
  let drawerBytes = 0;
  const underWay = new Set<string>();
  cdp.on('Network.requestWillBeSent', ({ requestId }) => underWay.add(requestId));
  cdp.on('Network.loadingFailed', ({ requestId }) => underWay.delete(requestId));
  const kinds = new Map<string, 'counted' | 'drawer'>();
  cdp.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (['Document', 'Script', 'Stylesheet'].includes(type)) kinds.set(requestId, /drawer/i.test(response.url) ? 'drawer' : 'counted');
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    requests++;
    underWay.delete(requestId);
    if (kinds.get(requestId) === 'counted') bytes += encodedDataLength;
    if (kinds.get(requestId) === 'drawer') drawerBytes += encodedDataLength;
  });
  const measured = async (name: string) => {
    await expect.poll(() => underWay.size).toBe(0);
    const seen = { bytes, requests };
    bytes = 0;
    requests = 0;
    console.log(`${name}: ${seen.bytes} bytes in ${seen.requests} requests`);
    return seen;
  };

  await visitor.goto(`/p/${groupage.projectId}/groups`);
  await expect(visitor.getByRole('link', { name: 'budget' })).toBeVisible();
  const first = await measured('Groups');
  expect(first.bytes).toBeLessThanOrEqual(FIRST_LOAD_MAX_BYTES);
  expect(first.requests).toBeLessThanOrEqual(FIRST_LOAD_MAX_REQUESTS);

  await visitor.getByRole('link', { name: 'budget' }).click();
  await expect(packageRow(visitor, 'sample-orders.csv')).toBeVisible();
  await expect.poll(() => drawerBytes).toBeGreaterThan(0);
  expect((await measured('Group')).bytes).toBeLessThanOrEqual(GROUP_MAX_BYTES);
  expect(drawerBytes).toBeLessThanOrEqual(DRAWER_MAX_BYTES);

  await visitor.getByRole('link', { name: 'Add files' }).click();
  await expect(visitor.getByLabel('Group name')).toBeVisible();
  expect((await measured('New submission')).bytes).toBeLessThanOrEqual(NEW_SUBMISSION_MAX_BYTES);
  await visitor.close();
});

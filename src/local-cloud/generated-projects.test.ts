import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { GENERATED_BIG_GROUP, generatedCount, generatePackages } from './generated-projects.ts';
import { openTestCloud, sha256, statuses } from './test-cloud.ts';

test.each([
  ['many-5000', 5000],
  ['many-100', 100],
  ['many-100000-mine', 100_000],
  ['many-99', null],
  ['many-100001', null],
  ['many-5000x', null],
  ['not-many-5000', null],
  ['many', null],
])('the project %s comes with %j packages', (project, count) => {
  expect(generatedCount(project)).toBe(count);
});

test('5,000 packages: 500 groups, a big one, some in no group, some failed, no name twice in a group', () => {
  const all = [...generatePackages(5000)];
  const byGroup = Map.groupBy(all, (item) => item.group);
  expect(all).toHaveLength(5000);
  expect(byGroup.size - 1).toBe(500);
  expect([byGroup.get('')?.length, byGroup.get(GENERATED_BIG_GROUP)?.length]).toEqual([100, 250]);
  expect(all.filter((item) => item.status === 'FAILED')).toHaveLength(51);
  expect(new Set(all.map((item) => `${item.group}/${item.name}`)).size).toBe(5000);
  expect([...generatePackages(5000)]).toEqual(all);
});

test('is listed as DLI lists it, once and the same everywhere, and what is deleted stays deleted', async () => {
  const before = await openTestCloud();
  const { dataDir } = before;
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const listed = await before.list('many-100');
  expect(listed).toMatchObject({ total: 100, resources: { length: 2 }, groups: { length: 10 } });
  expect(listed.groups?.flatMap((group) => group.details ?? [])).toHaveLength(98);
  expect(await before.list('many-100-other')).toEqual(listed);
  expect(await before.list('p1')).toMatchObject({ total: 0 });

  const [first = {}] = listed.resources ?? [];
  expect((await before.remove(String(first.resource_name), undefined, 'many-100')).status).toBe(200);
  await before.dispose();

  // Packages without bytes are not taken for packages that lost theirs.
  await using after = await openTestCloud({}, dataDir);
  expect(await after.list('many-100')).toMatchObject({ total: 99, groups: listed.groups });
});

test('its packages are uploaded over like any other', async () => {
  await using cloud = await openTestCloud();
  await cloud.put('obs://bkt/new/billing-1.jar', 'bytes');
  const uploaded = await cloud.upload(['obs://bkt/new/billing-1.jar'], { kind: 'jar' }, 'many-100');
  expect(uploaded.status).toBe(201);
  expect(statuses((await cloud.list('many-100')).resources ?? [])).toMatchObject({ 'billing-1.jar': 'READY' });
  expect(await cloud.blobs()).toEqual([expect.stringContaining(sha256('bytes'))]);
});

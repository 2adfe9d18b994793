/** Goal: take what was reviewed, or a group that stands, along into a script or a job. */
import { SAMPLES } from '../src/local-cloud/samples.ts';
import { expect, expectAccessible, seedGroup, test } from './fixtures.ts';

test('the reviewed call is shown as a request and in the words of three tools', async ({ page, groupage }) => {
  await groupage.open('new');
  await groupage.fill({ group: 'scripted', kind: 'jar', paths: [SAMPLES.jar, SAMPLES.secondJar] });
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await page.getByText('Show the call').click();
  await expect(page.getByRole('region', { name: 'Body of the call' })).toContainText('"group": "scripted"');
  const words: [string, string[]][] = [
    ['curl', [`curl --request POST "$DLI_ENDPOINT/v2.0/${groupage.projectId}/resources"`, 'X-Auth-Token: $DLI_TOKEN']],
    ['hcloud', ['hcloud DLI UploadJobResources', '--group=scripted', '--paths.2=']],
    ['Terraform', ['resource "huaweicloud_dli_package"', 'group_name  = "scripted"', 'sample-udf.jar']],
  ];
  for (const [tool, parts] of words) {
    await page.getByRole('tab', { name: tool }).click();
    for (const part of parts) await expect(page.getByRole('region', { name: `The call for ${tool}` })).toContainText(part);
  }
  await expectAccessible(page);
});

test('a group says how Spark and Flink jobs name it, and the paths for those that no longer read packages', async ({ page, groupage }) => {
  await seedGroup(groupage, { group: 'used', kind: 'jar', paths: [SAMPLES.jar, SAMPLES.secondJar] });
  await groupage.open('group?name=used');
  await page.getByRole('link', { name: 'Use this group' }).click();
  await expect(page.getByRole('region', { name: 'Spark batch job' })).toContainText('"file": "used/sample-etl.jar"');
  await page.getByRole('tab', { name: 'Flink before 1.15' }).click();
  await expect(page.getByRole('region', { name: 'Flink jar job' })).toContainText('"entrypoint": "used/sample-etl.jar"');
  await page.getByRole('tab', { name: 'OBS paths' }).click();
  await expect(page.getByRole('region', { name: 'OBS paths' })).toContainText(SAMPLES.jar);
  await expect(page.getByRole('region', { name: 'OBS paths' })).toContainText(SAMPLES.secondJar);
  await expectAccessible(page);
});

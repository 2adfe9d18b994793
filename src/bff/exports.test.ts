/** Lists as files: all that match, in the list's order, whatever the names. */
import { describe, expect, it } from 'vitest';
import { ROWS_HEADER } from '../contract/define.ts';
import { createDliClient } from '../dli/client.ts';
import { createFakeClock } from '../dli/fake-clock.ts';
import { createApp } from './app.ts';
import { everyProject } from './projects.ts';
import { errorOf, memoryLedger, NO_OBJECTS, quietLog, read, TEST_HOST, TEST_SESSION } from './testing.ts';

const AT = 1_800_000_000_000;
const member = (name: string, status: string, more: object = {}) => ({ resource_name: name, resource_type: 'jar', status, ...more });
const LIST = {
  groups: [
    { group_name: '=cmd|x', owner: '@anna', update_time: AT, details: [member('a,b.jar', 'READY')] },
    {
      group_name: 'plain',
      details: [member('x.jar', 'FAILED', { create_time: AT }), member('y.py', 'ready', { resource_type: 'pyFile' })],
    },
    ...Array.from({ length: 40 }, (_, index) => ({ group_name: `many-${index + 1}` })),
  ],
  resources: [member('alone.jar', 'UPLOADING', { owner: 'bo "b"', underlying_name: 'id_alone.jar', is_async: true })],
};

function open() {
  const clock = createFakeClock(AT);
  const dli = createDliClient({ endpoint: 'https://dli.example', clock, fetch: async () => new Response(JSON.stringify(LIST)) });
  const { app } = createApp({
    ledger: memoryLedger(),
    projects: everyProject({ dli, obs: NO_OBJECTS, region: 'local' }),
    clock,
    log: quietLog(),
    config: { session: TEST_SESSION, allowedHosts: [TEST_HOST] },
  });
  return (path: string) => read(app, `/api/projects/p/exports/${path}`, { 'Sec-Fetch-Site': 'same-origin' });
}

/** With its byte order mark, which `text()` would take away. */
async function wholeText(response: Response): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}

describe('an export', () => {
  it('has all groups that match, not a page of them, in the list’s order', async () => {
    const response = await open()('groups?sort=name&order=desc&text=many');
    const lines = (await wholeText(response)).split('\r\n');
    expect(response.headers.get(ROWS_HEADER)).toBe('40');
    expect(lines).toHaveLength(42);
    expect(lines[0]).toBe(
      '\u{feff}group_name,status,packages,ready,uploading,failed,unknown,resource_types,owner,create_time,update_time,submitted_time,submitted_by,not_from_here',
    );
    expect(lines.slice(1, 3)).toEqual(['many-40,empty,0,0,0,0,0,,,,,,,0', 'many-39,empty,0,0,0,0,0,,,,,,,0']);
    expect(response.headers.get('Content-Disposition')).toContain('filename="groupage-p-groups-20270115T080000Z.csv"');
  });

  it('holds no formula', async () => {
    const text = await wholeText(await open()('groups?text=cmd'));
    expect(text.split('\r\n')[1]).toBe("'=cmd|x,ready,1,1,0,0,0,jar,'@anna,,2027-01-15T08:00:00.000Z,,,1");
    const tsv = await wholeText(await open()('groups?text=cmd&format=tsv'));
    expect(tsv.split('\r\n')[1]?.split('\t').slice(0, 2)).toEqual(["'=cmd|x", 'ready']);
    expect(tsv.startsWith('group_name\t')).toBe(true);
  });

  it('has the packages of a group, what needs attention first', async () => {
    const response = await open()('group?name=plain');
    expect((await wholeText(response)).split('\r\n').slice(1, 3)).toEqual([
      'plain,x.jar,failed,FAILED,jar,,2027-01-15T08:00:00.000Z,,,,,,,,,,true,not_from_here,none',
      'plain,y.py,ready,ready,pyFile,,,,,,,,,,,,true,,',
    ]);
    const strange = await open()('group?name=%3Dcmd%7Cx');
    expect(strange.headers.get('Content-Disposition')).toContain('filename="groupage-p-group-_cmd_x-20270115T080000Z.csv"');
    expect((await wholeText(strange)).split('\r\n')[1]).toBe('\'=cmd|x,"a,b.jar",ready,READY,jar,,,,,,,,,,,,true,,');
  });

  it('has the packages in no group', async () => {
    const text = await wholeText(await open()('ungrouped'));
    expect(text.split('\r\n')[1]).toBe(',alone.jar,uploading,UPLOADING,jar,"bo ""b""",,,,true,id_alone.jar,,,,,,true,,');
  });

  it('is refused for what is not there or not known', async () => {
    const missing = await open()('group?name=nothing');
    expect([missing.status, (await errorOf(missing)).code]).toEqual([404, 'group_not_found']);
    const format = await open()('groups?format=xls');
    expect((await errorOf(format)).details?.issues?.[0]?.path).toBe('query.format');
  });
});

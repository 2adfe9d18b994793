import { expect, it } from 'vitest';
import { createDliClient } from '../dli/client.ts';
import { createFakeClock } from '../dli/fake-clock.ts';
import { createApp } from './app.ts';
import { listedProjects } from './projects.ts';
import { errorOf, memoryLedger, NO_OBJECTS, quietLog, read, TEST_HOST, TEST_SESSION } from './testing.ts';

/** Answers the list call with one group, named after the host that was asked. */
function upstream(region: string) {
  const asked: string[] = [];
  const fetch = async (request: Request) => {
    asked.push(request.url);
    return Response.json({ groups: [{ group_name: `of-${region}`, resources: [], details: [] }], resources: [], modules: [] });
  };
  const dli = createDliClient({ endpoint: `https://dli.${region}.test`, fetch, credentialScope: region });
  return { asked, parts: { dli, obs: NO_OBJECTS, region } };
}

it('serves each project through its own upstream, and no project that is not listed', async () => {
  const north = upstream('north');
  const south = upstream('south');
  const projects = listedProjects(
    new Map([
      ['one', north.parts],
      ['two', south.parts],
    ]),
  );
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  const { app, dispose } = createApp({ ledger: memoryLedger(), projects, clock: createFakeClock(), log: quietLog(), config });

  expect(await (await read(app, '/api/projects/one/groups')).json()).toMatchObject({ items: [{ name: 'of-north' }] });
  expect(await (await read(app, '/api/projects/two/groups')).json()).toMatchObject({ items: [{ name: 'of-south' }] });
  expect(north.asked).toEqual(['https://dli.north.test/v2.0/one/resources']);
  expect(south.asked).toEqual(['https://dli.south.test/v2.0/two/resources']);

  for (const path of ['groups', 'operations', 'submissions/x']) {
    const refused = await read(app, `/api/projects/three/${path}`);
    expect(refused.status, path).toBe(404);
    expect((await errorOf(refused)).code, path).toBe('project_not_found');
  }
  expect(north.asked.length + south.asked.length).toBe(2);
  await dispose();
});

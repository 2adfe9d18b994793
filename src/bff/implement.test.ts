import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineContract } from '../contract/define.ts';
import { createFakeClock } from '../dli/fake-clock.ts';
import { Conditional, createTextCache, etagOf, matches } from './conditional.ts';
import { type Handlers, implement } from './implement.ts';
import { quietLog, read, TEST_HOST } from './testing.ts';

const table = defineContract({
  getThing: {
    method: 'GET',
    path: '/api/things/:name',
    summary: 'One thing.',
    params: z.object({ name: z.string() }),
    query: z.object({ times: z._default(z.coerce.number(), 1) }),
    response: z.object({ text: z.string() }),
    access: 'user',
    clientHeader: 'required',
    bodyLimit: 0,
  },
});

describe('implement', () => {
  it('does not compile without a handler, or with one that answers another shape', () => {
    // @ts-expect-error -- a handler is missing
    const missing: Handlers<typeof table> = {};
    // @ts-expect-error -- `text` is a string
    const wrong: Handlers<typeof table> = { getThing: () => ({ text: 1 }) };
    // @ts-expect-error -- `times` is a number once parsed
    const misread: Handlers<typeof table> = { getThing: ({ query }) => ({ text: query.times }) };
    expect([missing, wrong, misread]).toHaveLength(3);
  });

  it('builds an unchanged answer once, and none for a 304', async () => {
    let builds = 0;
    let tag = 'a';
    const handlers: Handlers<typeof table> = {
      getThing: ({ params, query }) => new Conditional(tag, 5, () => ({ text: `${params.name} ${query.times} ${++builds}` })),
    };
    const options = {
      allowedHosts: [TEST_HOST],
      clock: createFakeClock(),
      log: quietLog(),
      bootId: 'b',
      isClosing: () => false,
      projectIdOf: (projectId: string) => projectId,
    };
    const app = implement(table, handlers, options);
    const first = await read(app, '/api/things/gr%C3%B6%C3%9Fe?times=2');
    expect(await first.json()).toEqual({ text: 'größe 2 1' });
    const etag = first.headers.get('ETag') ?? '';
    expect((await read(app, '/api/things/gr%C3%B6%C3%9Fe?times=2', { 'If-None-Match': etag })).status).toBe(304);
    expect(await (await read(app, '/api/things/gr%C3%B6%C3%9Fe?times=2')).json()).toEqual({ text: 'größe 2 1' });
    expect(builds).toBe(1);
    tag = 'b';
    const changed = await read(app, '/api/things/gr%C3%B6%C3%9Fe?times=2', { 'If-None-Match': etag });
    expect(await changed.json()).toEqual({ text: 'größe 2 2' });
  });
});

describe('tags', () => {
  it('differ by run, content and address, and compare weakly', () => {
    const etag = etagOf('boot', '1.2', '/x');
    for (const other of [etagOf('boot2', '1.2', '/x'), etagOf('boot', '1.3', '/x'), etagOf('boot', '1.2', '/y')])
      expect(other).not.toBe(etag);
    expect(matches(etag, etag)).toBe(true);
    expect(matches(etag.slice(2), etag)).toBe(true);
    expect(matches(`"other", ${etag}`, etag)).toBe(true);
    expect(matches('*', etag)).toBe(true);
    expect(matches('"other"', etag)).toBe(false);
    expect(matches(null, etag)).toBe(false);
  });
});

describe('createTextCache', () => {
  it('drops what was used longest ago', () => {
    const cache = createTextCache(5);
    const made: string[] = [];
    const get = (key: string, text: string) =>
      cache.get(key, () => {
        made.push(key);
        return text;
      });
    get('a', 'aa');
    get('b', 'bb');
    get('a', 'aa');
    get('c', 'cc');
    expect(made).toEqual(['a', 'b', 'c']);
    get('a', 'aa');
    get('b', 'bb');
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });
});

/** What was submitted is followed to its end by the server alone: after the submit, nobody asks for anything. */
import { describe, expect, it } from 'vitest';
import { Plan, Submission, type SubmissionRequest } from '../../contract/submissions.ts';
import { createDliClient } from '../../dli/client.ts';
import { createFakeClock } from '../../dli/fake-clock.ts';
import type { SubmissionEntry } from '../../ledger/entry.ts';
import { createApp } from '../app.ts';
import { everyProject } from '../projects.ts';
import { memoryLedger, NO_OBJECTS, quietLog, send, TEST_HOST, TEST_SESSION } from '../testing.ts';

interface WireItem {
  resource_name: string;
  status: string;
  update_time: number;
  underlying_name?: string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A DLI whose group holds what the test says, and one server after another on one ledger. */
function open(members: WireItem[] = []) {
  const clock = createFakeClock();
  const net = { members, lists: 0, isDown: false, isPostLost: false };
  const ledger = memoryLedger();
  const fetch = async (request: Request): Promise<Response> => {
    if (request.method === 'POST') {
      if (net.isPostLost) throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) });
      return Response.json({ group_name: 'g' }, { status: 201 });
    }
    net.lists++;
    if (net.isDown) return new Response('{"error_code":"DLI.0999","error_msg":"x"}', { status: 500 });
    return Response.json({ groups: net.members.length > 0 ? [{ group_name: 'g', details: net.members }] : [] });
  };
  const dli = createDliClient({ endpoint: 'https://dli.example', clock, fetch, maxTries: 1 });
  const config = { session: TEST_SESSION, allowedHosts: [TEST_HOST] };
  const projects = everyProject({ dli, obs: NO_OBJECTS, region: 'local' });
  const start = () => createApp({ ledger, projects, clock, log: quietLog(), config });
  let server = start();
  return {
    clock,
    net,
    async submit(...names: string[]) {
      const request: SubmissionRequest = {
        group: 'g',
        kind: 'jar',
        isAsync: true,
        tags: [],
        paths: names.map((name) => `obs://bkt/${name}`),
      };
      const { token } = Plan.parse(await (await send(server.app, '/api/projects/p/plan', request)).json());
      const answer = await send(server.app, '/api/projects/p/submissions', { ...request, token }, crypto.randomUUID());
      return Submission.parse(await answer.json());
    },
    async restart() {
      await server.dispose();
      server = start();
      await server.resume();
    },
    async entry(id: string): Promise<SubmissionEntry> {
      const entry = await ledger.find('p', id);
      if (entry?.type !== 'submission') throw new Error('no submission of this id');
      return entry;
    },
    /** Lists read while this long passes. */
    async lists(ms: number) {
      const before = net.lists;
      await clock.advance(ms);
      return net.lists - before;
    },
  };
}

const jar = (name: string, status: string, more: Partial<WireItem> = {}): WireItem => ({
  resource_name: name,
  status,
  update_time: 9_000_000_000_000,
  ...more,
});

describe('a submission nobody looks at', () => {
  it('is followed until its packages are final, and no longer', async () => {
    const bff = open();
    const { id } = await bff.submit('a.jar', 'b.jar');
    bff.net.members = [jar('a.jar', 'UPLOADING'), jar('b.jar', 'UPLOADING')];
    await bff.clock.advance(20 * SECOND);
    expect(await bff.entry(id)).toMatchObject({ isOpen: true, stage: 'observed', observation: { how: 'created' } });
    bff.net.members = [jar('a.jar', 'READY', { underlying_name: 'x_a.jar' }), jar('b.jar', 'FAILED')];
    await bff.clock.advance(10 * SECOND);
    const entry = await bff.entry(id);
    expect(entry.items).toMatchObject([
      { status: 'ready', underlyingName: 'x_a.jar', updatedAt: 9_000_000_000_000, tookMs: 21 * SECOND },
      { status: 'failed', tookMs: 21 * SECOND },
    ]);
    expect(entry.isOpen).toBe(false);
    expect(await bff.lists(HOUR)).toBe(0);
  });

  it.each([
    ['merged', [jar('old.jar', 'READY'), jar('a.jar', 'READY')], []],
    ['replaced', [jar('a.jar', 'READY')], ['old.jar']],
  ])('is observed to have %s its group', async (how, after, removed) => {
    const bff = open([jar('old.jar', 'READY')]);
    const { id } = await bff.submit('a.jar');
    bff.net.members = after;
    await bff.clock.advance(5 * SECOND);
    expect(await bff.entry(id)).toMatchObject({ isOpen: false, observation: { how, removed } });
  });

  it('is observed after five minutes although a package of it never comes', async () => {
    const bff = open([jar('old.jar', 'READY')]);
    const { id } = await bff.submit('a.jar', 'never.jar');
    bff.net.members = [jar('a.jar', 'READY')];
    await bff.clock.advance(5 * MINUTE - SECOND);
    expect((await bff.entry(id)).observation).toBeNull();
    await bff.clock.advance(MINUTE);
    expect(await bff.entry(id)).toMatchObject({ isOpen: true, observation: { how: 'replaced', removed: ['old.jar'] } });
  });

  it('is read for often at first, once a minute in the end, and for a day at most', { timeout: 60_000 }, async () => {
    const bff = open();
    const { id } = await bff.submit('a.jar');
    bff.net.members = [jar('a.jar', 'UPLOADING')];
    expect(await bff.lists(30 * SECOND)).toBe(10);
    expect(await bff.lists(4.5 * MINUTE)).toBe(27);
    expect(await bff.lists(25 * MINUTE)).toBe(50);
    expect(await bff.lists(HOUR)).toBe(60);
    await bff.clock.advance(22.4 * HOUR);
    expect(await bff.entry(id)).toMatchObject({ isOpen: true });
    await bff.clock.advance(HOUR);
    expect(await bff.entry(id)).toMatchObject({ isOpen: false, items: [{ status: 'uploading' }] });
    expect(await bff.lists(HOUR)).toBe(0);
  });

  it('is closed after a day, with what there was, when DLI never lists it', { timeout: 60_000 }, async () => {
    const bff = open([jar('old.jar', 'READY')]);
    const { id } = await bff.submit('a.jar');
    await bff.clock.advance(24 * HOUR + MINUTE);
    expect(await bff.entry(id)).toMatchObject({
      isOpen: false,
      observation: { how: 'unknown', removed: [], members: [{ name: 'old.jar' }] },
    });
    expect(await bff.lists(HOUR)).toBe(0);
  });

  it('is followed on after a restart', async () => {
    const bff = open();
    const { id } = await bff.submit('a.jar');
    bff.net.members = [jar('a.jar', 'UPLOADING')];
    await bff.clock.advance(MINUTE);
    await bff.restart();
    expect(await bff.lists(MINUTE)).toBe(6);
    bff.net.members = [jar('a.jar', 'READY')];
    await bff.clock.advance(10 * SECOND);
    expect(await bff.entry(id)).toMatchObject({ isOpen: false, items: [{ status: 'ready', tookMs: 130 * SECOND }] });
    await bff.restart();
    expect(await bff.lists(HOUR)).toBe(0);
  });

  it('is read for once a minute while DLI fails, and goes on when it is back', async () => {
    const bff = open();
    const { id } = await bff.submit('a.jar');
    bff.net.isDown = true;
    await bff.clock.advance(5 * MINUTE);
    expect(await bff.lists(10 * MINUTE)).toBe(10);
    bff.net.isDown = false;
    bff.net.members = [jar('a.jar', 'READY')];
    await bff.clock.advance(MINUTE);
    expect(await bff.entry(id)).toMatchObject({ isOpen: false, items: [{ status: 'ready', tookMs: null }] });
  });

  it('is over once all that was found is final, when its answer was lost and the rest never came', async () => {
    const bff = open([jar('old.jar', 'READY')]);
    bff.net.isPostLost = true;
    const { id } = await bff.submit('a.jar', 'b.jar');
    bff.net.members = [jar('a.jar', 'UPLOADING')];
    await bff.clock.advance(MINUTE);
    expect(await bff.entry(id)).toMatchObject({ settlement: { verdict: 'partly', found: ['a.jar'] }, observation: { how: 'replaced' } });
    bff.net.members = [jar('a.jar', 'READY')];
    await bff.clock.advance(MINUTE);
    expect(await bff.entry(id)).toMatchObject({ isOpen: false, items: [{ status: 'ready' }, { status: null }] });
    expect(await bff.lists(HOUR)).toBe(0);
  });
});

/** What the ledger does, as one set of tests for every engine. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry, EntryFilter, SubmissionEntry } from './entry.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { migrate, migrateFrom, SCHEMA_VERSION, storedVersion } from './migrations.ts';
import { connect } from './tables.ts';
import {
  accepted,
  brokenRules,
  deletionOf,
  explained,
  finished,
  item,
  keyOf,
  lost,
  observed,
  problemOf,
  refused,
  sent,
  settled,
  status,
  submissionOf,
  T0,
  type TestEngine,
} from './test-ledger.ts';
import { isUuid } from './uuid-v7.ts';

export function describeLedger(fresh: () => Promise<TestEngine>): void {
  let engine: TestEngine;
  let ledger: Ledger;

  beforeEach(async () => {
    engine = await fresh();
    ledger = await openLedger(engine.connection());
  });
  afterEach(async () => {
    await ledger.dispose();
    expect(await brokenRules(engine.connection())).toEqual([]);
  });

  const reopen = async () => {
    await ledger.dispose();
    ledger = await openLedger(engine.connection());
  };
  const begin = async (intent: Parameters<Ledger['begin']>[0], key: Parameters<Ledger['begin']>[1] = null) => {
    const { entry } = await ledger.begin(intent, key);
    return entry.id;
  };
  const submission = async (id: string): Promise<SubmissionEntry> => {
    const entry = await ledger.find('p1', id);
    if (entry?.type !== 'submission') throw new Error('no submission of this id');
    return entry;
  };
  const idsOf = async (filter: EntryFilter): Promise<string[]> => (await ledger.list(filter, { limit: 100 })).items.map(({ id }) => id);

  describe('one submission', () => {
    test('an intent comes back as it went in, also after a restart', async () => {
      const intent = submissionOf({ note: 'Zeile 1\n=2+3 "x" 数据 😀', repeatsId: 'earlier', isAsync: false });
      const { isNew, entry } = await ledger.begin(intent, null);
      expect(isNew).toBe(true);
      expect(isUuid(entry.id)).toBe(true);
      const nothingSeen = { status: null, seenAt: null, updatedAt: null, underlyingName: null, tookMs: null };
      expect(entry).toEqual({
        ...intent,
        id: entry.id,
        stage: 'intent',
        outcome: 'sending',
        isOpen: true,
        version: 1,
        sentAt: null,
        answeredAt: null,
        httpStatus: null,
        errorCode: null,
        upstreamRequestId: null,
        answer: null,
        error: null,
        settlesAt: null,
        settlement: null,
        observation: null,
        items: intent.items.map((one) => ({ ...one, ...nothingSeen })),
      });
      await reopen();
      expect(await ledger.find('p1', entry.id)).toEqual(entry);
      expect(await ledger.unfinished()).toEqual([entry]);
    });

    test('goes from intent over sent and answered to observed, and is open until every package is final', async () => {
      const id = await begin(submissionOf());
      await ledger.record(id, sent());
      expect(await submission(id)).toMatchObject({ stage: 'sent', outcome: 'sending', sentAt: T0 + 1, isOpen: true });
      await ledger.record(id, accepted());
      expect(await submission(id)).toMatchObject({
        stage: 'answered',
        outcome: 'accepted',
        answeredAt: T0 + 20,
        httpStatus: 201,
        upstreamRequestId: 'dli-1',
        answer: { group_name: 'raw', status: 'UPLOADING' },
        error: null,
        isOpen: true,
      });
      await ledger.record(id, status('a.jar', 'uploading'), observed());
      await ledger.record(id, status('a.jar', 'ready', 1234, T0 + 50), status('b.jar', 'failed', 99, T0 + 51));
      const entry = await submission(id);
      expect(entry).toMatchObject({ stage: 'observed', isOpen: false, version: 7 });
      expect(entry.observation).toEqual({
        how: 'merged',
        at: T0 + 30,
        removed: [],
        members: [{ name: 'a.jar', kind: 'jar', status: 'uploading', updatedAt: T0 + 21, underlyingName: 'u-a' }],
      });
      expect(entry.items[0]).toMatchObject({
        status: 'ready',
        seenAt: T0 + 50,
        tookMs: 1234,
        underlyingName: 'u-a.jar',
        updatedAt: T0 + 21,
      });
      expect(await ledger.unfinished()).toEqual([]);
      expect((await ledger.events('p1', id)).map(({ seq, type, at, position }) => [seq, type, at, position])).toEqual([
        [1, 'intent', T0, null],
        [2, 'sent', T0 + 1, null],
        [3, 'answered', T0 + 20, null],
        [4, 'status', T0 + 40, 0],
        [5, 'observed', T0 + 30, null],
        [6, 'status', T0 + 50, 0],
        [7, 'status', T0 + 51, 1],
      ]);
    });

    test('a status that says nothing new is left out', async () => {
      const id = await begin(submissionOf());
      await ledger.record(id, sent(), accepted(), status('a.jar', 'uploading'));
      await ledger.record(id, status('a.jar', 'uploading', null, T0 + 60));
      expect((await submission(id)).version).toBe(4);
    });

    test('a lost answer is settled by reading, and an answer that comes after all is kept beside it', async () => {
      const id = await begin(submissionOf());
      await ledger.record(id, sent(), lost());
      expect(await submission(id)).toMatchObject({
        outcome: 'unknown',
        settlesAt: T0 + 45_000,
        error: { code: 'dli_timeout' },
        isOpen: true,
      });
      await ledger.record(id, settled('not_found', [], ['a.jar', 'b.jar']));
      expect(await submission(id)).toMatchObject({
        outcome: 'unknown',
        settlement: { verdict: 'not_found', at: T0 + 45_001, found: [], missing: ['a.jar', 'b.jar'] },
        isOpen: false,
      });
      await ledger.record(id, accepted({ at: T0 + 60_000 }));
      expect(await submission(id)).toMatchObject({
        outcome: 'accepted',
        settlesAt: null,
        error: null,
        settlement: { verdict: 'not_found' },
        isOpen: true,
      });
      await ledger.record(id, { type: 'closed', at: T0 + 90_000 });
      expect((await submission(id)).isOpen).toBe(false);
    });

    test('a refusal ends it; what was never sent can only be given up', async () => {
      const [first, second] = [await begin(submissionOf()), await begin(submissionOf())];
      await ledger.record(first, sent(), refused());
      expect(await submission(first)).toMatchObject({ outcome: 'refused', errorCode: 'DLI.0001', isOpen: false });
      expect(await problemOf(ledger.record(second, accepted()))).toBe('conflict');
      expect(await problemOf(ledger.record(second, refused()))).toBe('conflict');
      await ledger.record(second, { type: 'notSent', at: T0 + 2, error: { code: 'shutting_down' } });
      expect(await submission(second)).toMatchObject({
        stage: 'answered',
        outcome: 'refused',
        sentAt: null,
        answeredAt: null,
        isOpen: false,
      });
    });

    test('what does not follow is refused, and nothing of it is stored', async () => {
      const id = await begin(submissionOf());
      for (const event of [observed(), lost(), settled('arrived', [], []), status('a.jar', 'ready'), finished, item(0, 'done')]) {
        expect(await problemOf(ledger.record(id, event)), event.type).toBe('conflict');
      }
      await ledger.record(id, sent());
      expect(await problemOf(ledger.record(id, sent()))).toBe('conflict');
      expect(await problemOf(ledger.record(id, accepted(), observed(), observed()))).toBe('conflict');
      expect(await problemOf(ledger.record(id, accepted(), status('other.jar', 'ready')))).toBe('conflict');
      expect(await submission(id)).toMatchObject({ stage: 'sent', version: 2, outcome: 'sending' });
      expect(await problemOf(ledger.record('0190aaaa-0000-7000-8000-000000000000', sent()))).toBe('not_found');
    });

    test('two that record the same step at once: one does, the other is told', async () => {
      const id = await begin(submissionOf());
      const problems = await Promise.all(Array.from({ length: 8 }, () => problemOf(ledger.record(id, sent()))));
      expect(problems.toSorted()).toEqual([...Array<string>(7).fill('conflict'), 'no error']);
    });

    test('is found in its own project alone, by an id and nothing else', async () => {
      const id = await begin(submissionOf());
      expect(await ledger.find('p2', id)).toBeNull();
      expect(await ledger.events('p2', id)).toEqual([]);
      for (const text of ['', 'nonsense', "' or 1=1 --", id.toUpperCase()]) expect(await ledger.find('p1', text)).toBeNull();
    });

    test('text that an engine cannot hold is mended, not refused', async () => {
      const name = 'nul\0 half\ud800.jar';
      const id = await begin(submissionOf({ actor: name, note: name, group: name }, [name]));
      await ledger.record(id, sent(), accepted({ answer: { said: name }, errorCode: name }), status(name, 'ready'));
      expect(await submission(id)).toMatchObject({
        note: 'nul\u{fffd} half\u{fffd}.jar',
        items: [{ name: 'nul\u{fffd} half\u{fffd}.jar', status: 'ready' }],
      });
      expect((await submission(id)).answer).toEqual({ said: name });
      expect(await ledger.latest('p1', name, 1)).toHaveLength(1);
    });

    test('two hundred paths, and a group of thousands before', async () => {
      const names = Array.from({ length: 200 }, (_, n) => `${n}-${'x'.repeat(100)}.jar`);
      const members = Array.from({ length: 3000 }, (_, n) => ({
        name: `m${n}`,
        kind: 'jar',
        status: 'ready' as const,
        updatedAt: T0,
        underlyingName: `u${n}`,
      }));
      const id = await begin(submissionOf({ before: { groupExists: true, members } }, names));
      await ledger.record(id, sent(), accepted(), ...names.map((name) => status(name, 'ready')));
      const entry = await submission(id);
      expect(entry.before.members).toEqual(members);
      expect(entry.items.map(({ name }) => name)).toEqual(names);
      expect(await ledger.knownPaths('p1', 'raw')).toHaveLength(200);
    });
  });

  describe('idempotency keys', () => {
    test('the same key hands out the same entry, also after a restart; with another request it is refused', async () => {
      const first = await ledger.begin(submissionOf(), keyOf('k1'));
      expect(first.isNew).toBe(true);
      await reopen();
      const again = await ledger.begin(submissionOf({ createdAt: T0 + 5000 }), keyOf('k1'));
      expect(again).toEqual({ isNew: false, entry: first.entry });
      expect(await problemOf(ledger.begin(submissionOf(), keyOf('k1', 'another digest')))).toBe('key_reused');
      expect(await problemOf(ledger.findByKey(keyOf('k1', 'another digest')))).toBe('key_reused');
      expect((await ledger.findByKey(keyOf('k1')))?.id).toBe(first.entry.id);
      expect(await ledger.findByKey(keyOf('k2'))).toBeNull();
      expect(await idsOf({ projectId: 'p1' })).toEqual([first.entry.id]);
    });

    test('another scope is another key', async () => {
      const ours = await ledger.begin(submissionOf(), keyOf('k', 'd', 'a'));
      const theirs = await ledger.begin(submissionOf(), keyOf('k', 'd', 'b'));
      expect([ours.isNew, theirs.isNew]).toEqual([true, true]);
    });

    test('two hundred at once begin one entry', async () => {
      const begun = await Promise.all(Array.from({ length: 200 }, () => ledger.begin(submissionOf(), keyOf('same'))));
      expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1);
      expect(new Set(begun.map(({ entry }) => entry.id)).size).toBe(1);
      expect(await idsOf({ projectId: 'p1' })).toHaveLength(1);
    });

    test('is kept for at least a day and forgotten later; its entry stays', async () => {
      const day = 86_400_000;
      const first = await ledger.begin(submissionOf(), keyOf('k'));
      const sameDay = await ledger.begin(submissionOf({ createdAt: T0 + day }), keyOf('k'));
      expect(sameDay.isNew).toBe(false);
      const later = await ledger.begin(submissionOf({ createdAt: T0 + 3 * day }), keyOf('k'));
      expect(later.isNew).toBe(true);
      expect(await idsOf({ projectId: 'p1' })).toEqual([later.entry.id, first.entry.id]);
    });
  });

  describe('operations', () => {
    test('have an outcome per item, and one in all once they have ended', async () => {
      const id = await begin(deletionOf(), keyOf('op'));
      const find = () => ledger.find('p1', id);
      expect(await find()).toMatchObject({ type: 'delete', stage: 'intent', outcome: 'running', isOpen: true, finishedAt: null });
      await ledger.record(id, item(0, 'running'));
      expect(await find()).toMatchObject({ stage: 'sent', items: [{ state: 'running' }, { state: 'waiting' }, { state: 'waiting' }] });
      await ledger.record(id, item(0, 'done'), item(1, 'failed', { code: 'dli_refused' }), {
        ...item(2, 'done'),
        wasGone: true,
      } as typeof finished);
      expect(await problemOf(ledger.record(id, item(0, 'running')))).toBe('conflict');
      expect(await problemOf(ledger.record(id, item(3, 'done')))).toBe('conflict');
      expect(await problemOf(ledger.record(id, sent()))).toBe('conflict');
      await ledger.record(id, finished);
      expect(await find()).toMatchObject({ stage: 'answered', outcome: 'partly', isOpen: false, finishedAt: T0 + 9 });
      expect((await find())?.items).toEqual([
        { group: 'raw', name: 'a.jar', state: 'done', wasGone: false, error: null },
        { group: 'other', name: 'b.jar', state: 'failed', wasGone: false, error: { code: 'dli_refused' } },
        { group: null, name: 'loose.py', state: 'done', wasGone: true, error: null },
      ]);
    });

    test('a change of owner names the owner, and groups without a package', async () => {
      const id = await begin(deletionOf({ type: 'changeOwner', newOwner: 'bo', items: [{ group: 'raw', name: null }] }));
      await ledger.record(id, item(0, 'failed'), finished);
      expect(await ledger.find('p1', id)).toMatchObject({
        type: 'changeOwner',
        newOwner: 'bo',
        outcome: 'failed',
        items: [{ group: 'raw', name: null }],
      });
      expect((await ledger.list({ projectId: 'p1' }, { limit: 1 })).items[0]).toMatchObject({
        group: 'raw',
        groupCount: 1,
        names: ['raw'],
        newOwner: 'bo',
      });
    });

    test('an item of which nobody knows makes it unknown, and it is over all the same', async () => {
      const id = await begin(deletionOf());
      await ledger.record(id, item(0, 'running'), item(1, 'running'), item(2, 'running'));
      await ledger.record(id, item(0, 'unknown', { code: 'outcome_unknown' }), item(1, 'done'), item(2, 'failed'), finished);
      expect(await ledger.find('p1', id)).toMatchObject({ outcome: 'unknown', isOpen: false, items: [{ state: 'unknown' }, {}, {}] });
      expect(await problemOf(ledger.record(id, item(0, 'done')))).toBe('conflict');
      expect(await ledger.unfinished()).toEqual([]);
      expect(await ledger.latestOperations('p1', 1)).toMatchObject([{ counts: { done: 1, failed: 1, unknown: 1 } }]);
    });

    test('five thousand items', async () => {
      const items = Array.from({ length: 5000 }, (_, n) => ({ group: `g${n % 40}`, name: `n${n}` }));
      const id = await begin(deletionOf({ items }));
      await ledger.record(id, item(0, 'done'), item(4999, 'done'), finished);
      expect(await ledger.find('p1', id)).toMatchObject({ outcome: 'partly', version: 4 });
      expect((await ledger.list({ projectId: 'p1', group: 'g39' }, { limit: 2 })).items).toMatchObject([
        { id, itemCount: 5000, groupCount: 40 },
      ]);
    });

    test('a start finds what was sent and what was not, item by item', async () => {
      const id = await begin(deletionOf());
      await ledger.record(id, sent());
      expect(await problemOf(ledger.record(id, sent()))).toBe('conflict');
      await ledger.record(id, item(0, 'running'), item(1, 'running'));
      await ledger.record(id, item(0, 'done'), item(1, 'waiting'), item(1, 'running'));
      await reopen();
      const [left] = await ledger.unfinished();
      expect(left).toMatchObject({ id, stage: 'sent', outcome: 'running', isOpen: true });
      expect(left?.items.map((one) => 'state' in one && one.state)).toEqual(['done', 'running', 'waiting']);
      await ledger.record(id, item(1, 'done'), item(2, 'failed', { code: 'stopped_before_sent' }), finished);
      expect(await ledger.unfinished()).toEqual([]);
      expect(await problemOf(ledger.record(id, sent()))).toBe('conflict');
    });

    test('the latest of a project come with how many items stand where, newest first, and no submission among them', async () => {
      const [first, second, third] = [
        await begin(deletionOf()),
        await begin(deletionOf({ type: 'changeOwner', newOwner: 'bo', createdAt: T0 + 1, items: [{ group: 'raw', name: null }] })),
        await begin(deletionOf({ createdAt: T0 + 2 })),
      ];
      await begin(submissionOf({ createdAt: T0 + 3 }));
      await begin(deletionOf({ projectId: 'p2', createdAt: T0 + 4 }));
      await ledger.record(first, sent(), item(0, 'done'), item(1, 'failed'), item(2, 'running'));
      await ledger.record(second, sent(), item(0, 'done'), finished);
      const latest = await ledger.latestOperations('p1', 5);
      expect(latest.map(({ id, counts }) => [id, counts])).toEqual([
        [third, { waiting: 3, running: 0, done: 0, failed: 0, unknown: 0 }],
        [second, { waiting: 0, running: 0, done: 1, failed: 0, unknown: 0 }],
        [first, { waiting: 0, running: 1, done: 1, failed: 1, unknown: 0 }],
      ]);
      expect(latest[1]).toMatchObject({
        type: 'changeOwner',
        newOwner: 'bo',
        actor: 'ana',
        outcome: 'done',
        finishedAt: T0 + 9,
        isOpen: false,
      });
      expect((await ledger.latestOperations('p1', 2)).map(({ id }) => id)).toEqual([third, second]);
      expect(await ledger.latestOperations('p3', 5)).toEqual([]);
    });
  });

  describe('lists', () => {
    test('newest first, by every filter, alone and together', async () => {
      const wanted = [
        await begin(submissionOf({ createdAt: T0 })),
        await begin(submissionOf({ createdAt: T0 + 1, actor: 'bo', group: 'other' })),
        await begin(submissionOf({ createdAt: T0 + 2, group: null })),
        await begin(deletionOf({ createdAt: T0 + 3, actor: 'bo' })),
        await begin(submissionOf({ createdAt: T0 + 4 })),
      ];
      await begin(submissionOf({ projectId: 'p2' }));
      const [first = '', second = '', , fourth = ''] = wanted;
      await ledger.record(first, sent(), accepted());
      await ledger.record(second, sent(), refused());
      await ledger.record(fourth, item(0, 'done'), item(1, 'done'), item(2, 'done'), finished);
      const found = async (filter: Omit<EntryFilter, 'projectId'>) =>
        (await idsOf({ projectId: 'p1', ...filter })).map((id) => wanted.indexOf(id));
      expect(await found({})).toEqual([4, 3, 2, 1, 0]);
      expect(await found({ group: 'raw' })).toEqual([4, 3, 0]);
      expect(await found({ group: 'other' })).toEqual([3, 1]);
      expect(await found({ group: null })).toEqual([3, 2]);
      expect(await found({ group: 'RAW' })).toEqual([]);
      expect(await found({ actor: 'bo' })).toEqual([3, 1]);
      expect(await found({ type: 'submission' })).toEqual([4, 2, 1, 0]);
      expect(await found({ type: 'changeOwner' })).toEqual([]);
      expect(await found({ outcome: 'sending' })).toEqual([4, 2]);
      expect(await found({ outcome: 'done' })).toEqual([3]);
      expect(await found({ fromMs: T0 + 1, untilMs: T0 + 4 })).toEqual([3, 2, 1]);
      expect(await found({ group: 'other', actor: 'bo', outcome: 'refused', type: 'submission', fromMs: T0, untilMs: T0 + 2 })).toEqual([
        1,
      ]);
    });

    test('pages meet without gap or repeat while entries are added', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 25; n++) ids.push(await begin(submissionOf({ createdAt: T0 + Math.floor(n / 5) })));
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<Ledger['list']>> = await ledger.list(
          { projectId: 'p1' },
          { limit: 7, ...(cursor ? { cursor } : {}) },
        );
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.next;
        await begin(submissionOf({ createdAt: T0 + 100 }));
      } while (cursor);
      expect(seen).toEqual(ids.toReversed());
    });

    test('pages within a time range stay within it', async () => {
      const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => begin(submissionOf({ createdAt: T0 + n }))));
      const first = await ledger.list({ projectId: 'p1', fromMs: T0 + 5, untilMs: T0 + 15 }, { limit: 6 });
      const second = await ledger.list({ projectId: 'p1', fromMs: T0 + 5, untilMs: T0 + 15 }, { limit: 6, cursor: first.next ?? '' });
      expect([...first.items, ...second.items].map(({ id }) => ids.indexOf(id))).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5]);
      expect(second.next).toBeNull();
    });

    test('a line tells what a line shows', async () => {
      const id = await begin(submissionOf({ note: 'why' }, ['1.jar', '2.jar', '3.jar', '4.jar']));
      await ledger.record(id, sent(), lost(), settled('partly', ['1.jar'], ['2.jar', '3.jar', '4.jar']), observed('replaced'));
      expect((await ledger.list({ projectId: 'p1' }, { limit: 5 })).items).toEqual([
        expect.objectContaining({
          id,
          type: 'submission',
          group: 'raw',
          itemCount: 4,
          names: ['1.jar', '2.jar', '3.jar'],
          kind: 'jar',
          actor: 'ana',
          note: 'why',
          outcome: 'unknown',
          verdict: 'partly',
          observed: 'replaced',
          isOpen: true,
        }),
      ]);
    });

    test('the latest of a group are whole submissions', async () => {
      const [first, , third] = [
        await begin(submissionOf()),
        await begin(submissionOf({ group: 'other' })),
        await begin(submissionOf({ createdAt: T0 + 1 }, ['c.jar'])),
        await begin(deletionOf({ createdAt: T0 + 2 })),
      ];
      const latest = await ledger.latest('p1', 'raw', 5);
      expect(latest.map(({ id }) => id)).toEqual([third, first]);
      expect(latest[0]?.items.map(({ name }) => name)).toEqual(['c.jar']);
      expect(await ledger.latest('p1', 'raw', 1)).toHaveLength(1);
      expect(await ledger.latest('p1', 'nothing', 5)).toEqual([]);
    });

    test('a timeline shows what each entry did in this group, and its events', async () => {
      const first = await begin(submissionOf());
      await ledger.record(first, sent(), accepted(), status('a.jar', 'ready'));
      const second = await begin(deletionOf({ createdAt: T0 + 1 }));
      await ledger.record(second, item(0, 'done'), item(1, 'done'), item(2, 'done'), finished);
      const page = await ledger.timeline('p1', 'raw', { limit: 10 });
      expect(
        page.items.map(({ entry, items, events }) => [entry.id, items.map(({ name }) => name), events.map(({ type }) => type)]),
      ).toEqual([
        [second, ['a.jar'], ['intent', 'finished']],
        [first, ['a.jar', 'b.jar'], ['intent', 'sent', 'answered', 'status']],
      ]);
      expect((await ledger.timeline('p1', 'raw', { limit: 1 })).next).toBe(second);
    });

    test('a page leads to newer ones as well, and ends at the first page', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 8; n++) ids.unshift(await begin(submissionOf({ createdAt: T0 + n })));
      const page = async (paging: { cursor?: string; newerThan?: string }) => {
        const { items, next, previous } = await ledger.list({ projectId: 'p1', group: 'raw' }, { limit: 3, ...paging });
        return [items.map(({ id }) => ids.indexOf(id)), next && ids.indexOf(next), previous && ids.indexOf(previous)];
      };
      const at = (n: number) => ids[n] ?? '';
      expect(await page({})).toEqual([[0, 1, 2], 2, null]);
      expect(await page({ cursor: at(2) })).toEqual([[3, 4, 5], 5, 3]);
      expect(await page({ cursor: at(5) })).toEqual([[6, 7], null, 6]);
      expect(await page({ newerThan: at(6) })).toEqual([[3, 4, 5], 5, 3]);
      expect(await page({ newerThan: at(3) })).toEqual([[0, 1, 2], 2, null]);
      expect(await page({ newerThan: at(1) })).toEqual([[0, 1, 2], 2, null]);
      expect(await page({ cursor: at(7) })).toEqual([[], null, 7]);
      expect(await page({ newerThan: 'nonsense' })).toEqual([[0, 1, 2], 2, null]);
    });

    test('a line says how many failed', async () => {
      const first = await begin(submissionOf());
      await ledger.record(first, sent(), accepted(), status('a.jar', 'failed'), status('b.jar', 'ready'));
      const second = await begin(deletionOf({ createdAt: T0 + 1 }));
      await ledger.record(second, item(0, 'failed'), item(1, 'failed'), item(2, 'done'), finished);
      await begin(submissionOf({ createdAt: T0 + 2 }));
      const { items } = await ledger.list({ projectId: 'p1' }, { limit: 9 });
      expect(items.map(({ failedCount }) => failedCount)).toEqual([0, 2, 1]);
    });

    test('who has an entry, in order and once each', async () => {
      for (const actor of ['bo', 'ana', 'bo', 'Zoë', 'ana']) await begin(submissionOf({ actor }));
      await begin(submissionOf({ actor: 'elsewhere', projectId: 'p2' }));
      expect((await ledger.actors('p1', 10)).toSorted()).toEqual(['Zoë', 'ana', 'bo']);
      expect(await ledger.actors('p1', 2)).toHaveLength(2);
      expect(await ledger.actors('none', 10)).toEqual([]);
    });

    test('the first tables are brought up to date, with what lists of a group are filtered by', async () => {
      await ledger.dispose();
      const old = await fresh();
      const database = connect(old.connection());
      const id = '01939f27-0000-7000-8000-000000000001';
      await database.db.transaction().execute(async (tx) => {
        await storedVersion(tx);
        await migrateFrom(tx, database.engine, 0, 1);
        const counts = { group_count: 1, item_count: 0, version: 1, is_closed: 0, created_at: T0 };
        const words = { type: 'delete', actor: 'bo', stage: 'answered', outcome: 'partly', group_name: 'raw' } as const;
        await tx
          .insertInto('entries')
          .values({ id, project_id: 'p1', request_id: 'r', request_digest: 'd', ...words, ...counts } as never)
          .execute();
        await tx
          .insertInto('entry_groups')
          .values({ project_id: 'p1', group_name: 'raw', entry_id: id } as never)
          .execute();
      });
      await migrate(database);
      await migrate(database);
      await database.db.destroy();
      ledger = await openLedger(old.connection());
      expect(await idsOf({ projectId: 'p1', group: 'raw', actor: 'bo', outcome: 'partly', type: 'delete' })).toEqual([id]);
      expect(await idsOf({ projectId: 'p1', group: 'raw', outcome: 'done' })).toEqual([]);
    });

    test('unfinished ones of all projects, oldest first', async () => {
      const ids = [
        await begin(submissionOf({ createdAt: T0 + 5, projectId: 'p2' })),
        await begin(submissionOf()),
        await begin(deletionOf({ createdAt: T0 + 9 })),
      ];
      await ledger.record(await begin(submissionOf()), sent(), refused());
      expect((await ledger.unfinished()).map(({ id }) => ids.indexOf(id))).toEqual([1, 0, 2]);
    });

    test('an export is everything, oldest first, with its events', async () => {
      const ids: string[] = [];
      ids.push(...(await Promise.all(Array.from({ length: 110 }, (_, n) => begin(submissionOf({ createdAt: T0 + n }, ['a.jar']))))));
      await ledger.record(ids[0] ?? '', sent(), refused());
      const out: { entry: Entry; events: unknown[] }[] = [];
      for await (const one of ledger.export({ projectId: 'p1' })) out.push(one);
      expect(out.map(({ entry }) => entry.id)).toEqual(ids);
      expect(out[0]?.events).toHaveLength(3);
      const some: string[] = [];
      for await (const { entry } of ledger.export({ projectId: 'p1', outcome: 'refused' })) some.push(entry.id);
      expect(some).toEqual([ids[0]]);
    });
  });

  describe('known paths', () => {
    test('the latest accepted submission that names a package counts, in whatever order the answers come', async () => {
      const pathsOf = async () => (await ledger.knownPaths('p1', 'raw')).map(({ name, path }) => [name, path]);
      const from = (bucket: string) =>
        ['a.jar', 'b.jar'].map((name) => ({ name, path: `obs://${bucket}/${name}`, obsUri: `obs://${bucket}/${name}`, source: null }));
      const first = await begin(submissionOf({ items: from('one') }));
      const second = await begin(submissionOf({ createdAt: T0 + 1, items: from('two').slice(0, 1) }));
      const third = await begin(submissionOf({ createdAt: T0 + 2, items: from('three') }));
      expect(await pathsOf()).toEqual([]);
      await ledger.record(second, sent(), accepted());
      await ledger.record(first, sent(), accepted());
      await ledger.record(third, sent(), refused());
      expect(await pathsOf()).toEqual([
        ['a.jar', 'obs://two/a.jar'],
        ['b.jar', 'obs://one/b.jar'],
      ]);
    });

    test('packages found after a lost answer count, the missing ones do not', async () => {
      const id = await begin(submissionOf());
      await ledger.record(id, sent(), lost(), settled('partly', ['b.jar'], ['a.jar']), status('b.jar', 'ready', 700));
      expect(await ledger.knownPaths('p1', 'raw')).toEqual([
        expect.objectContaining({
          name: 'b.jar',
          group: 'raw',
          entryId: id,
          submittedAt: T0,
          submittedBy: 'ana',
          kind: 'jar',
          tookMs: 700,
          underlyingName: 'u-b.jar',
          source: { preflight: 'found', etag: '"b.jar"', sizeBytes: 5_000_000_000, lastModifiedMs: T0 - 1000, versionId: 'v1' },
        }),
      ]);
    });

    test('groups are told apart, and from no group', async () => {
      for (const group of ['raw', 'other', null]) await ledger.record(await begin(submissionOf({ group }, ['x.jar'])), sent(), accepted());
      expect((await ledger.knownPaths('p1')).map(({ group }) => group)).toEqual([null, 'other', 'raw']);
      expect((await ledger.knownPaths('p1', null)).map(({ group }) => group)).toEqual([null]);
      expect(await ledger.knownPaths('p2')).toEqual([]);
    });
  });

  describe('explanations', () => {
    const told = async (id: string) => (await submission(id)).items.map(({ explanation }) => explanation?.reason ?? null);

    test('belong to the failure that a read showed, are kept once, and outlive a restart', async () => {
      const id = await begin(submissionOf());
      await ledger.record(id, sent(), accepted(), observed(), status('a.jar', 'failed'), status('b.jar', 'ready'));
      await ledger.record(id, explained('a.jar'));
      await ledger.record(id, explained('a.jar', { at: T0 + 99, reason: 'changed' }));
      await reopen();
      expect((await submission(id)).items[0]?.explanation).toEqual({
        at: T0 + 41,
        reason: 'gone',
        isLikely: true,
        object: { preflight: 'not_found', etag: null, sizeBytes: null, lastModifiedMs: null, versionId: null },
        region: null,
      });
      expect(await told(id)).toEqual(['gone', null]);
      expect((await ledger.knownPaths('p1', 'raw')).map(({ explanation }) => explanation?.reason)).toEqual(['gone', undefined]);
      const events = await ledger.events('p1', id);
      expect(events.filter(({ type }) => type === 'explained')).toMatchObject([{ position: 0, data: { name: 'a.jar', reason: 'gone' } }]);
      expect(await ledger.unfinished()).toEqual([]);
    });

    test('are refused where no read has shown that very failure', async () => {
      const id = await begin(submissionOf());
      expect(await problemOf(ledger.record(id, explained('a.jar')))).toBe('conflict');
      await ledger.record(id, sent(), accepted(), status('a.jar', 'failed'), status('b.jar', 'ready'));
      const wrong = [
        explained('b.jar'),
        explained('c.jar'),
        explained('a.jar', { updatedAt: 1 }),
        explained('a.jar', { underlyingName: 'u' }),
      ];
      for (const event of wrong) expect(await problemOf(ledger.record(id, event))).toBe('conflict');
      expect(await told(id)).toEqual([null, null]);
    });

    test('go when something else is read of the package, and its next failure has one of its own', async () => {
      const id = await begin(submissionOf({}, ['a.jar']));
      await ledger.record(id, sent(), accepted(), status('a.jar', 'failed'), explained('a.jar'), status('a.jar', 'uploading'));
      expect(await told(id)).toEqual([null]);
      await ledger.record(id, status('a.jar', 'failed', null, T0 + 60), explained('a.jar', { at: T0 + 61, reason: 'denied' }));
      expect(await told(id)).toEqual(['denied']);
    });
  });

  describe('the usual wait', () => {
    test('is the 95th percentile of the latest 500 that were measured, of one project', async () => {
      expect(await ledger.usualWait('p1')).toEqual({ measured: 0, p95Ms: null });
      // By hand: told one by one, so many would take their time.
      const measured = async (count: number, tookMs: string, change = {}) => {
        const names = Array.from({ length: count }, (_, index) => `${index}.jar`);
        const id = await begin(submissionOf(change, names));
        await ledger.record(id, sent(), accepted());
        await engine.query(`update items set status = 'ready', took_ms = ${tookMs} where entry_id = '${id}'`);
      };
      await measured(300, '900000');
      await measured(1, 'null');
      const failed = await begin(submissionOf({}, ['x.jar']));
      await ledger.record(failed, sent(), accepted(), status('x.jar', 'failed', 2_000_000));
      const ready = await begin(submissionOf({}, ['y.jar']));
      await ledger.record(ready, sent(), accepted(), status('y.jar', 'ready', 7));
      expect(await ledger.usualWait('p1')).toEqual({ measured: 301, p95Ms: 900_000 });
      await measured(400, 'position + 1', { createdAt: T0 + 1 });
      await measured(100, 'position + 401', { createdAt: T0 + 2 });
      await measured(1, '1000000', { projectId: 'p2', createdAt: T0 + 9 });
      expect(await ledger.usualWait('p1')).toEqual({ measured: 500, p95Ms: 475 });
      expect(await ledger.usualWait('p2')).toEqual({ measured: 1, p95Ms: 1_000_000 });
    });
  });

  describe('the tables', () => {
    test('events are only ever added to: the engine itself refuses anything else', async () => {
      await begin(submissionOf());
      for (const change of ["update events set data = '{}'", 'delete from events']) {
        await expect(engine.query(change)).rejects.toThrow(/only ever added to/);
      }
    });

    test('of a newer program are left alone', async () => {
      await begin(submissionOf());
      await ledger.dispose();
      await engine.query('update ledger_schema set version = 1000');
      const opening = openLedger(engine.connection());
      expect(await problemOf(opening)).toBe('newer_schema');
      await expect(opening).rejects.toThrow(/newer Groupage \(schema 1000/);
      expect(await engine.query('select count(*) as n from entries')).toEqual([{ n: expect.anything() }]);
      await engine.query(`update ledger_schema set version = ${SCHEMA_VERSION}`);
      await reopen();
      expect(await idsOf({ projectId: 'p1' })).toHaveLength(1);
    });

    test('hold no secret, whatever field it was in', async () => {
      const secret = 'SeCrEt-0123456789';
      const signed = `https://b.obs/x.jar?AccessKeyId=AK&Signature=${secret}&Expires=1`;
      const id = await begin(
        submissionOf({
          note: `see ${signed}`,
          call: {
            method: 'POST',
            path: '/v2.0/p1/resources',
            body: { 'X-Auth-Token': secret, paths: [signed], tags: [{ key: 'db_password', value: secret }] },
          },
          items: [{ name: 'x.jar', path: signed, obsUri: 'obs://b/x.jar', source: null }],
        }),
        keyOf(`key-${secret}`, 'd', `scope-${secret}`),
      );
      const leaky = {
        headers: { Authorization: `SDK-HMAC-SHA256 ${secret}`, cookie: [secret] },
        body: { password: secret, secret_key: secret, next: signed, said: `X-Auth-Token: ${secret}, and Bearer ${secret}` },
      };
      await ledger.record(id, sent(), { ...lost(), error: leaky } as typeof finished);
      await ledger.record(id, accepted({ answer: leaky, error: leaky }));
      const dump: unknown[] = [];
      for (const table of ['entries', 'items', 'events', 'idempotency_keys', 'known_paths'])
        dump.push(await engine.query(`select * from ${table}`));
      expect(JSON.stringify(dump)).toContain('Expires=1');
      expect(JSON.stringify(dump)).not.toContain(secret);
    });
  });
}

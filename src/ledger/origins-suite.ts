/** Where packages came from, and what changed without us, as one set of tests for every engine. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restoreBackup, writeBackup } from './archive.ts';
import type { NoticedChange, PackageState } from './change.ts';
import type { AttachIntent, KnownPath } from './entry.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { connect } from './tables.ts';
import { accepted, brokenRules, deletionOf, refused, sent, status, submissionOf, T0, type TestEngine } from './test-ledger.ts';

const COMMAND = path.join(import.meta.dirname, '../../scripts/ledger.ts');

function attachmentOf(uri: string, change: Partial<AttachIntent> = {}, group: string | null = 'raw', name = 'a.jar'): AttachIntent {
  const seen = { status: 'ready' as const, seenAt: T0 + 9, updatedAt: T0 + 8, underlyingName: 'u-outside', tookMs: null };
  return {
    type: uri === '' ? 'detach' : 'attach',
    projectId: 'p1',
    createdAt: T0 + 10,
    actor: 'bo',
    requestId: 'request-3',
    requestDigest: 'd',
    note: 'as ana told me',
    repeatsId: null,
    items: [{ group, name, path: uri, obsUri: uri, source: null, ...seen }],
    ...change,
  };
}

const change = (more: Partial<NoticedChange> = {}): NoticedChange => ({
  what: 'uploaded',
  group: 'raw',
  name: 'a.jar',
  at: T0,
  since: T0 - 1000,
  updatedAt: T0 - 500,
  owner: null,
  ownerBefore: null,
  counts: null,
  ...more,
});

const state = (more: Partial<PackageState> = {}): PackageState => ({
  group: 'raw',
  name: 'a.jar',
  at: T0,
  updatedAt: T0 - 500,
  underlyingName: 'u2',
  isGone: false,
  isOurs: false,
  ...more,
});

export function describeOrigins(fresh: () => Promise<TestEngine>): void {
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

  const submit = async (createdAt: number, group: string | null = 'raw', names = ['a.jar', 'b.jar']) => {
    const { entry } = await ledger.begin(submissionOf({ createdAt, group }, names), null);
    await ledger.record(entry.id, sent(), accepted());
    return entry.id;
  };
  const told = (paths: readonly KnownPath[]) => paths.map(({ how, name, obsUri, submittedBy }) => [how, name, obsUri, submittedBy]);

  describe('attached paths', () => {
    test('are over as soon as they are stored, and listed like any entry', async () => {
      const { entry } = await ledger.begin(attachmentOf('obs://b/x/a.jar'), null);
      expect(entry).toMatchObject({
        type: 'attach',
        stage: 'answered',
        outcome: 'done',
        isOpen: false,
        version: 1,
        note: 'as ana told me',
      });
      expect(entry.items).toEqual(attachmentOf('obs://b/x/a.jar').items);
      expect(await ledger.unfinished()).toEqual([]);
      const { items } = await ledger.list({ projectId: 'p1', group: 'raw', type: 'attach' }, { limit: 5 });
      expect(items).toMatchObject([{ id: entry.id, actor: 'bo', names: ['a.jar'], group: 'raw', kind: null }]);
      expect((await ledger.timeline('p1', 'raw', { limit: 5 })).items[0]?.items).toEqual(entry.items);
    });

    test('stand until a later submission, another one, or until they are taken back', async () => {
      const known = async () => told(await ledger.knownPaths('p1', 'raw'));
      await ledger.begin(attachmentOf('obs://b/1/a.jar'), null);
      expect(await known()).toEqual([['attached', 'a.jar', 'obs://b/1/a.jar', 'bo']]);
      await ledger.begin(attachmentOf('obs://b/2/a.jar', { createdAt: T0 + 20 }), null);
      expect(await known()).toEqual([['attached', 'a.jar', 'obs://b/2/a.jar', 'bo']]);
      await ledger.begin(attachmentOf('', { createdAt: T0 + 30 }), null);
      expect(await known()).toEqual([]);
      await submit(T0 + 40);
      await ledger.begin(attachmentOf('obs://b/3/a.jar', { createdAt: T0 + 50 }), null);
      const both = await ledger.knownPaths('p1', 'raw');
      expect(told(both)).toEqual([
        ['attached', 'a.jar', 'obs://b/3/a.jar', 'bo'],
        ['submitted', 'b.jar', 'obs://b/b.jar', 'ana'],
      ]);
      expect(both[0]).toMatchObject({ note: 'as ana told me', kind: null, updatedAt: T0 + 8, underlyingName: 'u-outside' });
      await ledger.begin(attachmentOf('', { createdAt: T0 + 60 }), null);
      expect((await known())[0]).toEqual(['submitted', 'a.jar', 'obs://b/a.jar', 'ana']);
      await ledger.begin(attachmentOf('obs://b/4/a.jar', { createdAt: T0 + 70 }), null);
      await submit(T0 + 80);
      expect((await known())[0]).toEqual(['submitted', 'a.jar', 'obs://b/a.jar', 'ana']);
    });

    test('are found by name, by entry and in parts, each in its place', async () => {
      const names = Array.from({ length: 1203 }, (_, n) => `${String(n).padStart(4, '0')}.jar`);
      await submit(T0, 'many', names);
      await submit(T0, null, ['loose.jar']);
      await ledger.begin(attachmentOf('obs://x/0700.jar', {}, 'many', '0700.jar'), null);
      await ledger.begin(attachmentOf('obs://x/0700b.jar', {}, 'many', '0700b.jar'), null);
      const { entry } = await ledger.begin(attachmentOf('obs://x/zz.jar', {}, 'zz', 'zz.jar'), null);
      const all: KnownPath[] = [];
      for await (const part of ledger.everyKnownPath('p1')) {
        expect(part.length).toBeLessThanOrEqual(502);
        all.push(...part);
      }
      const sorted = (paths: KnownPath[]) => paths.map((one) => [one.group, one.name, one.obsUri].join(' ')).toSorted();
      expect(sorted(all)).toEqual(sorted(await ledger.knownPaths('p1')));
      expect(all).toHaveLength(1206);
      expect(told(await ledger.knownPathsNamed('p1', 'many', ['0700.jar', '0001.jar', 'no.jar']))).toEqual([
        ['submitted', '0001.jar', 'obs://b/0001.jar', 'ana'],
        ['attached', '0700.jar', 'obs://x/0700.jar', 'bo'],
      ]);
      const by = await ledger.knownPathsBy(entry.id);
      expect(by?.places).toEqual([{ group: 'zz', name: 'zz.jar' }]);
      expect([by?.projectId, told(by?.paths ?? [])]).toEqual(['p1', [['attached', 'zz.jar', 'obs://x/zz.jar', 'bo']]]);
      expect(await ledger.knownPathsBy('0190aaaa-0000-7000-8000-000000000000')).toBeNull();
      const none: KnownPath[] = [];
      for await (const part of ledger.everyKnownPath('p2')) none.push(...part);
      expect(none).toEqual([]);
    });
  });

  describe('the change journal', () => {
    test('begins with the first record, and keeps states by package', async () => {
      expect(await ledger.changeJournal('p1')).toEqual({ since: null, latest: [] });
      await ledger.recordChanges({ projectId: 'p1', at: T0, changes: [], states: [state(), state({ group: null, isGone: true })] });
      await ledger.recordChanges({
        projectId: 'p1',
        at: T0 + 5,
        changes: [],
        states: [state({ at: T0 + 5, isOurs: true, underlyingName: null })],
      });
      expect(await ledger.changeJournal('p1')).toEqual({ since: T0, latest: [] });
      const states = await ledger.packageStates('p1');
      expect(states).toHaveLength(2);
      expect(states).toContainEqual(state({ at: T0 + 5, isOurs: true, underlyingName: null }));
      expect(await ledger.packageStates('p2')).toEqual([]);
    });

    test('is read newest first, by project, group and package, page by page', async () => {
      const record = (at: number, ...changes: NoticedChange[]) => ledger.recordChanges({ projectId: 'p1', at, changes, states: [] });
      await record(T0, change(), change({ name: 'b.jar', what: 'vanished', updatedAt: null }));
      await record(T0 + 1, change({ at: T0 + 1, group: null, name: 'c.jar', what: 'owner', owner: 'bo', ownerBefore: 'ana' }));
      const counts = { appeared: 6000, vanished: 0, uploaded: 1, owner: 0 };
      await record(T0 + 2, change({ at: T0 + 2, group: undefined, name: null, what: 'many', counts }));
      await record(T0 + 3, change({ at: T0 + 3, since: null, what: 'appeared' }));
      const whats = async (...[group, name]: [(string | null)?, string?]) =>
        (await ledger.changes('p1', group, { limit: 9 }, name)).items.map(({ what, name: of }) => [what, of]);
      expect(await whats()).toEqual([
        ['appeared', 'a.jar'],
        ['many', null],
        ['owner', 'c.jar'],
        ['vanished', 'b.jar'],
        ['uploaded', 'a.jar'],
      ]);
      expect(await whats('raw')).toEqual([
        ['appeared', 'a.jar'],
        ['many', null],
        ['vanished', 'b.jar'],
        ['uploaded', 'a.jar'],
      ]);
      expect(await whats(null)).toEqual([
        ['many', null],
        ['owner', 'c.jar'],
      ]);
      expect(await whats('raw', 'a.jar')).toEqual([
        ['appeared', 'a.jar'],
        ['uploaded', 'a.jar'],
      ]);
      const first = await ledger.changes('p1', 'raw', { limit: 2 });
      const second = await ledger.changes('p1', 'raw', { limit: 2, cursor: first.next ?? '' });
      expect([...first.items, ...second.items].map(({ what }) => what)).toEqual(['appeared', 'many', 'vanished', 'uploaded']);
      expect(second.next).toBeNull();
      expect(second.items[1]).toEqual({ ...change(), id: expect.any(String) });
      expect((await ledger.changeJournal('p1')).latest).toEqual(
        expect.arrayContaining([
          { group: 'raw', at: T0 + 3 },
          { group: null, at: T0 + 1 },
        ]),
      );
      for (const text of ["update changes set what = 'owner'", 'delete from changes'])
        await expect(engine.query(text)).rejects.toThrow(/only ever added to/);
    });

    test('asks the ledger which packages something of ours names', async () => {
      await ledger.begin(submissionOf({ createdAt: T0 + 5 }), null);
      const { entry } = await ledger.begin(submissionOf({ createdAt: T0 + 5 }, ['refused.jar']), null);
      await ledger.record(entry.id, sent(), refused());
      await ledger.begin(deletionOf({ createdAt: T0 + 9 }), null);
      await ledger.begin(attachmentOf('obs://b/x.jar', {}, 'raw', 'x.jar'), null);
      const named = async (group: string | null, sinceMs: number) =>
        [...(await ledger.namedSince('p1', group, ['a.jar', 'b.jar', 'refused.jar', 'x.jar', 'loose.py'], sinceMs)).keys()].toSorted();
      expect(await named('raw', T0)).toEqual(['a.jar', 'b.jar']);
      expect(await named('raw', T0 + 6)).toEqual(['a.jar']);
      expect(await named('other', T0)).toEqual(['b.jar']);
      expect(await named(null, T0)).toEqual(['loose.py']);
      expect(await named('raw', T0 + 10)).toEqual([]);
    });

    test('is in backups, with what users attached, and in exports of its own', async () => {
      const dir = mkdtempSync(path.join(tmpdir(), 'groupage-origins-'));
      const id = await submit(T0);
      await ledger.record(id, status('a.jar', 'ready'));
      await ledger.begin(attachmentOf('obs://b/1/a.jar'), null);
      const changes = Array.from({ length: 450 }, (_, n) => change({ name: `${n}.jar`, at: T0 + n }));
      const states = Array.from({ length: 450 }, (_, n) => state({ name: `${n}.jar` }));
      await ledger.recordChanges({ projectId: 'p1', at: T0, changes, states });
      const everything = async () => {
        const rows: unknown[] = [await ledger.knownPaths('p1'), await ledger.packageStates('p1'), await ledger.changeJournal('p1')];
        for await (const one of ledger.exportChanges('p1')) rows.push(one);
        return rows;
      };
      const before = await everything();
      const env = { ...process.env, GROUPAGE_DATA: engine.address.folder, GROUPAGE_DATABASE_URL: engine.address.url ?? '' };
      const printed = spawnSync(process.execPath, [COMMAND, 'export', '--changes', '--project', 'p1'], { env, encoding: 'utf8' });
      expect(
        printed.stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      ).toEqual(before.slice(3));
      expect(before).toHaveLength(453);
      const database = connect(engine.connection());
      await writeBackup(database, path.join(dir, 'backup'), T0);
      expect(readFileSync(path.join(dir, 'backup'), 'utf8')).toContain('["change_journals",');
      await ledger.dispose();
      await restoreBackup(database, path.join(dir, 'backup'), { isReplacing: true });
      await database.db.destroy();
      ledger = await openLedger(engine.connection());
      expect(await everything()).toEqual(before);
      rmSync(dir, { recursive: true });
    });
  });
}

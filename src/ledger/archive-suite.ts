/** The documented commands, as a person runs them, on one engine. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FAILURE, failingFiles } from '../failing-files.ts';
import { BACKUP_FILES, restoreBackup, writeBackup } from './archive.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { connect } from './tables.ts';
import {
  accepted,
  brokenRules,
  deletionOf,
  finished,
  item,
  keyOf,
  lost,
  observed,
  problemOf,
  sent,
  status,
  submissionOf,
  T0,
  type TestEngine,
} from './test-ledger.ts';

const COMMAND = path.join(import.meta.dirname, '../../scripts/ledger.ts');

function run(engine: TestEngine, ...args: string[]) {
  const env = { ...process.env, GROUPAGE_DATA: engine.address.folder, GROUPAGE_DATABASE_URL: engine.address.url ?? '' };
  const { status: code, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { env, encoding: 'utf8' });
  return { code, stdout, stderr };
}

async function everything(ledger: Ledger): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const one of ledger.export(null)) all.push(one);
  return all;
}

async function fill(engine: TestEngine, more = 0): Promise<unknown[]> {
  const ledger = await openLedger(engine.connection());
  const first = await ledger.begin(submissionOf({ note: '=HYPERLINK("x")\nsecond line' }), keyOf('kept'));
  await ledger.record(first.entry.id, sent(), accepted(), observed(), status('a.jar', 'ready', 20));
  const second = await ledger.begin(submissionOf({ projectId: 'p2', group: null }, ['+cmd.jar']), null);
  await ledger.record(second.entry.id, sent(), lost());
  const third = await ledger.begin(deletionOf({ actor: '@ana' }), null);
  await ledger.record(third.entry.id, item(0, 'done'), item(1, 'failed', { code: 'dli_refused' }), finished);
  await Promise.all(Array.from({ length: more }, (_, n) => ledger.begin(submissionOf({ createdAt: 5 + n }, ['x.jar']), null)));
  const all = await everything(ledger);
  await ledger.dispose();
  return all;
}

/** `other`: an engine to restore to that need not be the same. */
export function describeArchive(fresh: () => Promise<TestEngine>, other: () => Promise<TestEngine>): void {
  describe('backup, restore and export', () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'groupage-backup-'));
    afterAll(() => rmSync(dir, { recursive: true, force: true }));

    test('a backup made while the ledger is in use is put back whole, by one command each', { timeout: 60_000 }, async () => {
      const [from, to] = [await fresh(), await other()];
      const before = await fill(from, 210); // more than one part
      const file = path.join(dir, 'whole.jsonl');
      const running = await openLedger(from.connection());
      expect(run(from, 'backup', file)).toEqual({ code: 0, stdout: `${file}: 213 entries.\n`, stderr: '' });
      await running.dispose();
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(run(from, 'backup', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('EEXIST') });

      expect(run(to, 'restore', file)).toEqual({ code: 0, stdout: `Restored 213 entries from ${file}.\n`, stderr: '' });
      const ledger = await openLedger(to.connection());
      expect(await everything(ledger)).toEqual(before);
      expect((await ledger.findByKey(keyOf('kept')))?.note).toContain('second line');
      expect(await ledger.knownPaths('p1', 'raw')).toHaveLength(2);
      const last = await ledger.begin(submissionOf(), null);
      await ledger.record(last.entry.id, sent());
      await ledger.dispose();

      expect(run(to, 'restore', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('Add --replace') });
      expect(run(to, 'restore', '--replace', file).code).toBe(0);
      const again = await openLedger(to.connection());
      expect(await everything(again)).toEqual(before);
      await again.dispose();
      expect(await brokenRules(to.connection())).toEqual([]);
    });

    test('the n-th call to the file system fails, for every n: a backup is there whole or not at all', { timeout: 60_000 }, async () => {
      const engine = await fresh();
      await fill(engine);
      const database = connect(engine.connection());
      const whole = path.join(dir, 'nothing-failed.jsonl');
      await writeBackup(database, whole, T0);
      const isWhole = (file: string) => readFileSync(file, 'utf8') === readFileSync(whole, 'utf8');
      let n = 1;
      for (; ; n++) {
        const file = path.join(dir, `failed-${n}.jsonl`);
        const { files, calls } = failingFiles(BACKUP_FILES, n, Number.POSITIVE_INFINITY);
        const error = await writeBackup(database, file, T0, files).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        if (calls() < n) break;
        expect(error === null || error === FAILURE, `call ${n}`).toBe(true);
        expect(existsSync(file), `call ${n}`).toBe(error === null);
        // What may be left of it is in nobody's way.
        if (error !== null) await writeBackup(database, file, T0);
        expect(isWhole(file), `call ${n}`).toBe(true);
      }
      expect(n).toBeGreaterThan(6);
      await database.db.destroy();
    });

    test('a file that is cut, changed, of a newer program or none at all changes nothing', { timeout: 60_000 }, async () => {
      const engine = await fresh();
      const before = await fill(engine);
      const file = path.join(dir, 'good.jsonl');
      const database = connect(engine.connection());
      await writeBackup(database, file, T0);
      const text = readFileSync(file, 'utf8');
      const newer = text.replace(`"schema":${SCHEMA_VERSION}`, '"schema":99');
      const cases = { cut: text.slice(0, -200), changed: text.replace('"ana"', '"eve"'), none: 'no backup\n', empty: '' };
      for (const [name, content] of Object.entries(cases)) {
        const bad = path.join(dir, name);
        writeFileSync(bad, content);
        expect(run(engine, 'restore', '--replace', bad), name).toMatchObject({
          code: 1,
          stderr: expect.stringContaining('no whole backup'),
        });
      }
      const lines = newer.trimEnd().split('\n');
      const sha256 = createHash('sha256')
        .update(`${lines.slice(0, -1).join('\n')}\n`)
        .digest('hex');
      writeFileSync(path.join(dir, 'newer'), `${lines.slice(0, -1).join('\n')}\n${JSON.stringify({ rows: lines.length - 2, sha256 })}\n`);
      expect(await problemOf(restoreBackup(database, path.join(dir, 'newer'), { isReplacing: true }))).toBe('newer_schema');
      await expect(restoreBackup(database, path.join(dir, 'not-there'), { isReplacing: true })).rejects.toThrow('ENOENT');
      await database.db.destroy();
      expect(run(engine, 'restore', '--replace', path.join(dir, 'cut'))).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^The file is no whole backup/),
      });
      const ledger = await openLedger(engine.connection());
      expect(await everything(ledger)).toEqual(before);
      await ledger.dispose();
    });

    test('an export holds every entry, and no formula for a spreadsheet', { timeout: 60_000 }, async () => {
      const engine = await fresh();
      const all = await fill(engine);
      const lines = run(engine, 'export').stdout.trimEnd().split('\n');
      expect(lines).toHaveLength(all.length);
      expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
        type: 'delete',
        actor: '@ana',
        events: [{ type: 'intent' }, { position: 0 }, { position: 1 }, { type: 'finished' }],
      });
      const csv = run(engine, 'export', '--csv', '--project', 'p2').stdout;
      expect(csv.split('\r\n')).toEqual([
        expect.stringMatching(/^\u{feff}id,created_at,project_id,.*,failure_is_likely$/u),
        expect.stringMatching(
          /^[0-9a-f-]{36},2026-11-22T12:00:00\.000Z,p2,submission,ana,sent,unknown,.*,'\+cmd\.jar,obs:\/\/b\/\+cmd\.jar,/,
        ),
        '',
      ]);
      const whole = run(engine, 'export', '--csv', '--project', 'p1').stdout;
      expect(whole).toContain(`"'=HYPERLINK(""x"")\nsecond line"`);
      expect(whole).toContain(",'@ana,");
      const widths = new Set(
        whole
          .split('\r\n')
          .slice(3, -1)
          .map((line) => line.split(',').length),
      );
      expect(widths.size).toBe(1);
    });
  });
}

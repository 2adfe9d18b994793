import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { describeArchive } from './archive-suite.ts';
import { describeFaults } from './faults-suite.ts';
import { createLedger, openLedger } from './ledger.ts';
import { describeLedger } from './ledger-suite.ts';
import { describeModel } from './model-suite.ts';
import { describeOrigins } from './origins-suite.ts';
import { LEDGER_FILE } from './place.ts';
import { sqliteConnection } from './sqlite.ts';
import { connect } from './tables.ts';
import { brokenRules, keyOf, problemOf, sent, submissionOf, type TestEngine } from './test-ledger.ts';

const root = mkdtempSync(path.join(tmpdir(), 'groupage-ledger-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function fresh(): Promise<TestEngine> {
  const folder = mkdtempSync(path.join(root, 'data-'));
  const file = path.join(folder, LEDGER_FILE);
  return {
    isShared: false,
    connection: () => sqliteConnection(file),
    address: { url: null, folder },
    async query(text) {
      const database = new DatabaseSync(file);
      try {
        return database.prepare(text).all();
      } finally {
        database.close();
      }
    },
  };
}

describe('the ledger over SQLite', () => {
  describeLedger(fresh);
  describeOrigins(fresh);
  describeFaults(fresh, 10);
  describeModel(fresh, 25);
  describeArchive(fresh, fresh);

  test('a full disk refuses what is new, says so, and reads go on; once there is room, so do writes', async () => {
    const engine = await fresh();
    await (await openLedger(engine.connection())).dispose();
    const database = connect(engine.connection());
    const ledger = createLedger(database);
    const first = await ledger.begin(submissionOf(), keyOf('first'));
    await sql.raw('PRAGMA max_page_count = 60').execute(database.db);
    const fill = async () => {
      for (let n = 0; n < 500; n++) await ledger.begin(submissionOf({ note: 'x'.repeat(500) }), keyOf(`${n}`));
    };
    await expect(fill()).rejects.toThrow('The ledger cannot be used now: the disk is full.');
    expect(await problemOf(ledger.begin(submissionOf({ note: 'x'.repeat(5000) }), null))).toBe('unavailable');
    expect((await ledger.find('p1', first.entry.id))?.id).toBe(first.entry.id);
    expect((await ledger.list({ projectId: 'p1' }, { limit: 5 })).items).toHaveLength(5);
    expect((await ledger.begin(submissionOf(), keyOf('first')).catch(() => first)).entry.id).toBe(first.entry.id);
    await sql.raw('PRAGMA max_page_count = 10000').execute(database.db);
    await ledger.record(first.entry.id, sent());
    await ledger.begin(submissionOf({ note: 'x'.repeat(5000) }), null);
    await ledger.dispose();
    expect(await brokenRules(engine.connection())).toEqual([]);
  });

  test('a commit is synced to the disk, whatever the system goes on to lose', async () => {
    const { db } = connect((await fresh()).connection());
    const settings = ['journal_mode', 'synchronous', 'foreign_keys'];
    const found: unknown[] = [];
    for (const name of settings)
      found.push(...Object.values((await sql<object>`select * from ${sql.raw(`pragma_${name}`)}`.execute(db)).rows[0] ?? {}));
    expect(found).toEqual(['wal', 2, 1]);
    await db.destroy();
  });

  test('a file that is no database is told apart', async () => {
    const engine = await fresh();
    writeFileSync(path.join(engine.address.folder, LEDGER_FILE), 'no database at all'.repeat(100));
    await expect(openLedger(engine.connection())).rejects.toThrow('The ledger cannot be used now: the file is no database.');
  });

  test('a restore is refused while a server has the ledger open, even an idle one', async () => {
    const engine = await fresh();
    const ledger = await openLedger(engine.connection());
    await ledger.list({ projectId: 'p1' }, { limit: 1 });
    const restoring = connect(sqliteConnection(path.join(engine.address.folder, LEDGER_FILE), { isExclusive: true }));
    await expect(restoring.db.selectFrom('entries').select('id').execute()).rejects.toThrow('database is locked');
    await ledger.dispose();
    expect(await restoring.db.selectFrom('entries').select('id').execute()).toEqual([]);
    await restoring.db.destroy();
  });

  test('another process that writes is waited for, and told when it takes too long', async () => {
    const engine = await fresh();
    const ledger = await openLedger(engine.connection());
    const other = new DatabaseSync(path.join(engine.address.folder, LEDGER_FILE));
    other.exec('BEGIN IMMEDIATE');
    await expect(ledger.begin(submissionOf(), null)).rejects.toThrow('another process holds it');
    expect((await ledger.list({ projectId: 'p1' }, { limit: 1 })).items).toEqual([]);
    other.exec('ROLLBACK');
    other.close();
    await ledger.begin(submissionOf(), null);
    await ledger.dispose();
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { describeArchive } from './archive-suite.ts';
import { describeFaults } from './faults-suite.ts';
import { openLedger } from './ledger.ts';
import { describeLedger } from './ledger-suite.ts';
import { describeModel } from './model-suite.ts';
import { describeOrigins } from './origins-suite.ts';
import { postgresConnection } from './postgres.ts';
import { connect } from './tables.ts';
import { brokenRules, problemOf, submissionOf, type TestEngine } from './test-ledger.ts';
import { startPostgres, type TestPostgres } from './test-postgres.ts';

let postgres: TestPostgres;
const folder = mkdtempSync(path.join(tmpdir(), 'groupage-ledger-'));
// A loaded machine is slow, not wrong.
vi.setConfig({ testTimeout: 30_000 });
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function fresh(): Promise<TestEngine> {
  const url = await postgres.freshUrl();
  return {
    isShared: true,
    connection: () => postgresConnection(url),
    address: { url, folder },
    query: (text) => postgres.query(url, text),
  };
}

describe('the ledger over PostgreSQL', () => {
  describeLedger(fresh);
  describeOrigins(fresh);
  describeFaults(fresh, 3);
  describeModel(fresh, 8);
  // Moving to PostgreSQL is a backup here and a restore there.
  describeArchive(fresh, fresh);

  test('two starts at once make the tables once', async () => {
    const engine = await fresh();
    const both = await Promise.all([openLedger(engine.connection()), openLedger(engine.connection())]);
    await Promise.all(both.map((ledger) => ledger.begin(submissionOf(), null)));
    for (const ledger of both) {
      expect(await ledger.unfinished()).toHaveLength(2);
      await ledger.dispose();
    }
    expect(await brokenRules(engine.connection())).toEqual([]);
  });

  test('a connection that breaks is told as unavailable, ends nothing, and the next call has another', async () => {
    const url = await postgres.freshUrl();
    const lost: string[] = [];
    const ledger = await openLedger(postgresConnection(url, { onLost: (error) => lost.push(error.message), maxConnections: 1 }));
    await ledger.begin(submissionOf(), null);
    await postgres.query(url, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'groupage'");
    await expect.poll(() => lost).not.toEqual([]);
    await ledger.begin(submissionOf(), null);
    expect(await ledger.unfinished()).toHaveLength(2);
    await ledger.dispose();
  });

  test('a database that is not there, or refuses the password, is told in a word, without the address', async () => {
    const url = new URL(await postgres.freshUrl());
    url.password = 'wrong-password';
    const opening = openLedger(postgresConnection(url.href));
    expect(await problemOf(opening)).toBe('unavailable');
    await expect(opening).rejects.toThrow(/^The ledger cannot be used now: PostgreSQL refuses these credentials\.$/);
    url.port = '1';
    await expect(openLedger(postgresConnection(url.href))).rejects.toThrow(/^The ledger cannot be used now: ECONNREFUSED\.$/);
  });

  test('commits are synced although the server was told not to', async () => {
    const url = await postgres.freshUrl();
    await postgres.query(url, 'alter role postgres set synchronous_commit = off');
    const { db } = connect(postgresConnection(url));
    expect((await sql`show synchronous_commit`.execute(db)).rows).toEqual([{ synchronous_commit: 'on' }]);
    await db.destroy();
    await postgres.query(url, 'alter role postgres reset synchronous_commit');
  });
});

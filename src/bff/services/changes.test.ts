import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../dli/fake-clock.ts';
import { WireList } from '../../dli/wire.ts';
import { openLedger } from '../../ledger/ledger.ts';
import { sqliteConnection } from '../../ledger/sqlite.ts';
import { withFaults } from '../../ledger/test-ledger.ts';
import { quietLog } from '../testing.ts';
import { createChangeJournal } from './changes.ts';
import { buildModel } from './model.ts';
import { createOrigins } from './origins.ts';
import { createOwnDoings } from './own-doings.ts';
import type { Snapshot } from './snapshots.ts';

/** A journal over a ledger of its own, told of lists of ungrouped packages by name and update time. */
async function open({ maxAtOnce = 5_000 } = {}) {
  const clock = createFakeClock(1_000_000);
  const { connection, faults } = withFaults(sqliteConnection(':memory:'));
  const ledger = await openLedger(connection);
  const log = quietLog();
  const origins = createOrigins({ ledger, clock, log });
  const journal = createChangeJournal({ ledger, origins, clock, log, maxAtOnce });
  const doings = createOwnDoings({ submissions: { open: () => [] }, operations: { touching: () => [] }, clock });
  let last: Snapshot | null = null;
  return {
    ledger,
    origins,
    faults,
    clock,
    /** Told at once; compared in the background. */
    tell(packages: Record<string, number>) {
      const resources = Object.entries(packages).map(([resource_name, update_time]) => ({ resource_name, update_time, status: 'READY' }));
      const model = buildModel(WireList.parse({ resources }), { resources }, { nowMs: clock.now(), previous: null });
      const readAt = (last?.readAt ?? clock.now()) + 1_000;
      last = { projectId: 'p', version: (last?.version ?? 0) + 1, readAt, previousReadAt: last?.readAt ?? null, model };
      journal.onRead(last, doings.capture('p', readAt));
    },
    idle: () => journal.whenIdle(),
    noted: async () => (await ledger.changes('p', undefined, { limit: 50 })).items.map(({ what, name, counts }) => counts ?? [what, name]),
  };
}

describe('the change journal', () => {
  it('takes the first read of a project for what is there, and begins with it', async () => {
    const { ledger, tell, idle, noted } = await open();
    tell({ a: 1, b: 1 });
    await idle();
    expect(await noted()).toEqual([]);
    expect((await ledger.changeJournal('p')).since).toBe(1_001_000);
    tell({ a: 2, b: 1 });
    await idle();
    expect(await noted()).toEqual([['uploaded', 'a']]);
    expect((await ledger.changes('p', null, { limit: 1 })).items[0]).toMatchObject({ at: 1_002_000, since: 1_001_000, updatedAt: 2 });
  });

  it('takes reads that come while one is compared for one', async () => {
    const { tell, idle, noted } = await open();
    tell({ a: 1 });
    await idle();
    for (const time of [2, 3, 4, 5]) tell({ a: time });
    await idle();
    expect(await noted()).toEqual([
      ['uploaded', 'a'],
      ['uploaded', 'a'],
    ]);
  });

  it('sums up what is too many at once', async () => {
    const { origins, tell, idle, noted } = await open({ maxAtOnce: 50 });
    tell({ gone: 1 });
    await idle();
    tell(Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`n${n}`, 1])));
    await idle();
    expect(await noted()).toEqual([{ appeared: 60, vanished: 1, uploaded: 0, owner: 0 }]);
    expect(origins.of('p')?.changedAt('any group')).toBe(1_002_000);
  });

  it('keeps what the ledger does not take, and writes it with what comes next, once', async () => {
    const { faults, tell, idle, noted, clock } = await open();
    tell({ a: 1 });
    await idle();
    faults.failAt(1, 'before');
    tell({ a: 2 });
    await idle();
    expect(await noted()).toEqual([]);
    await clock.advance(60_000);
    for (let n = 0; n < 3; n++) {
      tell({ a: 2, b: 1 });
      await idle();
    }
    expect(await noted()).toEqual(expect.arrayContaining([['uploaded', 'a']]));
    expect((await noted()).filter((one) => Array.isArray(one) && one[1] === 'a')).toHaveLength(1);
  });
});

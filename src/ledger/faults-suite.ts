/** The n-th statement fails, for every n; and the process is killed, again and again. What was answered stands, nothing is half stored. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { type Ledger, openLedger } from './ledger.ts';
import {
  accepted,
  brokenRules,
  deletionOf,
  finished,
  item,
  keyOf,
  observed,
  problemOf,
  sent,
  status,
  submissionOf,
  type TestEngine,
  withFaults,
} from './test-ledger.ts';

const APPENDER = path.join(import.meta.dirname, 'test-appender.ts');

/** What was answered: this entry, with at least so many events. */
interface Promised {
  id: string;
  version: number;
}

async function runThrough(ledger: Ledger, projectId: string, promised: Promised[]): Promise<void> {
  const { entry } = await ledger.begin(submissionOf({ projectId }), keyOf('key', undefined, projectId));
  promised.push({ id: entry.id, version: 1 });
  await ledger.record(entry.id, sent());
  promised.push({ id: entry.id, version: 2 });
  await ledger.record(entry.id, accepted(), status('a.jar', 'ready', 20), observed());
  promised.push({ id: entry.id, version: 5 });
  const deletion = await ledger.begin(deletionOf({ projectId }), null);
  promised.push({ id: deletion.entry.id, version: 1 });
  await ledger.record(deletion.entry.id, item(0, 'done'), finished);
  promised.push({ id: deletion.entry.id, version: 3 });
  await ledger.find(projectId, entry.id);
  await ledger.list({ projectId }, { limit: 5 });
  await ledger.knownPaths(projectId, 'raw');
}

export function describeFaults(fresh: () => Promise<TestEngine>, kills: number): void {
  describe.each(['before', 'after'] as const)('a statement that fails %s the engine carries it out', (when) => {
    test('is told as unavailable, and nothing is half stored', { timeout: 60_000 }, async () => {
      const engine = await fresh();
      await (await openLedger(engine.connection())).dispose();
      const { connection, faults } = withFaults(engine.connection());
      const failing = await openLedger(connection);
      const healthy = engine.isShared ? await openLedger(engine.connection()) : failing;
      let failed = 0;
      for (let n = 1; ; n++) {
        const projectId = `p${n}`;
        const promised: Promised[] = [];
        faults.failAt(n, when);
        const problem = await problemOf(runThrough(failing, projectId, promised));
        if (problem === 'no error') break;
        failed++;
        expect(problem, `statement ${n}`).toBe('unavailable');
        for (const { id, version } of promised)
          expect((await healthy.find(projectId, id))?.version, `statement ${n}`).toBeGreaterThanOrEqual(version);
        // Whoever asks again with the same key gets one entry, and never a second.
        await healthy.begin(submissionOf({ projectId }), keyOf('key', undefined, projectId));
        expect((await healthy.list({ projectId, type: 'submission' }, { limit: 5 })).items).toHaveLength(1);
      }
      expect(failed).toBeGreaterThan(40);
      await failing.dispose();
      if (healthy !== failing) await healthy.dispose();
      expect(await brokenRules(engine.connection())).toEqual([]);
    });
  });

  test(`kill -9 in the middle of appends, ${kills} times: nothing that was answered is lost`, { timeout: 60_000 }, async () => {
    const engine = await fresh();
    const promised = new Map<string, number>();
    for (let round = 0; round < kills; round++) {
      const child = spawn(process.execPath, [APPENDER, engine.address.url ?? '', engine.address.folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      let linesLeft = 1 + Math.floor(Math.random() * 60);
      for await (const line of createInterface({ input: child.stdout })) {
        const [id = '', version] = line.split(' ');
        promised.set(id, Number(version));
        // Lines still in the pipe were answered too: they are read to the end.
        if (--linesLeft === 0) child.kill('SIGKILL');
      }
      expect(await ended).toEqual([null, 'SIGKILL']);
    }
    const ledger = await openLedger(engine.connection());
    const found = new Map<string, number>();
    for await (const { entry } of ledger.export({ projectId: 'p1' })) found.set(entry.id, entry.version);
    const lost = [...promised].filter(([id, version]) => (found.get(id) ?? 0) < version);
    expect(lost).toEqual([]);
    expect(promised.size).toBeGreaterThanOrEqual(kills / 3);
    // Each kill leaves at most one entry that the appender had not ended: a start finds it, and the answered ones that wait for a read.
    const open = await ledger.unfinished();
    expect(open).toHaveLength(found.size);
    expect(open.filter(({ outcome }) => outcome === 'sending').length).toBeLessThanOrEqual(kills);
    await ledger.dispose();
    expect(await brokenRules(engine.connection())).toEqual([]);
  });
}

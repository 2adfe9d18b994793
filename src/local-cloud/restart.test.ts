import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WireList } from '../dli/wire.ts';
import { blobNames, sha256 } from './test-cloud.ts';
import { startProcess } from './test-process.ts';

const COUNT = 50;
/** At one byte a second it is always in the middle of its copy when the process is killed. */
const HELD = 'obs://sample-held/slow/held.bin';
const ONE_BYTE = '1';
const AT_ONCE = '1000000000';
let dataDir: string;
const contents = new Map<string, string>();

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'groupage-restart-'));
  const bucket = path.join(dataDir, 'obs', 'my-bucket');
  await mkdir(bucket, { recursive: true });
  for (let i = 0; i < COUNT; i++) {
    const content = randomBytes(300_000 + i * 10_000);
    contents.set(`object-${i}.bin`, sha256(content));
    await writeFile(path.join(bucket, `object-${i}.bin`), content);
  }
  await mkdir(path.join(dataDir, 'obs/sample-held/slow'), { recursive: true });
  await writeFile(path.join(dataDir, 'obs/sample-held/slow/held.bin'), 'held back');
  contents.set('held.bin', sha256('held back'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const start = (slowRate: string) =>
  startProcess(['--port', '0', '--data', dataDir, '--samples', 'none', '--log-level', 'error', '--copies', '4', '--slow-rate', slowRate]);

/** No blob is other than its name says; what is under way has a name that no package can have. */
async function expectWholeBlobs(): Promise<string[]> {
  const names = await blobNames(dataDir);
  const blobs = names.filter((name) => !name.startsWith(`tmp${path.sep}`));
  for (const name of blobs) expect(sha256(await readFile(path.join(dataDir, 'packages', name))), name).toBe(path.basename(name));
  return names;
}

test('kill -9 in the middle of 50 uploads, again and again: all end, nothing is half written', { timeout: 60_000 }, async () => {
  const project = 'restarted';
  // Each round overwrites what the round before made; the moments spread over the time the copies take.
  for (const [round, killAfterMs] of [Math.random() * 60, Math.random() * 200, 50 + Math.random() * 400].entries()) {
    const first = start(ONE_BYTE);
    const address = await first.address;
    const upload = (uri: string) =>
      fetch(`${address}/v2.0/${project}/resources`, {
        method: 'POST',
        body: JSON.stringify({ paths: [uri], kind: 'file', group: 'g', is_async: round % 2 === 0 }),
      });
    const held = upload(HELD).catch(() => null);
    const underWay = async () => (await details(address, project)).find((row) => row.resource_name === 'held.bin')?.status;
    await expect.poll(underWay, { timeout: 20_000, interval: 10 }).toBe('UPLOADING');
    const names = [...contents.keys()].filter((name) => name !== 'held.bin');
    const answers = Promise.allSettled(names.map((name) => upload(`obs://my-bucket/${name}`)));
    await sleep(killAfterMs);
    first.child.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    await Promise.all([answers, held]);
    await expectWholeBlobs();

    const second = start(AT_ONCE);
    const again = await second.address;
    const moving = async () => (await details(again, project)).filter((row) => row.status === 'UPLOADING').length;
    await expect.poll(moving, { timeout: 30_000, interval: 25 }).toBe(0);
    const rows = await details(again, project);
    expect(rows.map((row) => row.resource_name)).toContain('held.bin');
    // The objects are all there, so going on means ready. None was accepted without being listed.
    expect(rows.filter((row) => row.status !== 'READY')).toEqual([]);
    const accepted = (await answers).filter((answer) => answer.status === 'fulfilled' && answer.value.status === 201).length;
    expect(rows.length).toBeGreaterThanOrEqual(accepted);
    const blobs = await expectWholeBlobs();
    expect(new Set(blobs.map((name) => path.basename(name)))).toEqual(new Set(rows.map((row) => contents.get(row.resource_name ?? ''))));
    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
  }
});

async function list(address: string, project: string): Promise<Partial<WireList>> {
  const response = await fetch(`${address}/v2.0/${project}/resources`);
  return (await response.json()) as Partial<WireList>; // the local cloud's own answer, checked in packages.test.ts
}

async function details(address: string, project: string) {
  return (await list(address, project)).groups?.[0]?.details ?? [];
}

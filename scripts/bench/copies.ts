/** Upload until READY, against copying the same bytes with fsync of file and folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { createLocalCloud } from '../../src/local-cloud/local-cloud.ts';
import { median, report, told } from './figures.ts';
import { freshFolder } from './processes.ts';

const RUNS = 3;

export async function benchCopies(name: string, count: number, sizeBytes: number): Promise<void> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const dataDir = freshFolder();
    const bucket = join(dataDir, 'obs', 'bench');
    mkdirSync(bucket, { recursive: true });
    const bytes = Buffer.alloc(sizeBytes);
    for (let n = 0; n < count; n++) {
      bytes.writeUInt32LE(n + 1 + run * count, 0); // no two alike: equal bytes are stored once
      writeFileSync(join(bucket, `part-${n}.bin`), bytes);
    }
    plain.push(await plainCopy(bucket, count));
    ours.push(await cloudCopy(dataDir, count));
  }
  const ratio = median(plain) / median(ours);
  report({
    what: `Upload of ${name} until READY`,
    value: told(median(ours), 'ms'),
    beside: `one after the other, with fsync of file and folder: ${told(median(plain), 'ms')} (${told(ratio)} of its speed)`,
    aim: '0.8 of its speed',
    isMet: ratio >= 0.8,
  });
}
async function cloudCopy(dataDir: string, count: number): Promise<number> {
  const cloud = createLocalCloud({ dataDir, clock: Date.now, log: pino({ level: 'silent' }), settings: { samples: 'none' } });
  const startedMs = performance.now();
  const answer = await cloud.fetch('https://dli.local/v2.0/bench/resources', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      kind: 'file',
      group: 'bench',
      is_async: true,
      paths: Array.from({ length: count }, (_, n) => `obs://bench/part-${n}.bin`),
    }),
  });
  if (answer.status !== 201) throw new Error(`the upload was answered ${answer.status}: ${await answer.text()}`);
  await cloud.whenIdle();
  const tookMs = performance.now() - startedMs;
  const list = await cloud.fetch('https://dli.local/v2.0/bench/resources');
  const ready = (await list.text()).split('"READY"').length - 1;
  await cloud.dispose();
  if (ready < count) throw new Error(`only ${ready} of ${count} became READY`);
  return tookMs;
}

async function plainCopy(bucket: string, count: number): Promise<number> {
  const target = freshFolder();
  const startedMs = performance.now();
  for (let n = 0; n < count; n++) {
    const from = await open(join(bucket, `part-${n}.bin`), 'r');
    const to = await open(join(target, `part-${n}.tmp`), 'w');
    for await (const chunk of from.createReadStream({ highWaterMark: 1 << 20 })) await to.write(chunk as Buffer); // no encoding is set
    await to.sync();
    await to.close();
    await rename(join(target, `part-${n}.tmp`), join(target, `part-${n}.bin`));
    const folder = await open(target, 'r');
    await folder.sync();
    await folder.close();
  }
  return performance.now() - startedMs;
}

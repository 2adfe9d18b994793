/** Consoles of a test's own, for what the shared one cannot show. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { type ConsoleProcess, runConsole } from '../scripts/console-process.ts';
import { startProcess } from '../src/local-cloud/test-process.ts';

export interface CloudConsole {
  /** Of the console. */
  address: string;
  cloudAddress: string;
  stop: () => Promise<void>;
}

type Env = Record<string, string>;

/** A local cloud in a process of its own, and a console that reaches it as it would Huawei Cloud. `envOver` is given the cloud's address. */
export async function runCloudConsole(
  envOver: (cloudAddress: string) => Env | Promise<Env>,
  cloudArgs: readonly string[] = ['--require-auth'],
): Promise<CloudConsole> {
  const dir = mkdtempSync(join(tmpdir(), 'groupage-'));
  const cloud = startProcess(['--port', '0', '--data', join(dir, 'cloud'), '--samples', 'small', ...cloudArgs]);
  const cloudAddress = await cloud.address;
  const { address, stop } = await runConsole({
    env: {
      GROUPAGE_MODE: 'cloud',
      GROUPAGE_DATA: join(dir, 'console'),
      GROUPAGE_DLI_ENDPOINT: cloudAddress,
      GROUPAGE_IAM_ENDPOINT: cloudAddress,
      GROUPAGE_OBS_ENDPOINT: pathToFileURL(join(dir, 'cloud/obs')).href,
      ...(await envOver(cloudAddress)),
    },
  });
  return {
    address,
    cloudAddress,
    async stop() {
      await stop();
      cloud.child.kill('SIGTERM');
      await cloud.ended;
    },
  };
}

/** As if what `submit` submits was uploaded elsewhere: the console that is returned finds it in DLI, and has no record of it. */
export async function runWithoutRecord(page: Page, submit: (address: string) => Promise<void>): Promise<ConsoleProcess> {
  const env = { GROUPAGE_DATA: mkdtempSync(join(tmpdir(), 'groupage-')), GROUPAGE_SAMPLES: 'small' };
  const before = await runConsole({ env });
  await submit(before.address);
  await page.goto('about:blank'); // its poll would meet a server that is gone
  await before.stop();
  for (const end of ['', '-wal', '-shm']) rmSync(join(env.GROUPAGE_DATA, `ledger.sqlite${end}`), { force: true });
  return runConsole({ env });
}

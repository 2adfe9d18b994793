/** Goal: a newcomer's start either works or says in one line what to do. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, runConsole, startConsole } from '../scripts/console-process.ts';
import { expect, test } from './fixtures.ts';

/** A start that is expected to end by itself. */
async function failedStart(env: Record<string, string>, args?: string[]): Promise<Ended> {
  const started = await startConsole({ env: { GROUPAGE_SAMPLES: 'none', ...env }, ...(args ? { args } : {}) });
  if ('lines' in started) return started;
  await started.stop();
  throw new Error('the console started');
}

const freshFolder = () => mkdtempSync(join(tmpdir(), 'groupage-'));

test('comes up on a free port, and ends cleanly when asked to', async ({ request }) => {
  const started = await runConsole({ env: { GROUPAGE_DATA: freshFolder(), GROUPAGE_SAMPLES: 'none' } });
  expect(started.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await request.get(`${started.address}/api/health`)).json()).toMatchObject({ status: 'ok', mode: 'local' });
  expect(await started.stop()).toBe(0);
});

test('a taken port is one friendly line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo; // listens on TCP
  const { code, lines } = await failedStart({ GROUPAGE_DATA: freshFolder(), GROUPAGE_PORT: String(port) });
  other.close();
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('GROUPAGE_PORT');
});

test('a data folder that cannot be written is one friendly line', async () => {
  const file = join(freshFolder(), 'a-file');
  writeFileSync(file, '');
  const { code, lines } = await failedStart({ GROUPAGE_DATA: join(file, 'data') });
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('GROUPAGE_DATA');
});

test('every wrong setting is named, in one go', async () => {
  const { code, lines } = await failedStart({ GROUPAGE_PORT: '70000', GROUPAGE_HOST: '0.0.0.0', GROUPAGE_PROT: '1' });
  expect(code).toBe(1);
  expect(lines).toHaveLength(3);
  expect(lines.join('\n')).toMatch(/GROUPAGE_PORT=70000.*\n.*GROUPAGE_HOST=0\.0\.0\.0.*sign-in.*\n.*GROUPAGE_PROT is not a setting/);
});

test('--help prints every setting', async () => {
  const { code, lines } = await failedStart({}, ['--help']);
  expect(code).toBe(0);
  expect(lines.join('\n')).toContain('GROUPAGE_SETTLE_AFTER_MS');
});

test('a wrong option is one friendly line', async () => {
  const { code, lines } = await failedStart({}, ['--prot', '1']);
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
});

/** Goal: a newcomer's start either works or says in one line what to do. */
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

const root = join(import.meta.dirname, '..');

/** Runs the start command until it ends by itself; a start that succeeds is stopped once it prints its address. */
async function start(env: Record<string, string>, args: string[] = ['--no-build']) {
  const child = spawn(process.execPath, ['scripts/start.ts', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', GROUPAGE_PORT: '0', GROUPAGE_SAMPLES: 'none', GROUPAGE_LOG_LEVEL: 'silent', ...env },
  });
  let output = '';
  let address: string | undefined;
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
    address ??= /http:\/\/\S+/.exec(output)?.[0];
    if (address) child.kill('SIGTERM');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, lines: output.trim().split('\n'), address };
}

const freshFolder = () => mkdtempSync(join(tmpdir(), 'groupage-'));

test('prints its address and mode, and ends cleanly when asked to', async () => {
  const { code, lines, address } = await start({ GROUPAGE_DATA: freshFolder() });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('local cloud');
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(code).toBe(0);
});

test('a taken port is one friendly line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo; // listens on TCP
  const { code, lines } = await start({ GROUPAGE_DATA: freshFolder(), GROUPAGE_PORT: String(port) });
  other.close();
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('GROUPAGE_PORT');
});

test('a data folder that cannot be written is one friendly line', async () => {
  const file = join(freshFolder(), 'a-file');
  writeFileSync(file, '');
  const { code, lines } = await start({ GROUPAGE_DATA: join(file, 'data') });
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('GROUPAGE_DATA');
});

test('every wrong setting is named, in one go', async () => {
  const { code, lines } = await start({ GROUPAGE_PORT: '70000', GROUPAGE_HOST: '0.0.0.0', GROUPAGE_PROT: '1' });
  expect(code).toBe(1);
  expect(lines).toHaveLength(3);
  expect(lines.join('\n')).toMatch(/GROUPAGE_PORT=70000.*\n.*GROUPAGE_HOST=0\.0\.0\.0.*sign-in.*\n.*GROUPAGE_PROT is not a setting/);
});

test('--help prints every setting', async () => {
  const { code, lines } = await start({}, ['--help']);
  expect(code).toBe(0);
  expect(lines.join('\n')).toContain('GROUPAGE_SETTLE_AFTER_MS');
});

test('a wrong option is one friendly line', async () => {
  const { code, lines } = await start({}, ['--prot', '1']);
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
});

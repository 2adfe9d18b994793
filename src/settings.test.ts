import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseSettings, SettingsError, settingsTable } from './settings.ts';

test('without an environment everything has its default', () => {
  const settings = parseSettings({ PATH: '/bin', GROUPAGE_PORT: '' });
  expect(settings).toMatchObject({ GROUPAGE_PORT: 8787, GROUPAGE_HOST: '127.0.0.1', GROUPAGE_SETTLE_AFTER_MS: 45_000 });
  expect(settings.dataDir).toBe(join(process.cwd(), '.groupage'));
});

test.each([
  [{ GROUPAGE_PORT: '80x' }, /GROUPAGE_PORT=80x .*whole number/],
  [{ GROUPAGE_PORT: '65536' }, /from 0 to 65535/],
  [{ GROUPAGE_HOST: '192.168.0.1' }, /sign-in/],
  [{ GROUPAGE_LOG_LEVEL: 'loud' }, /one of trace, debug/],
  [{ GROUPAGE_PROT: '1' }, /GROUPAGE_PROT is not a setting/],
])('%j is refused in words', (env, told) => {
  expect(() => parseSettings(env)).toThrow(SettingsError);
  expect(() => parseSettings(env)).toThrow(told);
});

test('the README prints the table as it is', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  for (const [name, fallback, meaning] of settingsTable()) expect(readme).toContain(`| \`${name}\` | \`${fallback}\` | ${meaning} |`);
});

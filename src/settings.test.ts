import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseSettings, SettingsError, settingsTable } from './settings.ts';

const CLOUD = { GROUPAGE_MODE: 'cloud' };

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
  [{ GROUPAGE_MODE: 'clod' }, /GROUPAGE_MODE=clod must be one of local, cloud/],
  [{ GROUPAGE_DLI_ENDPOINT: 'https://dli.example.com' }, /GROUPAGE_DLI_ENDPOINT is used with GROUPAGE_MODE=cloud only/],
  [{ GROUPAGE_PROJECTS: 'p.json' }, /GROUPAGE_PROJECTS is used with GROUPAGE_MODE=cloud only/],
  [{ ...CLOUD, GROUPAGE_DLI_ENDPOINT: 'http://dli.example.com' }, /GROUPAGE_DLI_ENDPOINT=http:.* must begin with https/],
  [{ ...CLOUD, GROUPAGE_IAM_ENDPOINT: 'iam.example.com' }, /GROUPAGE_IAM_ENDPOINT=iam.example.com is not an address/],
  [{ ...CLOUD, GROUPAGE_OBS_ENDPOINT: 'https://me:pass@obs.example.com' }, /^GROUPAGE_OBS_ENDPOINT must not hold a name or password\.$/],
  [{ ...CLOUD, GROUPAGE_OBS_ENDPOINT: 'file://relative' }, /must name a folder as file:\/\/\/folder/],
  [{ ...CLOUD, GROUPAGE_SETTLE_AFTER_MS: '39999' }, /GROUPAGE_SETTLE_AFTER_MS=39999 must be at least 40000/],
  [{ ...CLOUD, GROUPAGE_UPSTREAM_TIMEOUT_MS: '60000' }, /GROUPAGE_SETTLE_AFTER_MS=45000 must be at least 70000/],
])('%j is refused in words', (env, told) => {
  expect(() => parseSettings(env)).toThrow(SettingsError);
  expect(() => parseSettings(env)).toThrow(told);
});

test('cloud mode takes endpoints and a folder in place of OBS', () => {
  const env = { ...CLOUD, GROUPAGE_DLI_ENDPOINT: 'http://127.0.0.1:8790', GROUPAGE_OBS_ENDPOINT: 'file:///tmp/obs' };
  expect(parseSettings(env)).toMatchObject({ ...env, GROUPAGE_IAM_ENDPOINT: null, GROUPAGE_PROJECTS: null, GROUPAGE_OBS_PATH_STYLE: 'no' });
});

test('the README prints the table as it is', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  for (const [name, fallback, meaning] of settingsTable()) expect(readme).toContain(`| \`${name}\` | \`${fallback}\` | ${meaning} |`);
});

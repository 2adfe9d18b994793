import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readProjectsFile } from './projects-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'groupage-projects-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const PATH = join(dir, 'projects.json');
const ENV = { TEAM_AK: 'AKAKAK', TEAM_SK: 'the-secret', EMPTY: '', HW_ACCESS_KEY: 'OWN', HW_SECRET_KEY: 'own-secret' };
const KEYS = { accessKey: { env: 'TEAM_AK' }, secretKey: { env: 'TEAM_SK' } };
const PROJECT = { name: 'Team', region: 'cn-north-4', credentials: KEYS };

function read(content: unknown, env: Record<string, string> = ENV) {
  writeFileSync(PATH, typeof content === 'string' ? content : JSON.stringify(content));
  return readProjectsFile(PATH, env);
}

test('each project has its region, and its credentials from the environment, from files or from the environment’s own', () => {
  writeFileSync(join(dir, 'secret'), 'päss word\n');
  const user = { user: 'alice', password: { file: 'secret' }, account: 'acme' };
  const result = read([
    { ...PROJECT, projectId: 'abc', endpoints: { dli: 'https://dli.example.com', obs: 'file:///x' }, obsPathStyle: true },
    { name: 'B', region: 'sa-brazil-1', projectName: 'sa-brazil-1_b', credentials: user },
    { name: 'C', region: 'af-south-1' },
  ]);
  if (!result.ok) throw new Error(result.mistakes.join('\n'));
  const [a, b, c] = result.entries;
  expect(a).toMatchObject({
    name: 'Team',
    source: { region: 'cn-north-4', projectId: 'abc', variables: ['TEAM_AK', 'TEAM_SK'], login: { kind: 'keys', accessKey: 'AKAKAK' } },
    endpoints: { dli: 'https://dli.example.com', obs: 'file:///x' },
    obsPathStyle: true,
  });
  expect(b?.source).toMatchObject({
    projectId: null,
    projectName: 'sa-brazil-1_b',
    login: { kind: 'password', user: 'alice', domain: 'acme' },
  });
  const login = b?.source.login;
  expect(login?.kind === 'password' && login.password.reveal()).toBe('päss word');
  expect(c?.source).toMatchObject({ region: 'af-south-1', projectName: 'af-south-1', login: { accessKey: 'OWN' } });
  expect(JSON.stringify(result)).not.toMatch(/the-secret|own-secret|päss/);
});

test.each([
  ['[{', /is not JSON/],
  ['{"secretKey": "very-secret', /^GROUPAGE_PROJECTS: .*projects\.json is not JSON( \(line 1 column \d+\))?\.$/],
  [{}, /projects\.json: .*expected array/],
  [[], /must list at least one project/],
  [[PROJECT, { ...PROJECT, region: 'north' }], /projects\.json, project 2, region: is not the name of a region/],
  [[{ ...PROJECT, name: '' }], /project 1, name: /],
  [[{ ...PROJECT, projectId: '../x' }], /project 1, projectId: is not the id of a project/],
  [[{ ...PROJECT, regoin: 'x' }], /Unrecognized key: "regoin"/],
  [[{ ...PROJECT, endpoints: { dli: 'http://dli.example.com' } }], /project 1, endpoints\.dli: must begin with https/],
  [
    [{ ...PROJECT, credentials: { ...KEYS, secretKey: 'very-secret' } }],
    /credentials\.secretKey: must be .*no secret belongs in this file/,
  ],
  [[{ ...PROJECT, credentials: { accessKey: 'A' } }], /credentials\.secretKey: must be .*user, password and account/],
  [[{ ...PROJECT, credentials: { user: 'a', password: { env: 'TEAM_SK' } } }], /credentials\.account: must be/],
  [[{ ...PROJECT, credentials: { ...KEYS, secretKey: { env: 'A', file: 'b' } } }], /credentials\.secretKey: must be either/],
  [[{ ...PROJECT, credentials: { ...KEYS, secretKey: { env: 'NOT_SET' } } }], /project 1: credentials\.secretKey: NOT_SET is not set/],
  [[{ ...PROJECT, credentials: { ...KEYS, secretKey: { env: 'EMPTY' } } }], /EMPTY is not set/],
  [[{ ...PROJECT, credentials: { ...KEYS, secretKey: { file: 'nowhere' } } }], /nowhere cannot be read \(ENOENT\)/],
  [[{ ...PROJECT, credentials: { ...KEYS, secretKey: { env: 'BROKEN' } } }], /credentials\.secretKey: holds a line break/],
])('%j is refused in words that repeat no secret', (content, told) => {
  const result = read(content, { ...ENV, BROKEN: 'very-secret\nline' });
  if (result.ok) throw new Error('it was taken');
  expect(result.mistakes.join('\n')).toMatch(told);
  expect(result.mistakes.join('\n')).not.toContain('very-secret');
});

test('every mistake is named at once, and so is a file that is not there', () => {
  const result = read([
    { ...PROJECT, credentials: { ...KEYS, accessKey: { env: 'ONE' } } },
    { ...PROJECT, credentials: { ...KEYS, secretKey: { env: 'TWO' } } },
  ]);
  expect(result).toMatchObject({
    mistakes: [
      expect.stringContaining('project 1: credentials.accessKey: ONE'),
      expect.stringContaining('project 2: credentials.secretKey: TWO'),
    ],
  });
  expect(readProjectsFile(join(dir, 'nowhere.json'), {})).toMatchObject({
    mistakes: [expect.stringMatching(/nowhere\.json cannot be read \(ENOENT\)/)],
  });
});

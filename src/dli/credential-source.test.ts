import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type CredentialSource, credentialSource } from './credential-source.ts';

const REGION = { HW_REGION_NAME: 'cn-north-4' };
const KEYS = { HW_ACCESS_KEY: 'AK1', HW_SECRET_KEY: 'SK1' };
const SDK = { HUAWEICLOUD_SDK_AK: 'AK2', HUAWEICLOUD_SDK_SK: 'SK2' };
const USER = { HW_USER_NAME: 'alice', HW_USER_PASSWORD: 'pa55 wörd', HW_DOMAIN_NAME: 'acme' };

function sourceOf(env: Record<string, string>): CredentialSource {
  const result = credentialSource(env);
  if (!result.ok) throw new Error(result.mistakes.join('\n'));
  return result.source;
}
function mistakesOf(env: Record<string, string>): string[] {
  const result = credentialSource(env);
  return result.ok ? [] : result.mistakes;
}

describe('credentialSource', () => {
  it('takes keys, and the project of the region', () => {
    const source = sourceOf({ ...REGION, ...KEYS });
    expect(source).toMatchObject({
      login: { kind: 'keys', accessKey: 'AK1', securityToken: null },
      variables: ['HW_ACCESS_KEY', 'HW_SECRET_KEY'],
      region: 'cn-north-4',
      projectId: null,
      projectName: 'cn-north-4',
    });
    expect(source.login.kind === 'keys' && source.login.secretKey.reveal()).toBe('SK1');
  });

  it('takes a security token and a project', () => {
    const env = {
      ...REGION,
      ...KEYS,
      HW_SECURITY_TOKEN: 'ST',
      HW_PROJECT_ID: 'p1',
      HUAWEICLOUD_SDK_PROJECT_ID: 'p2',
      HW_PROJECT_NAME: 'n',
    };
    const source = sourceOf(env);
    expect(source).toMatchObject({ projectId: 'p1', projectName: 'n', variables: ['HW_ACCESS_KEY', 'HW_SECRET_KEY', 'HW_SECURITY_TOKEN'] });
    expect(source.login.kind === 'keys' && source.login.securityToken?.reveal()).toBe('ST');
  });

  it("takes the SDKs' names", () => {
    expect(sourceOf({ ...REGION, ...SDK, HUAWEICLOUD_SDK_PROJECT_ID: 'p2' })).toMatchObject({
      login: { kind: 'keys', accessKey: 'AK2' },
      projectId: 'p2',
    });
  });

  it('takes an IAM user, whose password may hold anything', () => {
    const { login } = sourceOf({ ...REGION, ...USER });
    expect(login).toMatchObject({ kind: 'password', user: 'alice', domain: 'acme' });
    expect(login.kind === 'password' && login.password.reveal()).toBe('pa55 wörd');
  });

  it('prefers them in that order', () => {
    expect(sourceOf({ ...REGION, ...USER, ...SDK, ...KEYS }).variables).toContain('HW_ACCESS_KEY');
    expect(sourceOf({ ...REGION, ...USER, ...SDK }).variables).toContain('HUAWEICLOUD_SDK_AK');
  });

  const wrong: [env: Record<string, string>, mistake: string][] = [
    [
      REGION,
      'No credentials: set HW_ACCESS_KEY and HW_SECRET_KEY; or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; or HW_USER_NAME, HW_USER_PASSWORD and HW_DOMAIN_NAME.',
    ],
    [{ ...REGION, HW_ACCESS_KEY: 'a' }, 'HW_SECRET_KEY is missing: HW_ACCESS_KEY alone is not enough for an access key.'],
    [{ ...REGION, ...KEYS, HW_ACCESS_KEY: '' }, 'HW_ACCESS_KEY is missing: HW_SECRET_KEY alone is not enough for an access key.'],
    [
      { ...REGION, HW_SECURITY_TOKEN: 't' },
      'HW_ACCESS_KEY and HW_SECRET_KEY are missing: HW_SECURITY_TOKEN alone is not enough for an access key.',
    ],
    [
      { ...REGION, ...KEYS, HUAWEICLOUD_SDK_SK: 's' },
      'HUAWEICLOUD_SDK_AK is missing: HUAWEICLOUD_SDK_SK alone is not enough for an access key.',
    ],
    [
      { ...REGION, HW_USER_NAME: 'u' },
      'HW_USER_PASSWORD and HW_DOMAIN_NAME are missing: HW_USER_NAME alone is not enough for an IAM user.',
    ],
    [KEYS, 'HW_REGION_NAME is missing: the region, such as cn-north-4.'],
    [{ ...KEYS, HW_REGION_NAME: 'cn-north-4.evil.example' }, 'HW_REGION_NAME is not the name of a region, such as cn-north-4.'],
    [{ ...REGION, ...KEYS, HW_PROJECT_ID: 'a/b' }, 'HW_PROJECT_ID is not the id of a project: 32 letters and digits.'],
    [{ ...REGION, ...KEYS, HW_SECRET_KEY: 'SK1\n' }, 'HW_SECRET_KEY holds a space, a line break or a letter no key has.'],
    [
      { ...REGION, ...KEYS, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      'NODE_TLS_REJECT_UNAUTHORIZED=0 would send credentials to anybody; name your CA in NODE_EXTRA_CA_CERTS instead.',
    ],
  ];
  it.each(wrong)('%j is a mistake', (env, mistake) => {
    expect(mistakesOf(env)).toEqual([mistake]);
  });

  it('names every mistake at once, and repeats no secret', () => {
    const mistakes = mistakesOf({ HW_SECRET_KEY: 'geheim\n', HW_USER_PASSWORD: 'pa55' });
    expect(mistakes).toHaveLength(4);
    expect(mistakes.join()).not.toMatch(/geheim|pa55/);
  });

  it('may be printed', () => {
    const sources = [sourceOf({ ...REGION, ...KEYS, HW_SECURITY_TOKEN: 'ST1' }), sourceOf({ ...REGION, ...USER })];
    const printed =
      inspect(sources, { depth: null, showHidden: true }) +
      JSON.stringify(sources) +
      sources.flatMap(({ login }) => Object.values(login).map(String)).join();
    expect(printed).not.toMatch(/SK1|ST1|pa55/);
  });
});

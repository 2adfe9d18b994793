/**
 * Which credentials the environment gives, by the names that Huawei's tools use. Looked for in this order, the first
 * complete set is used:
 *
 *   1. HW_ACCESS_KEY, HW_SECRET_KEY, HW_SECURITY_TOKEN?                           (Terraform's provider)
 *   2. HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK, HUAWEICLOUD_SDK_SECURITY_TOKEN?    (the SDKs)
 *   3. HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME                             (an IAM user; a token is obtained)
 *
 * Beside them HW_REGION_NAME, and HW_PROJECT_ID (or HUAWEICLOUD_SDK_PROJECT_ID) or HW_PROJECT_NAME; without either, the
 * project named after the region. A set that is there in part is a mistake even where another is complete: whoever set
 * it meant it.
 */
import type { Keys } from './credentials.ts';
import { isRegionName } from './endpoints.ts';
import type { PasswordSignIn } from './iam.ts';
import { Secret } from './secret.ts';

export interface CredentialSource {
  login: Keys | PasswordSignIn;
  /** The variables it came from, for telling a person. */
  variables: string[];
  region: string;
  /** Null where IAM has to be asked for `projectName`. */
  projectId: string | null;
  projectName: string;
}

export type SourceResult = { ok: true; source: CredentialSource } | { ok: false; mistakes: string[] };

type Env = Record<string, string | undefined>;

interface SetOfVariables {
  what: string;
  needed: readonly string[];
  optional: readonly string[];
  /** Given every needed value, in order, then the optional ones. */
  login: (values: string[]) => CredentialSource['login'];
}

const keys = ([accessKey = '', secretKey = '', securityToken = '']: string[]): Keys => ({
  kind: 'keys',
  accessKey,
  secretKey: new Secret(secretKey),
  securityToken: securityToken === '' ? null : new Secret(securityToken),
});

const SETS: readonly SetOfVariables[] = [
  { what: 'an access key', needed: ['HW_ACCESS_KEY', 'HW_SECRET_KEY'], optional: ['HW_SECURITY_TOKEN'], login: keys },
  {
    what: 'an access key',
    needed: ['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK'],
    optional: ['HUAWEICLOUD_SDK_SECURITY_TOKEN'],
    login: keys,
  },
  {
    what: 'an IAM user',
    needed: ['HW_USER_NAME', 'HW_USER_PASSWORD', 'HW_DOMAIN_NAME'],
    optional: [],
    login: ([user = '', password = '', domain = '']) => ({ kind: 'password', user, password: new Secret(password), domain }),
  },
];

/** Pure. An empty value counts as not set. Mistakes name variables and never repeat a value of the credentials. */
export function credentialSource(env: Env): SourceResult {
  const mistakes: string[] = [];
  const given = (name: string) => env[name] || undefined;

  const complete = SETS.filter((set) => {
    const there = [...set.needed, ...set.optional].filter(given);
    const missing = set.needed.filter((name) => !given(name));
    if (there.length > 0 && missing.length > 0) {
      mistakes.push(`${list(missing)} ${missing.length > 1 ? 'are' : 'is'} missing: ${list(there)} alone is not enough for ${set.what}.`);
    }
    return missing.length === 0;
  });
  const [chosen] = complete;
  if (!chosen && mistakes.length === 0) mistakes.push(`No credentials: set ${SETS.map(({ needed }) => list(needed)).join('; or ')}.`);

  // What goes into a header: a line break or a letter outside of ASCII would only fail later, and less clearly.
  for (const name of SETS.slice(0, 2).flatMap((set) => [...set.needed, ...set.optional])) {
    if (!/^[\x21-\x7e]*$/.test(env[name] ?? '')) mistakes.push(`${name} holds a space, a line break or a letter no key has.`);
  }

  const region = given('HW_REGION_NAME') ?? '';
  if (region === '') mistakes.push('HW_REGION_NAME is missing: the region, such as cn-north-4.');
  else if (!isRegionName(region)) mistakes.push('HW_REGION_NAME is not the name of a region, such as cn-north-4.');

  const projectId = given('HW_PROJECT_ID') ?? given('HUAWEICLOUD_SDK_PROJECT_ID') ?? null;
  if (projectId !== null && !/^[\w-]{1,64}$/.test(projectId)) {
    const name = given('HW_PROJECT_ID') ? 'HW_PROJECT_ID' : 'HUAWEICLOUD_SDK_PROJECT_ID';
    mistakes.push(`${name} is not the id of a project: 32 letters and digits.`);
  }
  const unsafe = tlsMistake(env);
  if (unsafe) mistakes.push(unsafe);
  if (!chosen || mistakes.length > 0) return { ok: false, mistakes };

  const variables = [...chosen.needed, ...chosen.optional.filter(given)];
  const login = chosen.login([...chosen.needed, ...chosen.optional].map((name) => env[name] ?? ''));
  return { ok: true, source: { login, variables, region, projectId, projectName: given('HW_PROJECT_NAME') ?? region } };
}

/** TLS is always verified where credentials travel; null where nothing says otherwise. */
export function tlsMistake(env: Env): string | null {
  return env.NODE_TLS_REJECT_UNAUTHORIZED === '0'
    ? 'NODE_TLS_REJECT_UNAUTHORIZED=0 would send credentials to anybody; name your CA in NODE_EXTRA_CA_CERTS instead.'
    : null;
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * GROUPAGE_PROJECTS: a JSON file that lists the projects to serve. It holds no secrets: it says in which variable of the
 * environment, or in which file of its own, each one is found.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { ProjectId } from './contract/common.ts';
import { type CredentialSource, credentialSource } from './dli/credential-source.ts';
import { endpointMistake, isRegionName } from './dli/endpoints.ts';
import { Secret } from './dli/secret.ts';
import { obsEndpointMistake } from './settings.ts';

export interface ProjectEntry {
  /** What it is called on screen. */
  name: string;
  source: CredentialSource;
  endpoints: { dli?: string | undefined; iam?: string | undefined; obs?: string | undefined };
  /** Undefined where the file does not say. */
  obsPathStyle: boolean | undefined;
}

export type ProjectsFile = { ok: true; entries: ProjectEntry[] } | { ok: false; mistakes: string[] };

type Env = Record<string, string | undefined>;

const Place = z
  .strictObject(
    { env: z.string().min(1).optional(), file: z.string().min(1).optional() },
    {
      error: ({ code }) => (code === 'invalid_type' ? 'must be {"env": "NAME"} or {"file": "path"}: no secret belongs in this file' : null),
    },
  )
  .refine(({ env, file }) => (env === undefined) !== (file === undefined), 'must be either {"env": "NAME"} or {"file": "path"}');
/** A name is no secret, so it may stand in the file itself. */
const Name = z.union([z.string().min(1), Place], { error: 'must be a text, {"env": "NAME"} or {"file": "path"}' });
const address = (mistakeOf: (text: string) => string | null) =>
  z.string().superRefine((text, context) => {
    const mistake = mistakeOf(text);
    if (mistake) context.addIssue({ code: 'custom', message: mistake });
  });

const KeysPlaces = z.strictObject({ accessKey: Name, secretKey: Place, securityToken: Place.optional() });
const UserPlaces = z.strictObject({ user: Name, password: Place, account: Name });
const Entry = z.strictObject({
  name: z.string().trim().min(1).max(64),
  region: z.string().refine(isRegionName, 'is not the name of a region, such as cn-north-4'),
  projectId: z
    .string()
    .refine((id) => ProjectId.safeParse(id).success, 'is not the id of a project: 32 letters and digits')
    .optional(),
  /** Where IAM is asked for the id: the region's main project without it. */
  projectName: z.string().min(1).optional(),
  credentials: z.record(z.string(), z.unknown()).optional(),
  endpoints: z
    .strictObject({
      dli: address(endpointMistake).optional(),
      iam: address(endpointMistake).optional(),
      obs: address(obsEndpointMistake).optional(),
    })
    .optional(),
  obsPathStyle: z.boolean().optional(),
});
const Entries = z.array(Entry).min(1, 'must list at least one project');
type Entry = z.infer<typeof Entry>;

/** Mistakes name the file, the project and the field, and never repeat a value that could be a secret. */
export function readProjectsFile(path: string, env: Env): ProjectsFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // Not in the parser's own words: they repeat the text around the mistake.
    const place = error instanceof SyntaxError ? /\(line \d+ column \d+\)/.exec(error.message)?.[0] : null;
    const why = error instanceof SyntaxError ? `is not JSON${place ? ` ${place}` : ''}` : `cannot be read (${codeOf(error)})`;
    return { ok: false, mistakes: [`GROUPAGE_PROJECTS: ${path} ${why}.`] };
  }
  const parsed = Entries.safeParse(json);
  if (!parsed.success)
    return { ok: false, mistakes: parsed.error.issues.map((issue) => `${placeOf(path, issue.path)}: ${issue.message}.`) };

  const mistakes: string[] = [];
  const entries = parsed.data.flatMap((entry, index) => {
    const read = sourceOf(entry, env, dirname(resolve(path)));
    if (!read.ok) mistakes.push(...read.mistakes.map((mistake) => `${placeOf(path, [index])}: ${mistake}`));
    return read.ok ? [{ name: entry.name, source: read.source, endpoints: entry.endpoints ?? {}, obsPathStyle: entry.obsPathStyle }] : [];
  });
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, entries };
}

function sourceOf(entry: Entry, env: Env, dir: string): ReturnType<typeof credentialSource> {
  const { region, projectId = null, projectName = region, credentials } = entry;
  if (!credentials) {
    // The environment's own, but of its region and project.
    const HW_PROJECT_ID = projectId ?? '';
    return credentialSource({
      ...env,
      HW_REGION_NAME: region,
      HW_PROJECT_ID,
      HUAWEICLOUD_SDK_PROJECT_ID: '',
      HW_PROJECT_NAME: projectName,
    });
  }
  const mistakes: string[] = [];
  const variables: string[] = [];
  const value = (field: string, place: string | z.infer<typeof Place>): string => {
    const found = valueAt(place, env, dir);
    if (found.from !== undefined) variables.push(found.from);
    if (found.value === '') mistakes.push(`credentials.${field}: ${found.problem}.`);
    else if (!/^[\x20-\x7e]+$/.test(found.value) && field !== 'password') {
      mistakes.push(`credentials.${field}: holds a line break or a letter no key or name has.`);
    }
    return found.value;
  };
  const login = loginOf(credentials, value, mistakes);
  return login && mistakes.length === 0
    ? { ok: true, source: { login, variables, region, projectId, projectName } }
    : { ok: false, mistakes };
}

function loginOf(
  credentials: Record<string, unknown>,
  value: (field: string, place: string | z.infer<typeof Place>) => string,
  mistakes: string[],
): CredentialSource['login'] | null {
  const isUser = 'user' in credentials || 'password' in credentials;
  const parsed = (isUser ? UserPlaces : KeysPlaces).safeParse(credentials);
  if (!parsed.success) {
    const forms = 'Credentials are accessKey and secretKey, or user, password and account.';
    mistakes.push(...parsed.error.issues.map((issue) => `${['credentials', ...issue.path].join('.')}: ${issue.message}. ${forms}`));
    return null;
  }
  const places = parsed.data;
  if ('user' in places) {
    const user = value('user', places.user);
    return { kind: 'password', user, password: new Secret(value('password', places.password)), domain: value('account', places.account) };
  }
  return {
    kind: 'keys',
    accessKey: value('accessKey', places.accessKey),
    secretKey: new Secret(value('secretKey', places.secretKey)),
    securityToken: places.securityToken ? new Secret(value('securityToken', places.securityToken)) : null,
  };
}

/** A file's last line break is an editor's, and not part of the value. */
function valueAt(place: string | z.infer<typeof Place>, env: Env, dir: string): { value: string; from?: string; problem?: string } {
  if (typeof place === 'string') return { value: place };
  if (place.env !== undefined) return { value: env[place.env] ?? '', from: place.env, problem: `${place.env} is not set` };
  const file = resolve(dir, place.file ?? '');
  try {
    return { value: readFileSync(file, 'utf8').replace(/\r?\n$/, ''), from: file, problem: `${file} is empty` };
  } catch (error) {
    return { value: '', from: file, problem: `${file} cannot be read (${codeOf(error)})` };
  }
}

/** Counted from one, as people do. */
function placeOf(path: string, [index, ...fields]: readonly PropertyKey[]): string {
  return [`GROUPAGE_PROJECTS: ${path}`, ...(index === undefined ? [] : [`project ${Number(index) + 1}`])]
    .concat(fields.length > 0 ? [fields.join('.')] : [])
    .join(', ');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

/**
 * Everything that can be set from outside, in one table: the environment is parsed from it at boot, and `--help` and the
 * README print it. Reads nothing by itself: `server.ts` hands it the environment.
 */
import { resolve } from 'node:path';
import * as z from 'zod';
import { endpointMistake } from './dli/endpoints.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be from ${min} to ${max}`);
const oneOf = <const T extends readonly [string, ...string[]]>(...words: T) => z.enum(words, `must be one of ${words.join(', ')}`);

interface Row<T> {
  schema: z.ZodType<T, string>;
  fallback: string;
  help: string;
}
const row = <T>(fallback: string, help: string, schema: z.ZodType<T, string>): Row<T> => ({ schema, fallback, help });
/** Null where it is not set. */
const optionalRow = <T>(help: string, schema: z.ZodType<T, string>): Row<T | null> => ({ schema, fallback: '', help });

const endpoint = z.string().superRefine((address, context) => {
  const mistake = endpointMistake(address);
  if (mistake) context.addIssue({ code: 'custom', message: mistake });
});
/** An endpoint, or a folder of buckets in place of OBS. */
const obsEndpoint = z.string().superRefine((address, context) => {
  const mistake = obsEndpointMistake(address);
  if (mistake) context.addIssue({ code: 'custom', message: mistake });
});

/** What is wrong with an address for OBS; null where nothing is. */
export function obsEndpointMistake(address: string): string | null {
  if (!address.startsWith('file:')) return endpointMistake(address);
  return /^file:\/\/\/./.test(address) && URL.canParse(address) ? null : 'must name a folder as file:///folder';
}

export const SETTINGS = {
  GROUPAGE_MODE: row(
    'local',
    'local: the embedded local cloud, no account needed. cloud: Huawei Cloud, see docs/connect.md',
    oneOf('local', 'cloud'),
  ),
  GROUPAGE_PORT: row('8787', 'TCP port to listen on; 0 takes any free one', whole(0, 65535)),
  GROUPAGE_HOST: row(
    '127.0.0.1',
    'Address to listen on. Loopback only: there is no sign-in yet, so any other address is refused',
    z.string().refine((host) => LOOPBACK.includes(host), `must be one of ${LOOPBACK.join(', ')}: there is no sign-in yet`),
  ),
  GROUPAGE_DATA: row('.groupage', 'Folder for everything that is kept; made if missing', z.string().min(1, 'must name a folder')),
  GROUPAGE_DATABASE_URL: optionalRow(
    'PostgreSQL for the record of submissions (docs/ledger.md); without it, a file in the data folder',
    z.string().refine((url) => /^postgres(ql)?:\/\/./.test(url) && URL.canParse(url), 'must be postgres://user:password@host/database'),
  ),
  GROUPAGE_LOG_LEVEL: row('info', 'trace, debug, info, warn, error or silent', oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent')),
  GROUPAGE_UPSTREAM_TIMEOUT_MS: row('30000', 'How long one call to DLI may take; one to OBS 15 s at most', whole(100, 600_000)),
  GROUPAGE_ANSWER_WITHIN_MS: row(
    '10000',
    'How long the browser waits for a submit before it is told "unknown" and shown the group',
    whole(100, 60_000),
  ),
  GROUPAGE_SETTLE_AFTER_MS: row(
    '45000',
    'How long after sending a submit whose answer was lost is settled by reading the group; in cloud mode at least 10 s more than one call may take',
    whole(100, 3_600_000),
  ),
  GROUPAGE_PROJECTS: optionalRow('Cloud mode: JSON file with several projects, see docs/connect.md', z.string()),
  GROUPAGE_DLI_ENDPOINT: optionalRow("Cloud mode: address of DLI in place of the region's", endpoint),
  GROUPAGE_IAM_ENDPOINT: optionalRow("Cloud mode: address of IAM in place of the region's", endpoint),
  GROUPAGE_OBS_ENDPOINT: optionalRow(
    "Cloud mode: address of OBS in place of the region's; file:///folder for a folder of buckets beside a local cloud",
    obsEndpoint,
  ),
  GROUPAGE_OBS_PATH_STYLE: row(
    'no',
    'Cloud mode: yes where the OBS endpoint wants https://host/bucket/key instead of https://bucket.host/key',
    oneOf('no', 'yes'),
  ),
  GROUPAGE_SAMPLES: row('full', 'Sample objects of the local cloud: full (about 130 MB), small or none', oneOf('full', 'small', 'none')),
  GROUPAGE_LOCAL_KIND_UPLOADS: row(
    'replace-group',
    'Local cloud: what /resources/jars, /pyfiles and /files do to a group of the same name: replace-group or upsert',
    oneOf('replace-group', 'upsert'),
  ),
  GROUPAGE_LOCAL_EMPTIED_GROUP: row(
    'vanishes',
    'Local cloud: a group whose last package is deleted vanishes or stays',
    oneOf('vanishes', 'stays'),
  ),
  GROUPAGE_LOCAL_MISSING_OBJECT: row(
    'failed',
    'Local cloud: a synchronous upload of an object that is not there is stored as failed, or refused with 400',
    oneOf('failed', 'refused'),
  ),
  GROUPAGE_LOCAL_DUPLICATE_NAMES: row(
    'refused',
    'Local cloud: two paths of one call with the same base name are refused, or last-wins',
    oneOf('refused', 'last-wins'),
  ),
  GROUPAGE_LOCAL_SLOW_BYTES_PER_SECOND: row('5000000', 'Local cloud: copying speed of objects under slow/', whole(1, 1_000_000_000)),
} as const;

type Values = { [K in keyof typeof SETTINGS]: (typeof SETTINGS)[K] extends Row<infer T> ? T : never };

export interface Settings extends Values {
  /** Absolute. */
  dataDir: string;
}

/** Retries, a wait for our own turn and the way there and back, on top of the one call. */
const SETTLE_MARGIN_MS = 10_000;
/** Whoever sets one of these means the cloud. */
const CLOUD_ONLY = ['GROUPAGE_PROJECTS', 'GROUPAGE_DLI_ENDPOINT', 'GROUPAGE_IAM_ENDPOINT', 'GROUPAGE_OBS_ENDPOINT'] as const;

/** One line per mistake, each naming the setting and what would be right. */
export class SettingsError extends Error {}

/** An empty value counts as not set. Throws SettingsError naming every mistake at once. */
export function parseSettings(env: Record<string, string | undefined>): Settings {
  const mistakes: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, fallback }] of Object.entries<Row<unknown>>(SETTINGS)) {
    const given = env[name] || fallback;
    const parsed = given === '' ? { success: true as const, data: null } : schema.safeParse(given);
    if (parsed.success) values[name] = parsed.data;
    // An address that holds a password is not repeated.
    else mistakes.push(`${given.includes('@') ? name : `${name}=${given}`} ${parsed.error.issues[0]?.message}.`);
  }
  for (const name of Object.keys(env)) {
    if (name.startsWith('GROUPAGE_') && !(name in SETTINGS)) mistakes.push(`${name} is not a setting; see npm start -- --help.`);
  }
  if (mistakes.length > 0) throw new SettingsError(mistakes.join('\n'));
  const settings = values as Values; // every row was parsed by its own schema just above
  mistakes.push(...contradictions(settings));
  if (mistakes.length > 0) throw new SettingsError(mistakes.join('\n'));
  return { ...settings, dataDir: resolve(settings.GROUPAGE_DATA) };
}

/** What no setting is wrong in alone. */
function contradictions(settings: Values): string[] {
  const { GROUPAGE_UPSTREAM_TIMEOUT_MS: timeoutMs, GROUPAGE_SETTLE_AFTER_MS: settleAfterMs } = settings;
  if (settings.GROUPAGE_MODE === 'local') {
    return CLOUD_ONLY.filter((name) => settings[name] !== null).map((name) => `${name} is used with GROUPAGE_MODE=cloud only.`);
  }
  // Settled earlier, a submit that DLI is still carrying out would be taken for one that never arrived.
  if (settleAfterMs >= timeoutMs + SETTLE_MARGIN_MS) return [];
  return [
    `GROUPAGE_SETTLE_AFTER_MS=${settleAfterMs} must be at least ${timeoutMs + SETTLE_MARGIN_MS}: GROUPAGE_UPSTREAM_TIMEOUT_MS (${timeoutMs}) and 10 s.`,
  ];
}

/** The table as rows of text: name, default, meaning. */
export function settingsTable(): string[][] {
  return Object.entries<Row<unknown>>(SETTINGS).map(([name, { fallback, help }]) => [name, fallback || 'none', help]);
}

/**
 * Everything that can be set from outside, in one table: the environment is parsed from it at boot, and `--help` and the
 * README print it. Reads nothing by itself: `server.ts` hands it the environment.
 */
import { resolve } from 'node:path';
import * as z from 'zod';

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

export const SETTINGS = {
  GROUPAGE_PORT: row('8787', 'TCP port to listen on; 0 takes any free one', whole(0, 65535)),
  GROUPAGE_HOST: row(
    '127.0.0.1',
    'Address to listen on. Loopback only: there is no sign-in yet, so any other address is refused',
    z.string().refine((host) => LOOPBACK.includes(host), `must be one of ${LOOPBACK.join(', ')}: there is no sign-in yet`),
  ),
  GROUPAGE_DATA: row('.groupage', 'Folder for everything that is kept; made if missing', z.string().min(1, 'must name a folder')),
  GROUPAGE_LOG_LEVEL: row('info', 'trace, debug, info, warn, error or silent', oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent')),
  GROUPAGE_UPSTREAM_TIMEOUT_MS: row('30000', 'How long one call to DLI may take', whole(100, 600_000)),
  GROUPAGE_ANSWER_WITHIN_MS: row(
    '10000',
    'How long the browser waits for a submit before it is told "unknown" and shown the group',
    whole(100, 60_000),
  ),
  GROUPAGE_SETTLE_AFTER_MS: row(
    '45000',
    'How long after sending a submit whose answer was lost is settled by reading the group; longer than DLI can take',
    whole(100, 3_600_000),
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

/** One line per mistake, each naming the setting and what would be right. */
export class SettingsError extends Error {}

/** An empty value counts as not set. Throws SettingsError naming every mistake at once. */
export function parseSettings(env: Record<string, string | undefined>): Settings {
  const mistakes: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, fallback }] of Object.entries<Row<unknown>>(SETTINGS)) {
    const parsed = schema.safeParse(env[name] || fallback);
    if (parsed.success) values[name] = parsed.data;
    else mistakes.push(`${name}=${env[name]} ${parsed.error.issues[0]?.message}.`);
  }
  for (const name of Object.keys(env)) {
    if (name.startsWith('GROUPAGE_') && !(name in SETTINGS)) mistakes.push(`${name} is not a setting; see npm start -- --help.`);
  }
  if (mistakes.length > 0) throw new SettingsError(mistakes.join('\n'));
  const settings = values as Values; // every row was parsed by its own schema just above
  return { ...settings, dataDir: resolve(settings.GROUPAGE_DATA) };
}

/** The table as rows of text: name, default, meaning. */
export function settingsTable(): string[][] {
  return Object.entries<Row<unknown>>(SETTINGS).map(([name, { fallback, help }]) => [name, fallback, help]);
}

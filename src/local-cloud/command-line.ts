/** The options of `npm run local-cloud`, read and checked; `HELP` is made of the same table. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { Identities, type IdentitiesInput } from './auth/identities.ts';
import { GENERATED_MAX, GENERATED_MIN } from './generated-projects.ts';
import { LocalCloudSettings } from './settings.ts';

export interface CommandLine {
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  logLevel: string;
  /** How many packages to generate; null for none. */
  generate: number | null;
  settings: LocalCloudSettings;
  /** Absolute; null for none. */
  requestLog: string | null;
  /** Undefined for the sample users. */
  identities: IdentitiesInput | undefined;
}

/** Says in one line what is wrong and what would be right. */
export class CommandLineError extends Error {}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'] as const;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

interface Option {
  name: string;
  /** '' for an option that takes none. */
  value: string;
  help: string;
  /** Into which setting it goes; the others are read below. */
  setting?: keyof LocalCloudSettings;
}

const OPTIONS: Option[] = [
  { name: 'port', value: 'N', help: 'TCP port, 0 for any free one (8790)' },
  { name: 'data', value: 'DIR', help: 'folder for everything that is kept, made if missing (.groupage/local-cloud)' },
  { name: 'host', value: 'HOST', help: `loopback only: ${LOOPBACK.join(', ')} (127.0.0.1)` },
  { name: 'log-level', value: 'LEVEL', help: `${LEVELS.join(', ')} (info)` },
  { name: 'samples', value: 'SET', help: 'sample objects: full (about 130 MB), small or none (full)', setting: 'samples' },
  { name: 'generate', value: 'N', help: `fill the project many-N now, with ${GENERATED_MIN} to ${GENERATED_MAX} packages in N/10 groups` },
  { name: 'kind-uploads', value: 'HOW', help: '/jars, /pyfiles, /files: replace-group or upsert (replace-group)', setting: 'kindUploads' },
  { name: 'emptied-group', value: 'HOW', help: 'a group without packages vanishes or stays (vanishes)', setting: 'emptiedGroup' },
  { name: 'missing-object', value: 'HOW', help: 'sync upload of one: failed (201) or refused (400) (failed)', setting: 'missingObject' },
  { name: 'duplicate-names', value: 'HOW', help: 'within one call: refused or last-wins (refused)', setting: 'duplicateNames' },
  { name: 'copies', value: 'N', help: 'copies at a time (8)', setting: 'copyConcurrency' },
  { name: 'slow-rate', value: 'BYTES', help: 'bytes per second of objects under slow/ (5000000)', setting: 'slowBytesPerSecond' },
  { name: 'late-ms', value: 'MS', help: 'how late the answers to late/ are (15000)', setting: 'lateAnswerMs' },
  { name: 'slow-list-ms', value: 'MS', help: 'how late the list of fault-list-slow is (10000)', setting: 'slowListMs' },
  { name: 'package-quota', value: 'N', help: 'packages a project may have (100000)', setting: 'packageQuota' },
  { name: 'require-auth', value: '', help: 'calls need a signature (AK/SK) or a token, as in the cloud', setting: 'requireAuth' },
  { name: 'credentials', value: 'FILE', help: 'JSON with account, users, keys and projects (the samples of docs/local-cloud.md)' },
  { name: 'request-log', value: 'FILE', help: 'a line of JSON for every call, added before it is answered' },
  {
    name: 'user',
    value: 'NAME',
    help: 'owner of what is uploaded without signing in, 5 to 32 of A-Z a-z 0-9 _ - (local_user)',
    setting: 'userName',
  },
];

export const HELP = [
  "Groupage's local cloud: a stand-in for DLI's package API, over a folder. See docs/local-cloud.md.",
  '',
  'Usage: npm run local-cloud -- [options]',
  '',
  ...OPTIONS.map(({ name, value, help }) => `  --${`${name} ${value}`.padEnd(24)}${help}`),
  `  --${'help'.padEnd(24)}this table`,
].join('\n');

/** Throws `CommandLineError`. */
export function readCommandLine(args: string[]): CommandLine | 'help' {
  const values = parse(args);
  if (values['help'] === true) return 'help';
  const text = (name: string, fallback: string) => (typeof values[name] === 'string' ? values[name] : fallback);

  const settings: Record<string, unknown> = {};
  for (const { name, setting } of OPTIONS) {
    if (!setting || values[name] === undefined) continue;
    const field = z.preprocess((given) => (/^\d+$/.test(String(given)) ? Number(given) : given), LocalCloudSettings.shape[setting]);
    settings[setting] = read(field, name, values[name]);
  }
  return {
    port: read(wholeNumber(0, 65535), 'port', text('port', '8790')),
    host: read(z.enum(LOOPBACK), 'host', text('host', '127.0.0.1')),
    dataDir: path.resolve(read(z.string().min(1), 'data', text('data', '.groupage/local-cloud'))),
    logLevel: read(z.enum(LEVELS), 'log-level', text('log-level', 'info')),
    generate: values['generate'] === undefined ? null : read(wholeNumber(GENERATED_MIN, GENERATED_MAX), 'generate', values['generate']),
    settings: LocalCloudSettings.parse(settings),
    requestLog: values['request-log'] === undefined ? null : path.resolve(read(z.string().min(1), 'request-log', text('request-log', ''))),
    identities: values['credentials'] === undefined ? undefined : readIdentities(text('credentials', '')),
  };
}

function wholeNumber(min: number, max: number) {
  return z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(min).max(max));
}

function parse(args: string[]): Record<string, unknown> {
  const options = Object.fromEntries(
    OPTIONS.map(({ name, value }) => [name, { type: value === '' ? ('boolean' as const) : ('string' as const) }]),
  );
  try {
    return parseArgs({ args, options: { ...options, help: { type: 'boolean' } } }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new CommandLineError(`${reason}. --help lists the options.`);
  }
}

function readIdentities(file: string): IdentitiesInput {
  try {
    const input: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const parsed = Identities.safeParse(input);
    if (parsed.success) return input as IdentitiesInput; // just seen to be one
    const issue = parsed.error.issues[0];
    throw new Error(`${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
  } catch (error) {
    // One line, whatever the parser says of the text around a mistake: there may be keys in it.
    const why = error instanceof SyntaxError ? 'it is not JSON' : error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new CommandLineError(`--credentials ${file} is not possible: ${why}.`);
  }
}

function read<T>(schema: z.ZodType<T>, name: string, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const help = OPTIONS.find((option) => option.name === name)?.help ?? '';
  throw new CommandLineError(`--${name} ${String(value)} is not possible: ${help}.`);
}

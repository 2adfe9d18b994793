/**
 * `npm run doctor`: whether the console would reach what it is configured for, step by step, and what to mend. Takes the same
 * settings as `npm start`, starts nothing and changes nothing. Exit code 1 when a step failed, or the configuration is wrong.
 */
import { parseArgs } from 'node:util';
import type { ConnectionStep } from '../src/contract/connection.ts';
import { FINDING_WORDS, fill, STATE_WORDS, STEP_TITLES, titleOf } from '../src/diagnosis/english.ts';
import { diagnoseLocal } from '../src/diagnosis/local.ts';
import { parseObsPath } from '../src/domain/obs-path.ts';
import { parseSettings, type Settings, SettingsError } from '../src/settings.ts';

interface Checked {
  /** Null in local mode. */
  project: string | null;
  steps: ConnectionStep[];
}

const HELP = `Checks the way to DLI, IAM and OBS, and says what to mend. Changes nothing.

Usage: npm run doctor -- [--project NAME|ID] [--object obs://bucket/key] [--json]

Settings are those of npm start (npm start -- --help); docs/doctor.md says more.
`;

const options = readOptions();
if (options.help) {
  process.stdout.write(HELP);
} else {
  try {
    const checked = await check(parseSettings(process.env));
    process.stdout.write(options.json ? `${JSON.stringify(checked, null, 2)}\n` : checked.map(tableOf).join('\n'));
    if (checked.some(({ steps }) => steps.some(({ state }) => state === 'failed'))) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    // Each mistake a line, as npm start prints them.
    fail(error.message);
  }
}

async function check(settings: Settings): Promise<Checked[]> {
  if (settings.GROUPAGE_MODE === 'local') return [{ project: null, steps: await diagnoseLocal({ dataDir: settings.dataDir }) }];
  const { configureProjects } = await import('../src/upstreams.ts');
  const { diagnoseCloud } = await import('../src/diagnosis/cloud.ts');
  const quiet = { info: () => {}, warn: () => {} };
  const projects = configureProjects(settings, process.env, quiet);
  const meant = projects.filter(({ name, source }) => options.project === undefined || [name, source.projectId].includes(options.project));
  if (meant.length === 0) {
    throw new SettingsError(`No project "${options.project}" is configured; there is ${projects.map(({ name }) => name).join(', ')}.`);
  }
  const checked: Checked[] = [];
  // One after the other: projects may share a key, and a wrong one is tried no more often than it must be.
  for (const project of meant) {
    checked.push({ project: project.name, steps: await diagnoseCloud(project, { env: process.env, object: options.object }) });
  }
  return checked;
}

function tableOf({ project, steps }: Checked): string {
  const width = Math.max(...steps.map((step) => titleOf(step).length));
  const lines = steps.flatMap((step) => {
    const { found, todo } = FINDING_WORDS[step.found.code];
    const params = paramsOf(step);
    // Where what was found begins: state, title and time stand before it.
    const indent = ' '.repeat(2 + 9 + 2 + width + 1 + 8 + 2);
    const time = step.state === 'skipped' ? '' : `${step.ms} ms`;
    const answer = step.answer && step.state !== 'ok' ? [`${indent}${answerOf(step.answer)}`] : [];
    return [
      `  ${STATE_WORDS[step.state].padEnd(9)}  ${titleOf(step).padEnd(width)} ${time.padStart(8)}  ${fill(found, params)}`,
      ...answer,
      ...(todo ? [`${indent}-> ${fill(todo, params)}`] : []),
    ];
  });
  const head = project === null ? 'Local mode' : `Project ${project}`;
  const failures = steps.filter(({ state }) => state === 'failed').length;
  const end = failures === 0 ? 'Nothing stands in the way.' : `Steps that failed: ${failures}. Begin with the first.`;
  return `${[head, '', ...lines, '', end].join('\n')}\n`;
}

/** A step is named by its title. */
function paramsOf({ found: { params } }: ConnectionStep): Record<string, string | number> {
  const title = Object.entries(STEP_TITLES).find(([id]) => id === params['step'])?.[1];
  return title ? { ...params, step: fill(title, params) } : params;
}

function answerOf({ httpStatus, errorCode, errorMessage, requestId }: NonNullable<ConnectionStep['answer']>): string {
  // IAM's code is the status once more.
  const code = errorCode === String(httpStatus) ? null : errorCode;
  const parts = [`HTTP ${httpStatus ?? '–'}`, code, errorMessage && `"${errorMessage}"`, requestId && `request id ${requestId}`];
  return parts.filter(Boolean).join(', ');
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        project: { type: 'string' },
        object: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const parsed = values.object === undefined ? null : parseObsPath(values.object);
    if (parsed && !parsed.ok) return fail('--object names one object, as obs://bucket/key.');
    return { ...values, object: parsed?.ok ? parsed.path : null };
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)} See npm run doctor -- --help.`);
  }
}

function fail(lines: string): never {
  console.error(lines);
  process.exit(1);
}

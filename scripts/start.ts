/**
 * `npm start`: builds the SPA where it is missing or older than its sources, then runs the server in this process.
 * `--no-build` takes dist/ as it stands; `--help` prints the settings and does neither.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { settingsTable } from '../src/settings.ts';

const root = join(import.meta.dirname, '..');
const INDEX = join(root, 'dist/index.html');
const SOURCES = ['src/web', 'src/contract', 'src/domain', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

const options = readOptions();
if (options.help) {
  printHelp();
} else {
  if (options['no-build'] && !existsSync(INDEX)) fail('dist/ is not there: run "npm run build" first, or start without --no-build.');
  if (!options['no-build'] && isStale()) {
    console.log('Building the pages …');
    const built = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit', cwd: root });
    if (built.status !== 0) fail('The pages could not be built; the reason stands above.');
  }
  const { runServer } = await import('../src/server.ts');
  await runServer({ distDir: join(root, 'dist') });
}

function readOptions() {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h' }, 'no-build': { type: 'boolean' } } }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)} See npm start -- --help.`);
  }
}

function printHelp(): void {
  console.log(`Groupage: the package-group console for Huawei Cloud DLI

Usage: npm start [-- --no-build]

Settings, from the environment:
`);
  for (const [name, fallback, meaning] of settingsTable()) console.log(`  ${name}\n      ${meaning} (default: ${fallback})`);
}

/** Compares the newest source with the built page: reading dates takes milliseconds, a needless build takes seconds. */
function isStale(): boolean {
  if (!existsSync(INDEX)) return true;
  const builtMs = statSync(INDEX).mtimeMs;
  return SOURCES.map((source) => join(root, source)).some((path) => {
    const files = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((f) => join(path, f)) : [];
    return [path, ...files].some((file) => statSync(file).mtimeMs > builtMs);
  });
}

function fail(line: string): never {
  console.error(line);
  process.exit(1);
}

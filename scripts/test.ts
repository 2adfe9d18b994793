/**
 * `npm test`: types, lint, formatting, dead code, unit and in-process tests, the production build, and the end-to-end
 * tests in a real browser. Every step runs even when one before it failed; the last line adds up what the runners report.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tally } from './tally.ts';

const REPORTS = ['test-results/unit.json', 'test-results/e2e.json'];
const STEPS: [name: string, command: string][] = [
  ['Types', 'tsc -b'],
  ['Lint, formatting, dead code', 'npm run -s lint'],
  ['Unit and in-process tests', 'vitest run'],
  ['Production build', 'npm run -s build'],
  ['End-to-end tests', 'playwright test'],
];

rmSync('test-results', { recursive: true, force: true });
const failedSteps: string[] = [];
for (const [name, command] of STEPS) {
  console.log(`\n== ${name}: ${command}`);
  if (spawnSync(command, { shell: true, stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0) failedSteps.push(name);
}

const { passed, failed, skipped } = tally(REPORTS);
if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join('; ')}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
if (failedSteps.length > 0 || failed > 0 || passed === 0) process.exitCode = 1;

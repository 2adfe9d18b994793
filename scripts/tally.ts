/** Reads the runners' own JSON reports and adds them up for the one closing line of the test command. */
import { existsSync, readFileSync } from 'node:fs';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}
interface PlaywrightReport {
  stats: { expected: number; flaky: number; unexpected: number; skipped: number };
  errors: unknown[];
}

/** A report that is not there is one failure: its tests did not run. */
export function tally(files: readonly string[]): Tally {
  const sum: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files) {
    if (!existsSync(file)) {
      sum.failed++;
      continue;
    }
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport | PlaywrightReport; // written by the two runners
    add(sum, 'stats' in report ? ofPlaywright(report) : ofVitest(report));
  }
  return sum;
}

function ofPlaywright({ stats, errors }: PlaywrightReport): Tally {
  // A test that passed only on a second try is a bug here, so it counts as failed; errors are those outside any test.
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

function ofVitest(report: VitestReport): Tally {
  // A file that fails outside its tests (an import, a beforeAll) fails none of them: count it once.
  const brokenFiles = report.testResults.filter((f) => f.status === 'failed' && f.assertionResults.every((a) => a.status !== 'failed'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function add(sum: Tally, more: Tally): void {
  sum.passed += more.passed;
  sum.failed += more.failed;
  sum.skipped += more.skipped;
}

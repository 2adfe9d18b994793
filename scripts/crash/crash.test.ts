/** `npm run test:crash` in short, and the proof that it would notice: a proxy that tries again fails it. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '../../src/ledger/test-postgres.ts';
import { mistakesIn } from './judge.ts';
import { type CrashOptions, describeReport, runCrashSuite } from './suite.ts';

// A busy machine is no failure. Most of the time is spent waiting until outcomes may be settled, so all wait together.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const seed = Date.now() % 2 ** 31;

async function run(options: Omit<CrashOptions, 'seed'>) {
  const asked = { seed, longestLifeMs: 400, upstreamTimeoutMs: 2_000, ...options };
  const report = await runCrashSuite(asked);
  return { report, mistakes: mistakesIn(report.findings), told: describeReport(asked, report) };
}

test.concurrent('killed ten times during a hundred submissions, nothing is lost and nothing sent twice', async () => {
  const { mistakes, report, told } = await run({ server: 'groupage', kills: 10, submissions: 100 });
  expect(mistakes, told).toEqual([]);
  expect(report.findings.acknowledged + report.findings.undetermined, told).toBeGreaterThanOrEqual(95);
});

test.concurrent('the same with the record in PostgreSQL', async () => {
  const { mistakes, told } = await run({ server: 'groupage', kills: 4, submissions: 40, databaseUrl: await postgres.freshUrl() });
  expect(mistakes, told).toEqual([]);
});

test.concurrent('a proxy that tries again sends twice, and the suite says so', async () => {
  const { report, mistakes, told } = await run({ server: 'naive', kills: 4, submissions: 60, dropped: 0.1 });
  expect(report.findings.doubled.length, told).toBeGreaterThan(0);
  expect(mistakes).toContainEqual(expect.stringContaining('doubled'));
});

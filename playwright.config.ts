import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.ts';

/** E2E_PORT lets two runs on one machine keep out of each other's way. */
const port = Number(process.env['E2E_PORT'] ?? 4187);

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  workers: 2,
  // A busy machine is no failure: what is waited for has its own limit, below.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // The film of every test, kept of those that fail, takes a fifth of the processor; the page at each step stays.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: await findChromium(),
  },
  webServer: {
    command: 'node scripts/start.ts --no-build',
    url: `http://127.0.0.1:${port}/api/health`,
    env: {
      GROUPAGE_PORT: String(port),
      // Inside the folder that Playwright empties first: no test meets what an earlier run left.
      GROUPAGE_DATA: 'test-results/e2e/data',
      GROUPAGE_SAMPLES: 'small',
      GROUPAGE_LOG_LEVEL: 'warn',
      GROUPAGE_SETTLE_AFTER_MS: '3000',
    },
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
  },
});

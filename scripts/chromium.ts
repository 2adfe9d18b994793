/**
 * Finds the Chromium that tests and screenshots drive, so that nobody installs one by hand:
 * the one named by PLAYWRIGHT_CHROMIUM_EXECUTABLE (`packaged` asks for the last of these), else the system's,
 * else Playwright's own download, else the one that the npm package @sparticuz/chromium carries (Linux x64).
 */
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

export interface BrowserLaunch {
  executablePath?: string;
  env?: Record<string, string>;
  args: string[];
}

const root = join(import.meta.dirname, '..');
const SYSTEM_PATHS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
  (name) => `/usr/bin/${name}`,
);

/** Chromium refuses its sandbox to root (as in a container); the rest keeps it from calling home during a test. */
const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export async function findChromium(): Promise<BrowserLaunch> {
  const named = process.env['PLAYWRIGHT_CHROMIUM_EXECUTABLE'];
  if (named && named !== 'packaged') {
    if (!isExecutable(named))
      throw new Error(`PLAYWRIGHT_CHROMIUM_EXECUTABLE names ${named}, which cannot be run. Correct it or unset it.`);
    return { executablePath: named, args };
  }
  if (!named) {
    const system = SYSTEM_PATHS.find(isExecutable);
    if (system) return { executablePath: system, args };
    if (isExecutable(chromium.executablePath())) return { args };
  }
  if (process.platform === 'linux' && process.arch === 'x64') return packagedChromium();
  throw new Error(
    'No Chromium was found. Install Chromium or Google Chrome, or run "npx playwright install chromium", or name one in PLAYWRIGHT_CHROMIUM_EXECUTABLE.',
  );
}

/**
 * Unpacks the packaged Chromium, with the libraries and the font that a bare system lacks, once under
 * node_modules/.cache. A folder that is being filled has another name, so that an interrupted run leaves no half browser.
 */
async function packagedChromium(): Promise<BrowserLaunch> {
  const home = join(root, 'node_modules/.cache/chromium-packaged');
  if (!existsSync(home)) {
    const filling = `${home}.${process.pid}`;
    mkdirSync(filling, { recursive: true });
    const before = process.env['TMPDIR'];
    // The package unpacks into os.tmpdir(), which other users and versions share.
    process.env['TMPDIR'] = filling;
    try {
      const { default: pack, inflate } = await import('@sparticuz/chromium');
      await pack.executablePath();
      await inflate(join(root, 'node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
    try {
      renameSync(filling, home);
    } catch {
      rmSync(filling, { recursive: true, force: true }); // another process was first
    }
  }
  const fontFolders = [join(home, 'fonts/fonts'), join(home, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  writeFileSync(
    join(home, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${fontFolders.map((f) => `<dir>${f}</dir>`).join('')}<cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>`,
  );
  const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return {
    executablePath: join(home, 'chromium'),
    env: { ...env, LD_LIBRARY_PATH: join(home, 'al2023/lib'), FONTCONFIG_FILE: join(home, 'fonts.conf') },
    args,
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

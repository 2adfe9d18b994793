/**
 * `npm run screenshots`: starts the console on a free port with small samples and pictures every screen, and what opens
 * over it, at three widths in two themes into test-results/screenshots (`--out DIR` for elsewhere). The few that the README
 * and docs/demo.md show are put into docs/images. `--only SCENE` makes those of one scene alone (`--only groups`), and its
 * documents' pictures with it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium.ts';
import { runConsole } from './console-process.ts';
import { SCENES, type Shoot } from './screenshots/scenes.ts';
import { shrinkPng } from './screenshots/shrink-png.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'test-results/screenshots' },
    only: { type: 'string', default: '' },
  },
});
const out = resolve(root, values.out);
const images = join(root, 'docs/images');
const WIDTHS = [1440, 768, 390];
const HEIGHTS: Record<number, number> = { 1440: 900, 768: 1024, 390: 844 };
/** A phone shows few rows: its pictures go on below the fold, to this height. */
const TALLEST = 2200;
/** A busy machine without a graphics card takes long over a tall page. */
const PATIENCE_MS = 120_000;
/** Pictures that documents show, at 1440 pixels in light: name here, name in docs/images. */
const SHOWN: Record<string, string> = {
  'group-filled': 'group',
  'new-review': 'review',
  'demo-empty': 'demo-1-empty',
  'demo-form': 'demo-2-form',
  'demo-review': 'demo-3-review',
  'demo-uploading': 'demo-4-uploading',
  'demo-copy': 'demo-5-copy',
};

const dataDir = mkdtempSync(join(tmpdir(), 'groupage-screenshots-'));
const server = await runConsole({
  args: [],
  env: {
    GROUPAGE_DATA: dataDir,
    GROUPAGE_SAMPLES: 'small',
    // Slow enough that something is still uploading when the pictures are taken.
    GROUPAGE_LOCAL_SLOW_BYTES_PER_SECOND: '50000',
  },
});
const browser = await chromium.launch(await findChromium());
let count = 0;
try {
  mkdirSync(out, { recursive: true });
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const at = (screen: string, project = 'demo') => `${server.address}/p/${project}/${screen}`;

  /** Each width in each theme. What opens over the screen is opened for each width, and closed by Escape. */
  const shoot: Shoot = async (name, open) => {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHTS[width] ?? 900 });
      await page.mouse.move(0, 0); // no row lit by a pointer that stayed where it last clicked
      const hasOpened = await open?.();
      if (open && hasOpened !== false) await page.locator('dialog[open], [role="dialog"], [role="menu"], :popover-open').first().waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        const isPhone = width === 390 && !open;
        if (isPhone) {
          const height = await page.evaluate(() => document.documentElement.scrollHeight);
          await page.setViewportSize({ width, height: Math.min(TALLEST, height) });
        }
        const picture = await page.screenshot({ animations: 'disabled', timeout: PATIENCE_MS });
        writeFileSync(join(out, `${name}-${width}-${colorScheme}.png`), picture);
        count += 1;
        const shown = width === 1440 && colorScheme === 'light' ? SHOWN[name] : undefined;
        if (shown) writeFileSync(join(images, `${shown}.png`), shrinkPng(picture));
      }
      // Twice, for what opened in something that opened.
      if (open) for (let i = 0; i < 2; i += 1) await page.keyboard.press('Escape');
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 900 });
  };

  for (const [name, scene] of Object.entries(SCENES)) {
    if (values.only !== '' && values.only !== name) continue;
    await scene({ page, at, shoot: (picture, open) => shoot(`${name}-${picture}`, open) });
    console.log(`${name}: done`);
  }
  console.log(`${count} pictures in ${out}`);
} finally {
  await browser.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

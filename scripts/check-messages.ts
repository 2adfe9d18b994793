/**
 * Part of `npm run lint`: fails when a text in the code is not in the catalogues, or a catalogue holds one that no code
 * uses any more. The browser would show such a text as its bare id.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const CATALOGUES = join(root, 'src/web/locales');

// Beside the real configuration, because the extractor resolves its paths from the folder that the file stands in.
const scratch = mkdtempSync(join(root, 'node_modules/.messages-'));
const config = join(root, `lingui.check.${process.pid}.config.ts`);
try {
  cpSync(CATALOGUES, scratch, { recursive: true });
  const asExtracted = readFileSync(join(root, 'lingui.config.ts'), 'utf8').replace('src/web/locales/', `${scratch}/`);
  writeFileSync(config, asExtracted);
  const extracted = spawnSync('npx', ['--no-install', 'lingui', 'extract', '--clean', '--config', config], { cwd: root, encoding: 'utf8' });
  if (extracted.status !== 0) throw new Error(`the messages could not be extracted:\n${extracted.stdout}${extracted.stderr}`);
  const stale = readdirSync(CATALOGUES).filter((file) => idsOf(join(CATALOGUES, file)) !== idsOf(join(scratch, file)));
  if (stale.length > 0) {
    console.error(`Messages are missing from, or unused in, ${stale.join(', ')}: run "npm run i18n" and translate what is new.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
  rmSync(config, { force: true });
}

/** The ids of a catalogue, in order; where a message stands in the code is no difference. */
function idsOf(file: string): string {
  return (readFileSync(file, 'utf8').match(/^msgid (?:".*"\n)+/gm) ?? []).toSorted().join('');
}

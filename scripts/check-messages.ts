/**
 * Part of `npm run lint`: fails when a text in the code is not in the catalogues, a catalogue holds one that no code uses
 * any more, or a translation is missing or lacks a value or tag of its source. The browser would show a bare id, another
 * language, or a hole.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const CATALOGUES = join(root, 'src/web/locales');
const files = readdirSync(CATALOGUES).filter((file) => file.endsWith('.po'));

// Beside the real configuration, because the extractor resolves its paths from the folder that the file stands in.
const scratch = mkdtempSync(join(root, 'node_modules/.messages-'));
const config = join(root, `lingui.check.${process.pid}.config.ts`);
try {
  cpSync(CATALOGUES, scratch, { recursive: true });
  const asExtracted = readFileSync(join(root, 'lingui.config.ts'), 'utf8').replace('src/web/locales/', `${scratch}/`);
  writeFileSync(config, asExtracted);
  const extracted = spawnSync('npx', ['--no-install', 'lingui', 'extract', '--clean', '--config', config], { cwd: root, encoding: 'utf8' });
  if (extracted.status !== 0) throw new Error(`the messages could not be extracted:\n${extracted.stdout}${extracted.stderr}`);
  const stale = files.filter((file) => idsOf(join(CATALOGUES, file)) !== idsOf(join(scratch, file)));
  if (stale.length > 0) fail(`Messages are missing from, or unused in, ${stale.join(', ')}: run "npm run i18n" and translate what is new.`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
  rmSync(config, { force: true });
}

for (const file of files) {
  for (const { id, translation } of messagesOf(join(CATALOGUES, file))) {
    if (translation === '') fail(`${file}: no translation of "${id}"`);
    else if (partsOf(id) !== partsOf(translation)) fail(`${file}: values or tags differ from the source in "${translation}"`);
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

/** The ids of a catalogue, in order; where a message stands in the code is no difference. */
function idsOf(file: string): string {
  return JSON.stringify(
    messagesOf(file)
      .map(({ id }) => id)
      .toSorted(),
  );
}

/** Without the header, whose id is empty. */
function messagesOf(file: string): { id: string; translation: string }[] {
  const entries = readFileSync(file, 'utf8').matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm);
  return Array.from(entries, ([, id, translation]) => ({ id: textOf(id), translation: textOf(translation) })).filter(({ id }) => id !== '');
}

/** A text of several quoted lines; PO escapes as JSON does. */
function textOf(lines = ''): string {
  return lines
    .trim()
    .split('\n')
    .map((line) => String(JSON.parse(line)))
    .join('');
}

/** Which values and tags a message holds, however often: other languages have other plural forms. */
function partsOf(message: string): string {
  const parts = message.match(/\{\w+(?=[,}])|<\/?\d+\/?>/g) ?? [];
  return [...new Set(parts)].toSorted().join(' ');
}

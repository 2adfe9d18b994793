import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FINDINGS } from '../contract/connection.ts';
import { FINDING_WORDS, fill, STATE_WORDS, STEP_TITLES } from './english.ts';

test('the screen says what the command says, word for word', () => {
  const catalogue = readFileSync(join(import.meta.dirname, '../web/locales/en.po'), 'utf8');
  const known = new Set(
    Array.from(catalogue.matchAll(/^msgid ((?:".*"\n)+)/gm), ([, lines = '']) =>
      lines
        .trim()
        .split('\n')
        .map((line) => String(JSON.parse(line)))
        .join(''),
    ),
  );
  const words = Object.values(FINDING_WORDS).flatMap(({ found, todo }) => [found, ...(todo ? [todo] : [])]);
  expect([...words, ...Object.values(STEP_TITLES), ...Object.values(STATE_WORDS)].filter((text) => !known.has(text))).toEqual([]);
  expect(Object.keys(FINDING_WORDS).toSorted()).toEqual([...FINDINGS].toSorted());
});

test('a parameter that nobody gave stays visible', () => {
  expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}');
});

import { expect, it } from 'vitest';
import { matchLocale } from './match-locale.ts';

it.each([
  [['zh-CN'], 'zh-CN'],
  [['zh'], 'zh-CN'],
  [['zh-Hant-TW', 'en'], 'zh-CN'],
  [['pt-PT', 'en-GB'], 'pt-BR'],
  [['PT'], 'pt-BR'],
  [['en-GB', 'zh-CN'], 'en'],
  [['fr-FR', 'pt-BR', 'en'], 'pt-BR'],
  [['fr'], 'en'],
  [[], 'en'],
])('%j is read in %s', (wanted, locale) => {
  expect(matchLocale(wanted)).toBe(locale);
});

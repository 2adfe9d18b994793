import { describe, expect, it } from 'vitest';
import { clockTime, duration, exactTime, relativeTime } from './time.ts';

const NOW = Date.UTC(2026, 10, 22, 14, 2, 31);
const MINUTE = 60_000;

describe('relative times', () => {
  it.each([
    [30_000, null],
    [-30_000, null],
    [MINUTE, '1 min. ago'],
    [119 * MINUTE, '1 hr. ago'],
    [26 * 60 * MINUTE, '1 day ago'],
    [45 * 24 * 60 * MINUTE, 'Oct 8, 2026'],
  ])('%i ms ago is %s', (ageMs, words) => {
    expect(relativeTime(NOW - ageMs, NOW, 'utc', 'en')).toBe(words);
  });

  it('do not pretend that a clock ahead of ours is in the past', () => {
    expect(relativeTime(NOW + 5 * MINUTE, NOW, 'utc', 'en')).toBe('in 5 min.');
  });

  it.each([
    ['zh-CN', '5分钟前'],
    ['pt-BR', 'há 5 min.'],
  ])('in %s are %s', (locale, words) => {
    expect(relativeTime(NOW - 5 * MINUTE, NOW, 'utc', locale)).toBe(words);
  });

  it.each([
    ['zh-CN', '2026/10/8'],
    ['pt-BR', '08/10/2026'],
  ])('are short dates in %s, too: %s', (locale, words) => {
    expect(relativeTime(NOW - 45 * 24 * 60 * MINUTE, NOW, 'utc', locale)).toBe(words);
  });
});

describe('exact times', () => {
  it('name their zone', () => {
    expect(exactTime(NOW, 'utc', 'en')).toBe('Nov 22, 2026, 14:02:31 UTC');
  });

  it('run from 00 to 23', () => {
    const at = Date.UTC(2026, 0, 1, 0, 5, 9);
    expect(clockTime(at, at + MINUTE, 'utc', 'en')).toBe('00:05:09');
  });

  it('name their day once it is over', () => {
    expect(clockTime(Date.UTC(2026, 10, 21, 23, 58, 10), NOW, 'utc', 'en')).toBe('Nov 21, 23:58:10');
  });
});

describe('spans', () => {
  it.each([
    [0, '<0.1 s'],
    [100, '0.1 s'],
    [840, '0.8 s'],
    [42_400, '42 s'],
    [59_999, '59 s'],
    [185_000, '3 min 5 s'],
    [180_000, '3 min'],
    [7_800_000, '2 h 10 min'],
  ])('%i ms is %s', (ms, words) => {
    expect(duration(ms, 'en')).toBe(words);
  });

  it('have the decimal sign of the language', () => {
    expect(duration(840, 'pt-BR')).toBe('0,8 s');
  });
});

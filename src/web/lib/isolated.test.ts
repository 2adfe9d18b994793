import { expect, test } from 'vitest';
import { isolated } from './isolated.ts';

test.each([
  ['etl', 'etl'],
  ['数据 "a" ../%2F', '数据 "a" ../%2F'],
  ['a\u202Ecba', '\u2068a\u202Ecba\u2069'],
  ['مرحبا', '\u2068مرحبا\u2069'],
])('%j', (name, shown) => expect(isolated(name)).toBe(shown));

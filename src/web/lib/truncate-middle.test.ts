import { expect, it } from 'vitest';
import { truncateMiddle } from './truncate-middle.ts';

it('leaves alone what fits', () => {
  expect(truncateMiddle('util.jar', 8)).toBe('util.jar');
});

it('keeps both ends and the asked length', () => {
  const short = truncateMiddle('2d368c06-995f-419b-9cee-bb2df5b3b10f_missing.csv', 22);
  expect(short).toHaveLength(22);
  expect(short).toBe('2d368c0…0f_missing.csv');
});

it('never cuts a character in half', () => {
  expect(truncateMiddle('👩‍🚀'.repeat(10), 4)).toBe(`👩‍🚀…${'👩‍🚀'.repeat(2)}`);
});

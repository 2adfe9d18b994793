import { expect, it } from 'vitest';
import { dayStart } from './days.ts';

it('is the first moment of the day, or of the one after', () => {
  expect(dayStart('2026-11-22', 'utc')).toBe(Date.UTC(2026, 10, 22));
  expect(dayStart('2026-11-30', 'utc', 1)).toBe(Date.UTC(2026, 11, 1));
  expect(dayStart('2026-11-22', 'local')).toBe(new Date(2026, 10, 22).getTime());
});

it('is nothing for what names no day', () => {
  for (const text of [undefined, '', 'yesterday', '2026-11', '22-11-2026']) expect(dayStart(text, 'utc')).toBeUndefined();
});

it('never lies before the first millisecond', () => {
  expect(dayStart('1969-01-01', 'utc')).toBe(0);
});

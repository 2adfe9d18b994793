import { expect, it } from 'vitest';
import { matching, type PaletteItem } from './palette-items.ts';

const item = (label: string, more: Partial<PaletteItem> = {}): PaletteItem => ({
  id: label,
  section: 'actions',
  label,
  act: () => {},
  ...more,
});
const ITEMS = [item('Package groups'), item('New submission'), item('Appearance: Dark', { isSetting: true }), item('nightly-etl')];
const labels = (typed: string) => matching(ITEMS, typed).map(({ label }) => label);

it('holds every word, in any case and order', () => {
  expect(labels('GROUPS pack')).toEqual(['Package groups']);
  expect(labels('etl')).toEqual(['nightly-etl']);
  expect(labels('etl groups')).toEqual([]);
});

it('offers settings to those who type for them', () => {
  expect(labels('  ')).toEqual(['Package groups', 'New submission', 'nightly-etl']);
  expect(labels('dark')).toEqual(['Appearance: Dark']);
});

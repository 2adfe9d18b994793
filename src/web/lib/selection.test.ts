import { expect, test } from 'vitest';
import type { OperationItem } from '../../contract/operations.ts';
import { listOf, packagesKey, type Selections, select, withoutDone } from './selection.ts';

const NOTHING: Selections = new Map();

function item(group: string | null, name: string | null, state: OperationItem['state']): OperationItem {
  return { group, name, state, wasGone: false, error: null };
}

test('lists are selected in apart from each other', () => {
  const selections = select(select(NOTHING, 'groups', ['etl'], true), packagesKey('etl'), ['a.jar', 'b.jar'], true);
  expect(selections.get('groups')).toEqual(new Set(['etl']));
  expect(select(selections, packagesKey('etl'), ['a.jar'], false).get('group:etl')).toEqual(new Set(['b.jar']));
});

test('what was done leaves the selection and what failed stays', () => {
  const before = select(NOTHING, packagesKey('etl'), ['a.jar', 'b.jar', 'c.jar'], true);
  const after = withoutDone(before, { items: [item('etl', 'b.jar', 'failed'), item('etl', 'a.jar', 'done')] });
  expect(after.get('group:etl')).toEqual(new Set(['b.jar', 'c.jar']));
});

test('a group leaves the selection when nothing of it failed', () => {
  const before = select(NOTHING, 'groups', ['etl', 'ml'], true);
  const items = [item('ml', 'y.jar', 'failed'), item('etl', 'a.jar', 'done'), item('ml', 'x.jar', 'done')];
  expect(withoutDone(before, { items }).get('groups')).toEqual(new Set(['ml']));
});

test('thousands that were done leave in one go', () => {
  const names = Array.from({ length: 5_000 }, (_, i) => `p${i}`);
  const before = select(NOTHING, 'ungrouped', [...names, 'other'], true);
  expect(withoutDone(before, { items: names.map((name) => item(null, name, 'done')) }).get('ungrouped')).toEqual(new Set(['other']));
});

test('targets know the list they were selected in', () => {
  expect([listOf([{ group: 'etl', name: null }]), listOf([{ group: 'etl', name: 'a' }]), listOf([{ group: null, name: 'a' }])]).toEqual([
    'groups',
    'group:etl',
    'ungrouped',
  ]);
});

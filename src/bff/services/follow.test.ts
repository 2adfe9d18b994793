import { describe, expect, it } from 'vitest';
import type { Member } from '../../contract/submissions.ts';
import { settlementOf } from './follow.ts';
import { hasArrived, type Members } from './members.ts';
import type { Tracked } from './submissions.ts';

const member = (name: string, more: Partial<Member> = {}): Member => ({
  name,
  kind: 'jar',
  status: 'ready',
  updatedAt: 1,
  underlyingName: name,
  ...more,
});
const members = (...all: Member[]): Members => new Map(all.map((item) => [item.name, item]));
const sent = (names: string[], before: Members, groupExists = true) =>
  ({ view: { packages: names.map((name) => ({ name, path: '', obsUri: '' })) }, before: { groupExists, members: before } }) as Pick<
    Tracked,
    'view' | 'before'
  >; // only these fields are read

describe('hasArrived', () => {
  const rows: [string, Member | undefined, Member | undefined, string][] = [
    ['not there', undefined, undefined, 'no'],
    ['gone', member('a'), undefined, 'no'],
    ['new', undefined, member('a'), 'yes'],
    ['newer', member('a'), member('a', { updatedAt: 2 }), 'yes'],
    ['of another underlying name', member('a'), member('a', { underlyingName: 'x_a' }), 'yes'],
    ['uploading again', member('a'), member('a', { status: 'uploading' }), 'yes'],
    ['failed where it was ready', member('a', { updatedAt: null }), member('a', { updatedAt: null, status: 'failed' }), 'yes'],
    ['the same', member('a'), member('a'), 'no'],
    ['without times', member('a', { updatedAt: null }), member('a', { updatedAt: null }), 'unknown'],
    ['the end of an earlier upload', member('a', { status: 'uploading' }), member('a', { updatedAt: 2 }), 'unknown'],
  ];
  it.each(rows)('%s', (_, before, after, expected) => {
    expect(hasArrived(before, after)).toBe(expected);
  });
});

describe('settlementOf', () => {
  const before = members(member('a'), member('b', { updatedAt: null }));
  const nothing = new Set<string>();
  it.each([
    ['arrived', ['a', 'c'], members(member('a', { updatedAt: 2 }), member('c')), ['a', 'c'], []],
    ['partly', ['a', 'c'], members(member('a'), member('c')), ['c'], ['a']],
    ['not_found', ['a', 'c'], members(member('a')), [], ['a', 'c']],
    ['undetermined', ['b', 'c'], members(member('b', { updatedAt: null }), member('c')), ['c'], []],
  ])('%s', (verdict, names, now, found, missing) => {
    expect(settlementOf(sent(names, before), now, 9, nothing)).toEqual({ verdict, at: 9, found, missing });
  });
  it.each([
    ['arrived', 'the others came', members(member('a', { updatedAt: 2 }), member('c')), ['c'], []],
    ['not_found', 'the others did not come', members(member('a', { updatedAt: 2 })), [], ['c']],
    ['not_found', 'nothing came', members(member('a')), [], ['a', 'c']],
  ])('%s where what was named again since came and %s', (verdict, _, now, found, missing) => {
    expect(settlementOf(sent(['a', 'c'], before), now, 9, new Set(['a']))).toEqual({ verdict, at: 9, found, missing });
  });
  it('is undetermined where all that came was named again since', () => {
    const now = members(member('a', { updatedAt: 2 }));
    expect(settlementOf(sent(['a'], before), now, 9, new Set(['a']))).toEqual({ verdict: 'undetermined', at: 9, found: [], missing: [] });
  });
});

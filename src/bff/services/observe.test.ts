import { describe, expect, it } from 'vitest';
import { type Member, MOVED_SHOWN } from '../../contract/submissions.ts';
import type { Members } from './members.ts';
import { observe } from './observe.ts';

const member = (name: string, more: Partial<Member> = {}): Member => ({
  name,
  kind: 'jar',
  status: 'ready',
  updatedAt: 1,
  underlyingName: name,
  ...more,
});
const members = (...all: Member[]): Members => new Map(all.map((item) => [item.name, item]));
const packages = (names: string[]) => names.map((name) => ({ name, path: '', obsUri: '' }));
const seen = (names: string[], before: Members, now: Members, { groupExists = true, group = 'g' as string | null } = {}) =>
  observe({ view: { group, packages: packages(names) }, before: { groupExists, members: before } }, now, 9);
const nothingMoved = { moved: [], movedCount: 0, at: 9 };

describe('observe', () => {
  const before = members(member('a'), member('b'));

  it('says created, merged or replaced, and how many stayed', () => {
    expect(seen(['c'], members(), members(member('c')), { groupExists: false })).toEqual({
      how: 'created',
      removed: [],
      kept: 0,
      ...nothingMoved,
    });
    expect(seen(['a'], before, before)).toEqual({ how: 'merged', removed: [], kept: 1, ...nothingMoved });
    expect(seen(['c'], before, members(member('b'), member('c')))).toEqual({ how: 'replaced', removed: ['a'], kept: 1, ...nothingMoved });
  });

  it('says nothing where nobody was left out and nothing moved', () => {
    expect(seen(['a', 'b'], before, before)).toBeNull();
    expect(seen(['a'], before, before, { group: null })).toBeNull();
  });

  it('tells what moved, of those not sent first', () => {
    const now = members(member('a', { updatedAt: 2, underlyingName: 'x_a' }), member('b', { underlyingName: 'x_b' }), member('c'));
    expect(seen(['a', 'c'], before, now)).toMatchObject({
      how: 'merged',
      moved: [
        { name: 'b', what: 'underlyingName', isSent: false },
        { name: 'a', what: 'both', isSent: true },
      ],
      movedCount: 2,
    });
    expect(seen(['a'], members(member('a')), members(member('a', { updatedAt: null })), { group: null })).toMatchObject({
      how: 'unknown',
      moved: [{ name: 'a', what: 'time', isSent: true }],
    });
  });

  it('names no more than a few, and counts them all', () => {
    const names = Array.from({ length: 50 }, (_, index) => `${index}.jar`);
    const told = seen(
      names,
      members(...names.map((name) => member(name))),
      members(...names.map((name) => member(name, { updatedAt: 2 }))),
    );
    expect(told).toMatchObject({ movedCount: 50 });
    expect(told?.moved).toHaveLength(MOVED_SHOWN);
  });
});

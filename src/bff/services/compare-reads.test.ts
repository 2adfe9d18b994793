import { describe, expect, it } from 'vitest';
import { atOnce } from '../../dli/turns.ts';
import { WireList, type WirePackage } from '../../dli/wire.ts';
import { compareReads, isSameUpload } from './compare-reads.ts';
import { buildModel } from './model.ts';
import { type Doings, explain, keyOf, together } from './own-doings.ts';

const item = (name: string, more: Partial<WirePackage> = {}): WirePackage => ({
  resource_name: name,
  status: 'READY',
  update_time: 10,
  underlying_name: `1_${name}`,
  owner: 'ana',
  ...more,
});

function modelOf(groups: Record<string, WirePackage[]>, resources: WirePackage[] = [], owner = 'ana') {
  const list = { groups: Object.entries(groups).map(([group_name, details]) => ({ group_name, owner, details })), resources };
  return buildModel(WireList.parse(list), list, { nowMs: 1, previous: null });
}

const compared = (...[before, after]: [ReturnType<typeof modelOf>, ReturnType<typeof modelOf>]) =>
  atOnce(compareReads(before, after)).map(({ what, group, name }) => [what, group, name]);

describe('two reads', () => {
  it('that are alike differ in nothing', () => {
    expect(compared(modelOf({ g: [item('a')] }, [item('x')]), modelOf({ g: [item('a')] }, [item('x')]))).toEqual([]);
  });

  it('tell what appeared and vanished, with whole groups and among the ungrouped', () => {
    const before = modelOf({ g: [item('a'), item('b')], gone: [item('c')] }, [item('x')]);
    const after = modelOf({ g: [item('a'), item('n')], new: [item('d')] }, [item('y')]);
    expect(
      compared(before, after)
        .map((one) => one.join())
        .toSorted(),
    ).toEqual(['appeared,,y', 'appeared,g,n', 'appeared,new,d', 'vanished,,x', 'vanished,g,b', 'vanished,gone,c']);
  });

  it.each<[string, Partial<WirePackage>, Partial<WirePackage>, string[]]>([
    ['another underlying name', {}, { underlying_name: '2_a' }, ['uploaded']],
    ['a later time', {}, { update_time: 11 }, ['uploaded']],
    ['an earlier time, as a restored cloud has', {}, { update_time: 9 }, ['uploaded']],
    ['no time any more', {}, { update_time: 0 }, []],
    ['another status alone', {}, { status: 'FAILED' }, []],
    ['the end of an upload, whose time moves with it', { status: 'UPLOADING' }, { update_time: 12 }, []],
    ['another upload while one was going on', { status: 'UPLOADING' }, { update_time: 12, underlying_name: '2_a' }, ['uploaded']],
    ['another owner', {}, { owner: 'bo' }, ['owner']],
    ['another owner, whose time moves with it', {}, { owner: 'bo', update_time: 12 }, ['owner']],
    ['another owner and upload', {}, { owner: 'bo', underlying_name: '2_a' }, ['uploaded', 'owner']],
    ['an owner that was not told before', { owner: '' }, { owner: 'bo' }, []],
  ])('tell %s', (_, before, after, expected) => {
    const found = compared(modelOf({ g: [item('a', before)] }), modelOf({ g: [item('a', after)] }));
    expect(found.map(([what]) => what)).toEqual(expected);
  });

  it('tell another owner of a group', () => {
    expect(compared(modelOf({ g: [] }), modelOf({ g: [] }, [], 'bo'))).toEqual([['owner', 'g', null]]);
  });

  it('do not go by what one of them does not say', () => {
    expect(isSameUpload({ updatedAt: null, underlyingName: 'u' }, { updatedAt: 5, underlyingName: null })).toBe(true);
    expect(isSameUpload({ updatedAt: 4, underlyingName: 'u' }, { updatedAt: 5, underlyingName: 'u' })).toBe(false);
  });
});

describe('what ours may explain', () => {
  const doings = (more: Partial<Record<keyof Doings, ReadonlySet<string | null>>> = {}) =>
    ({
      uploads: new Set(),
      removals: new Set(),
      owners: new Set(),
      touches: new Set(),
      emptied: new Set(),
      ownedGroups: new Set(),
      ...more,
    }) as Doings; // keys and names, as each test puts them
  const key = new Set([keyOf('g', 'a')]);
  const why = (what: 'appeared' | 'vanished' | 'uploaded' | 'owner', given: Doings, name: string | null = 'a') =>
    explain({ what, group: 'g', name }, given);

  it('is never claimed', () => {
    expect(why('uploaded', doings())).toBeNull();
    expect((['appeared', 'vanished', 'uploaded', 'owner'] as const).map((what) => why(what, doings({ uploads: key })))).toEqual(
      Array(4).fill('upload'),
    );
    expect(why('vanished', doings({ removals: key }))).toBe('other');
    expect(why('vanished', doings({ emptied: new Set(['g']) }))).toBe('other');
    expect(why('uploaded', doings({ touches: key }))).toBe('other');
    expect(why('owner', doings({ owners: key }))).toBe('other');
    expect(why('owner', doings({ ownedGroups: new Set(['g']) }), null)).toBe('other');
  });

  it('is no more than that', () => {
    expect(why('appeared', doings({ removals: key, emptied: new Set(['g']) }))).toBeNull();
    expect(why('uploaded', doings({ removals: key }))).toBeNull();
    expect(explain({ what: 'vanished', group: null, name: 'a' }, doings({ removals: key }))).toBeNull();
    expect(why('owner', doings({ owners: key }), null)).toBeNull();
  });

  it('is added up over reads that are compared as one', () => {
    expect(why('vanished', together(doings({ uploads: new Set([keyOf('g', 'b')]) }), doings({ removals: key })))).toBe('other');
  });
});

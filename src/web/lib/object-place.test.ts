import { describe, expect, it } from 'vitest';
import { childOnTheWay, crumbsOf, lastName, normalAddress, parentOf, parseObjectAddress } from './object-place.ts';
import { keepPicked, readPicked } from './picked-paths.ts';
import { readPlaces, rememberPlaces } from './recent-places.ts';

describe('parseObjectAddress', () => {
  it.each([
    ['obs://lake', 'lake', '', ''],
    [' obs://lake/ ', 'lake', '', ''],
    ['obs://lake/data/2026/', 'lake', 'data/2026/', ''],
    ['obs://lake/data/20', 'lake', 'data/', '20'],
    ['obs://lake/a%20b/', 'lake', 'a b/', ''],
    ['https://lake.obs.cn-north-4.myhuaweicloud.com/data/x.jar', 'lake', 'data/', 'x.jar'],
    ['https://lake.obs.local.myhuaweicloud.com/data/', 'lake', 'data/', ''],
    ['https://lake.obs.local.myhuaweicloud.com', 'lake', '', ''],
  ])('%s', (typed, bucket, prefix, text) => {
    expect(parseObjectAddress(typed)).toEqual({ bucket, prefix, text });
  });
  it.each(['', 'lake', 'ftp://lake/', 'obs://L/', 'obs://lake/../x', 'obs://lake//x/', 's3://lake/'])('%j is none', (typed) => {
    expect(parseObjectAddress(typed)).toBeNull();
  });
});

it('a link whose prefix stops within a name means a folder and a text', () => {
  expect(normalAddress({ bucket: 'lake', prefix: 'a/b', text: 'c' })).toEqual({ bucket: 'lake', prefix: 'a/', text: 'bc' });
  expect(normalAddress({ bucket: '', prefix: 'a/', text: 'la' })).toEqual({ bucket: '', prefix: '', text: 'la' });
});

describe('places', () => {
  it('have a way down and a way up', () => {
    const place = { bucket: 'lake', prefix: 'a/b c/' };
    expect(crumbsOf(place).map(({ name, prefix }) => [name, prefix])).toEqual([
      ['lake', ''],
      ['a', 'a/'],
      ['b c', 'a/b c/'],
    ]);
    expect(parentOf(place)).toMatchObject({ bucket: 'lake', prefix: 'a/' });
    expect(parentOf({ bucket: 'lake', prefix: '' })).toEqual({ bucket: '', prefix: '' });
    expect(parentOf({ bucket: '', prefix: '' })).toBeNull();
    expect([lastName('a/b c/'), lastName('a/x.jar'), lastName('x.jar')]).toEqual(['b c', 'x.jar', 'x.jar']);
  });
  it('name the row that leads back down', () => {
    const below = { bucket: 'lake', prefix: 'a/b/c/' };
    expect(childOnTheWay({ bucket: '', prefix: '' }, below)).toBe('lake');
    expect(childOnTheWay({ bucket: 'lake', prefix: '' }, below)).toBe('a/');
    expect(childOnTheWay({ bucket: 'lake', prefix: 'a/' }, below)).toBe('a/b/');
    expect(childOnTheWay({ bucket: 'lake', prefix: 'x/' }, below)).toBeNull();
    expect(childOnTheWay(below, below)).toBeNull();
    expect(childOnTheWay(below, { bucket: '', prefix: '' })).toBeNull();
  });
});

function memory() {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
}
const refusing = {
  getItem: () => null,
  setItem: () => {
    throw new Error('full');
  },
};

it('recent places are the newest first, each once, six of them, apart for each project', () => {
  const store = memory();
  rememberPlaces(store, 'p', [
    { bucket: 'lake', prefix: 'a/' },
    { bucket: 'lake', prefix: 'b/' },
  ]);
  rememberPlaces(store, 'p', [{ bucket: 'lake', prefix: 'a/' }]);
  expect(readPlaces(store, 'p').map(({ prefix }) => prefix)).toEqual(['a/', 'b/']);
  rememberPlaces(
    store,
    'p',
    Array.from({ length: 9 }, (_, i) => ({ bucket: 'lake', prefix: `${i}/` })),
  );
  expect(readPlaces(store, 'p').map(({ prefix }) => prefix)).toEqual(['8/', '7/', '6/', '5/', '4/', '3/']);
  expect(readPlaces(store, 'other')).toEqual([]);
  store.setItem('groupage.places.p', '[{"bucket":"..","prefix":1}]');
  expect(readPlaces(store, 'p')).toEqual([]);
  rememberPlaces(refusing, 'p', [{ bucket: 'lake', prefix: '' }]);
});

it('picked paths are read under the name they were kept by, and no other', () => {
  const store = memory();
  const first = keepPicked(store, 'p', ['obs://lake/a.jar']) ?? '';
  const second = keepPicked(store, 'p', ['obs://lake/b.jar']) ?? '';
  expect(readPicked(store, 'p', second)).toEqual(['obs://lake/b.jar']);
  expect(readPicked(store, 'p', first)).toBeNull();
  expect(readPicked(store, 'other', second)).toBeNull();
  expect(keepPicked(refusing, 'p', ['obs://lake/a.jar'])).toBeNull();
});

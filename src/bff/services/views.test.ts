import { describe, expect, it } from 'vitest';
import { WireList } from '../../dli/wire.ts';
import { buildModel } from './model.ts';
import { compareText, naturalKey } from './natural-key.ts';
import { createPager, GROUP_ORDERS, PACKAGE_ORDERS, type PageRequest } from './views.ts';

describe('naturalKey', () => {
  it('orders as people count, without case and accents', () => {
    const names = ['part10.csv', 'Part2.csv', 'part1.csv', 'part02.csv', 'Ärger', 'azur', 'zebra', '报告2', '报告10'];
    const sorted = names.sort((a, b) => compareText(naturalKey(a), naturalKey(b)) || compareText(a, b));
    expect(sorted).toEqual(['Ärger', 'azur', 'part1.csv', 'Part2.csv', 'part02.csv', 'part10.csv', 'zebra', '报告2', '报告10']);
  });
});

const raw = {
  groups: [
    { group_name: 'ready-new', owner: 'zoe', update_time: 9, details: [{ resource_name: 'a', status: 'READY' }] },
    { group_name: 'failed-old', update_time: 1, details: [{ resource_name: 'a', status: 'FAILED' }] },
    { group_name: 'moving', owner: 'adam', update_time: 5, details: [{ resource_name: 'a', status: 'UPLOADING' }] },
    { group_name: 'failed-new', owner: 'bea', update_time: 8, details: [{ resource_name: 'a', status: 'FAILED' }, { resource_name: 'b' }] },
    { group_name: 'empty' },
  ],
};
const { groups } = buildModel(WireList.parse(raw), raw, { nowMs: 1, previous: null });

type GroupSort = keyof typeof GROUP_ORDERS;
const ask = (more: Partial<PageRequest<GroupSort>>): PageRequest<GroupSort> => ({
  page: 1,
  pageSize: 25,
  order: 'asc',
  text: '',
  sort: 'attention',
  ...more,
});
const names = (more: Partial<PageRequest<GroupSort>>) =>
  createPager()
    .page(groups, GROUP_ORDERS, ask(more))
    .items.map((group) => group.name);

describe('pages', () => {
  it('put what needs attention first, each newest first', () => {
    expect(names({})).toEqual(['failed-new', 'failed-old', 'moving', 'ready-new', 'empty']);
    expect(names({ order: 'desc' })).toEqual(['empty', 'ready-new', 'moving', 'failed-old', 'failed-new']);
  });

  it('sort by every column, the unknown last either way', () => {
    expect(names({ sort: 'owner' })).toEqual(['moving', 'failed-new', 'ready-new', 'empty', 'failed-old']);
    expect(names({ sort: 'owner', order: 'desc' }).slice(0, 3)).toEqual(['ready-new', 'failed-new', 'moving']);
    expect(names({ sort: 'updated', order: 'desc' })).toEqual(['ready-new', 'failed-new', 'moving', 'failed-old', 'empty']);
    expect(names({ sort: 'packages', order: 'desc' })[0]).toBe('failed-new');
    expect(names({ sort: 'name' })).toEqual(['empty', 'failed-new', 'failed-old', 'moving', 'ready-new']);
  });

  it('filter by a part of the name and answer the last page for one past the end', () => {
    const page = createPager().page(groups, GROUP_ORDERS, ask({ text: ' FAILED ', page: 7, pageSize: 1, sort: 'name' }));
    expect(page).toMatchObject({ matching: 2, total: 5, page: 2, pageSize: 1 });
    expect(page.items.map((group) => group.name)).toEqual(['failed-old']);
    expect(createPager().page([], PACKAGE_ORDERS, { ...ask({ page: 3 }), sort: 'kind' })).toMatchObject({
      items: [],
      page: 1,
      matching: 0,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { WireList } from '../../dli/wire.ts';
import { buildModel } from './model.ts';
import { compareText, naturalKey } from './natural-key.ts';
import { createPager, GROUP_ORDERS, MODULE_ORDERS, PACKAGE_ORDERS, type PageRequest } from './views.ts';

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

describe('filters', () => {
  const detail = (name: string, kind: string, status = 'READY', owner?: string) => ({
    resource_name: name,
    resource_type: kind,
    status,
    ...(owner ? { owner } : {}),
  });
  const project = buildModelOf({
    groups: [
      { group_name: 'etl', owner: 'zoe', details: [detail('a', 'jar'), detail('b', 'pyFile', 'FAILED')] },
      { group_name: 'etl-2', owner: 'adam', details: [detail('a', 'JAR', 'UPLOADING')] },
      { group_name: 'ml', owner: 'zoe', details: [detail('a', 'modelFile', 'FAILED'), detail('b', 'jar', 'UPLOADING')] },
      { group_name: 'bare' },
    ],
    resources: [detail('x.jar', 'jar', 'READY', 'zoe'), detail('y.py', 'pyFile', 'odd', 'adam'), detail('z', 'file')],
    modules: [{ module_name: 'sys.hbase', module_type: 'jar' }, { module_name: 'sys.css' }],
  });
  const found = (more: Partial<PageRequest<GroupSort>>) =>
    createPager()
      .matching(project.groups, GROUP_ORDERS, { ...ask({ sort: 'name' }), ...more })
      .map((group) => group.name);

  it('take groups by any of their kinds, whatever its case, by roll-up and by owner, all at once', () => {
    expect(found({})).toEqual(['bare', 'etl', 'etl-2', 'ml']);
    expect(found({ kind: 'jar' })).toEqual(['etl', 'etl-2', 'ml']);
    expect(found({ status: 'failed' })).toEqual(['etl', 'ml']);
    expect(found({ status: 'uploading' })).toEqual(['etl-2']);
    expect(found({ status: 'empty' })).toEqual(['bare']);
    expect(found({ owner: 'zoe' })).toEqual(['etl', 'ml']);
    expect(found({ owner: 'Zoe' })).toEqual([]);
    expect(found({ owner: 'zoe', kind: 'PYFILE', status: 'failed', text: 'TL' })).toEqual(['etl']);
  });

  it('take packages by their own kind, status and owner', () => {
    const lone = (more: object) =>
      createPager()
        .matching(project.ungrouped, PACKAGE_ORDERS, { ...ask({}), sort: 'name', ...more })
        .map((item) => item.name);
    expect(lone({ kind: 'jar' })).toEqual(['x.jar']);
    expect(lone({ status: 'unknown' })).toEqual(['y.py']);
    expect(lone({ owner: 'adam' })).toEqual(['y.py']);
  });

  it('say what there is to choose, over the whole list, most frequent first', () => {
    const page = createPager().page(project.groups, GROUP_ORDERS, ask({ text: 'nothing like it', owner: 'zoe' }));
    expect(page).toMatchObject({ matching: 0, total: 4 });
    expect(page.facets).toEqual({
      kinds: [
        { value: 'jar', count: 3 },
        { value: 'modelFile', count: 1 },
        { value: 'pyFile', count: 1 },
      ],
      statuses: [
        { value: 'failed', count: 2 },
        { value: 'empty', count: 1 },
        { value: 'uploading', count: 1 },
      ],
      owners: [
        { value: 'zoe', count: 2 },
        { value: 'adam', count: 1 },
      ],
    });
  });

  it('offer at most a hundred owners, the most frequent, and none too long to be asked for', () => {
    const owners = [...Array.from({ length: 150 }, (_, i) => `o${i}`), 'often', 'often', 'x'.repeat(300)];
    const many = buildModelOf({ resources: owners.map((owner, i) => detail(`p${i}`, 'file', 'READY', owner)) });
    const { facets } = createPager().page(many.ungrouped, PACKAGE_ORDERS, { ...ask({}), sort: 'name' });
    expect([facets.owners.length, facets.owners[0]]).toEqual([100, { value: 'often', count: 2 }]);
    expect(facets.owners.some(({ value }) => value.startsWith('xx'))).toBe(false);
  });

  it('take built-in modules by name', () => {
    const page = createPager().page(project.modules, MODULE_ORDERS, { ...ask({ text: 'hba' }), sort: 'name' });
    expect(page).toMatchObject({ total: 2, items: [{ name: 'sys.hbase', kind: 'jar' }] });
  });
});

function buildModelOf(list: Record<string, unknown>) {
  return buildModel(WireList.parse(list), list, { nowMs: 1, previous: null });
}

import { describe, expect, it } from 'vitest';
import { WireList } from '../../dli/wire.ts';
import { buildModel, type ProjectModel } from './model.ts';

const build = (raw: Record<string, unknown>, previous: ProjectModel | null = null, nowMs = 100) =>
  buildModel(WireList.parse(raw), raw, { nowMs, previous });

describe('buildModel', () => {
  it('reads groups, lone packages and built-in modules', () => {
    const detail = { resource_name: 'a.jar', resource_type: 'jar', status: 'READY', create_time: 5, update_time: 7, extra: [1] };
    const model = build({
      resources: [{ resource_name: 'm.bin', status: 'FAILED' }],
      groups: [
        { group_name: 'g', status: 'READY', details: [detail], resources: ['a.jar'], owner: 'alice', update_time: 9, novelty: true },
      ],
      modules: [{ module_name: 'sys.datasource.hbase' }],
    });
    expect(model.modules).toMatchObject([
      { name: 'sys.datasource.hbase', status: 'unknown', rawStatus: null, packages: [], createdAt: null },
    ]);
    expect(model).toMatchObject({ failed: 1, uploading: 0, isMoving: false, movingSince: null });
    const group = model.groupByName.get('g');
    expect(group).toMatchObject({ kinds: ['jar'], owner: 'alice', updatedAt: 9, createdAt: null, statusDiffers: false });
    expect(group?.raw).toEqual({ group_name: 'g', status: 'READY', resources: ['a.jar'], owner: 'alice', update_time: 9, novelty: true });
    expect(group?.packages[0]).toMatchObject({ name: 'a.jar', group: 'g', createdAt: 5, updatedAt: 7, raw: detail });
  });

  it('shows 0 as unknown, words as they came, and an unknown word as unknown', () => {
    const model = build({
      groups: [{ group_name: 'g', details: [{ resource_name: 'a', status: 'Archiving', create_time: 0, update_time: 0 }] }],
    });
    expect(model.groups[0]?.packages[0]).toMatchObject({ status: 'unknown', rawStatus: 'Archiving', createdAt: null, updatedAt: null });
    expect(build({ resources: [{ resource_name: 'a', status: 'uploading' }] }).ungrouped[0]).toMatchObject({ status: 'uploading' });
  });

  it('says where the group’s own status differs from its members', () => {
    const group = (status: string | null) =>
      build({ groups: [{ group_name: 'g', status, details: [{ resource_name: 'a', status: 'FAILED' }] }] }).groups[0];
    expect(group('READY')?.statusDiffers).toBe(true);
    expect(group('failed')?.statusDiffers).toBe(false);
    expect(group(null)?.statusDiffers).toBe(false);
  });

  it('crashes on nothing', () => {
    for (const raw of [
      {},
      { groups: null, resources: 'x', modules: 5 },
      { groups: [null, 5, {}, { group_name: null }, { group_name: 'g', details: null, resources: null }] },
      { groups: [{ group_name: 'g', details: [{}, null, { resource_name: null, status: 7 }] }] },
      { resources: [{}, { resource_name: '' }] },
    ]) {
      expect(() => build(raw)).not.toThrow();
    }
  });

  it('finds names in `resources` where details have none, and members that nobody describes', () => {
    const nameless = build({
      groups: [{ group_name: 'g', resources: ['a', 'b'], details: [{ status: 'READY' }, { resource_name: 'b' }] }],
    });
    expect(nameless.groups[0]?.packages.map((item) => item.name)).toEqual(['a', 'b']);
    const bare = build({ groups: [{ group_name: 'g', resources: ['a', 'b'], details: [{ resource_name: 'a', status: 'READY' }] }] });
    expect(bare.groups[0]?.packages.map((item) => [item.name, item.status])).toEqual([
      ['a', 'ready'],
      ['b', 'unknown'],
    ]);
  });

  it('keeps one of two of a name, the newer, and joins a group that is listed twice', () => {
    const a = (update_time: number, status: string) => ({ resource_name: 'a', status, update_time });
    const model = build({
      groups: [
        { group_name: 'g', details: [a(2, 'READY'), a(1, 'FAILED')] },
        { group_name: 'g', details: [{ resource_name: 'b', status: 'READY' }] },
      ],
    });
    expect(model.groups).toHaveLength(1);
    expect(model.groups[0]?.packages.map((item) => [item.name, item.status])).toEqual([
      ['a', 'ready'],
      ['b', 'ready'],
    ]);
  });

  it('shows the members of a nameless group among the ungrouped', () => {
    expect(build({ groups: [{ details: [{ resource_name: 'a' }] }] }).ungrouped.map((item) => [item.name, item.group])).toEqual([
      ['a', null],
    ]);
  });

  it('dates a movement by DLI’s clock, or else from when it was first seen', () => {
    const at = (update_time: number) => ({
      groups: [{ group_name: 'g', details: [{ resource_name: 'a', status: 'UPLOADING', update_time }] }],
    });
    expect(build(at(50)).movingSince).toBe(50);
    const first = build(at(0), null, 100);
    expect(first).toMatchObject({ isMoving: true, movingSince: 100, uploading: 1 });
    expect(build(at(0), first, 200).movingSince).toBe(100);
  });
});

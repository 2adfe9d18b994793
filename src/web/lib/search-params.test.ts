import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  filteredBy,
  GROUPS_DEFAULTS,
  GroupAddress,
  GroupsAddress,
  ModulesAddress,
  NewSubmissionAddress,
  PackagesAddress,
  parseSearch,
  stringifySearch,
  viewOf,
} from './search-params.ts';

describe('addresses', () => {
  it.each(['123', 'true', 'null', '{"a":1}', 'a b&c=d', '数据 + ü', '../x', '.'])('carry the name %s as it is', (name) => {
    const text = stringifySearch({ name });
    expect(parseSearch(text)).toEqual({ name });
    expect(z.parse(GroupAddress, parseSearch(text)).name).toBe(name);
  });

  it('leave out what is undefined', () => {
    expect(stringifySearch({ page: 2, text: undefined, package: 'a.jar' })).toBe('?page=2&package=a.jar');
    expect(stringifySearch({})).toBe('');
  });

  it('fall back to the default for each wrong value by itself', () => {
    expect(z.parse(GroupsAddress, { page: '-1', sort: 'colour', order: 'desc', pageSize: '9999', text: 'x' })).toEqual({
      ...GROUPS_DEFAULTS,
      order: 'desc',
      text: 'x',
    });
    expect(z.parse(GroupsAddress, { page: '3', pageSize: '50' })).toMatchObject({ page: 3, pageSize: 50 });
  });

  it('carry filters, and fall back where DLI could not have such a value', () => {
    expect(z.parse(GroupsAddress, { kind: 'jar', status: 'empty', owner: '123' })).toMatchObject({
      kind: 'jar',
      status: 'empty',
      owner: '123',
    });
    expect(z.parse(GroupsAddress, { status: 'sad', owner: 'x'.repeat(300), kind: 'sql' })).toEqual({ ...GROUPS_DEFAULTS, kind: 'sql' });
    // No package is empty.
    expect(z.parse(PackagesAddress, { status: 'empty' }).status).toBe('');
    expect(z.parse(ModulesAddress, { sort: 'owner', text: 'hbase' })).toMatchObject({ sort: 'name', text: 'hbase' });
  });

  it('tell a filter by name from any other, and both from none', () => {
    const by = (more: object) => filteredBy(z.parse(GroupsAddress, more));
    expect([by({}), by({ page: '2' }), by({ text: 'a' }), by({ text: 'a', owner: 'b' }), by({ status: 'ready' })]).toEqual([
      null,
      null,
      'name',
      'more',
      'more',
    ]);
  });

  it('know no group where none is named', () => {
    expect(z.parse(NewSubmissionAddress, {})).toEqual({});
    expect(z.parse(NewSubmissionAddress, { group: 'etl' })).toMatchObject({ group: 'etl' });
    expect(z.parse(NewSubmissionAddress, { replace: 'a.jar', copy: '', sample: 'no' })).toEqual({ replace: 'a.jar' });
  });

  it('read the same rows whether a drawer is open or not', () => {
    expect(viewOf({ page: 2, package: 'a.jar' })).toEqual({ page: 2 });
  });
});

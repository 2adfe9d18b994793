import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from './turns.ts';
import { WireList, WireOwnerAnswer, WirePackage, WireQuotas, WireTags, WireUploadAnswer, wireListSteps } from './wire.ts';

/** The answer to a grouped, asynchronous upload in the shape of dli_02_0130. */
const UPLOADED = {
  group_name: 'etl',
  status: 'UPLOADING',
  resources: ['a.jar'],
  create_time: 1760000000000,
  update_time: 1760000000000,
  is_async: true,
  owner: 'alice',
  details: [
    {
      create_time: 1760000000000,
      update_time: 1760000000000,
      resource_type: 'jar',
      resource_name: 'a.jar',
      status: 'UPLOADING',
      underlying_name: '0f5e_a.jar',
    },
  ],
};

describe('wire schemas', () => {
  it('read documented answers and keep what they do not know', () => {
    expect(WireUploadAnswer.parse({ ...UPLOADED, novelty: 1 })).toMatchObject({ ...UPLOADED, novelty: 1 });
  });

  it('read an ungrouped upload: resource_names and nothing else', () => {
    expect(WireUploadAnswer.parse({ resource_names: ['m.bin'] })).toEqual({ resource_names: ['m.bin'] });
  });

  it('read the oddities of the documentation', () => {
    const odd = WireUploadAnswer.parse({
      ...UPLOADED,
      status: 'uploading',
      is_async: 'true',
      details: [{ create_time: 0, update_time: '0' }],
    });
    expect(odd).toMatchObject({ status: 'uploading', is_async: true, details: [{ create_time: 0, update_time: 0 }] });
    expect(WireOwnerAnswer.parse({ is_success: 'true', message: '' }).is_success).toBe(true);
  });

  it('read a list without total, without groups, and with nothing', () => {
    expect(WireList.parse({ resources: [], groups: [], modules: [] }).total).toBeUndefined();
    expect(WireList.parse({ resources: [{ resource_name: 'a' }] }).groups).toBeUndefined();
    expect(WireList.parse({})).toEqual({});
  });

  it('lose one odd item, not its list', () => {
    const list = WireList.parse({ groups: [null, 'x', { group_name: 'g', resources: ['a', 1, null], details: 'none' }], resources: 7 });
    expect(list.groups).toEqual([{ group_name: 'g', resources: ['a'], details: null }]);
    expect(list.resources).toBeNull();
  });

  it('read a list step by step as they read it at once, whatever it holds', () => {
    const any = fc.jsonValue({ maxDepth: 2 });
    const itemOf = (...fields: string[]) => fc.dictionary(fc.constantFrom(...fields, 'novelty'), any);
    const item = itemOf('resource_name', 'status', 'create_time', 'is_async');
    const groupFields = { group_name: any, resources: any, details: fc.oneof(any, fc.array(fc.oneof(any, item))), update_time: any };
    const group = fc.record(groupFields, { requiredKeys: [] });
    const list = fc.record(
      {
        resources: fc.oneof(any, fc.array(fc.oneof(any, item))),
        groups: fc.oneof(any, fc.array(fc.oneof(any, group))),
        modules: any,
        total: any,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(list, (json) => {
        // As it comes off the wire: without prototypes of fast-check's own.
        const wire = JSON.parse(JSON.stringify(json));
        expect(atOnce(wireListSteps(wire))).toEqual(WireList.parse(wire));
      }),
    );
  });

  it('read a wrong type as nothing', () => {
    expect(WirePackage.parse({ resource_name: 5, status: null, create_time: 'soon', is_async: 'perhaps' })).toEqual({
      resource_name: null,
      status: null,
      create_time: null,
      is_async: null,
    });
  });

  it('read tags and quotas, and no number where DLI gives none', () => {
    expect(WireTags.parse({ tags: [{ key: 'a', value: null }, 7] }).tags).toEqual([{ key: 'a', value: null }]);
    expect(WireTags.parse({ tags: {} }).tags).toBeNull();
    const packages = { type: 'SL_PKG_RESOURCE', min: 0, max: 2000, quota: '50000', used: '' };
    expect(WireQuotas.parse({ quotas: { resources: [packages] } }).quotas?.resources).toEqual([{ ...packages, quota: 50_000, used: null }]);
    expect(WireQuotas.parse({ quotas: [] }).quotas).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import type { RecordedPackage, RecordedSubmission } from '../../contract/activity.ts';
import { failedOf, startOfEntry } from './recorded-start.ts';

const packaged = (name: string, status: RecordedPackage['status'], path = `obs://b/${name}`): RecordedPackage => ({
  name,
  path,
  obsUri: `obs://b/${name}`,
  source: null,
  status,
  seenAt: null,
  updatedAt: null,
  underlyingName: null,
  tookMs: null,
});

const ENTRY: RecordedSubmission = {
  id: 'e1',
  type: 'submission',
  createdAt: 0,
  actor: 'ana',
  note: 'weekly',
  repeatsId: null,
  requestId: 'r',
  outcome: 'accepted',
  isOpen: false,
  group: 'etl',
  groupCount: 1,
  itemCount: 2,
  failedCount: 1,
  names: [],
  kind: 'pyFile',
  newOwner: null,
  httpStatus: 201,
  errorCode: null,
  verdict: null,
  observed: null,
  isAsync: false,
  call: { method: 'POST', name: 'resources', path: '/v2.0/p/resources', body: { tags: [{ key: 'team', value: 'data' }] } },
  before: { groupExists: false, members: [] },
  sentAt: 1,
  answeredAt: 2,
  upstreamRequestId: null,
  answer: null,
  error: null,
  settlesAt: null,
  settlement: null,
  observation: null,
  packages: [packaged('a.py', 'ready'), packaged('b.py', 'failed')],
};
const all = { kind: 'entry', id: 'e1', only: null } as const;

describe('startOfEntry', () => {
  it('fills in what was submitted, and says which entry it does again', () => {
    expect(startOfEntry(all, ENTRY).values).toEqual({
      target: 'group',
      group: 'etl',
      kind: 'pyFile',
      isAsync: false,
      tags: [{ key: 'team', value: 'data' }],
      paths: [{ path: 'obs://b/a.py' }, { path: 'obs://b/b.py' }],
      bulk: '',
      note: 'weekly',
      repeats: 'e1',
    });
  });

  it('fills in what failed alone, and everything where nothing did', () => {
    const only = { ...all, only: 'failed' } as const;
    expect(startOfEntry(only, ENTRY).values.paths).toEqual([{ path: 'obs://b/b.py' }]);
    expect(startOfEntry(only, { ...ENTRY, packages: [packaged('a.py', 'ready')] }).values.paths).toHaveLength(1);
  });

  it('leaves out what the record did not keep', () => {
    const body = { tags: [{ key: 'password', value: '[not kept]' }] };
    const packages = [packaged('a.py', null, 'https://b/a.py?Signature=[not kept]')];
    const { values } = startOfEntry(all, { ...ENTRY, group: null, packages, call: { ...ENTRY.call, body } });
    expect(values).toMatchObject({ target: 'none', group: '', tags: [], paths: [{ path: 'obs://b/a.py' }] });
  });
});

describe('failedOf', () => {
  it('has everything of a submission that DLI did not take, and what was not found after a lost answer', () => {
    expect(failedOf({ ...ENTRY, outcome: 'refused' })).toHaveLength(2);
    const settlement = { verdict: 'partly' as const, at: 1, found: ['b.py'], missing: ['a.py'] };
    const packages = [packaged('a.py', null), packaged('b.py', 'ready')];
    expect(failedOf({ ...ENTRY, outcome: 'unknown', settlement, packages }).map(({ name }) => name)).toEqual(['a.py']);
  });
});

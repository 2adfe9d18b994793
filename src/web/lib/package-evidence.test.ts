import { expect, it } from 'vitest';
import type { Package } from '../../contract/groups.ts';
import { evidenceText, packageEvidence } from './package-evidence.ts';

const FAILED: Package = {
  name: 'a.jar',
  group: 'etl',
  status: 'failed',
  rawStatus: 'FAILED',
  kind: 'jar',
  createdAt: null,
  updatedAt: 1_000,
  tookMs: null,
  owner: null,
  underlyingName: 'u_a.jar',
  isAsync: true,
  raw: {},
};

it('holds what somebody else needs to find the call and the object', () => {
  const failure: Package['failure'] = {
    reason: 'changed',
    certainty: 'likely',
    evidence: {
      submissionId: 's-1',
      submittedAt: 2_000,
      requestId: 'dli-1',
      path: 'obs://b/a.jar',
      obsUri: 'obs://b/a.jar',
      before: { result: 'found', at: null, etag: 'one', sizeBytes: 10, lastModified: 500 },
      after: { result: 'found', at: 4_000, etag: 'two', sizeBytes: 12, lastModified: 3_000 },
    },
  };
  expect(evidenceText(packageEvidence({ ...FAILED, failure })).split('\n')).toEqual([
    'resource_name: a.jar',
    'group_name: etl',
    'status: FAILED',
    'update_time: 1970-01-01T00:00:01.000Z',
    'underlying_name: u_a.jar',
    'reason: changed (likely)',
    'path: obs://b/a.jar',
    'submitted: 1970-01-01T00:00:02.000Z',
    'submission: s-1',
    'DLI request id: dli-1',
    'object before: found, 10 bytes, ETag one, last modified 1970-01-01T00:00:00.500Z',
    'object after: found, 12 bytes, ETag two, last modified 1970-01-01T00:00:03.000Z',
    'looked at: 1970-01-01T00:00:04.000Z',
  ]);
});

it('of an upload that goes on tells since when, and what is usual', () => {
  const item: Package = {
    ...FAILED,
    group: null,
    status: 'uploading',
    rawStatus: 'UPLOADING',
    upload: { since: 1_000, usualMs: 42_000, measured: 40 },
  };
  expect(evidenceText(packageEvidence(item))).toContain('uploading since: 1970-01-01T00:00:01.000Z\nusual: 42000 ms (p95 of 40)');
});

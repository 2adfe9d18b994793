import { expect, test } from 'vitest';
import { fitsKind, KINDS, uploadCallFor } from './kind.ts';
import { readStatus, rollUp, type Status } from './status.ts';

test.each([
  ['READY', 'ready'],
  ['uploading', 'uploading'],
  [' Failed ', 'failed'],
  ['FINISHED', 'unknown'],
  ['', 'unknown'],
  [null, 'unknown'],
  [undefined, 'unknown'],
])('DLI says %j, which reads %s', (raw, status) => {
  expect(readStatus(raw)).toBe(status);
});

test.each<[Status[], string]>([
  [[], 'empty'],
  [['ready', 'ready'], 'ready'],
  [['ready', 'unknown'], 'unknown'],
  [['ready', 'unknown', 'uploading'], 'uploading'],
  [['ready', 'unknown', 'uploading', 'failed'], 'failed'],
])('%j rolls up to %s', (statuses, state) => {
  expect(rollUp(statuses).state).toBe(state);
});

test('the roll-up counts every member once', () => {
  expect(rollUp(['failed', 'ready', 'ready', 'uploading', 'unknown'])).toEqual({
    state: 'failed',
    total: 5,
    uploading: 1,
    ready: 2,
    failed: 1,
    unknown: 1,
  });
});

test('only POST /resources carries async, tags and model files', () => {
  for (const kind of KINDS) {
    expect(uploadCallFor({ kind, isAsync: true, hasTags: false })).toBe('resources');
    expect(uploadCallFor({ kind, isAsync: false, hasTags: true })).toBe('resources');
  }
  const sync = KINDS.map((kind) => uploadCallFor({ kind, isAsync: false, hasTags: false }));
  expect(sync).toEqual(['resources/jars', 'resources/pyfiles', 'resources/files', 'resources']);
});

test('an ending that does not fit its kind is told', () => {
  expect(fitsKind('A.JAR', 'jar')).toBe(true);
  expect(fitsKind('a.csv.gz', 'jar')).toBe(false);
  expect(fitsKind('a.whl', 'pyFile')).toBe(true);
  expect(fitsKind('anything', 'file')).toBe(true);
});

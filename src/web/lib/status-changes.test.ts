import { expect, it } from 'vitest';
import { rollUp, type Status } from '../../domain/status.ts';
import { endingsBetween } from './status-changes.ts';

const of = (...statuses: Status[]) => rollUp(statuses);

it('tells what came to an end', () => {
  const before = of('uploading', 'uploading', 'uploading', 'uploading', 'ready');
  expect(endingsBetween(before, of('ready', 'ready', 'ready', 'failed', 'ready'))).toEqual([
    { status: 'ready', count: 3 },
    { status: 'failed', count: 1 },
  ]);
});

it('is silent where nothing ended', () => {
  expect(endingsBetween(of('ready'), of('ready'))).toEqual([]);
  expect(endingsBetween(of('ready'), of('uploading', 'ready'))).toEqual([]);
  // Somebody added a package that was ready at once: not an upload of this group that ended.
  expect(endingsBetween(of('ready'), of('ready', 'ready'))).toEqual([]);
});

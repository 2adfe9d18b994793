import { expect, it } from 'vitest';
import { projectCounts, type ReadList } from './project-counts.ts';

const list = (more: Partial<ReadList> = {}): ReadList => ({
  asOf: 100,
  counts: { uploading: 5, failed: 2 },
  items: [
    { name: 'etl', rollUp: { uploading: 3, failed: 1 } },
    { name: 'udf', rollUp: { uploading: 1, failed: 0 } },
  ],
  total: 2,
  ...more,
});
const rollUp = (uploading: number, failed = 0) => ({ uploading, failed });

it('knows nothing before a list was read', () => {
  expect(projectCounts([], [{ asOf: 1, name: 'etl', rollUp: rollUp(1) }])).toBeNull();
});

it('takes the newest list', () => {
  expect(projectCounts([list(), list({ asOf: 101, counts: rollUp(0, 2) }), list({ asOf: 99 })], [])).toEqual(rollUp(0, 2));
});

it('puts what was read later in its place, and nothing that was read before', () => {
  const views = [
    { asOf: 103, name: 'etl', rollUp: rollUp(0, 2) },
    { asOf: 102, name: 'etl', rollUp: rollUp(2, 1) },
    { asOf: 99, name: 'udf', rollUp: rollUp(9, 9) },
  ];
  expect(projectCounts([list()], views)).toEqual(rollUp(2, 3));
});

it('counts a group that came, one that went, and the ungrouped packages', () => {
  expect(projectCounts([list()], [{ asOf: 101, name: 'new', rollUp: rollUp(4) }])).toEqual(rollUp(9, 2));
  expect(projectCounts([list()], [{ asOf: 101, name: 'etl', rollUp: null }])).toEqual(rollUp(2, 1));
  expect(projectCounts([list()], [{ asOf: 101, name: null, rollUp: rollUp(0, 0) }])).toEqual(rollUp(4, 1));
});

it('leaves alone what the page of the list does not tell', () => {
  const page = list({ total: 300 });
  expect(projectCounts([page], [{ asOf: 101, name: 'elsewhere', rollUp: rollUp(4) }])).toEqual(rollUp(5, 2));
  expect(projectCounts([page], [{ asOf: 101, name: null, rollUp: rollUp(4) }])).toEqual(rollUp(5, 2));
});

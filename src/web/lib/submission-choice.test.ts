import { describe, expect, it } from 'vitest';
import type { Plan, PlanRow } from '../../contract/submissions.ts';
import { callWithout, choiceOf } from './submission-choice.ts';

const row = (action: PlanRow['action'], name: string): PlanRow => ({
  action,
  name,
  path: action === 'notIncluded' ? null : `obs://b/${name}`,
  obsUri: action === 'notIncluded' ? null : `obs://b/${name}`,
  before: null,
  source: null,
  object: null,
  warnings: [],
});
function plan(rows: PlanRow[], canLeaveOut = true): Plan {
  const count = (action: PlanRow['action']) => rows.filter((one) => one.action === action).length;
  const paths = rows.flatMap(({ path }) => path ?? []);
  return {
    rows,
    counts: { add: count('add'), replace: count('replace'), same: count('same'), notIncluded: count('notIncluded'), blocked: 0 },
    groupExists: true,
    isRecordRead: true,
    canLeaveOut,
    othersFate: 'none',
    call: { method: 'POST', name: 'resources', path: '/x', body: { paths, group: 'g' } },
    token: '',
    readAt: 0,
  };
}
const none = new Set<string>();

describe('choiceOf', () => {
  const rows = [row('add', 'n'), row('same', 'a'), row('same', 'b'), row('notIncluded', 'z')];

  it('leaves out what is the same and not ticked', () => {
    expect(choiceOf(plan(rows), none)).toEqual({ leaveOut: ['a', 'b'], add: 1, replace: 0 });
    expect(choiceOf(plan(rows), new Set(['b', 'gone']))).toEqual({ leaveOut: ['a'], add: 1, replace: 1 });
  });

  it('sends it along where leaving out may remove it', () => {
    expect(choiceOf(plan(rows, false), none)).toEqual({ leaveOut: [], add: 1, replace: 2 });
  });

  it('sends nothing where all is the same, unless one is ticked: then, where need be, all', () => {
    const same = rows.slice(1, 3);
    expect(choiceOf(plan(same, false), none)).toEqual({ leaveOut: ['a', 'b'], add: 0, replace: 0 });
    expect(choiceOf(plan(same, false), new Set(['a']))).toEqual({ leaveOut: [], add: 0, replace: 2 });
    expect(choiceOf(plan(same), new Set(['a']))).toEqual({ leaveOut: ['b'], add: 0, replace: 1 });
  });
});

it('the call is the one for what is sent', () => {
  const told = plan([row('add', 'n'), row('same', 'a'), row('replace', 'r')]);
  expect(callWithout(told, ['a']).body).toEqual({ paths: ['obs://b/n', 'obs://b/r'], group: 'g' });
  expect(callWithout(told, [])).toBe(told.call);
});

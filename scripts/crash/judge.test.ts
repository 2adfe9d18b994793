import { expect, test } from 'vitest';
import { type Attempt, type Claim, type History, judge, mistakesIn, type Row } from './judge.ts';

const attempt = (marker: string, told: Claim[], ids = ['id']): Attempt => ({ key: `k-${marker}`, marker, told, ids });
const row = (marker: string, outcome: string, verdict: Row['verdict'] = null): Row => ({ marker, outcome, verdict });
const post = (marker: string, status: number | null = 201) => ({ markers: [marker, 'shared'].slice(0, 1), status });

/** One accepted, one whose answer was lost, one that never went out: as it should be. */
const GOOD: History = {
  attempts: [attempt('a', ['accepted', 'accepted']), attempt('b', ['unknown']), attempt('c', ['notSent'], [])],
  calls: [post('a'), post('b')],
  present: new Set(['a', 'b']),
  rows: [row('a', 'accepted'), row('b', 'unknown', 'arrived')],
};

test('a history without a fault', () => {
  const findings = judge(GOOD);
  expect(findings).toMatchObject({ keys: 3, acknowledged: 2, undetermined: 0 });
  expect(mistakesIn(findings)).toEqual([]);
});

test.each<[what: string, change: Partial<History>, found: string[]]>([
  ['an acknowledged one is not in the cloud', { present: new Set(['b']) }, ['1 lost: a']],
  ['so is one that was settled as arrived', { present: new Set(['a']) }, ['1 lost: b']],
  ['one call came twice', { calls: [post('a'), post('b'), post('a')] }, ['1 doubled: a']],
  ['also where the second was refused', { calls: [post('a'), post('b'), post('a', 400)] }, ['1 doubled: a']],
  ['a client was never answered', { attempts: [...GOOD.attempts, attempt('d', [], [])] }, ['1 unanswered: d']],
  ['an outcome is still open', { rows: [row('a', 'accepted'), row('b', 'unknown')] }, ['1 unsettled: b']],
  [
    'told accepted, recorded otherwise',
    { rows: [row('a', 'unknown', 'arrived'), row('b', 'unknown', 'arrived')] },
    ['1 untrue: a was told accepted and is recorded as unknown arrived'],
  ],
  [
    'told that nothing was sent, and it was',
    { calls: [post('a'), post('b'), post('c')] },
    ['1 untrue: c was told notSent and arrived', '1 unrecorded: c'],
  ],
  [
    'settled as not found, and it was taken',
    { rows: [row('a', 'accepted'), row('b', 'unknown', 'not_found')] },
    ['1 untrue: b is recorded as unknown not_found and arrived'],
  ],
  ['told as arrived by a call that never came', { calls: [post('a')] }, ['1 untrue: b is recorded as unknown arrived and did not arrive']],
  ['one key, two submissions', { attempts: [attempt('a', ['accepted', 'accepted'], ['1', '2'])] }, ['1 untrue: a is two submissions']],
  ['two rows of one key', { rows: [...(GOOD.rows ?? []), row('a', 'accepted')] }, ['1 untrue: a is recorded twice']],
  ['sent without a record', { rows: [row('a', 'accepted')] }, ['1 unrecorded: b']],
])('%s', (_what, change, found) => {
  expect(mistakesIn(judge({ ...GOOD, ...change }))).toEqual(found);
});

test('what the data cannot tell is counted, and must be rare', () => {
  const few = judge({ ...GOOD, rows: [row('a', 'accepted'), row('b', 'unknown', 'undetermined')] });
  expect(few.undetermined).toBe(1);
  expect(mistakesIn(few)).toEqual([]);
  expect(mistakesIn({ ...few, undetermined: 11, keys: 2000 })).toEqual(['11 undetermined']);
  expect(mistakesIn({ ...few, undetermined: 10, keys: 2000 })).toEqual([]);
});

test('without a record only what was told and what arrived count', () => {
  const naive = judge({ ...GOOD, attempts: [attempt('a', ['accepted'])], rows: null, calls: [post('a'), post('a', null)] });
  expect(mistakesIn(naive)).toEqual(['1 doubled: a']);
});

test('a run in which nothing came through proves nothing', () => {
  expect(mistakesIn(judge({ attempts: [], calls: [], present: new Set(), rows: [] }))).toEqual(['nothing was acknowledged']);
});

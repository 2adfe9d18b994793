/** What callers see of a submission goes into the ledger and comes back the same: nothing of it needs to be remembered elsewhere. */
import { expect, test } from 'vitest';
import { answeredEvent, intentOf, lostEvent, viewOf } from './bff/services/submission-entries.ts';
import type { ApiErrorBody } from './contract/errors.ts';
import type { Submission } from './contract/submissions.ts';
import type { LedgerEvent } from './ledger/entry.ts';
import { openLedger } from './ledger/ledger.ts';
import { sqliteConnection } from './ledger/sqlite.ts';

const BASE: Submission = {
  id: 'given by the ledger',
  group: 'raw',
  kind: 'jar',
  isAsync: true,
  submittedAt: 1_000,
  submittedBy: 'ana',
  outcome: 'sending',
  answeredAt: null,
  call: { method: 'POST', path: '/v2.0/p/resources', body: { paths: ['https://b/a.jar'], kind: 'jar', group: 'raw', is_async: true } },
  httpStatus: null,
  upstreamRequestId: null,
  answer: null,
  error: null,
  settlesAt: null,
  settlement: null,
  observed: null,
  note: null,
  packages: [{ name: 'a.jar', path: 'obs://b/a.jar', obsUri: 'obs://b/a.jar' }],
};
const ERROR: ApiErrorBody = {
  code: 'dli_refused',
  message: 'DLI refused.',
  requestId: 'r1',
  status: 502,
  details: {
    upstream: {
      call: 'POST /v2.0/p/resources',
      httpStatus: 400,
      errorCode: 'DLI.0001',
      errorMessage: 'no',
      requestId: 'u1',
      retryAfterMs: null,
    },
  },
};
const CASES: Record<string, Submission> = {
  'not answered yet': BASE,
  'without a group': { ...BASE, group: null },
  accepted: {
    ...BASE,
    outcome: 'accepted',
    answeredAt: 1_020,
    httpStatus: 201,
    upstreamRequestId: 'u1',
    answer: { group_name: 'raw', details: [{ resource_name: 'a.jar', status: 'UPLOADING' }] },
    observed: { how: 'replaced', removed: ['b.jar'], kept: 0, moved: [], movedCount: 0, at: 1_100 },
    note: 'for the night run\nsee #12',
  },
  refused: { ...BASE, outcome: 'refused', answeredAt: 1_020, httpStatus: 400, upstreamRequestId: 'u1', error: ERROR },
  'refused without an answer': { ...BASE, outcome: 'refused', error: ERROR },
  lost: { ...BASE, outcome: 'unknown', httpStatus: 504, upstreamRequestId: 'u1', error: ERROR, settlesAt: 46_000 },
  'lost and settled': {
    ...BASE,
    outcome: 'unknown',
    settlesAt: 46_000,
    settlement: { verdict: 'partly', at: 46_001, found: ['a.jar'], missing: ['b.jar'] },
  },
};

function entryOf(view: Submission) {
  const members = new Map([['b.jar', { name: 'b.jar', kind: 'jar', status: 'ready', updatedAt: null, underlyingName: null } as const]]);
  return intentOf({ projectId: 'p', requestId: 'r1', requestDigest: 'd', view, before: { groupExists: true, members }, looked: [] });
}

function eventsOf(view: Submission): LedgerEvent[] {
  const events: LedgerEvent[] = [{ type: 'sent', at: 1_001 }];
  if (view.outcome === 'unknown') events.push(lostEvent(view, 1_020));
  else events.push(answeredEvent(view, 1_020));
  if (view.settlement) events.push({ type: 'settled', ...view.settlement });
  if (view.observed) {
    const { how, removed, at } = view.observed;
    events.push({ type: 'observed', at, how, removed, members: [] });
  }
  return events;
}

test.each(Object.entries(CASES))('%s', async (_name, view) => {
  const ledger = await openLedger(sqliteConnection(':memory:'));
  const { entry } = await ledger.begin(entryOf(view), null);
  const events = view.outcome === 'sending' ? [] : eventsOf(view);
  await ledger.record(entry.id, ...events);
  const found = await ledger.find('p', entry.id);
  if (found?.type !== 'submission') throw new Error('no submission');
  expect(viewOf(found)).toEqual({ ...view, id: entry.id });
  await ledger.dispose();
});

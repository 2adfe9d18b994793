/** Random histories, some of them nonsense, told to the ledger and to a model of a few lines: both must say the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerEvent } from './entry.ts';
import { type Ledger, openLedger } from './ledger.ts';
import {
  accepted,
  brokenRules,
  explained,
  keyOf,
  lost,
  observed,
  problemOf,
  refused,
  sent,
  settled,
  status,
  submissionOf,
  type TestEngine,
} from './test-ledger.ts';

const NAMES = ['a.jar', 'b.jar'];
const ACTORS = ['ana', 'bo'];
const GROUPS = ['raw', 'other', null];

interface Modelled {
  id: string;
  actor: string;
  group: string | null;
  key: string;
  phase: 'intent' | 'sent' | 'accepted' | 'refused' | 'unknown' | 'settled';
  verdict: string | null;
  isObserved: boolean;
  isClosed: boolean;
  version: number;
  status: Map<string, string>;
  explained: Set<string>;
  known: Set<string>;
}

const UNTOLD = { phase: 'intent', verdict: null, isObserved: false, isClosed: false, version: 1 } as const;

const event: fc.Arbitrary<LedgerEvent> = fc.oneof(
  fc.constantFrom(
    sent(),
    sent(),
    sent(),
    accepted(),
    accepted(),
    refused(),
    lost(),
    observed(),
    { type: 'closed' as const, at: 1 },
    { type: 'notSent' as const, at: 1, error: null },
  ),
  fc.constantFrom(settled('arrived', NAMES, []), settled('partly', ['a.jar'], ['b.jar']), settled('not_found', [], NAMES)),
  fc
    .tuple(fc.constantFrom(...NAMES), fc.constantFrom('uploading' as const, 'ready' as const, 'failed' as const))
    .map(([name, word]) => status(name, word)),
  fc.constantFrom(...NAMES).map((name) => explained(name)),
);
const step = fc.oneof(
  fc.record({
    do: fc.constant('begin' as const),
    actor: fc.constantFrom(...ACTORS),
    group: fc.constantFrom(...GROUPS),
    key: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'),
  }),
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('record' as const), which: fc.nat(5), events: fc.array(event, { minLength: 1, maxLength: 2 }) }),
  },
);

/** False where it does not follow. */
function apply(entry: Modelled, one: LedgerEvent): boolean {
  const { phase } = entry;
  const isWaiting = phase === 'sent' || phase === 'unknown' || phase === 'settled';
  switch (one.type) {
    case 'sent':
      if (phase !== 'intent') return false;
      entry.phase = 'sent';
      break;
    case 'answered':
      if (!isWaiting) return false;
      entry.phase = one.outcome;
      if (one.outcome === 'accepted') entry.known = new Set(NAMES);
      break;
    case 'notSent':
      if (!isWaiting && phase !== 'intent') return false;
      entry.phase = 'refused';
      break;
    case 'lost':
      if (phase !== 'sent' && phase !== 'unknown') return false;
      entry.phase = 'unknown';
      break;
    case 'settled':
      if (phase !== 'unknown') return false;
      entry.phase = 'settled';
      entry.verdict = one.verdict;
      for (const name of one.found) entry.known.add(name);
      break;
    case 'observed':
      if (entry.isObserved || (phase !== 'accepted' && phase !== 'settled')) return false;
      entry.isObserved = true;
      break;
    case 'status':
      if (!isWaiting && phase !== 'accepted') return false;
      if (entry.status.get(one.name) === one.status) return true;
      entry.status.set(one.name, one.status);
      entry.explained.delete(one.name);
      break;
    case 'explained':
      if ((!isWaiting && phase !== 'accepted') || entry.status.get(one.name) !== 'failed') return false;
      if (entry.explained.has(one.name)) return true;
      entry.explained.add(one.name);
      break;
    default:
      if (entry.isClosed) return false;
      entry.isClosed = true;
  }
  entry.version++;
  return true;
}

function isStillOpen(entry: Modelled): boolean {
  if (entry.isClosed || entry.phase === 'refused') return false;
  if (entry.phase === 'settled' && entry.verdict === 'not_found') return false;
  if (entry.phase !== 'settled' && entry.phase !== 'accepted') return true;
  return !entry.isObserved || NAMES.some((name) => !['ready', 'failed'].includes(entry.status.get(name) ?? ''));
}

const outcomeOf = ({ phase }: Modelled) => (phase === 'intent' || phase === 'sent' ? 'sending' : phase === 'settled' ? 'unknown' : phase);

async function expectSame(ledger: Ledger, projectId: string, entries: readonly Modelled[]): Promise<void> {
  for (const model of entries) {
    const entry = await ledger.find(projectId, model.id);
    expect(entry).toMatchObject({
      outcome: outcomeOf(model),
      isOpen: isStillOpen(model),
      version: model.version,
      actor: model.actor,
      group: model.group,
    });
    expect(entry?.items.map((one) => 'status' in one && one.status)).toEqual(NAMES.map((name) => model.status.get(name) ?? null));
    expect(entry?.items.map((one) => 'explanation' in one)).toEqual(NAMES.map((name) => model.explained.has(name)));
    expect((await ledger.events(projectId, model.id)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: model.version }, (_, n) => n + 1),
    );
  }
  const newestFirst = entries.toReversed();
  const idsOf = async (filter: object) => (await ledger.list({ projectId, ...filter }, { limit: 50 })).items.map(({ id }) => id);
  expect(await idsOf({})).toEqual(newestFirst.map(({ id }) => id));
  for (const actor of ACTORS)
    expect(await idsOf({ actor })).toEqual(newestFirst.filter((model) => model.actor === actor).map(({ id }) => id));
  for (const outcome of ['sending', 'accepted', 'unknown'])
    expect(await idsOf({ outcome })).toEqual(newestFirst.filter((model) => outcomeOf(model) === outcome).map(({ id }) => id));
  for (const group of GROUPS) {
    expect(await idsOf({ group })).toEqual(newestFirst.filter((model) => model.group === group).map(({ id }) => id));
    const known = NAMES.flatMap((name) => newestFirst.find((model) => model.group === group && model.known.has(name))?.id ?? []);
    expect((await ledger.knownPaths(projectId, group)).map(({ entryId }) => entryId)).toEqual(known);
  }
  const open = (await ledger.unfinished()).filter((entry) => entry.projectId === projectId).map(({ id }) => id);
  expect(open).toEqual(entries.filter(isStillOpen).map(({ id }) => id));
}

type Begin = Pick<Modelled, 'actor' | 'group' | 'key'>;

async function beginBoth(
  ledger: Ledger,
  projectId: string,
  entries: Modelled[],
  { actor, group, key }: Begin,
  createdAt: number,
): Promise<void> {
  const { isNew, entry } = await ledger.begin(
    submissionOf({ projectId, actor, group, createdAt }, NAMES),
    keyOf(key, undefined, projectId),
  );
  const known = entries.find((model) => model.key === key);
  expect([isNew, entry.id]).toEqual(known ? [false, known.id] : [true, entry.id]);
  if (!known) entries.push({ ...UNTOLD, id: entry.id, actor, group, key, status: new Map(), explained: new Set(), known: new Set() });
}

async function recordBoth(ledger: Ledger, model: Modelled | undefined, events: readonly LedgerEvent[]): Promise<void> {
  if (!model) return;
  const tried = { ...model, status: new Map(model.status), explained: new Set(model.explained), known: new Set(model.known) };
  const fits = events.every((one) => apply(tried, one));
  expect(await problemOf(ledger.record(model.id, ...events))).toBe(fits ? 'no error' : 'conflict');
  if (fits) Object.assign(model, tried);
}

export function describeModel(fresh: () => Promise<TestEngine>, numRuns: number): void {
  test('random histories come out as in a model of a few lines', { timeout: 60_000 }, async () => {
    const engine = await fresh();
    const ledger = await openLedger(engine.connection());
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const projectId = `run-${++runs}`;
        const entries: Modelled[] = [];
        for (const [index, one] of steps.entries()) {
          if (one.do === 'begin') await beginBoth(ledger, projectId, entries, one, 1000 + index);
          else await recordBoth(ledger, entries[one.which % Math.max(1, entries.length)], one.events);
        }
        await expectSame(ledger, projectId, entries);
      }),
      { numRuns },
    );
    await ledger.dispose();
    expect(await brokenRules(engine.connection())).toEqual([]);
  });
}

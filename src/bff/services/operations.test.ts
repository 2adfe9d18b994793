import { expect, it } from 'vitest';
import { createFakeClock } from '../../dli/fake-clock.ts';
import { createOperations, outcomesOf, viewOf, waitingItems } from './operations.ts';

const HEAD = { kind: 'delete', startedBy: 'tester', newOwner: null } as const;
let count = 0;
const started = (names: string[], startedAt = 0) => ({
  id: `id${++count}`,
  projectId: 'p',
  head: HEAD,
  startedAt,
  items: waitingItems(names.map((name) => ({ group: null, name }))),
});

it('shows failed items first, then running, waiting and done ones, in the order they were named', () => {
  const operations = createOperations({ clock: createFakeClock() });
  const operation = operations.add(started(['a', 'b', 'c', 'd', 'e']));
  const states = ['done', 'failed', 'waiting', 'running', 'failed'] as const;
  operation.items.forEach((item, index) => operations.change(operation, item, { state: states[index] ?? 'waiting' }));
  const view = viewOf(operation);
  expect(view.items.map((item) => item.name)).toEqual(['b', 'e', 'd', 'c', 'a']);
  expect(view.counts).toEqual({ total: 5, waiting: 1, running: 1, done: 1, failed: 2, unknown: 0 });
  expect(operation.version).toBe(6);
});

it('remembers the newest that have ended, and all that are under way', () => {
  const operations = createOperations({ clock: createFakeClock(), maxFinished: 2 });
  const [running, one, two, three] = Array.from({ length: 4 }, () => operations.add(started(['a'])));
  for (const operation of [one, two, three]) if (operation) operations.finish(operation);
  expect(operations.latest('p', 20).map(({ id }) => id)).toEqual([three?.id, two?.id, running?.id]);
  expect(operations.find('p', one?.id ?? '')).toBeUndefined();
  expect(operations.find('q', two?.id ?? '')).toBeUndefined();
});

it('tells since when something is under way in a project', async () => {
  const clock = createFakeClock();
  const operations = createOperations({ clock });
  expect(operations.runningSince('p')).toBeNull();
  const first = operations.add(started(['a'], clock.now()));
  await clock.advance(10);
  const second = operations.add(started(['a'], clock.now()));
  expect(operations.runningSince('p')).toBe(second.startedAt);
  operations.finish(second);
  expect(operations.runningSince('p')).toBe(first.startedAt);
  expect(operations.runningSince('q')).toBeNull();
});

it('tells the first two hundred of many items, failed ones before all others, and every outcome when asked', () => {
  const operations = createOperations({ clock: createFakeClock() });
  const operation = operations.add(started(Array.from({ length: 1_000 }, (_, i) => `p${i}`)));
  for (const item of operation.items.slice(0, 900)) operations.change(operation, item, { state: 'done' });
  for (const item of operation.items.slice(500, 502)) operations.change(operation, item, { state: 'failed' });
  const view = viewOf(operation);
  expect(view.items).toHaveLength(200);
  expect(view.items.slice(0, 3).map(({ name, state }) => [name, state])).toEqual([
    ['p500', 'failed'],
    ['p501', 'failed'],
    ['p900', 'waiting'],
  ]);
  expect(view.counts).toEqual({ total: 1_000, waiting: 100, running: 0, done: 898, failed: 2, unknown: 0 });
  const outcomes = outcomesOf(operation).items;
  expect([outcomes.length, outcomes.filter(({ state }) => state === 'failed')]).toEqual([
    1_000,
    [
      { group: null, name: 'p500', state: 'failed' },
      { group: null, name: 'p501', state: 'failed' },
    ],
  ]);
});

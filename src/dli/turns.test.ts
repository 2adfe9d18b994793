import { expect, it } from 'vitest';
import { atOnce, inTurns, type Steps } from './turns.ts';

function* count(items: number): Steps<number> {
  for (let i = 0; i < items; i++) yield 1;
  return items;
}

it('short work is done before anybody else has a turn; long work is not', async () => {
  const seen: string[] = [];
  const other = new Promise<void>((resolve) =>
    setImmediate(() => {
      seen.push('other');
      resolve();
    }),
  );
  await inTurns(count(999)).then(() => seen.push('short'));
  await inTurns(count(50_000)).then((items) => seen.push(`long ${items}`));
  await other;
  expect(seen).toEqual(['short', 'other', 'long 50000']);
  expect(atOnce(count(3))).toBe(3);
});

it('what goes wrong in a step is told', async () => {
  function* broken(): Steps<never> {
    yield 1_000;
    throw new Error('odd');
  }
  await expect(inTurns(broken())).rejects.toThrow('odd');
});

import { expect, it } from 'vitest';
import { settle } from '../../dli/fake-clock.ts';
import { createLocks } from './locks.ts';

function open() {
  const locks = createLocks();
  const log: string[] = [];
  const ends = new Map<string, () => void>();
  const take = (name: string, isShared: boolean) =>
    void (isShared ? locks.acquireShared('k') : locks.acquire('k')).then((release) => {
      log.push(name);
      ends.set(name, release);
    });
  return { log, take, end: (name: string) => ends.get(name)?.() };
}

it('lets shared holders in together, an exclusive one alone, in the order they came', async () => {
  const { log, take, end } = open();
  take('s1', true);
  take('s2', true);
  take('x1', false);
  take('s3', true);
  take('x2', false);
  await settle();
  expect(log).toEqual(['s1', 's2']);
  end('s1');
  end('s1');
  await settle();
  expect(log).toHaveLength(2);
  end('s2');
  await settle();
  expect(log).toEqual(['s1', 's2', 'x1']);
  end('x1');
  await settle();
  expect(log).toEqual(['s1', 's2', 'x1', 's3']);
  end('s3');
  await settle();
  expect(log.at(-1)).toBe('x2');
});

it('keeps keys apart', async () => {
  const locks = createLocks();
  await locks.acquire('a');
  await expect(locks.acquire('b')).resolves.toBeTypeOf('function');
});

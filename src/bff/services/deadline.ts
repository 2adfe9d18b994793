import type { Clock } from '../../dli/clock.ts';

export const LATE = Symbol('late');

export interface Deadline {
  /** The promise's value, or LATE if time runs out first; the work itself goes on. */
  race<T>(work: Promise<T>): Promise<T | typeof LATE>;
  cancel(): void;
}

export function createDeadline(clock: Clock, withinMs: number): Deadline {
  let cancel = () => {};
  const passed = new Promise<typeof LATE>((resolve) => {
    cancel = clock.after(withinMs, () => resolve(LATE));
  });
  return { race: (work) => Promise.race([work, passed]), cancel: () => cancel() };
}

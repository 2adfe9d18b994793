/**
 * Long work in the one thread that serves everybody: done in steps, with a turn of the event loop for others between them.
 * A list of 50,000 packages would otherwise hold every other answer back for as long as it takes to read.
 */

/** Yields how many items were done since the last yield. */
export type Steps<T> = Generator<number, T, void>;

/** Some milliseconds of work, and no more than a handful of turns for the lists most projects have. */
const ITEMS_A_TURN = 1_000;

export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let items = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    items += step.value;
    if (items < ITEMS_A_TURN) continue;
    items = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

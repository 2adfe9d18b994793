/** How often something that moves is read: fast while newly so, slow later. Browsers keep to it, and the server with none open. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const SHORTEST_DELAY_MS = 3 * SECOND;
export const LONGEST_DELAY_MS = MINUTE;

/** Age of the movement, and how long to wait for the next read. */
const CADENCE = [
  { untilAgeMs: 30 * SECOND, delayMs: SHORTEST_DELAY_MS },
  { untilAgeMs: 5 * MINUTE, delayMs: 10 * SECOND },
  { untilAgeMs: 30 * MINUTE, delayMs: 30 * SECOND },
];

/** Milliseconds until the next read of what began to move so long ago. */
export function delayByAge(ageMs: number): number {
  return CADENCE.find(({ untilAgeMs }) => ageMs < untilAgeMs)?.delayMs ?? LONGEST_DELAY_MS;
}

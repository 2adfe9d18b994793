/** One step of a check: timed, within its deadline, and never thrown out of. */
import type { ConnectionStep, ConnectionStepId, Finding } from '../contract/connection.ts';

export type Service = NonNullable<ConnectionStep['service']>;
export type Params = Record<string, string | number>;

export interface Outcome {
  state: ConnectionStep['state'];
  code: Finding;
  params: Params;
  answer: ConnectionStep['answer'];
}

/** Each step ends by then. A browser waits 45 s for all of them, and at most eight follow one another. */
export const STEP_WITHIN_MS = 5_000;

const outcome =
  (state: Outcome['state']) =>
  (code: Finding, params: Params = {}, answer: Outcome['answer'] = null): Outcome => ({ state, code, params, answer });

export const ok = outcome('ok');
export const warned = outcome('warned');
export const failed = outcome('failed');
export const skipped = outcome('skipped');

/** Takes a step as soon as it has come to something. */
export type Tell = (step: ConnectionStep) => void;

/** What an earlier step makes pointless. */
export function needs(step: ConnectionStepId, service: Service | null = null): Outcome {
  return skipped('needs_step', { step, ...(service ? { service: service.toUpperCase() } : {}) });
}

export function toStep(
  id: ConnectionStepId,
  service: Service | null,
  ms: number,
  { state, code, params, answer }: Outcome,
): ConnectionStep {
  return { id, service, state, ms: Math.round(ms), found: { code, params }, answer };
}

/** How long it took beside what it came to. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, ms: performance.now() - startedAt };
}

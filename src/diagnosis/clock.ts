import { clockSkew, isWorthNaming } from '../dli/clock-skew.ts';
import { failed, type Outcome, ok, STEP_WITHIN_MS, warned } from './steps.ts';

/** Off by more, and it is worth a word; the gateway takes 15 minutes. */
const WORTH_A_WORD_MS = 2 * 60_000;

/** Asks for nothing in particular, unsigned: any answer carries the time. */
export async function checkClock(endpoint: string, service: string): Promise<Outcome> {
  let dateHeader: string | null;
  try {
    const answer = await fetch(endpoint, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(STEP_WITHIN_MS) });
    dateHeader = answer.headers.get('Date');
    await answer.body?.cancel();
  } catch {
    return warned('clock_untold', { service });
  }
  const skewMs = clockSkew(dateHeader, Date.now());
  if (skewMs === null) return warned('clock_untold', { service });
  const about = { service, minutes: Math.round(Math.abs(skewMs) / 60_000), seconds: Math.round(Math.abs(skewMs) / 1000) };
  if (Math.abs(skewMs) < WORTH_A_WORD_MS) return ok('clock_right', about);
  const isRefused = isWorthNaming(skewMs);
  return (isRefused ? failed : warned)(skewMs > 0 ? 'clock_behind' : 'clock_ahead', about);
}

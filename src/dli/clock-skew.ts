/** A machine whose clock is wrong cannot sign: the gateway allows 15 minutes either way (APIGW.0301, "signature expired"). */

/** A minute less than the gateway's: HTTP dates are whole seconds, and the answer takes its time. */
const WORTH_NAMING_MS = 14 * 60_000;

/** How far the server's clock is ahead of this machine's (negative: behind), from its `Date` header. */
export function clockSkew(dateHeader: string | null, nowMs: number): number | null {
  const serverMs = Date.parse(dateHeader ?? '');
  return Number.isNaN(serverMs) ? null : serverMs - nowMs;
}

export function isWorthNaming(skewMs: number | null): skewMs is number {
  return skewMs !== null && Math.abs(skewMs) >= WORTH_NAMING_MS;
}

export function describeSkew(skewMs: number): string {
  return `this machine's clock is ${describeMinutes(Math.abs(skewMs))} ${skewMs > 0 ? 'behind' : 'ahead of'} DLI's`;
}

function describeMinutes(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}

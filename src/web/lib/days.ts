/** Days as an address names them ("2026-11-22"), in the reader's zone. */
import type { TimeZoneChoice } from './preferences.ts';

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Epoch milliseconds of the day's first moment, or with 1 of the next day's; undefined for no day at all. */
export function dayStart(day: string | undefined, zone: TimeZoneChoice, after: 0 | 1 = 0): number | undefined {
  const [, year, month, date] = DAY.exec(day ?? '') ?? [];
  if (!year || !month || !date) return undefined;
  const parts = [Number(year), Number(month) - 1, Number(date) + after] as const;
  const ms = zone === 'utc' ? Date.UTC(...parts) : new Date(...parts).getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

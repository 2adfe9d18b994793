/** Times and spans as words. Pure: the clock, the zone and the language come in. */
import type { TimeZoneChoice } from './preferences.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Figures alone, which are short, where a language has one order for them; English has two. */
const DATE_STYLE: Record<string, 'medium'> = { en: 'medium' };

const UNITS: { unit: Intl.RelativeTimeFormatUnit; ms: number }[] = [
  { unit: 'day', ms: DAY },
  { unit: 'hour', ms: HOUR },
  { unit: 'minute', ms: MINUTE },
];

/** A formatter costs far more than what it writes, and a table of 200 rows has hundreds of times. */
const kept = new Map<string, Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

function keep<T extends Intl.DateTimeFormat | Intl.RelativeTimeFormat>(key: string, make: () => T): T {
  const made = kept.get(key) ?? make();
  kept.set(key, made);
  return made as T; // The key names the kind and everything it was made with.
}

function dates(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return keep(`date ${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options));
}

function spans(locale: string): Intl.RelativeTimeFormat {
  return keep(`span ${locale}`, () => new Intl.RelativeTimeFormat(locale, { style: 'short' }));
}

/** "just now" is the caller's word: null below a minute either way. Beyond 30 days the date says more. */
export function relativeTime(at: number, now: number, zone: TimeZoneChoice, locale: string): string | null {
  const age = now - at;
  const step = UNITS.find(({ ms }) => Math.abs(age) >= ms);
  if (!step) return null;
  if (Math.abs(age) > 30 * DAY) return dates(locale, { dateStyle: DATE_STYLE[locale] ?? 'short', ...inZone(zone) }).format(at);
  return spans(locale).format(-Math.trunc(age / step.ms), step.unit);
}

/** Date and time to the second with its zone, as people compare it with a log. */
export function exactTime(at: number, zone: TimeZoneChoice, locale: string): string {
  return dates(locale, {
    year: 'numeric',
    month: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...inZone(zone),
  }).format(at);
}

/** 14:02:31; with its date where that is not today's: "Nov 21, 23:58:10". */
export function clockTime(at: number, now: number, zone: TimeZoneChoice, locale: string): string {
  const day = dates(locale, { dateStyle: 'short', ...inZone(zone) });
  return dates(locale, {
    ...(day.format(at) !== day.format(now) && { month: 'short', day: '2-digit' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...inZone(zone),
  }).format(at);
}

function inZone(zone: TimeZoneChoice): Intl.DateTimeFormatOptions {
  return zone === 'utc' ? { timeZone: 'UTC' } : {};
}

/** A span in at most two units: <0.1 s, 0.8 s, 42 s, 3 min 5 s, 2 h 10 min. Unit symbols are the same in every language; the decimal sign is not. */
export function duration(ms: number, locale: string): string {
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 });
  if (ms < SECOND / 10) return `<${tenths.format(0.1)} s`;
  if (ms < 10 * SECOND) return `${tenths.format(Math.floor(ms / 100) / 10)} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return two(Math.floor(ms / MINUTE), 'min', Math.floor((ms % MINUTE) / SECOND), 's');
  return two(Math.floor(ms / HOUR), 'h', Math.floor((ms % HOUR) / MINUTE), 'min');
}

function two(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`;
}

import { useLingui } from '@lingui/react/macro';
import { useNow } from '../lib/clock.ts';
import { useTimeZone } from '../lib/preferences.ts';
import { duration, exactTime, relativeTime } from '../lib/time.ts';
import { Hint } from './hint.tsx';
import classes from './time-cell.module.css';

/** “just now” takes no more and no less room than what follows it. */
export const TIME_WIDTH = '6.75rem';

/** "2 hr. ago", the exact time on hover and focus; a dash where nobody knows. */
export function TimeCell({ at }: { at: number | null }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const zone = useTimeZone();
  if (at === null) return <NoValue />;
  return (
    <Hint label={<Exact at={at} />} isFocusable className={classes.time}>
      <time dateTime={new Date(at).toISOString()}>{relativeTime(at, now, zone, i18n.locale) ?? t`just now`}</time>
    </Hint>
  );
}

/** Written out only while it is shown. */
function Exact({ at }: { at: number }) {
  const { i18n } = useLingui();
  return exactTime(at, useTimeZone(), i18n.locale);
}

/** The exact time in full, where there is room for it. */
export function ExactTime({ at }: { at: number | null }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  const zone = useTimeZone();
  if (at === null) return <NoValue />;
  const ago = relativeTime(at, now, zone, i18n.locale) ?? t`just now`;
  return (
    <span>
      <time dateTime={new Date(at).toISOString()}>{exactTime(at, zone, i18n.locale)}</time> <span className={classes.ago}>({ago})</span>
    </span>
  );
}

/** How long something took. */
export function Span({ ms }: { ms: number | null }) {
  const { i18n } = useLingui();
  return ms === null ? <NoValue /> : duration(ms, i18n.locale);
}

/** Not known: a dash to the eye, a word to a screen reader. */
export function NoValue() {
  const { t } = useLingui();
  return (
    <span className={classes.none} role="img" aria-label={t`not known`}>
      –
    </span>
  );
}

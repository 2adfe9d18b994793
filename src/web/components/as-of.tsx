import { Trans, useLingui } from '@lingui/react/macro';
import { useNow } from '../lib/clock.ts';
import { useTimeZone } from '../lib/preferences.ts';
import { clockTime } from '../lib/time.ts';
import classes from './as-of.module.css';

export interface AsOfProps {
  /** When the data was read upstream; null while there is none, and its room is kept. */
  at: number | null;
  /** Whether it will be read again by itself. */
  isAuto: boolean;
  /** The last try to read it again failed: what is shown may be out of date. */
  isStale: boolean;
  /** It is being read, and that takes longer than usual. */
  isSlow: boolean;
}

export function AsOf({ at, isAuto, isStale, isSlow }: AsOfProps) {
  const { i18n } = useLingui();
  const zone = useTimeZone();
  const now = useNow();
  const time = clockTime(at ?? now, now, zone, i18n.locale);
  return (
    <span className={classes.asOf} data-stale={isStale || undefined} data-pending={(at === null && !isSlow) || undefined}>
      {isStale ? (
        <Trans>As of {time} · cannot be read again at the moment</Trans>
      ) : isSlow ? (
        at === null ? (
          <Trans>Slow to answer · still waiting</Trans>
        ) : (
          <Trans>As of {time} · slow to answer, still waiting</Trans>
        )
      ) : isAuto ? (
        <Trans>Updated {time} · auto refresh on</Trans>
      ) : (
        <Trans>Updated {time} · all final, auto refresh off</Trans>
      )}
    </span>
  );
}

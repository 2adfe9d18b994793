import { Trans } from '@lingui/react/macro';
import classes from './path-row.module.css';

/** Also while the row is off screen or still being typed: nothing is asked then. */
export function LookingUp() {
  return (
    <span className={classes.object}>
      <Trans>Looking in OBS…</Trans>
    </span>
  );
}

import { Trans } from '@lingui/react/macro';
import classes from './counter.module.css';

/** "52 of 64", counted in characters as DLI's limits are, and marked once it is too long. */
export function Counter({ text, max }: { text: string; max: number }) {
  const count = Array.from(text).length;
  return (
    <span className={classes.counter} data-over={count > max || undefined}>
      <Trans>
        {count} of {max}
      </Trans>
    </span>
  );
}

import { Trans } from '@lingui/react/macro';
import classes from './deprecation-note.module.css';

/** Said once, and calmly. */
export function DeprecationNote() {
  return (
    <p className={classes.note}>
      <Trans>
        Huawei has deprecated package groups for Spark 3.3.1 and Flink 1.15 onwards: jobs on those versions name the OBS paths themselves.
      </Trans>
    </p>
  );
}

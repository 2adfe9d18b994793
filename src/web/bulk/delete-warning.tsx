import { Trans } from '@lingui/react/macro';
import classes from './bulk-dialog.module.css';

export function DeleteWarning() {
  return (
    <p className={classes.soft}>
      <Trans>Jobs that use it may fail. The files in OBS stay, but what DLI deletes cannot be brought back from here.</Trans>
    </p>
  );
}

import { Trans } from '@lingui/react/macro';
import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './record-unread.module.css';

/** While the ledger cannot be read: what is missing on this screen for it. */
export function RecordUnread() {
  return (
    <p className={classes.note} role="status">
      <IconAlertTriangle className={classes.icon} size={18} aria-hidden="true" />
      <Trans>
        What was submitted before could not be read just now: earlier submissions, where packages came from and why they failed are not
        shown. It is tried again by itself.
      </Trans>
    </p>
  );
}

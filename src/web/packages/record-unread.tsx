import { Trans } from '@lingui/react/macro';
import { Note } from '../components/note.tsx';

/** While the ledger cannot be read: what is missing on this screen for it. */
export function RecordUnread() {
  return (
    <Note tone="amber" role="status">
      <Trans>
        What was submitted before could not be read just now: earlier submissions, where packages came from and why they failed are not
        shown. It is tried again by itself.
      </Trans>
    </Note>
  );
}

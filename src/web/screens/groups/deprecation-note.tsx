import { useLingui } from '@lingui/react/macro';
import { CloseButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { Deprecation } from '../../components/deprecation.tsx';
import { useAnnounce } from '../../components/live-region.tsx';
import { hideDeprecationNote, useIsDeprecationNoteHidden } from '../../lib/preferences.ts';
import classes from './deprecation-note.module.css';

/** Said once, and calmly; after that it stands in the help sheet. */
export function DeprecationNote() {
  const { t } = useLingui();
  const announce = useAnnounce();
  if (useIsDeprecationNoteHidden()) return null;
  const hide = () => {
    // The button goes with the note.
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    hideDeprecationNote();
    announce(t`Hidden. It can be read again under Help.`);
  };
  return (
    <div className={classes.note} role="note">
      <IconInfoCircle size={18} aria-hidden="true" />
      <p>
        <Deprecation />
      </p>
      <CloseButton size="sm" aria-label={t`Hide this note`} title={t`Hide this note`} onClick={hide} />
    </div>
  );
}

import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Note } from './note.tsx';

interface ChangedNoteProps {
  children: ReactNode;
  onReview: () => void;
  onDiscard: () => void;
}

/** The two ways on when what was reviewed is no longer what is there. */
export function ChangedNote({ children, onReview, onDiscard }: ChangedNoteProps) {
  return (
    <Note
      tone="amber"
      role="alert"
      actions={
        <>
          <Button size="xs" onClick={onReview}>
            <Trans>Review differences</Trans>
          </Button>
          <Button size="xs" variant="default" onClick={onDiscard}>
            <Trans>Discard mine</Trans>
          </Button>
        </>
      }
    >
      {children}{' '}
      <Trans>Nothing was sent and your input is kept. “Review differences” takes what is there now as the new starting point.</Trans>
    </Note>
  );
}

import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { CratesDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { NoMatch } from '../../components/no-match.tsx';
import { NewSubmissionButton } from '../../packages/new-submission-button.tsx';

interface NoActivityProps {
  projectId: string;
  /** Narrowed to nothing; a page beyond the last entry; or nothing was ever done here. */
  why: 'filtered' | 'past' | 'unused';
  onClear: () => void;
}

export function NoActivity({ projectId, why, onClear }: NoActivityProps) {
  if (why === 'filtered') {
    return (
      <NoMatch onClear={onClear}>
        <Trans>Nothing that was done here matches all of these filters.</Trans>
      </NoMatch>
    );
  }
  if (why === 'past') {
    return (
      <EmptyState
        drawing={<CratesDrawing />}
        action={
          <Button variant="default" onClick={onClear}>
            <Trans>To the newest</Trans>
          </Button>
        }
      >
        <Trans>There is nothing older than this.</Trans>
      </EmptyState>
    );
  }
  return (
    <EmptyState drawing={<CratesDrawing />} action={<NewSubmissionButton projectId={projectId} variant="light" />}>
      <Trans>Nothing was submitted through this console yet. What is, stands here from then on, with its paths and what came of it.</Trans>
    </EmptyState>
  );
}

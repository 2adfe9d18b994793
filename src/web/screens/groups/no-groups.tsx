import { Trans } from '@lingui/react/macro';
import { CratesDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { NoMatch } from '../../components/no-match.tsx';
import { NewSubmissionButton } from '../../packages/new-submission-button.tsx';
import { SampleButton } from '../../packages/sample-button.tsx';

interface NoGroupsProps {
  projectId: string;
  /** By name alone, or by something else as well; null: by nothing. */
  filteredBy: 'name' | 'more' | null;
  onClear: () => void;
}

export function NoGroups({ projectId, filteredBy, onClear }: NoGroupsProps) {
  if (filteredBy) {
    return (
      <NoMatch onClear={onClear}>
        {filteredBy === 'name' ? (
          <Trans>No package group has this in its name.</Trans>
        ) : (
          <Trans>No package group matches all of these filters.</Trans>
        )}
      </NoMatch>
    );
  }
  return (
    <EmptyState
      drawing={<CratesDrawing />}
      action={
        <>
          <NewSubmissionButton projectId={projectId} variant="light" />
          <SampleButton projectId={projectId} />
        </>
      }
    >
      <Trans>A package group gathers jars, Python files and other files from OBS under one name, so that DLI jobs can use them.</Trans>
    </EmptyState>
  );
}

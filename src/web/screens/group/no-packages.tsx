import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { CratesDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { NoMatch } from '../../components/no-match.tsx';

interface NoPackagesProps {
  projectId: string;
  /** By name alone, or by something else as well; null: by nothing. */
  filteredBy: 'name' | 'more' | null;
  /** False while only a submission to it is known. */
  isListed: boolean;
  /** Whether that submission may still turn up. */
  isFollowed: boolean;
  onClear: () => void;
}

export function NoPackages({ projectId, filteredBy, isListed, isFollowed, onClear }: NoPackagesProps) {
  if (!isListed) {
    return (
      <EmptyState
        drawing={<CratesDrawing />}
        action={
          <Link to="/p/$projectId/groups" params={{ projectId }}>
            <Trans>Back to the package groups</Trans>
          </Link>
        }
      >
        {isFollowed ? (
          <Trans>DLI lists nothing under this name. The submission above is being followed.</Trans>
        ) : (
          <Trans>DLI lists nothing under this name.</Trans>
        )}
      </EmptyState>
    );
  }
  if (!filteredBy) {
    return (
      <EmptyState drawing={<CratesDrawing />}>
        <Trans>DLI lists this group without any package.</Trans>
      </EmptyState>
    );
  }
  return (
    <NoMatch onClear={onClear}>
      {filteredBy === 'name' ? <Trans>No package has this in its name.</Trans> : <Trans>No package matches all of these filters.</Trans>}
    </NoMatch>
  );
}

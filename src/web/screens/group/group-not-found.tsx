import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { GoneDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Name } from '../../components/name.tsx';
import { Screen } from '../../components/screen.tsx';
import { GroupsCrumb } from '../../packages/groups-crumb.tsx';

/** What a group was lives on in the record. */
const HistoryOfGone = lazy(async () => ({ default: (await import('./history.tsx')).HistoryOfGone }));

export function GroupNotFound({ projectId, name }: { projectId: string; name: string }) {
  const { t } = useLingui();
  return (
    <Screen title={t`Not found`} heading={<Name>{name}</Name>} crumbs={<GroupsCrumb projectId={projectId} />}>
      <EmptyState
        drawing={<GoneDrawing />}
        action={
          <Link to="/p/$projectId/groups" params={{ projectId }}>
            <Trans>Back to the package groups</Trans>
          </Link>
        }
      >
        <Trans>DLI lists no package group of this name. It may have been deleted, or never created.</Trans>
      </EmptyState>
      <Suspense fallback={null}>
        <HistoryOfGone projectId={projectId} group={name} />
      </Suspense>
    </Screen>
  );
}

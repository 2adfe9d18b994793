import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { ungroupedQuery } from '../../api/groups.ts';
import { CratesDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { NoMatch } from '../../components/no-match.tsx';
import { RollUpBadge } from '../../components/roll-up-badge.tsx';
import { Screen } from '../../components/screen.tsx';
import { type filteredBy, viewOf } from '../../lib/search-params.ts';
import { ListTabs } from '../../packages/list-tabs.tsx';
import { NewSubmissionButton } from '../../packages/new-submission-button.tsx';
import { NotFromHereFact, OutsideChangesSection } from '../../packages/outside-changes-section.tsx';
import { PackageList } from '../../packages/package-list.tsx';
import { useAnnouncedChanges } from '../../packages/use-announced-changes.ts';
import { useReading } from '../../packages/use-reading.tsx';

const route = getRouteApi('/p/$projectId/ungrouped');

export function UngroupedScreen() {
  const { t } = useLingui();
  const { projectId } = route.useParams();
  const address = route.useSearch();
  const reading = useReading(
    (how) => ungroupedQuery(projectId, viewOf(address), how),
    <Trans>The ungrouped packages of project {projectId} could not be read.</Trans>,
  );
  const view = reading.data;
  useAnnouncedChanges(view ? [{ name: t`Ungrouped packages`, rollUp: view.rollUp }] : undefined);

  return (
    <Screen
      title={t`Ungrouped packages`}
      heading={<Trans>Ungrouped packages</Trans>}
      aside={view && view.rollUp.total > 0 && <RollUpBadge rollUp={view.rollUp} />}
      facts={
        view ? (
          <>
            <Plural value={view.packages.total} one="# package in no group" other="# packages in no group" />
            <NotFromHereFact origin={view.origin} />
          </>
        ) : (
          '\u00a0'
        )
      }
      actions={<NewSubmissionButton projectId={projectId} />}
    >
      <ListTabs projectId={projectId} counts={view && { ungrouped: view.packages.total }} />
      <PackageList
        projectId={projectId}
        group={null}
        address={address}
        reading={reading}
        isAuto
        emptyState={(by, onClear) => <NoUngrouped by={by} onClear={onClear} />}
      />
      {view && <OutsideChangesSection projectId={projectId} group={null} origin={view.origin} />}
    </Screen>
  );
}

function NoUngrouped({ by, onClear }: { by: ReturnType<typeof filteredBy>; onClear: () => void }) {
  if (!by) {
    return (
      <EmptyState drawing={<CratesDrawing />}>
        <Trans>This project has no ungrouped packages. A submission that names no group appears here.</Trans>
      </EmptyState>
    );
  }
  return (
    <NoMatch onClear={onClear}>
      {by === 'name' ? (
        <Trans>No ungrouped package has this in its name.</Trans>
      ) : (
        <Trans>No ungrouped package matches all of these filters.</Trans>
      )}
    </NoMatch>
  );
}

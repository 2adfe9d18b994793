import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { STATUSES } from '../../../domain/status.ts';
import { ungroupedQuery } from '../../api/groups.ts';
import { useNamesOfAll, useSelection } from '../../bulk/bulk.tsx';
import { CratesDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { NoMatch } from '../../components/no-match.tsx';
import { RollUpBadge } from '../../components/roll-up-badge.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Toolbar } from '../../components/toolbar.tsx';
import { ExportMenu } from '../../exports/export-menu.tsx';
import { filteredBy, NO_FILTER, viewOf } from '../../lib/search-params.ts';
import { packagesKey } from '../../lib/selection.ts';
import { ListFilters } from '../../packages/list-filters.tsx';
import { ListTabs } from '../../packages/list-tabs.tsx';
import { NewSubmissionButton } from '../../packages/new-submission-button.tsx';
import { NotFromHereFact, OutsideChangesSection } from '../../packages/outside-changes-section.tsx';
import { PackageTable } from '../../packages/package-table.tsx';
import { PackagesBar } from '../../packages/packages-bar.tsx';
import { SubmissionsPanel } from '../../packages/submissions-panel.tsx';
import { useAnnouncedChanges } from '../../packages/use-announced-changes.ts';
import { usePackagesAddress } from '../../packages/use-packages-address.ts';
import { useReading } from '../../packages/use-reading.tsx';

const route = getRouteApi('/p/$projectId/ungrouped');

export function UngroupedScreen() {
  const { t } = useLingui();
  const { projectId } = route.useParams();
  const address = route.useSearch();
  const search = viewOf(address);
  const { change, closeDetails } = usePackagesAddress();
  const reading = useReading(
    (how) => ungroupedQuery(projectId, search, how),
    <Trans>The ungrouped packages of project {projectId} could not be read.</Trans>,
  );
  const view = reading.data;
  const selection = useSelection(packagesKey(null), useNamesOfAll(view?.packages));
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
      {view && <SubmissionsPanel submissions={view.submissions} />}
      <Toolbar
        end={
          <>
            {reading.refreshBar({ isAuto: true })}
            {reading.isShown && (
              <ExportMenu
                projectId={projectId}
                list={{ kind: 'ungrouped', search }}
                matching={view?.packages.matching}
                isRead={view !== undefined}
              />
            )}
          </>
        }
      >
        <SearchField label={t`Filter packages by name`} value={search.text} onChange={(text) => change({ text, page: 1 })} />
        <ListFilters
          projectId={projectId}
          of="packages"
          filter={search}
          statuses={STATUSES}
          facets={view?.packages.facets}
          onChange={(patch) => change({ ...patch, page: 1 })}
        />
      </Toolbar>
      {reading.failure}
      {reading.isShown && <PackagesBar projectId={projectId} group={null} page={view?.packages} search={search} selection={selection} />}
      {reading.isShown && (
        <PackageTable
          packages={view?.packages}
          address={address}
          onChange={change}
          onCloseDetails={closeDetails}
          selection={selection}
          isDimmed={reading.isDimmed}
          emptyState={<NoUngrouped by={filteredBy(search)} onClear={() => change({ ...NO_FILTER, page: 1 })} />}
        />
      )}
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

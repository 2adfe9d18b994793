import { Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { STATUSES } from '../../../domain/status.ts';
import { ApiError } from '../../api/client.ts';
import { groupQuery } from '../../api/groups.ts';
import { isPolled } from '../../api/poll.ts';
import { useNamesOfAll, useSelection } from '../../bulk/bulk.tsx';
import { Name } from '../../components/name.tsx';
import { RollUpBadge } from '../../components/roll-up-badge.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Toolbar } from '../../components/toolbar.tsx';
import { ExportMenu } from '../../exports/export-menu.tsx';
import { filteredBy, NO_FILTER, viewOf } from '../../lib/search-params.ts';
import { packagesKey } from '../../lib/selection.ts';
import { GroupMenu } from '../../packages/group-menu.tsx';
import { GroupsCrumb } from '../../packages/groups-crumb.tsx';
import { ListFilters } from '../../packages/list-filters.tsx';
import { NewSubmissionButton } from '../../packages/new-submission-button.tsx';
import { OutsideChangesSection } from '../../packages/outside-changes-section.tsx';
import { PackageTable } from '../../packages/package-table.tsx';
import { PackagesBar } from '../../packages/packages-bar.tsx';
import { SubmissionsPanel } from '../../packages/submissions-panel.tsx';
import { useAnnouncedChanges } from '../../packages/use-announced-changes.ts';
import { usePackagesAddress } from '../../packages/use-packages-address.ts';
import { useReading } from '../../packages/use-reading.tsx';
import { GroupDetails } from './group-details.tsx';
import { GroupFacts } from './group-facts.tsx';
import { GroupNotFound } from './group-not-found.tsx';
import { GroupTabs } from './group-tabs.tsx';
import { NoPackages } from './no-packages.tsx';

/** Fetched by who opens their tabs. */
const History = lazy(async () => ({ default: (await import('./history.tsx')).History }));
const UseGroup = lazy(async () => ({ default: (await import('./use-group.tsx')).UseGroup }));

const route = getRouteApi('/p/$projectId/group');

export function GroupScreen() {
  const { t } = useLingui();
  const { projectId } = route.useParams();
  const { name, tab, ...address } = route.useSearch();
  const { change, closeDetails } = usePackagesAddress();
  const search = viewOf(address);
  const reading = useReading((how) => groupQuery(projectId, name, search, how), <Trans>The package group {name} could not be read.</Trans>);
  const { data: view, error } = reading;
  const selection = useSelection(packagesKey(name), useNamesOfAll(view?.packages));
  const group = view?.group;
  const isAuto = isPolled(view, reading.asOf);
  useAnnouncedChanges(group ? [group] : undefined);

  if (error instanceof ApiError && error.status === 404) return <GroupNotFound projectId={projectId} name={name} />;
  return (
    <Screen
      title={name}
      heading={<Name>{name}</Name>}
      crumbs={<GroupsCrumb projectId={projectId} />}
      aside={group && <RollUpBadge rollUp={group.rollUp} />}
      facts={group ? <GroupFacts group={group} /> : '\u00a0'}
      actions={
        <>
          <NewSubmissionButton projectId={projectId} group={name} />
          {group && <GroupMenu name={name} />}
        </>
      }
    >
      <GroupTabs projectId={projectId} name={name} />
      <Suspense fallback={null}>
        {tab === 'history' && <History projectId={projectId} group={name} changedAt={group?.origin?.changedAt ?? null} />}
        {tab === 'use' && <UseGroup projectId={projectId} name={name} />}
      </Suspense>
      {tab === undefined && (
        <>
          {view && <SubmissionsPanel submissions={view.submissions} />}
          <Toolbar
            end={
              <>
                {reading.refreshBar({ isAuto })}
                {(view ? group : reading.isShown) && (
                  <ExportMenu
                    projectId={projectId}
                    list={{ kind: 'group', name, search }}
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
          {reading.isShown && (
            <PackagesBar projectId={projectId} group={name} page={view?.packages} search={search} selection={selection} />
          )}
          {reading.isShown && (
            <PackageTable
              packages={view?.packages}
              address={address}
              onChange={change}
              onCloseDetails={closeDetails}
              selection={selection}
              isDimmed={reading.isDimmed}
              emptyState={
                <NoPackages
                  projectId={projectId}
                  filteredBy={filteredBy(search)}
                  isListed={group !== null}
                  isFollowed={isAuto}
                  onClear={() => change({ ...NO_FILTER, page: 1 })}
                />
              }
            />
          )}
          {group && <OutsideChangesSection projectId={projectId} group={name} origin={group.origin} />}
          {group && <GroupDetails group={group} />}
        </>
      )}
    </Screen>
  );
}

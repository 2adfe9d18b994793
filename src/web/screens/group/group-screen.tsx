import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCheckNow } from '../../api/check-now.ts';
import { ApiError } from '../../api/client.ts';
import { groupQuery } from '../../api/groups.ts';
import { isPolled } from '../../api/poll.ts';
import { useNamesOfAll, useSelection } from '../../bulk/bulk.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Name } from '../../components/name.tsx';
import { RefreshBar } from '../../components/refresh-bar.tsx';
import { RollUpBadge } from '../../components/roll-up-badge.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Toolbar } from '../../components/toolbar.tsx';
import { ExportMenu } from '../../exports/export-menu.tsx';
import { viewOf } from '../../lib/search-params.ts';
import { packagesKey } from '../../lib/selection.ts';
import { GroupsCrumb } from '../../packages/groups-crumb.tsx';
import { NewSubmissionButton } from '../../packages/new-submission-button.tsx';
import { PackageTable } from '../../packages/package-table.tsx';
import { PackagesBar } from '../../packages/packages-bar.tsx';
import { SubmissionsPanel } from '../../packages/submissions-panel.tsx';
import { useAnnouncedChanges } from '../../packages/use-announced-changes.ts';
import { usePackagesAddress } from '../../packages/use-packages-address.ts';
import { GroupDetails } from './group-details.tsx';
import { GroupFacts } from './group-facts.tsx';
import { GroupMenu } from './group-menu.tsx';
import { GroupNotFound } from './group-not-found.tsx';
import { NoPackages } from './no-packages.tsx';

const route = getRouteApi('/p/$projectId/group');

export function GroupScreen() {
  const { t } = useLingui();
  const { projectId } = route.useParams();
  const { name, ...address } = route.useSearch();
  const { change, closeDetails } = usePackagesAddress();
  const search = viewOf(address);
  const { data: answered, error, isPlaceholderData, isFetching, refetch } = useQuery(groupQuery(projectId, name, search));
  const checkNow = useCheckNow(groupQuery(projectId, name, search, { fresh: true }));
  const view = answered?.data;
  const selection = useSelection(packagesKey(name), useNamesOfAll(view?.packages));
  const group = view?.group;
  useAnnouncedChanges(group ? [group] : undefined);

  if (error instanceof ApiError && error.status === 404) return <GroupNotFound projectId={projectId} name={name} />;
  // With older data at hand it is kept, and the failure is a word beside its time; with none it is all there is to say.
  const failure = error && (
    <ErrorPanel
      what={<Trans>The package group {name} could not be read.</Trans>}
      error={error}
      {...(!view && { onRetry: () => void refetch(), isRetrying: isFetching })}
    />
  );
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
      {view && <SubmissionsPanel submissions={view.submissions} />}
      <Toolbar>
        <SearchField label={t`Filter packages by name`} value={search.text} onChange={(text) => change({ text, page: 1 })} />
        {(view || !error) && (
          <RefreshBar
            at={answered?.asOf ?? null}
            isAuto={isPolled(view, answered?.asOf)}
            failure={failure}
            onCheckNow={() => checkNow.mutate()}
            isChecking={checkNow.isPending}
          />
        )}
        {group && <ExportMenu projectId={projectId} list={{ kind: 'group', name, search }} matching={view?.packages.matching} />}
      </Toolbar>
      {!view && failure}
      {view && <PackagesBar group={name} selection={selection} total={group?.rollUp.total} />}
      {(view || !error) && (
        <PackageTable
          packages={view?.packages}
          address={address}
          onChange={change}
          onCloseDetails={closeDetails}
          selection={selection}
          isDimmed={isPlaceholderData || error !== null}
          emptyState={
            <NoPackages
              projectId={projectId}
              isFiltered={search.text !== ''}
              isListed={group !== null}
              isFollowed={isPolled(view, answered?.asOf)}
              onClear={() => change({ text: '', page: 1 })}
            />
          }
        />
      )}
      {group && <GroupDetails group={group} />}
    </Screen>
  );
}

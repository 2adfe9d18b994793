import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCheckNow } from '../../api/check-now.ts';
import { ungroupedQuery } from '../../api/groups.ts';
import { useNamesOfAll, useSelection } from '../../bulk/bulk.tsx';
import { CratesDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { NoMatch } from '../../components/no-match.tsx';
import { RefreshBar } from '../../components/refresh-bar.tsx';
import { RollUpBadge } from '../../components/roll-up-badge.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Toolbar } from '../../components/toolbar.tsx';
import { ExportMenu } from '../../exports/export-menu.tsx';
import { viewOf } from '../../lib/search-params.ts';
import { packagesKey } from '../../lib/selection.ts';
import { NewSubmissionButton } from '../../packages/new-submission-button.tsx';
import { PackageTable } from '../../packages/package-table.tsx';
import { PackagesBar } from '../../packages/packages-bar.tsx';
import { SubmissionsPanel } from '../../packages/submissions-panel.tsx';
import { useAnnouncedChanges } from '../../packages/use-announced-changes.ts';
import { usePackagesAddress } from '../../packages/use-packages-address.ts';

const route = getRouteApi('/p/$projectId/ungrouped');

export function UngroupedScreen() {
  const { t } = useLingui();
  const { projectId } = route.useParams();
  const address = route.useSearch();
  const search = viewOf(address);
  const { change, closeDetails } = usePackagesAddress();
  const { data: answered, error, isPlaceholderData, isFetching, refetch } = useQuery(ungroupedQuery(projectId, search));
  const checkNow = useCheckNow(ungroupedQuery(projectId, search, { fresh: true }));
  const view = answered?.data;
  const selection = useSelection(packagesKey(null), useNamesOfAll(view?.packages));
  useAnnouncedChanges(view ? [{ name: t`Ungrouped packages`, rollUp: view.rollUp }] : undefined);

  // With older data at hand it is kept, and the failure is a word beside its time; with none it is all there is to say.
  const failure = error && (
    <ErrorPanel
      what={<Trans>The ungrouped packages of project {projectId} could not be read.</Trans>}
      error={error}
      {...(!view && { onRetry: () => void refetch(), isRetrying: isFetching })}
    />
  );
  return (
    <Screen
      title={t`Ungrouped packages`}
      heading={<Trans>Ungrouped packages</Trans>}
      aside={view && view.rollUp.total > 0 && <RollUpBadge rollUp={view.rollUp} />}
      facts={view ? <Plural value={view.packages.total} one="# package in no group" other="# packages in no group" /> : '\u00a0'}
      actions={<NewSubmissionButton projectId={projectId} />}
    >
      {view && <SubmissionsPanel submissions={view.submissions} />}
      <Toolbar>
        <SearchField label={t`Filter packages by name`} value={search.text} onChange={(text) => change({ text, page: 1 })} />
        {(view || !error) && (
          <RefreshBar
            at={answered?.asOf ?? null}
            isAuto
            failure={failure}
            onCheckNow={() => checkNow.mutate()}
            isChecking={checkNow.isPending}
          />
        )}
        {view && <ExportMenu projectId={projectId} list={{ kind: 'ungrouped', search }} matching={view.packages.matching} />}
      </Toolbar>
      {!view && failure}
      {view && <PackagesBar group={null} selection={selection} total={undefined} />}
      {(view || !error) && (
        <PackageTable
          packages={view?.packages}
          address={address}
          onChange={change}
          onCloseDetails={closeDetails}
          selection={selection}
          isDimmed={isPlaceholderData || error !== null}
          emptyState={<NoUngrouped isFiltered={search.text !== ''} onClear={() => change({ text: '', page: 1 })} />}
        />
      )}
    </Screen>
  );
}

function NoUngrouped({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!isFiltered) {
    return (
      <EmptyState drawing={<CratesDrawing />}>
        <Trans>This project has no ungrouped packages. A submission that names no group appears here.</Trans>
      </EmptyState>
    );
  }
  return (
    <NoMatch onClear={onClear}>
      <Trans>No ungrouped package has this in its name.</Trans>
    </NoMatch>
  );
}

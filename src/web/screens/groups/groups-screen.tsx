import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PAGE_SIZES } from '../../../contract/common.ts';
import { useCheckNow } from '../../api/check-now.ts';
import { groupsQuery } from '../../api/groups.ts';
import { useBulk, useNamesOfAll, useSelection } from '../../bulk/bulk.tsx';
import { SelectionBar } from '../../bulk/selection-bar.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Pager } from '../../components/pager.tsx';
import { RefreshBar } from '../../components/refresh-bar.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Toolbar } from '../../components/toolbar.tsx';
import { ExportMenu } from '../../exports/export-menu.tsx';
import type { GroupsAddress } from '../../lib/search-params.ts';
import { NewSubmissionButton } from '../../packages/new-submission-button.tsx';
import { useAnnouncedChanges } from '../../packages/use-announced-changes.ts';
import { DeprecationNote } from './deprecation-note.tsx';
import { GROUP_COLUMNS } from './group-columns.tsx';
import { GroupsFacts } from './groups-facts.tsx';
import { NoGroups } from './no-groups.tsx';

const route = getRouteApi('/p/$projectId/groups');

export function GroupsScreen() {
  const { t } = useLingui();
  const { projectId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: answered, error, isPlaceholderData, isFetching, refetch } = useQuery(groupsQuery(projectId, search));
  const checkNow = useCheckNow(groupsQuery(projectId, search, { fresh: true }));
  const list = answered?.data;
  const ask = useBulk();
  const selection = useSelection('groups', useNamesOfAll(list));
  useAnnouncedChanges(list?.items);

  const change = (patch: Partial<GroupsAddress>, isTyping = false) =>
    void navigate({ search: (now) => ({ ...now, page: 1, ...patch }), replace: isTyping, resetScroll: 'page' in patch });

  // With older data at hand it is kept, and the failure is a word beside its time; with none it is all there is to say.
  const failure = error && (
    <ErrorPanel
      what={<Trans>The package groups of project {projectId} could not be read.</Trans>}
      error={error}
      {...(!list && { onRetry: () => void refetch(), isRetrying: isFetching })}
    />
  );
  return (
    <Screen
      title={t`Package groups`}
      heading={<Trans>Package groups</Trans>}
      facts={list ? <GroupsFacts counts={list.counts} /> : '\u00a0'}
      actions={<NewSubmissionButton projectId={projectId} />}
    >
      <Toolbar>
        <SearchField label={t`Filter by name`} value={search.text} onChange={(text) => change({ text }, true)} />
        {(list || !error) && (
          <RefreshBar
            at={answered?.asOf ?? null}
            isAuto
            failure={failure}
            onCheckNow={() => checkNow.mutate()}
            isChecking={checkNow.isPending}
          />
        )}
        {list && <ExportMenu projectId={projectId} list={{ kind: 'groups', search }} matching={list.matching} />}
      </Toolbar>
      {!list && failure}
      {list && (
        <SelectionBar selection={selection}>
          <Button size="xs" variant="default" onClick={() => ask({ kind: 'deleteGroups', groups: [...selection.selected] })}>
            <Plural value={selection.selected.size} one="Delete # group" other="Delete # groups" />
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => ask({ kind: 'changeOwner', targets: [...selection.selected].map((group) => ({ group, name: null })) })}
          >
            <Trans>Change owner</Trans>
          </Button>
        </SelectionBar>
      )}
      {(list || !error) && (
        <DataTable
          label={t`Package groups`}
          columns={GROUP_COLUMNS}
          rows={list?.items}
          getRowId={(group) => group.name}
          sort={search.sort}
          order={search.order}
          onSort={(sort, order) => change({ sort, order })}
          selection={selection}
          isDimmed={isPlaceholderData || error !== null}
          emptyState={<NoGroups projectId={projectId} isFiltered={search.text !== ''} onClear={() => change({ text: '' })} />}
        />
      )}
      {list && (
        <Pager
          page={list.page}
          pageSize={list.pageSize}
          pageSizes={PAGE_SIZES}
          matching={list.matching}
          onPage={(page) => change({ page })}
          onPageSize={(pageSize) => change({ pageSize })}
        />
      )}
      <DeprecationNote />
    </Screen>
  );
}

import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { PAGE_SIZES } from '../../../contract/common.ts';
import { ROLL_UP_STATES } from '../../../domain/status.ts';
import { groupsQuery, readGroupNames } from '../../api/groups.ts';
import { useBulk, useNamesOfAll, useSelection } from '../../bulk/bulk.tsx';
import { SelectMatching } from '../../bulk/select-matching.tsx';
import { SelectionBar } from '../../bulk/selection-bar.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Pager } from '../../components/pager.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Toolbar } from '../../components/toolbar.tsx';
import { ExportMenu } from '../../exports/export-menu.tsx';
import { filteredBy, type GroupsAddress, NO_FILTER } from '../../lib/search-params.ts';
import { ListFilters } from '../../packages/list-filters.tsx';
import { ListTabs } from '../../packages/list-tabs.tsx';
import { NewSubmissionButton } from '../../packages/new-submission-button.tsx';
import { useAnnouncedChanges } from '../../packages/use-announced-changes.ts';
import { useReading } from '../../packages/use-reading.tsx';
import { DeprecationNote } from './deprecation-note.tsx';
import { GROUP_COLUMNS } from './group-columns.tsx';
import { GroupsFacts } from './groups-facts.tsx';

/** Most projects have groups. */
const NoGroups = lazy(async () => ({ default: (await import('./no-groups.tsx')).NoGroups }));

const route = getRouteApi('/p/$projectId/groups');

export function GroupsScreen() {
  const { t } = useLingui();
  const { projectId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const reading = useReading(
    (how) => groupsQuery(projectId, search, how),
    <Trans>The package groups of project {projectId} could not be read.</Trans>,
  );
  const list = reading.data;
  const ask = useBulk();
  const selection = useSelection('groups', useNamesOfAll(list));
  useAnnouncedChanges(list?.items);

  const change = (patch: Partial<GroupsAddress>, isTyping = false) =>
    void navigate({ search: (now) => ({ ...now, page: 1, ...patch }), replace: isTyping, resetScroll: 'page' in patch });

  return (
    <Screen
      title={t`Package groups`}
      heading={<Trans>Package groups</Trans>}
      facts={list ? <GroupsFacts list={list} /> : '\u00a0'}
      actions={<NewSubmissionButton projectId={projectId} />}
    >
      <ListTabs projectId={projectId} counts={list?.counts} />
      <Toolbar
        end={
          <>
            {reading.refreshBar({ isAuto: true })}
            {reading.isShown && (
              <ExportMenu projectId={projectId} list={{ kind: 'groups', search }} matching={list?.matching} isRead={list !== undefined} />
            )}
          </>
        }
      >
        <SearchField label={t`Filter by name`} value={search.text} onChange={(text) => change({ text }, true)} />
        <ListFilters projectId={projectId} of="groups" filter={search} statuses={ROLL_UP_STATES} facets={list?.facets} onChange={change} />
      </Toolbar>
      {reading.failure}
      {reading.isShown && (
        <SelectionBar
          selection={selection}
          more={
            list && (
              <SelectMatching
                key={JSON.stringify([search.text, search.kind, search.status, search.owner, search.tag])}
                page={list}
                readNames={() => readGroupNames(projectId, search)}
                selection={selection}
              />
            )
          }
        >
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
      {reading.isShown && (
        <DataTable
          label={t`Package groups`}
          columns={GROUP_COLUMNS}
          rows={list?.items}
          getRowId={(group) => group.name}
          sort={search.sort}
          order={search.order}
          onSort={(sort, order) => change({ sort, order })}
          selection={selection}
          isDimmed={reading.isDimmed}
          emptyState={
            <Suspense fallback={null}>
              <NoGroups projectId={projectId} filteredBy={filteredBy(search)} onClear={() => change(NO_FILTER)} />
            </Suspense>
          }
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
      {/* Under the list, whose length is not known before. */}
      {(list || !reading.isShown) && <DeprecationNote />}
    </Screen>
  );
}

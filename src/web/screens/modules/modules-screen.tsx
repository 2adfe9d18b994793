import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { getRouteApi } from '@tanstack/react-router';
import { PAGE_SIZES } from '../../../contract/common.ts';
import { modulesQuery } from '../../api/groups.ts';
import { DataTable } from '../../components/data-table.tsx';
import { CratesDrawing } from '../../components/drawings.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { NoMatch } from '../../components/no-match.tsx';
import { Pager } from '../../components/pager.tsx';
import { Screen } from '../../components/screen.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Toolbar } from '../../components/toolbar.tsx';
import type { ModulesAddress } from '../../lib/search-params.ts';
import { ListTabs } from '../../packages/list-tabs.tsx';
import { useReading } from '../../packages/use-reading.tsx';
import { MODULE_COLUMNS } from './module-columns.tsx';

const route = getRouteApi('/p/$projectId/modules');

/** What DLI brings along: to be looked at, and nothing else. */
export function ModulesScreen() {
  const { t } = useLingui();
  const { projectId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const reading = useReading(
    (how) => modulesQuery(projectId, search, how),
    <Trans>The built-in modules of project {projectId} could not be read.</Trans>,
  );
  const list = reading.data;
  const change = (patch: Partial<ModulesAddress>, isTyping = false) =>
    void navigate({ search: (now) => ({ ...now, page: 1, ...patch }), replace: isTyping, resetScroll: 'page' in patch });

  return (
    <Screen
      title={t`Built-in modules`}
      heading={<Trans>Built-in modules</Trans>}
      facts={
        list ? (
          <Plural value={list.total} one="# module that DLI brings along, read only" other="# modules that DLI brings along, read only" />
        ) : (
          '\u00a0'
        )
      }
    >
      <ListTabs projectId={projectId} counts={list && { modules: list.total }} />
      <Toolbar end={reading.refreshBar({ isAuto: true })}>
        <SearchField label={t`Filter modules by name`} value={search.text} onChange={(text) => change({ text }, true)} />
      </Toolbar>
      {reading.failure}
      {reading.isShown && (
        <DataTable
          label={t`Built-in modules`}
          columns={MODULE_COLUMNS}
          rows={list?.items}
          getRowId={(module) => module.name}
          sort={search.sort}
          order={search.order}
          onSort={(sort, order) => change({ sort, order })}
          isDimmed={reading.isDimmed}
          emptyState={<NoModules isFiltered={search.text !== ''} onClear={() => change({ text: '' })} />}
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
    </Screen>
  );
}

function NoModules({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!isFiltered) {
    return (
      <EmptyState drawing={<CratesDrawing />}>
        <Trans>DLI lists no built-in modules in this project.</Trans>
      </EmptyState>
    );
  }
  return (
    <NoMatch onClear={onClear}>
      <Trans>No built-in module has this in its name.</Trans>
    </NoMatch>
  );
}

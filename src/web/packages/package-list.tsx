import { useLingui } from '@lingui/react/macro';
import type { QueryKey } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import type { GroupView } from '../../contract/groups.ts';
import { STATUSES } from '../../domain/status.ts';
import { useNamesOfAll, useSelection } from '../bulk/bulk.tsx';
import { SearchField } from '../components/search-field.tsx';
import { Toolbar } from '../components/toolbar.tsx';
import { ExportMenu } from '../exports/export-menu.tsx';
import { filteredBy, NO_FILTER, type PackagesAddress, viewOf } from '../lib/search-params.ts';
import { packagesKey } from '../lib/selection.ts';
import { ListFilters } from './list-filters.tsx';
import { PackageTable } from './package-table.tsx';
import { PackagesBar } from './packages-bar.tsx';
import { SubmissionsPanel } from './submissions-panel.tsx';
import { usePackagesAddress } from './use-packages-address.ts';
import type { useReading } from './use-reading.tsx';

const RecordUnread = lazy(async () => ({ default: (await import('./record-unread.tsx')).RecordUnread }));

interface PackageListProps {
  projectId: string;
  /** Null for the ungrouped packages. */
  group: string | null;
  address: PackagesAddress;
  reading: ReturnType<typeof useReading<Pick<GroupView, 'packages' | 'submissions' | 'isRecordRead'>, QueryKey>>;
  isAuto: boolean;
  /** False while only a submission to the group is known. */
  isListed?: boolean;
  /** For a list without rows: what it is narrowed by, and the way back to all of it. */
  emptyState: (by: ReturnType<typeof filteredBy>, onClear: () => void) => ReactNode;
}

/** What the Group and the Ungrouped screen list: what was submitted last, and packages to be narrowed, exported and chosen. */
export function PackageList({ projectId, group, address, reading, isAuto, isListed = true, emptyState }: PackageListProps) {
  const { t } = useLingui();
  const { change, closeDetails } = usePackagesAddress();
  const search = viewOf(address);
  const { data: view, isShown } = reading;
  const selection = useSelection(packagesKey(group), useNamesOfAll(view?.packages));
  return (
    <>
      {view && <SubmissionsPanel submissions={view.submissions} />}
      {view && !view.isRecordRead && (
        <Suspense fallback={null}>
          <RecordUnread />
        </Suspense>
      )}
      <Toolbar
        end={
          <>
            {reading.refreshBar({ isAuto })}
            {isShown && isListed && (
              <ExportMenu
                projectId={projectId}
                list={group === null ? { kind: 'ungrouped', search } : { kind: 'group', name: group, search }}
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
      {isShown && <PackagesBar projectId={projectId} group={group} page={view?.packages} search={search} selection={selection} />}
      {isShown && (
        <PackageTable
          packages={view?.packages}
          address={address}
          onChange={change}
          onCloseDetails={closeDetails}
          selection={selection}
          isDimmed={reading.isDimmed}
          emptyState={emptyState(filteredBy(search), () => change({ ...NO_FILTER, page: 1 }))}
        />
      )}
    </>
  );
}

import { useLingui } from '@lingui/react/macro';
import { lazy, type ReactNode, Suspense } from 'react';
import { PAGE_SIZES } from '../../contract/common.ts';
import type { GroupView } from '../../contract/groups.ts';
import type { Selection } from '../bulk/bulk.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Pager } from '../components/pager.tsx';
import type { PackagesAddress } from '../lib/search-params.ts';
import { PACKAGE_COLUMNS } from './package-columns.tsx';

/** Fetched once the list stands. It is mounted closed, so that it can give focus back to what opened it. */
const PackageDrawer = lazy(async () => ({ default: (await import('./package-drawer.tsx')).PackageDrawer }));

interface PackageTableProps {
  packages: GroupView['packages'] | undefined;
  address: PackagesAddress;
  /** What of the address changes; whatever changes the rows begins at the first page. */
  onChange: (patch: Partial<PackagesAddress>) => void;
  onCloseDetails: () => void;
  selection: Selection;
  isDimmed: boolean;
  emptyState: ReactNode;
}

/** Packages as the Group and the Ungrouped screen list them, with the details of one beside them. */
export function PackageTable({ packages, address, onChange, onCloseDetails, selection, isDimmed, emptyState }: PackageTableProps) {
  const { t } = useLingui();
  return (
    <>
      <DataTable
        label={t`Packages`}
        columns={PACKAGE_COLUMNS}
        rows={packages?.items}
        getRowId={(item) => item.name}
        sort={address.sort}
        order={address.order}
        onSort={(sort, order) => onChange({ sort, order, page: 1 })}
        selection={selection}
        isDimmed={isDimmed}
        emptyState={emptyState}
      />
      {packages && (
        <Pager
          page={packages.page}
          pageSize={packages.pageSize}
          pageSizes={PAGE_SIZES}
          matching={packages.matching}
          onPage={(page) => onChange({ page })}
          onPageSize={(pageSize) => onChange({ pageSize, page: 1 })}
        />
      )}
      <Suspense fallback={null}>
        <PackageDrawer
          name={address.package ?? ''}
          item={packages?.items.find((item) => item.name === address.package)}
          isOpen={address.package !== undefined && packages !== undefined}
          onClose={onCloseDetails}
        />
      </Suspense>
    </>
  );
}

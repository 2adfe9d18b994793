import { msg } from '@lingui/core/macro';
import type { BuiltInModule, MODULE_SORTS } from '../../../contract/groups.ts';
import type { Column } from '../../components/data-table.tsx';
import { Name } from '../../components/name.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { NoValue, TIME_WIDTH, TimeCell } from '../../components/time-cell.tsx';
import { kindWord } from '../../lib/words.ts';

export const MODULE_COLUMNS: readonly Column<BuiltInModule, (typeof MODULE_SORTS)[number]>[] = [
  {
    id: 'name',
    header: msg`Name`,
    sort: 'name',
    isRowHeader: true,
    minWidth: '14.5rem',
    cell: ({ name }) => (name === '' ? <NoValue /> : <Name>{name}</Name>),
  },
  {
    id: 'status',
    header: msg`Status`,
    minWidth: '8.5rem',
    cell: ({ status, rawStatus }) => <StatusBadge status={status} raw={rawStatus} />,
  },
  { id: 'kind', header: msg`Kind`, sort: 'kind', canWrap: true, cell: ({ kind }) => (kind ? kindWord(kind) : <NoValue />) },
  {
    id: 'packages',
    header: msg`Packages`,
    canWrap: true,
    cell: ({ packages }) => (packages.length > 0 ? <Name>{packages.join(', ')}</Name> : <NoValue />),
  },
  { id: 'description', header: msg`Description`, needs: 'medium', canWrap: true, cell: ({ description }) => description ?? <NoValue /> },
  {
    id: 'updated',
    header: msg`Updated`,
    sort: 'updated',
    firstOrder: 'desc',
    minWidth: TIME_WIDTH,
    needs: 'medium',
    cell: ({ updatedAt }) => <TimeCell at={updatedAt} />,
  },
];

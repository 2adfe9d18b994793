import { msg } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { PACKAGE_SORTS, Package } from '../../contract/groups.ts';
import { Clipped } from '../components/clipped.tsx';
import type { Column } from '../components/data-table.tsx';
import { Help } from '../components/help.tsx';
import { Name } from '../components/name.tsx';
import { NoValue, Span, TIME_WIDTH, TimeCell } from '../components/time-cell.tsx';
import { kindWord } from '../lib/words.ts';
import { PackageSubmitted } from './origin-cells.tsx';
import { PackageMenu } from './package-menu.tsx';
import { PackageStatus } from './package-status.tsx';
import { PathCell, SizeCell } from './path-cell.tsx';

export const PACKAGE_COLUMNS: readonly Column<Package, (typeof PACKAGE_SORTS)[number]>[] = [
  { id: 'name', header: msg`Name`, sort: 'name', isRowHeader: true, cell: ({ name }) => <PackageLink name={name} /> },
  {
    id: 'status',
    header: msg`Status`,
    help: <Help topic="status" />,
    sort: 'attention',
    minWidth: '8.5rem',
    cell: (item) => <PackageStatus item={item} />,
  },
  {
    id: 'kind',
    header: msg`Kind`,
    sort: 'kind',
    needs: 'medium',
    canWrap: true,
    cell: ({ kind }) => (kind ? kindWord(kind) : <NoValue />),
  },
  { id: 'path', header: msg`OBS path`, help: <Help topic="path" />, cell: ({ origin }) => <PathCell origin={origin} /> },
  { id: 'size', header: msg`Size`, align: 'right', needs: 'medium', cell: ({ origin }) => <SizeCell origin={origin} /> },
  {
    id: 'submitted',
    header: msg`Last submitted`,
    needs: 'wide',
    cell: ({ origin }) => <PackageSubmitted origin={origin} />,
  },
  {
    id: 'updated',
    header: msg`Updated`,
    sort: 'updated',
    firstOrder: 'desc',
    minWidth: TIME_WIDTH,
    cell: ({ updatedAt }) => <TimeCell at={updatedAt} />,
  },
  {
    id: 'created',
    header: msg`Created`,
    sort: 'created',
    firstOrder: 'desc',
    minWidth: TIME_WIDTH,
    needs: 'widest',
    cell: ({ createdAt }) => <TimeCell at={createdAt} />,
  },
  {
    id: 'took',
    header: msg`Took`,
    help: <Help topic="took" />,
    align: 'right',
    minWidth: '5.5rem',
    needs: 'widest',
    cell: ({ tookMs }) => <Span ms={tookMs} />,
  },
  {
    id: 'owner',
    header: msg`Owner`,
    sort: 'owner',
    needs: 'widest',
    cell: ({ owner }) => (owner ? <Clipped>{owner}</Clipped> : <NoValue />),
  },
  { id: 'menu', header: msg`Actions`, isHeaderHidden: true, align: 'right', cell: (item) => <PackageMenu item={item} /> },
];

/** Opens the details beside the list; on either screen, hence the relative address. */
function PackageLink({ name }: { name: string }) {
  return (
    <Link to="." search={(now) => ({ ...now, package: name })} state={{ isOpenedHere: true }} resetScroll={false}>
      <Name>{name}</Name>
    </Link>
  );
}

export function RunWord({ isAsync }: { isAsync: boolean | null }) {
  if (isAsync === null) return <NoValue />;
  return isAsync ? <Trans>Async</Trans> : <Trans>Sync</Trans>;
}

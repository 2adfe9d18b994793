import { msg } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { PACKAGE_SORTS, Package } from '../../contract/groups.ts';
import { Clipped } from '../components/clipped.tsx';
import type { Column } from '../components/data-table.tsx';
import { Help } from '../components/help.tsx';
import { Hint } from '../components/hint.tsx';
import { Name } from '../components/name.tsx';
import { NoValue, Span, TIME_WIDTH, TimeCell } from '../components/time-cell.tsx';
import { truncateMiddle } from '../lib/truncate-middle.ts';
import { kindWord } from '../lib/words.ts';
import { PackageMenu } from './package-menu.tsx';
import { PackageStatus } from './package-status.tsx';

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
    needs: 'wide',
    cell: ({ createdAt }) => <TimeCell at={createdAt} />,
  },
  {
    id: 'took',
    header: msg`Took`,
    help: <Help topic="took" />,
    align: 'right',
    minWidth: '5.5rem',
    needs: 'medium',
    cell: ({ tookMs }) => <Span ms={tookMs} />,
  },
  {
    id: 'owner',
    header: msg`Owner`,
    sort: 'owner',
    needs: 'medium',
    cell: ({ owner }) => (owner ? <Clipped>{owner}</Clipped> : <NoValue />),
  },
  { id: 'run', header: msg`Run`, needs: 'wide', cell: ({ isAsync }) => <RunWord isAsync={isAsync} /> },
  {
    id: 'underlying',
    header: msg`Underlying name`,
    help: <Help topic="underlyingName" />,
    needs: 'wide',
    cell: ({ underlyingName, name }) => <UnderlyingName value={underlyingName} packageName={name} />,
  },
  { id: 'menu', header: msg`Actions`, isHeaderHidden: true, align: 'right', cell: (item) => <PackageMenu item={item} /> },
];

/** It is opaque, and whole in the details: enough of it to tell two apart. */
const UNDERLYING_SHOWN = 14;

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

function UnderlyingName({ value, packageName }: { value: string | null; packageName: string }) {
  if (value === null) return <NoValue />;
  if (value === packageName) return <Trans>same as name</Trans>;
  return (
    <Hint label={value}>
      <Name isOneLine>{truncateMiddle(value, UNDERLYING_SHOWN)}</Name>
    </Hint>
  );
}

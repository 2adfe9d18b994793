import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, useParams } from '@tanstack/react-router';
import type { GROUP_SORTS, GroupSummary } from '../../../contract/groups.ts';
import { Clipped } from '../../components/clipped.tsx';
import type { Column } from '../../components/data-table.tsx';
import { Name } from '../../components/name.tsx';
import { RollUpBadge } from '../../components/roll-up-badge.tsx';
import { TakingLong } from '../../components/taking-long.tsx';
import { NoValue, TIME_WIDTH, TimeCell } from '../../components/time-cell.tsx';
import { kindWord } from '../../lib/words.ts';
import { GroupRowMenu } from '../../packages/group-menu.tsx';
import { LastSubmitted } from '../../packages/origin-cells.tsx';

export const GROUP_COLUMNS: readonly Column<GroupSummary, (typeof GROUP_SORTS)[number]>[] = [
  { id: 'name', header: msg`Name`, sort: 'name', isRowHeader: true, cell: (group) => <GroupLink name={group.name} /> },
  { id: 'status', header: msg`Status`, sort: 'attention', minWidth: '11.5rem', cell: (group) => <GroupStatus group={group} /> },
  {
    id: 'packages',
    header: msg`Packages`,
    sort: 'packages',
    firstOrder: 'desc',
    align: 'right',
    cell: (group) => i18n.number(group.rollUp.total),
  },
  {
    id: 'submitted',
    header: msg`Last submitted`,
    needs: 'medium',
    minWidth: '9rem',
    cell: ({ origin, rollUp }) => <LastSubmitted origin={origin} total={rollUp.total} />,
  },
  {
    id: 'kinds',
    header: msg`Kinds`,
    needs: 'wide',
    canWrap: true,
    minWidth: '7rem',
    cell: (group) => group.kinds.map(kindWord).join(', ') || <NoValue />,
  },
  {
    id: 'owner',
    header: msg`Owner`,
    sort: 'owner',
    needs: 'medium',
    cell: ({ owner }) => (owner ? <Clipped>{owner}</Clipped> : <NoValue />),
  },
  {
    id: 'updated',
    header: msg`Updated`,
    sort: 'updated',
    firstOrder: 'desc',
    minWidth: TIME_WIDTH,
    cell: (group) => <TimeCell at={group.updatedAt} />,
  },
  { id: 'created', header: msg`Created`, minWidth: TIME_WIDTH, needs: 'widest', cell: (group) => <TimeCell at={group.createdAt} /> },
  { id: 'menu', header: msg`Actions`, isHeaderHidden: true, align: 'right', cell: ({ name }) => <GroupRowMenu name={name} /> },
];

function GroupStatus({ group: { rollUp, usualUntil } }: { group: GroupSummary }) {
  return (
    <span>
      <RollUpBadge rollUp={rollUp} />{' '}
      <TakingLong until={usualUntil} hint={<Trans>An upload in this group goes on for longer than usual. It may still end well.</Trans>} />
    </span>
  );
}

function GroupLink({ name }: { name: string }) {
  const { projectId = '' } = useParams({ strict: false });
  return (
    <Link to="/p/$projectId/group" params={{ projectId }} search={{ name }}>
      <Name>{name}</Name>
    </Link>
  );
}

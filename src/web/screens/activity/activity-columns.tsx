import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Link, useParams } from '@tanstack/react-router';
import type { EntrySummary } from '../../../contract/activity.ts';
import { EntryWhat } from '../../activity/entry-what.tsx';
import { GroupLink } from '../../activity/group-link.tsx';
import { OutcomeBadge } from '../../activity/outcome-badge.tsx';
import { Clipped } from '../../components/clipped.tsx';
import type { Column } from '../../components/data-table.tsx';
import { NoValue, TIME_WIDTH, TimeCell } from '../../components/time-cell.tsx';

/** The record has one order. */
export const ACTIVITY_COLUMNS: readonly Column<EntrySummary, 'time'>[] = [
  { id: 'time', header: msg`Time`, minWidth: TIME_WIDTH, cell: (entry) => <TimeCell at={entry.createdAt} /> },
  { id: 'what', header: msg`What`, isRowHeader: true, cell: (entry) => <EntryLink entry={entry} /> },
  { id: 'group', header: msg`Group`, canWrap: true, minWidth: '8rem', cell: (entry) => <GroupLink entry={entry} /> },
  { id: 'outcome', header: msg`Outcome`, canWrap: true, minWidth: 'min(14rem, 18vw)', cell: (entry) => <OutcomeBadge entry={entry} /> },
  { id: 'packages', header: msg`Packages`, align: 'right', needs: 'medium', cell: (entry) => i18n.number(entry.itemCount) },
  { id: 'actor', header: msg`By`, cell: (entry) => <Clipped>{entry.actor}</Clipped> },
  {
    id: 'note',
    header: msg`Note`,
    needs: 'wide',
    cell: ({ note }) => (note === null ? <NoValue /> : <Clipped>{note}</Clipped>),
  },
];

function EntryLink({ entry }: { entry: EntrySummary }) {
  const { projectId = '' } = useParams({ strict: false });
  return (
    <Link to="/p/$projectId/activity/$id" params={{ projectId, id: entry.id }}>
      <EntryWhat entry={entry} />
    </Link>
  );
}

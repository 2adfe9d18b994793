import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { GroupList } from '../../contract/groups.ts';
import { groupsQuery } from '../api/groups.ts';
import classes from './list-tabs.module.css';

const COUNTS_EVERY_MS = 60_000;

interface ListTabsProps {
  projectId: string;
  /** What the screen itself has just read. */
  counts?: Partial<GroupList['counts']> | undefined;
}

/** The three lists of a project, at the top of each of them. Links, so that each has an address of its own. */
export function ListTabs({ projectId, counts }: ListTabsProps) {
  const { t } = useLingui();
  // The read that the navigation makes.
  const { data } = useQuery({ ...groupsQuery(projectId), refetchInterval: COUNTS_EVERY_MS, refetchOnWindowFocus: false });
  const known = { ...data?.data.counts, ...counts };
  return (
    <nav className={classes.tabs} aria-label={t`Lists of the project`}>
      <Tab to="/p/$projectId/groups" projectId={projectId} count={known.groups}>
        <Trans>Groups</Trans>
      </Tab>
      <Tab to="/p/$projectId/ungrouped" projectId={projectId} count={known.ungrouped}>
        <Trans>Ungrouped</Trans>
      </Tab>
      <Tab to="/p/$projectId/modules" projectId={projectId} count={known.modules}>
        <Trans>Built-in modules</Trans>
      </Tab>
    </nav>
  );
}

interface TabProps {
  to: '/p/$projectId/groups' | '/p/$projectId/ungrouped' | '/p/$projectId/modules';
  projectId: string;
  count: number | undefined;
  children: ReactNode;
}

function Tab({ to, projectId, count, children }: TabProps) {
  const { i18n } = useLingui();
  return (
    <Link to={to} params={{ projectId }} activeOptions={{ exact: true, includeSearch: false }} className={classes.tab}>
      {children}
      <span className={classes.count} data-unknown={count === undefined || undefined}>
        {count === undefined ? '\u00a0' : i18n.number(count)}
      </span>
    </Link>
  );
}

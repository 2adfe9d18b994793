import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import classes from '../../packages/list-tabs.module.css';

/** The parts of a group: links, so that each has an address of its own. */
export function GroupTabs({ projectId, name }: { projectId: string; name: string }) {
  const { t } = useLingui();
  const shared = { to: '/p/$projectId/group', params: { projectId }, className: classes.tab } as const;
  return (
    <nav className={classes.tabs} aria-label={t`Parts of the group`}>
      <Link {...shared} search={{ name, tab: undefined }} activeOptions={{ explicitUndefined: true }}>
        <Trans>Packages</Trans>
      </Link>
      <Link {...shared} search={{ name, tab: 'history' }}>
        <Trans>History</Trans>
      </Link>
      <Link {...shared} search={{ name, tab: 'use' }}>
        <Trans>Use this group</Trans>
      </Link>
    </nav>
  );
}

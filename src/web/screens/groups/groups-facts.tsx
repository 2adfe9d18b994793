import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { GroupList } from '../../../contract/groups.ts';
import classes from './groups-facts.module.css';

/** Over the whole project, whatever the filter. What needs a look leads to the groups that have it. */
export function GroupsFacts({ list: { counts, facets } }: { list: GroupList }) {
  const { i18n } = useLingui();
  // The packages may all be ungrouped, or in groups whose badge says something worse.
  const has = (status: string) => facets.statuses.some(({ value }) => value === status);
  return (
    <>
      <span>
        <Plural value={counts.groups} one="# group" other="# groups" />
      </span>
      {counts.uploading > 0 && (
        <StatusFact status="uploading" isLink={has('uploading')}>
          <Trans>{i18n.number(counts.uploading)} uploading</Trans>
        </StatusFact>
      )}
      {counts.failed > 0 && (
        <StatusFact status="failed" isLink={has('failed')}>
          <Trans>{i18n.number(counts.failed)} failed</Trans>
        </StatusFact>
      )}
    </>
  );
}

function StatusFact({ status, isLink, children }: { status: 'uploading' | 'failed'; isLink: boolean; children: ReactNode }) {
  if (!isLink) return <span className={classes[status]}>{children}</span>;
  return (
    <Link from="/p/$projectId/groups" to="." search={{ status }} className={classes[status]} resetScroll={false}>
      {children}
    </Link>
  );
}

import { Plural, Trans } from '@lingui/react/macro';
import type { RecordedSubmission } from '../../../contract/activity.ts';
import { Name } from '../../components/name.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeCell } from '../../components/time-cell.tsx';
import classes from './entry.module.css';
import { useFirst } from './use-first.tsx';

/** The group as it was read just before sending. */
export function Before({ group, before: { groupExists, members } }: Pick<RecordedSubmission, 'group' | 'before'>) {
  const [shown, more] = useFirst(members);
  if (members.length === 0) {
    return (
      <p>
        {group === null ? (
          <Trans>No ungrouped package of these names.</Trans>
        ) : groupExists ? (
          <Trans>The group was there, without any package.</Trans>
        ) : (
          <Trans>Nothing: the group was not there yet.</Trans>
        )}
      </p>
    );
  }
  return (
    <>
      <p className={classes.soft}>
        <Plural
          value={members.length}
          one="# package, as it was read just before sending"
          other="# packages, as they were read just before sending"
        />
      </p>
      <ul className={classes.list}>
        {shown.map(({ name, status, updatedAt }) => (
          <li key={name}>
            <span className={classes.grows}>
              <Name>{name}</Name>
            </span>
            <StatusBadge status={status} raw={null} hasHint={false} />
            <TimeCell at={updatedAt} />
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}

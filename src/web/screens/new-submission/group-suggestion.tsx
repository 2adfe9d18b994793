import { Plural } from '@lingui/react/macro';
import type { GroupSummary } from '../../../contract/groups.ts';
import classes from './what-section.module.css';

export function GroupSuggestion({ group }: { group: GroupSummary }) {
  return (
    <span className={classes.suggestion}>
      <span className={classes.suggestionName}>{group.name}</span>
      <span className={classes.dimmed}>
        <Plural value={group.rollUp.total} one="# package" other="# packages" />
      </span>
    </span>
  );
}

import { Plural, useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect } from 'react';
import type { GroupSummary } from '../../../contract/groups.ts';
import classes from './group-suggestions.module.css';

interface GroupSuggestionsProps {
  /** Of the list; its options are `<id>-0`, `<id>-1` … */
  id: string;
  /** None: no list. */
  groups: readonly GroupSummary[];
  /** -1: none. */
  activeIndex: number;
  onTake: (name: string) => void;
  /** The field. */
  children: ReactNode;
}

/** The list under the field. The focus stays in the field, which says by its `aria-activedescendant` which one is meant. */
export function GroupSuggestions({ id, groups, activeIndex, onTake, children }: GroupSuggestionsProps) {
  const { t } = useLingui();
  useEffect(() => {
    document.getElementById(`${id}-${activeIndex}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, activeIndex]);
  return (
    <div className={classes.field}>
      {children}
      {groups.length > 0 && (
        <div id={id} role="listbox" aria-label={t`Groups that exist`} className={classes.list}>
          {groups.map((group, index) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={group.name}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === activeIndex}
              className={classes.option}
              // The field keeps the focus, or it would close the list before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onTake(group.name)}
            >
              <span className={classes.name}>{group.name}</span>
              <span className={classes.count}>
                <Plural value={group.rollUp.total} one="# package" other="# packages" />
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

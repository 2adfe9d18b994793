import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import { type ConflictChoice, findConflicts, rowsToRemove } from '../../lib/submission-conflicts.ts';
import classes from './conflicts-panel.module.css';
import { REVIEW_BUTTON_ID } from './form-shell.tsx';
import { NameConflictItem } from './name-conflict-item.tsx';
import { Note } from './note.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';

export const CONFLICTS_ID = 'path-conflicts';

/** Rows that cannot go out together, each with its ways out. Review waits until there are none. */
export function ConflictsPanel({ form, onRemoveRows }: { form: SubmissionFormApi; onRemoveRows: (rows: number[]) => void }) {
  const rows = useDeferredValue(useWatch({ control: form.control, name: 'paths' }));
  const paths = useMemo(() => rows.map((row) => row.path), [rows]);
  const { duplicates, names } = useMemo(() => findConflicts(paths), [paths]);
  if (duplicates.length + names.length === 0) return null;

  // The button that was pressed goes with its conflict: on to the next one, or to Review when there is none.
  const removeRows = (gone: number[]) => {
    onRemoveRows(gone);
    const left = findConflicts(form.getValues('paths').map((row) => row.path));
    const isSettled = left.duplicates.length + left.names.length === 0;
    setTimeout(() => document.getElementById(isSettled ? REVIEW_BUTTON_ID : CONFLICTS_ID)?.focus());
  };
  const rowList = duplicates.map((index) => index + 1).join(', ');
  const settle = (choice: ConflictChoice) => removeRows(names.flatMap((conflict) => rowsToRemove(conflict, choice)));
  return (
    <div id={CONFLICTS_ID} tabIndex={-1} className={classes.panel} role="group" aria-labelledby="conflicts-heading">
      <h3 id="conflicts-heading">
        <Trans>These rows cannot go together</Trans>
      </h3>
      {duplicates.length > 0 && (
        <Note
          tone="red"
          actions={
            <Button size="compact-sm" variant="default" onClick={() => removeRows(duplicates)}>
              <Plural value={duplicates.length} one="Remove # duplicate" other="Remove # duplicates" />
            </Button>
          }
        >
          <Plural
            value={duplicates.length}
            one={<Trans>Row {rowList} names an object that an earlier row names already.</Trans>}
            other={<Trans>Rows {rowList} name objects that earlier rows name already.</Trans>}
          />
        </Note>
      )}
      {names.length > 0 && (
        <p className={classes.why}>
          <Trans>DLI names a package by the last part of its path and keeps one of each name, so these would overwrite each other.</Trans>
        </p>
      )}
      <ul className={classes.list}>
        {names.map((conflict) => (
          <NameConflictItem
            key={conflict.name}
            conflict={conflict}
            paths={paths}
            onChoose={(choice) => removeRows(rowsToRemove(conflict, choice))}
          />
        ))}
      </ul>
      {names.length > 1 && (
        <div className={classes.all}>
          <Trans>For all {names.length} names:</Trans>
          <Button size="compact-sm" variant="default" onClick={() => settle('first')}>
            <Trans>Keep the first of each</Trans>
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => settle('last')}>
            <Trans>Keep the last of each</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}

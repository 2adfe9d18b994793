import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Spinner } from '../components/spinner.tsx';
import { operationProgress } from '../lib/operation-messages.ts';
import { type Selection, useBulk, useCurrentOperation } from './bulk.tsx';
import classes from './selection-bar.module.css';

interface SelectionBarProps {
  selection: Selection;
  /** How to select what is on other pages as well. */
  more?: ReactNode;
  /** What can be done with the selected. */
  children: ReactNode;
}

/** Above a table: how many are selected and what can be done with them; at its end, the operation that runs. */
export function SelectionBar({ selection: { selected, onSelect }, more, children }: SelectionBarProps) {
  return (
    <div className={classes.bar}>
      {selected.size === 0 ? (
        <span className={classes.idle}>
          <Trans>Nothing selected</Trans>
        </span>
      ) : (
        <>
          <span className={classes.count}>
            <Plural value={selected.size} one="# selected" other="# selected" />
          </span>
          {more}
          {children}
          <Button size="xs" variant="subtle" onClick={() => onSelect([...selected], false)}>
            <Trans>Clear selection</Trans>
          </Button>
        </>
      )}
      <CurrentOperation />
    </div>
  );
}

/** Opens the progress of what runs, or of what last failed in part. */
function CurrentOperation() {
  const ask = useBulk();
  const current = useCurrentOperation();
  if (!current) return null;
  return (
    <Button
      className={classes.end ?? ''}
      size="xs"
      variant="default"
      leftSection={current.finishedAt === null && <Spinner size={14} />}
      onClick={() => ask({ kind: 'follow', id: current.id })}
    >
      {operationProgress(current)}
    </Button>
  );
}

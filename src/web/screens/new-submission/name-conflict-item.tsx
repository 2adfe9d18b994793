import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ConflictChoice, NameConflict } from '../../lib/submission-conflicts.ts';
import classes from './conflicts-panel.module.css';

interface NameConflictItemProps {
  conflict: NameConflict;
  paths: string[];
  onChoose: (choice: ConflictChoice) => void;
}

/** Two or more objects that would get one name: which of them stays. */
export function NameConflictItem({ conflict, paths, onChoose }: NameConflictItemProps) {
  const { t } = useLingui();
  const { name, rows } = conflict;
  return (
    <li className={classes.item}>
      <div className={classes.rows}>
        <strong className={classes.name}>{name}</strong>
        {rows.map((row) => (
          <span key={row} className={classes.path}>
            <span className={classes.number}>{row + 1}</span>
            {paths[row]?.trim()}
          </span>
        ))}
      </div>
      <div className={classes.choices} role="group" aria-label={t`What to do with ${name}`}>
        <Button size="compact-sm" variant="default" onClick={() => onChoose('first')}>
          <Trans>Keep first</Trans>
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => onChoose('last')}>
          <Trans>Keep last</Trans>
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => onChoose('none')}>
          <Trans>Take out</Trans>
        </Button>
      </div>
    </li>
  );
}

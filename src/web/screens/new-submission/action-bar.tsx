import type { ReactNode } from 'react';
import classes from './form-shell.module.css';

/** What is about to happen and the one button for it, always in sight however long the list is. */
export function ActionBar({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.bar}>
      <div className={classes.summary}>{summary}</div>
      <div className={classes.buttons}>{children}</div>
    </div>
  );
}

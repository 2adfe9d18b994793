import type { ReactNode } from 'react';
import classes from './toolbar.module.css';

/** Above a table: the filter at its start, when it was read and what can be done with it at its end. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className={classes.toolbar}>{children}</div>;
}

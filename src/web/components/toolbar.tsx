import type { ReactNode } from 'react';
import classes from './toolbar.module.css';

interface ToolbarProps {
  /** What narrows the table. */
  children: ReactNode;
  /** When it was read, and what can be done with it as it is. */
  end: ReactNode;
}

/** Above a table. */
export function Toolbar({ children, end }: ToolbarProps) {
  return (
    <div className={classes.toolbar}>
      <div className={classes.start}>{children}</div>
      <div className={classes.end}>{end}</div>
    </div>
  );
}

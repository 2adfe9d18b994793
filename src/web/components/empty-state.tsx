import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  drawing: ReactNode;
  /** One sentence: why it is empty. */
  children: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ drawing, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <div className={classes.drawing} aria-hidden="true">
        {drawing}
      </div>
      <p className={classes.sentence}>{children}</p>
      {action}
    </div>
  );
}

import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './note.module.css';

interface NoteProps {
  tone: 'plain' | 'amber' | 'red';
  children: ReactNode;
  /** Buttons that answer the note. */
  actions?: ReactNode;
  role?: 'status' | 'alert';
}

/** A remark beside the work: what was restored, what to mind, what would be lost. */
export function Note({ tone, children, actions, role }: NoteProps) {
  const Icon = tone === 'plain' ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className={classes.note} data-tone={tone} role={role}>
      <Icon className={classes.icon} size={18} aria-hidden="true" />
      <div className={classes.text}>{children}</div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

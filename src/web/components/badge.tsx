import type { ReactNode } from 'react';
import classes from './badge.module.css';
import { Hint } from './hint.tsx';

export type Tone = 'blue' | 'green' | 'red' | 'amber' | 'grey';

interface BadgeProps {
  tone: Tone;
  /** Decoration: the word says it all. */
  icon: ReactNode;
  children: ReactNode;
  hint?: ReactNode;
  /** Long words that may take a second line. */
  canWrap?: boolean;
}

/** Icon, word and colour together, never colour alone. */
export function Badge({ tone, icon, children, hint, canWrap = false }: BadgeProps) {
  const badge = (
    <span className={classes.badge} data-tone={tone} data-wraps={canWrap || undefined}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      {children}
    </span>
  );
  return hint ? <Hint label={hint}>{badge}</Hint> : badge;
}

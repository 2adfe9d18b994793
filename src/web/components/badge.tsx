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
  /** A stop for the Tab key: where the hint says what the badge leaves open. */
  isHintFocusable?: boolean;
  /** Long words that may take a second line. */
  canWrap?: boolean;
}

/** Icon, word and colour together, never colour alone. */
export function Badge({ tone, icon, children, hint, isHintFocusable = false, canWrap = false }: BadgeProps) {
  const badge = (
    <span className={classes.badge} data-tone={tone} data-wraps={canWrap || undefined}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      {children}
    </span>
  );
  if (!hint) return badge;
  return (
    <Hint label={hint} isFocusable={isHintFocusable}>
      {badge}
    </Hint>
  );
}

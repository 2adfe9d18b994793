import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect } from 'react';
import { nameTab } from '../lib/tab.ts';
import classes from './screen.module.css';

interface ScreenProps {
  /** For the window's title: "etl · Groupage". */
  title: string;
  heading: ReactNode;
  /** Where this is: links to the places above it. */
  crumbs?: ReactNode;
  /** Beside the heading: a badge. */
  aside?: ReactNode;
  /** Under the heading: counts, owner, when it was read. A blank keeps the line until they are known. */
  facts?: ReactNode;
  /** At most one primary action, and what goes with it. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every screen: title, where-am-I, one heading, the actions in one place. */
export function Screen({ title, heading, crumbs, aside, facts, actions, children }: ScreenProps) {
  const { t } = useLingui();
  useEffect(() => {
    nameTab(title);
  }, [title]);
  return (
    <div className={classes.screen}>
      <header className={classes.header}>
        <div className={classes.where}>
          {crumbs && (
            <nav className={classes.crumbs} aria-label={t`Where you are`}>
              {crumbs}
              <span aria-hidden="true">/</span>
            </nav>
          )}
          <div className={classes.heading}>
            <h1 tabIndex={-1}>{heading}</h1>
            {aside}
          </div>
          {facts && <div className={classes.facts}>{facts}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

import { Trans } from '@lingui/react/macro';
import { type ReactNode, type ToggleEvent, useId, useRef } from 'react';
import { placeBeside } from './hint.tsx';
import classes from './why.module.css';

/** The reason behind a word, one click away: what is on screen does not move to make room for it. */
export function Why({ children }: { children: ReactNode }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const place = ({ currentTarget, newState }: ToggleEvent<HTMLDivElement>) => {
    if (newState === 'open' && button.current) placeBeside(currentTarget, button.current);
  };
  return (
    <>
      <button ref={button} type="button" className={classes.button} popoverTarget={id}>
        <Trans>Why?</Trans>
      </button>
      <div id={id} popover="auto" className={classes.panel} onToggle={place}>
        {children}
      </div>
    </>
  );
}

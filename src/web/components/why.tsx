import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { placeBeside } from './hint.tsx';
import { usePopover } from './use-popover.ts';
import classes from './why.module.css';

/** The reason behind a word, one click away: what is on screen does not move to make room for it. */
export function Why({ children }: { children: ReactNode }) {
  const { buttonProps, panelProps } = usePopover(placeBeside);
  return (
    <>
      <button {...buttonProps} type="button" className={classes.button}>
        <Trans>Why?</Trans>
      </button>
      <div {...panelProps} className={classes.panel}>
        {children}
      </div>
    </>
  );
}

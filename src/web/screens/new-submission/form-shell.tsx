import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { FormEventHandler, ReactNode } from 'react';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useSlow } from '../../lib/use-slow.ts';
import { ActionBar } from './action-bar.tsx';
import { Arrival } from './arrival.tsx';
import classes from './form-shell.module.css';

export const REVIEW_BUTTON_ID = 'review-button';

interface FormShellProps {
  /** Both are required, so that no form forgets to say that it is busy or what went wrong. */
  pending: boolean;
  error: unknown;
  errorTitle: ReactNode;
  submitLabel: ReactNode;
  summary: ReactNode;
  note: ReactNode;
  onSubmit: FormEventHandler<HTMLFormElement>;
  children: ReactNode;
}

export function FormShell({ pending, error, errorTitle, submitLabel, summary, note, onSubmit, children }: FormShellProps) {
  const isSlow = useSlow(pending);
  return (
    <form className={classes.form} noValidate autoComplete="off" onSubmit={onSubmit}>
      {note}
      <div className={classes.columns}>{children}</div>
      {error !== null && !pending && (
        <Arrival>
          <ErrorPanel what={errorTitle} error={error} />
        </Arrival>
      )}
      <ActionBar summary={isSlow ? <Trans>Slow to answer · still waiting</Trans> : summary}>
        <Button type="submit" id={REVIEW_BUTTON_ID} loading={pending}>
          {submitLabel}
        </Button>
      </ActionBar>
    </form>
  );
}

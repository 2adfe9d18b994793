import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { ErrorPanel } from '../components/error-panel.tsx';
import classes from './bulk-dialog.module.css';
import type { Start } from './use-start.ts';

interface ConfirmFormProps {
  titleId: string;
  title: ReactNode;
  /** The verb and the count, on the button. */
  action: ReactNode;
  /** What did not happen, above the reason. */
  failed: ReactNode;
  start: Start;
  /** False until what has to be typed or read is there. */
  canConfirm?: boolean;
  isDanger?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  children: ReactNode;
}

/** A question, what to know before answering it, and the button that says what it does. It stays, with the reason, if it failed. */
export function ConfirmForm(props: ConfirmFormProps) {
  const { titleId, title, action, failed, start, canConfirm = true, isDanger = true, onConfirm, onCancel, children } = props;
  const cancel = useRef<HTMLButtonElement>(null);
  // Unless there is something to fill in first, the harmless answer has the focus.
  useEffect(() => {
    const form = cancel.current?.form;
    (form?.querySelector('input') ?? cancel.current)?.focus();
  }, []);
  return (
    <form
      className={classes.part}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (canConfirm) onConfirm();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
      {start.error !== null && <ErrorPanel what={failed} error={start.error} />}
      <div className={classes.actions}>
        <Button ref={cancel} variant="default" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" {...(isDanger && { color: 'red.9' })} loading={start.isPending} disabled={!canConfirm}>
          {action}
        </Button>
      </div>
    </form>
  );
}

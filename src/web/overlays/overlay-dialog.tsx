import { useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, type RefObject, useLayoutEffect } from 'react';
import classes from './overlay-dialog.module.css';

interface OverlayDialogProps {
  ref: RefObject<HTMLDialogElement | null>;
  label: string;
  className?: string | undefined;
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus, closes on Escape, and gives the focus back to what opened it. */
export function OverlayDialog({ ref, label, className, onClose, children }: OverlayDialogProps) {
  const { t } = useLingui();
  useLayoutEffect(() => {
    ref.current?.showModal();
    ref.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [ref]);
  return (
    <dialog ref={ref} className={`${classes.dialog} ${className ?? ''}`} aria-label={label} closedby="any" onClose={onClose}>
      {children}
      <button type="button" className={classes.close} aria-label={t`Close dialog`} onClick={() => ref.current?.close()}>
        <IconX size={18} aria-hidden="true" />
      </button>
    </dialog>
  );
}

import { useLingui } from '@lingui/react/macro';
import { CloseButton } from '@mantine/core';
import { useId, useLayoutEffect, useRef } from 'react';
import type { BulkTask } from './bulk.tsx';
import classes from './bulk-dialog.module.css';
import { ChangeOwner } from './change-owner.tsx';
import { DeleteGroups } from './delete-groups.tsx';
import { DeletePackages } from './delete-packages.tsx';
import { OperationView } from './operation-view.tsx';

interface BulkDialogProps {
  projectId: string;
  task: BulkTask;
  onTask: (task: BulkTask) => void;
  onClose: () => void;
}

/** What each part of the dialog gets: the id for its title, and the ways on and out. */
export interface BulkPart {
  projectId: string;
  titleId: string;
  /** The operation was started: its progress takes this place. */
  onStarted: (id: string) => void;
  onCancel: () => void;
}

/** One dialog from the question to the outcome. The browser's own: it keeps the focus, and gives it back to what opened it. */
export function BulkDialog({ projectId, task, onTask, onClose }: BulkDialogProps) {
  const { t } = useLingui();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the effects of its parts, which then put the focus where it belongs.
  useLayoutEffect(() => dialog.current?.showModal(), []);

  const part: BulkPart = {
    projectId,
    titleId,
    onStarted: (id) => {
      // The button that was pressed is gone; the focus stays within what is read next.
      dialog.current?.focus();
      onTask({ kind: 'follow', id });
    },
    onCancel: () => dialog.current?.close(),
  };
  const close = () => {
    // What opened it may have been deleted; then the focus has not left this dialog yet, or is nowhere.
    const held = document.activeElement;
    if (held === document.body || dialog.current?.contains(held)) document.querySelector<HTMLElement>('h1')?.focus();
    onClose();
  };
  return (
    <dialog ref={dialog} className={classes.dialog} aria-labelledby={titleId} tabIndex={-1} onClose={close}>
      {task.kind === 'deletePackages' && <DeletePackages {...part} packages={task.packages} />}
      {task.kind === 'deleteGroups' && <DeleteGroups {...part} groups={task.groups} />}
      {task.kind === 'changeOwner' && <ChangeOwner {...part} targets={task.targets} />}
      {task.kind === 'follow' && <OperationView key={task.id} {...part} id={task.id} />}
      <CloseButton className={classes.close ?? ''} aria-label={t`Close dialog`} onClick={part.onCancel} />
    </dialog>
  );
}

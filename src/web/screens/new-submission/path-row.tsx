import { useLingui } from '@lingui/react/macro';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, memo, useRef } from 'react';
import type { Kind } from '../../../domain/kind.ts';
import { splitPaste } from '../../lib/paste-paths.ts';
import { PathFacts } from './path-facts.tsx';
import classes from './path-row.module.css';
import { rowPartId } from './use-path-rows.ts';
import { useRowState } from './use-row-state.ts';
import { useSeen } from './use-seen.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';

export interface PathRowProps {
  form: SubmissionFormApi;
  projectId: string;
  rowId: string;
  index: number;
  isLast: boolean;
  kind: Kind;
  /** The row asks for the path of this package. */
  wantedName: string | undefined;
  isReplaced: boolean;
  onInsertAfter: (index: number) => void;
  onRemove: (index: number) => void;
  onMove: (rowId: string, from: number, to: number) => void;
  onPasteMany: (paths: string[], index: number) => void;
}

/** One path. It watches its own value alone, so that a key press redraws one row of a thousand. */
export const PathRow = memo(function PathRow(props: PathRowProps) {
  const { form, projectId, rowId, index, isLast, kind, wantedName, isReplaced, onInsertAfter, onRemove, onMove, onPasteMany } = props;
  const { t } = useLingui();
  const item = useRef<HTMLLIElement>(null);
  const isSeen = useSeen(item);
  const name = `paths.${index}.path` as const;
  const { value, error } = useRowState(form, index);
  const number = index + 1;
  const label = wantedName === undefined ? t`OBS path ${number}` : t`Path of ${wantedName}`;
  const example = index === 0 ? 'obs://bucket/folder/package.jar' : undefined;
  const factsId = `path-${rowId}-facts`;

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      onInsertAfter(index);
    } else if (event.key === 'Backspace' && value === '' && (index > 0 || !isLast)) {
      event.preventDefault();
      onRemove(index);
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      onMove(rowId, index, event.key === 'ArrowUp' ? index - 1 : index + 1);
    }
  }

  function onPaste(event: ClipboardEvent<HTMLInputElement>) {
    const text = event.clipboardData.getData('text');
    const { paths } = splitPaste(text);
    // One clean path is left to the browser, which knows the selection and can undo it.
    if (paths.length === 0 || (paths.length === 1 && paths[0] === text.trim())) return;
    if (paths.length === 1 && value !== '') return;
    event.preventDefault();
    onPasteMany(paths, value.trim() === '' ? index : index + 1);
  }

  return (
    <li ref={item} className={classes.row} data-invalid={error !== undefined || undefined}>
      <span className={classes.number} aria-hidden="true">
        {number}
      </span>
      <input
        {...form.register(name)}
        id={rowPartId(rowId, 'input')}
        className={classes.input}
        aria-label={label}
        aria-invalid={error !== undefined}
        aria-describedby={factsId}
        placeholder={wantedName === undefined ? example : label}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        inputMode="url"
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <PathFacts
        id={factsId}
        kind={kind}
        projectId={projectId}
        rowNumber={number}
        typed={value}
        error={error}
        isSeen={isSeen}
        wantedName={wantedName}
        isReplaced={isReplaced}
      />
      <span className={classes.actions}>
        <button
          type="button"
          id={rowPartId(rowId, 'up')}
          className={classes.action}
          aria-label={t`Move OBS path ${number} up`}
          disabled={index === 0}
          onClick={() => onMove(rowId, index, index - 1)}
        >
          <IconArrowUp size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          id={rowPartId(rowId, 'down')}
          className={classes.action}
          aria-label={t`Move OBS path ${number} down`}
          disabled={isLast}
          onClick={() => onMove(rowId, index, index + 1)}
        >
          <IconArrowDown size={16} aria-hidden="true" />
        </button>
        <button type="button" className={classes.action} aria-label={t`Remove OBS path ${number}`} onClick={() => onRemove(index)}>
          <IconX size={16} aria-hidden="true" />
        </button>
      </span>
    </li>
  );
});

import { plural, t } from '@lingui/core/macro';
import { useCallback } from 'react';
import { useFieldArray } from 'react-hook-form';
import { PATHS_MAX } from '../../../domain/names.ts';
import { useAnnounce } from '../../components/live-region.tsx';
import { answerRows } from '../../lib/wanted-paths.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';

export type RowFocus = 'input' | 'up' | 'down';

/** The id of what can have focus in a row: rows keep their ids when they move, so focus can follow them. */
export function rowPartId(rowId: string, part: RowFocus): string {
  return `path-${rowId}-${part}`;
}

/**
 * What can be done with the list of paths. Stable functions: a thousand rows stay as they are while one changes.
 * Nothing is ever dropped in silence; what does not fit goes back to the caller.
 */
export function usePathRows(form: SubmissionFormApi) {
  const announce = useAnnounce();
  const { fields, insert, remove, move, replace } = useFieldArray({ control: form.control, name: 'paths' });
  const { getValues, setValue, clearErrors, trigger, setFocus } = form;

  /** Puts paths into the rows that ask for them, the others before row `at`, or at the end; answers those beyond the limit. */
  const addPaths = useCallback(
    (pasted: string[], at = getValues('paths').length): string[] => {
      const { filled, rest: paths } = answerRows(getValues('paths'), pasted);
      for (const { index, path } of filled) setValue(`paths.${index}.path`, path, { shouldDirty: true, shouldValidate: true });
      const rows = getValues('paths');
      // A blank row at the place is used up, so that pasting into an empty form leaves no hole.
      const blank = [at, at - 1].find((index) => rows[index]?.path.trim() === '' && !rows[index].wanted);
      const room = Math.max(0, PATHS_MAX - rows.length + (blank === undefined ? 0 : 1));
      const added = paths.slice(0, room).map((path) => ({ path }));
      if (added.length > 0) {
        if (blank !== undefined) remove(blank);
        insert(blank ?? at, added, { shouldFocus: false });
        void trigger('paths');
      }
      const count = added.length + filled.length;
      announce(plural(count, { one: '# row added', other: '# rows added' }));
      return paths.slice(room);
    },
    [announce, getValues, insert, remove, setValue, trigger],
  );

  const insertAfter = useCallback(
    (index: number) => {
      if (getValues('paths').length >= PATHS_MAX) return;
      insert(index + 1, { path: '' }, { focusName: `paths.${index + 1}.path` });
    },
    [getValues, insert],
  );

  const removeRow = useCallback(
    (index: number) => {
      if (getValues('paths').length > 1) remove(index);
      else {
        replace({ path: '' });
        clearErrors('paths');
      }
      announce(t`Row ${index + 1} removed`);
      const next = Math.min(index, getValues('paths').length - 1);
      requestAnimationFrame(() => setFocus(`paths.${next}.path`));
    },
    [announce, clearErrors, getValues, remove, replace, setFocus],
  );

  const removeRows = useCallback(
    (indices: number[]) => {
      const gone = new Set(indices);
      const kept = getValues('paths').filter((_, index) => !gone.has(index));
      replace(kept.length > 0 ? kept : [{ path: '' }]);
      void trigger('paths');
      const count = gone.size;
      announce(plural(count, { one: '# row removed', other: '# rows removed' }));
    },
    [announce, getValues, replace, trigger],
  );

  const moveRow = useCallback(
    (rowId: string, from: number, to: number) => {
      const last = getValues('paths').length - 1;
      if (to < 0 || to > last) return;
      move(from, to);
      announce(t`Moved to row ${to + 1}`);
      const stays = document.activeElement instanceof HTMLInputElement;
      const part: RowFocus = stays ? 'input' : to < from ? (to === 0 ? 'down' : 'up') : to === last ? 'up' : 'down';
      requestAnimationFrame(() => document.getElementById(rowPartId(rowId, part))?.focus());
    },
    [announce, getValues, move],
  );

  return { fields, addPaths, insertAfter, removeRow, removeRows, moveRow };
}

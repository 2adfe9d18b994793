import { useEffect } from 'react';
import type { Start } from '../../lib/submission-start.ts';
import { isAsking } from '../../lib/wanted-paths.ts';
import { REVIEW_BUTTON_ID } from './form-shell.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';

/** Once the form stands with what it was begun with: its problems are told, and focus is where something is to be filled in. */
export function useBegun(form: SubmissionFormApi, start: Start | null): void {
  useEffect(() => {
    if (!start) return;
    checkFilled(form);
    // The group came with the address, as in a link to any other screen: there the heading has the focus.
    if (start.task.kind !== 'add') focusStart(form, start);
  }, [form, start]);
}

export function focusStart(form: SubmissionFormApi, { task, values }: Start): void {
  if (task.kind === 'copy' || task.kind === 'picked') form.setFocus('group');
  else if (task.kind === 'add' || values.paths.some(isAsking)) form.setFocus('paths.0.path');
  else document.getElementById(REVIEW_BUTTON_ID)?.focus({ preventScroll: true });
}

/** What was filled in is told its problems at once; blank fields are left in peace. */
export function checkFilled({ getValues, trigger }: SubmissionFormApi): void {
  const { group, paths } = getValues();
  if (group !== '') void trigger('group');
  const filled = paths.flatMap(({ path }, index) => (path.trim() === '' ? [] : [`paths.${index}.path` as const]));
  if (filled.length > 0) void trigger(filled);
}

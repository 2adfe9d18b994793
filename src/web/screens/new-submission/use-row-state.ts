import { useCallback, useSyncExternalStore } from 'react';
import type { SubmissionFormApi } from './use-submission-form.ts';

/**
 * Value and error of one row. The form's own hooks redraw every subscriber when the list changes; of a thousand rows
 * these redraw only those whose text or message is a different one.
 */
export function useRowState(form: SubmissionFormApi, index: number): { value: string; error: string | undefined } {
  const name = `paths.${index}.path` as const;
  const subscribe = useCallback(
    (onChange: () => void) => form.subscribe({ formState: { values: true, errors: true }, callback: onChange }),
    [form],
  );
  const value = useSyncExternalStore(subscribe, () => form.getValues(name) ?? '');
  const error = useSyncExternalStore(subscribe, () => form.getFieldState(name).error?.message);
  return { value, error };
}

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { clearDraft, writeDraft } from '../../lib/draft.ts';
import { isSame } from '../../lib/submission-values.ts';
import { tabStorage } from '../../lib/tab-storage.ts';
import type { Begun } from './use-start.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';

const SAVE_AFTER_MS = 250;

/** Writes the form into this tab's storage a moment after each change, and at once when the page is left. */
export function useKeptDraft(form: SubmissionFormApi, projectId: string, begun: Begun) {
  const [isKept, setIsKept] = useState(true);
  const isOver = useRef(false);
  const latest = useRef(begun);
  useLayoutEffect(() => {
    latest.current = begun;
  });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const save = () => {
      clearTimeout(timer);
      timer = undefined;
      if (isOver.current) return;
      const { origin, pristine } = latest.current;
      const values = form.getValues();
      // What the address alone fills in is not typed: it comes back with the address, and stands in nothing's way.
      if (pristine && isSame(values, pristine)) clearDraft(tabStorage(), projectId);
      else setIsKept(writeDraft(tabStorage(), projectId, values, origin));
    };
    const flush = () => {
      if (timer !== undefined) save();
    };
    const unsubscribe = form.subscribe({
      formState: { values: true },
      callback: () => {
        clearTimeout(timer);
        timer = setTimeout(save, SAVE_AFTER_MS);
      },
    });
    window.addEventListener('pagehide', flush);
    return () => {
      unsubscribe();
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [form, projectId]);

  return {
    isKept,
    /** Once DLI has the submission, or it was thrown away on purpose: nothing is kept any more. */
    discard: () => {
      isOver.current = true;
      clearDraft(tabStorage(), projectId);
    },
  };
}

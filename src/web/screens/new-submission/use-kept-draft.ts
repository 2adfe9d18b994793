import { useEffect, useRef, useState } from 'react';
import { clearDraft, writeDraft } from '../../lib/draft.ts';
import { tabStorage } from '../../lib/tab-storage.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';

const SAVE_AFTER_MS = 250;

/** Writes the form into this tab's storage a moment after each change, and at once when the page is left. */
export function useKeptDraft(form: SubmissionFormApi, projectId: string) {
  const [isKept, setIsKept] = useState(true);
  const isOver = useRef(false);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const save = () => {
      clearTimeout(timer);
      timer = undefined;
      if (!isOver.current) setIsKept(writeDraft(tabStorage(), projectId, form.getValues()));
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

import { zodResolver } from '@hookform/resolvers/zod';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { readDraft } from '../../lib/draft.ts';
import { fieldMessage } from '../../lib/submission-messages.ts';
import { issueOf, SubmissionForm } from '../../lib/submission-schema.ts';
import { emptySubmission, type SubmissionValues } from '../../lib/submission-values.ts';
import { tabStorage } from '../../lib/tab-storage.ts';
import { checkFilled } from './use-begun.ts';

export type SubmissionFormApi = UseFormReturn<SubmissionValues>;

/** Long enough that a path is not called wrong while it is being typed. */
const ERROR_DELAY_MS = 600;

/** Its defaults are taken once: the draft of this tab, if there is one. */
export function useSubmissionForm(projectId: string) {
  const [draft] = useState(() => readDraft(tabStorage(), projectId));
  const form = useForm<SubmissionValues>({
    defaultValues: draft?.values ?? emptySubmission(),
    mode: 'onChange',
    delayError: ERROR_DELAY_MS,
    resolver: zodResolver(SubmissionForm, { error: (issue) => fieldMessage(issue.path?.[0], issueOf(issue)) }),
  });

  useEffect(() => checkFilled(form), [form]);

  // Problems are kept as words: in another language they are told anew.
  const { i18n } = useLingui();
  const told = useRef(i18n.locale);
  useEffect(() => {
    if (told.current === i18n.locale) return;
    told.current = i18n.locale;
    void form.trigger((['group', 'tags', 'paths', 'note'] as const).filter((name) => form.getFieldState(name).invalid));
  }, [i18n.locale, form]);
  return { form, draft };
}

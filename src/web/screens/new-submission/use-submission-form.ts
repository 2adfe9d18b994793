import { zodResolver } from '@hookform/resolvers/zod';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { type UseFormReturn, useForm } from 'react-hook-form';
import { readDraft } from '../../lib/draft.ts';
import { fieldMessage } from '../../lib/submission-messages.ts';
import { issueOf, SubmissionForm } from '../../lib/submission-schema.ts';
import { emptySubmission, filledPaths, type SubmissionValues } from '../../lib/submission-values.ts';
import { tabStorage } from '../../lib/tab-storage.ts';

export type SubmissionFormApi = UseFormReturn<SubmissionValues>;

/** Long enough that a path is not called wrong while it is being typed. */
const ERROR_DELAY_MS = 600;

/** Its defaults are taken once: the draft of this tab, with the group of the address if it names one. */
export function useSubmissionForm(projectId: string, group: string | undefined) {
  const [{ draft, defaultValues }] = useState(() => {
    const found = readDraft(tabStorage(), projectId);
    const values = found ?? emptySubmission();
    return { draft: found, defaultValues: group === undefined ? values : { ...values, group, target: 'group' as const } };
  });
  const form = useForm<SubmissionValues>({
    defaultValues,
    mode: 'onChange',
    delayError: ERROR_DELAY_MS,
    resolver: zodResolver(SubmissionForm, { error: (issue) => fieldMessage(issue.path?.[0], issueOf(issue)) }),
  });

  // What comes from a draft or an address was typed earlier: its problems are told at once, blank fields are left in peace.
  const { trigger, getValues } = form;
  useEffect(() => {
    const values = getValues();
    if (values.group !== '') void trigger('group');
    if (filledPaths(values).length > 0) void trigger('paths');
  }, [getValues, trigger]);

  // Problems are kept as words: in another language they are told anew.
  const { i18n } = useLingui();
  const told = useRef(i18n.locale);
  useEffect(() => {
    if (told.current === i18n.locale) return;
    told.current = i18n.locale;
    void trigger((['group', 'tags', 'paths'] as const).filter((name) => form.getFieldState(name).invalid));
  }, [i18n.locale, trigger, form]);
  return { form, isRestored: draft !== null };
}

import { Plural, useLingui } from '@lingui/react/macro';
import { Textarea } from '@mantine/core';
import { useController } from 'react-hook-form';
import { NOTE_MAX } from '../../../contract/submissions.ts';
import type { SubmissionFormApi } from './use-submission-form.ts';
import classes from './what-section.module.css';

/** Why this is submitted, for whoever reads the record later. */
export function NoteField({ form }: { form: SubmissionFormApi }) {
  const { t } = useLingui();
  const { field, fieldState } = useController({ control: form.control, name: 'note' });
  const left = NOTE_MAX - Array.from(field.value).length;
  return (
    <div>
      <Textarea
        {...field}
        label={t`Note (optional)`}
        description={t`Kept here with the submission; DLI does not get it.`}
        rows={2}
        resize="vertical"
        error={fieldState.error?.message}
      />
      <p className={classes.left} data-over={left < 0 || undefined}>
        <Plural value={Math.max(0, left)} one="# character left" other="# characters left" />
      </p>
    </div>
  );
}

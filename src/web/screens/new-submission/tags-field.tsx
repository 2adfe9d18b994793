import { Trans } from '@lingui/react/macro';
import { useId } from 'react';
import { useFieldArray, useFormState, useWatch } from 'react-hook-form';
import { TAGS_MAX } from '../../../domain/names.ts';
import { AddTag, TagRow } from '../../components/tag-row.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';
import classes from './what-section.module.css';

/** Up to 20 key and value pairs, which DLI hangs on the packages. */
export function TagsField({ form }: { form: SubmissionFormApi }) {
  const id = useId();
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'tags' });
  const typed = useWatch({ control: form.control, name: 'tags' });
  const { errors } = useFormState({ control: form.control, name: 'tags' });

  return (
    <div role="group" aria-labelledby={id}>
      <div className={classes.tagsHead}>
        <span id={id} className={classes.label}>
          <Trans>Tags</Trans>
        </span>
        <span className={classes.counter}>
          <Trans>
            {fields.length} of {TAGS_MAX}
          </Trans>
        </span>
      </div>
      {fields.map((row, index) => (
        <TagRow
          key={row.id}
          number={index + 1}
          typed={typed[index]}
          errors={errors.tags?.[index]}
          keyInput={form.register(`tags.${index}.key`, { onChange: () => fields.length > 1 && void form.trigger('tags') })}
          valueInput={form.register(`tags.${index}.value`)}
          onRemove={() => remove(index)}
        />
      ))}
      <AddTag count={fields.length} onAdd={() => append({ key: '', value: '' })} />
    </div>
  );
}

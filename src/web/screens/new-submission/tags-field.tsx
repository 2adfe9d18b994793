import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useId } from 'react';
import { useFieldArray, useFormState, useWatch } from 'react-hook-form';
import { TAG_KEY_MAX, TAG_VALUE_MAX, TAGS_MAX } from '../../../domain/names.ts';
import { Counter } from '../../components/counter.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';
import classes from './what-section.module.css';

/** Up to 20 key and value pairs, which DLI hangs on the packages. */
export function TagsField({ form }: { form: SubmissionFormApi }) {
  const { t } = useLingui();
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
        <div key={row.id} className={classes.tag}>
          <TextInput
            aria-label={t`Key of tag ${index + 1}`}
            placeholder={t`Key`}
            description={<Counter text={typed[index]?.key ?? ''} max={TAG_KEY_MAX} />}
            inputWrapperOrder={['input', 'description', 'error']}
            error={errors.tags?.[index]?.key?.message}
            {...form.register(`tags.${index}.key`, { onChange: () => fields.length > 1 && void form.trigger('tags') })}
          />
          <TextInput
            aria-label={t`Value of tag ${index + 1}`}
            placeholder={t`Value`}
            description={<Counter text={typed[index]?.value ?? ''} max={TAG_VALUE_MAX} />}
            inputWrapperOrder={['input', 'description', 'error']}
            error={errors.tags?.[index]?.value?.message}
            {...form.register(`tags.${index}.value`)}
          />
          <ActionIcon aria-label={t`Remove tag ${index + 1}`} size="lg" onClick={() => remove(index)}>
            <IconX size={16} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden="true" />}
        disabled={fields.length >= TAGS_MAX}
        onClick={() => append({ key: '', value: '' })}
      >
        <Trans>Add tag</Trans>
      </Button>
    </div>
  );
}

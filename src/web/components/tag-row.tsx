import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, TextInput, type TextInputProps } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { FieldError } from 'react-hook-form';
import { TAG_KEY_MAX, TAG_VALUE_MAX, TAGS_MAX } from '../../domain/names.ts';
import { Counter } from './counter.tsx';
import classes from './tag-row.module.css';

interface TagRowProps {
  /** From 1. */
  number: number;
  /** As typed so far, for the counters. */
  typed: { key: string; value: string } | undefined;
  errors: { key?: FieldError; value?: FieldError } | undefined;
  keyInput: TextInputProps;
  valueInput: TextInputProps;
  onRemove: () => void;
}

/** A key, its value, and the way to take both out. */
export function TagRow({ number, typed, errors, keyInput, valueInput, onRemove }: TagRowProps) {
  const { t } = useLingui();
  return (
    <div className={classes.row}>
      <TextInput
        aria-label={t`Key of tag ${number}`}
        placeholder={t`Key`}
        description={!keyInput.readOnly && <Counter text={typed?.key ?? ''} max={TAG_KEY_MAX} />}
        inputWrapperOrder={['input', 'description', 'error']}
        error={errors?.key?.message}
        {...keyInput}
      />
      <TextInput
        aria-label={t`Value of tag ${number}`}
        placeholder={t`Value`}
        description={<Counter text={typed?.value ?? ''} max={TAG_VALUE_MAX} />}
        inputWrapperOrder={['input', 'description', 'error']}
        error={errors?.value?.message}
        {...valueInput}
      />
      <ActionIcon aria-label={t`Remove tag ${number}`} size="lg" onClick={onRemove}>
        <IconX size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}

/** As long as there is room for one more. */
export function AddTag({ count, onAdd }: { count: number; onAdd: () => void }) {
  return (
    <Button
      data-add
      variant="subtle"
      size="compact-sm"
      leftSection={<IconPlus size={14} aria-hidden="true" />}
      disabled={count >= TAGS_MAX}
      onClick={onAdd}
    >
      <Trans>Add tag</Trans>
    </Button>
  );
}

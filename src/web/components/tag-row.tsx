import { useLingui } from '@lingui/react/macro';
import { ActionIcon, TextInput, type TextInputProps } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Counter } from './counter.tsx';
import classes from './tag-row.module.css';

interface TagRowProps {
  /** From 1. */
  number: number;
  /** As typed so far, for the counters. */
  typed: { key: string; value: string } | undefined;
  max: { key: number; value: number };
  errors: { key?: string | undefined; value?: string | undefined };
  keyInput: TextInputProps;
  valueInput: TextInputProps;
  onRemove: () => void;
}

/** A key, its value, and the way to take both out. */
export function TagRow({ number, typed, max, errors, keyInput, valueInput, onRemove }: TagRowProps) {
  const { t } = useLingui();
  return (
    <div className={classes.row}>
      <TextInput
        aria-label={t`Key of tag ${number}`}
        placeholder={t`Key`}
        description={!keyInput.readOnly && <Counter text={typed?.key ?? ''} max={max.key} />}
        inputWrapperOrder={['input', 'description', 'error']}
        error={errors.key}
        {...keyInput}
      />
      <TextInput
        aria-label={t`Value of tag ${number}`}
        placeholder={t`Value`}
        description={<Counter text={typed?.value ?? ''} max={max.value} />}
        inputWrapperOrder={['input', 'description', 'error']}
        error={errors.value}
        {...valueInput}
      />
      <ActionIcon aria-label={t`Remove tag ${number}`} size="lg" onClick={onRemove}>
        <IconX size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}

import { useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import { useController, useWatch } from 'react-hook-form';
import { checkGroupName, GROUP_NAME_MAX } from '../../../domain/names.ts';
import { groupSuggestionsQuery } from '../../api/submissions.ts';
import { Counter } from '../../components/counter.tsx';
import { nameIssueMessage } from '../../lib/messages.ts';
import { GroupSuggestions } from './group-suggestions.tsx';
import { KnownGroup } from './known-group.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';

const ASK_AFTER_MS = 250;

/** A new name, or one of a group that is there. Whether it is, and what is in it, is said below. */
export function GroupField({ form, projectId }: { form: SubmissionFormApi; projectId: string }) {
  const { t } = useLingui();
  const id = useId();
  const { field, fieldState } = useController({ control: form.control, name: 'group' });
  const isUngrouped = useWatch({ control: form.control, name: 'target' }) === 'none';
  const [isOpen, setOpen] = useState(false);
  /** Whose option the arrow keys have reached. */
  const [active, setActive] = useState<string | null>(null);
  const [asked] = useDebouncedValue(field.value.trim(), ASK_AFTER_MS);
  const { data } = useQuery({ ...groupSuggestionsQuery(projectId, asked), enabled: isOpen });
  const options = isOpen ? (data?.items.filter((group) => group.name !== field.value) ?? []) : [];
  const activeIndex = options.findIndex((group) => group.name === active);
  const { errors, warnings } = checkGroupName(field.value);
  const isListed = !isUngrouped && errors.length === 0;

  const show = (isShown: boolean) => {
    setOpen(isShown);
    setActive(null);
  };
  const take = (name: string) => {
    field.onChange(name);
    show(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setOpen(true);
      const from = activeIndex === -1 && step === -1 ? 0 : activeIndex;
      setActive(options[(from + step + options.length) % options.length]?.name ?? null);
    } else if (event.key === 'Enter' && active !== null && activeIndex !== -1) {
      event.preventDefault();
      take(active);
    } else if (event.key === 'Escape') show(false);
  };

  return (
    <>
      <TextInput
        {...field}
        label={t`Group name`}
        disabled={isUngrouped}
        required
        withAsterisk={false}
        autoComplete="off"
        role="combobox"
        aria-haspopup="listbox"
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={id}
        {...(activeIndex !== -1 && { 'aria-activedescendant': `${id}-${activeIndex}` })}
        spellCheck={false}
        maxLength={256}
        error={isUngrouped ? undefined : fieldState.error?.message}
        rightSection={<Counter text={field.value} max={GROUP_NAME_MAX} />}
        rightSectionWidth={76}
        rightSectionPointerEvents="none"
        onClick={() => setOpen(true)}
        onBlur={() => {
          field.onBlur();
          show(false);
        }}
        onChange={(event) => {
          field.onChange(event);
          setOpen(true);
          setActive(null);
        }}
        onKeyDown={onKeyDown}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        inputContainer={(input) => (
          <GroupSuggestions id={id} groups={options} activeIndex={activeIndex} onTake={take}>
            {input}
          </GroupSuggestions>
        )}
      />
      {/* Its line is there from the start, so that nothing below moves while a name is typed. */}
      {(isUngrouped || !fieldState.error) && (
        <KnownGroup projectId={projectId} name={isListed ? asked : ''} warnings={isListed ? warnings.map(nameIssueMessage) : []} />
      )}
    </>
  );
}

import { useLingui } from '@lingui/react/macro';
import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useController, useWatch } from 'react-hook-form';
import { checkGroupName, GROUP_NAME_MAX } from '../../../domain/names.ts';
import { groupSuggestionsQuery } from '../../api/submissions.ts';
import { Counter } from '../../components/counter.tsx';
import { nameIssueMessage } from '../../lib/messages.ts';
import { GroupSuggestion } from './group-suggestion.tsx';
import { KnownGroup } from './known-group.tsx';
import type { SubmissionFormApi } from './use-submission-form.ts';

const ASK_AFTER_MS = 250;

/** A new name, or one of a group that is there. Whether it is, and what is in it, is said below. */
export function GroupField({ form, projectId }: { form: SubmissionFormApi; projectId: string }) {
  const { t } = useLingui();
  const { field, fieldState } = useController({ control: form.control, name: 'group' });
  const isUngrouped = useWatch({ control: form.control, name: 'target' }) === 'none';
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [asked] = useDebouncedValue(field.value.trim(), ASK_AFTER_MS);
  const { data } = useQuery({ ...groupSuggestionsQuery(projectId, asked), enabled: combobox.dropdownOpened });
  const options = data?.items.filter((group) => group.name !== field.value) ?? [];
  const { errors, warnings } = checkGroupName(field.value);
  const isListed = !isUngrouped && errors.length === 0;

  return (
    <Combobox
      store={combobox}
      withinPortal={false}
      onOptionSubmit={(name) => {
        field.onChange(name);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          {...field}
          label={t`Group name`}
          disabled={isUngrouped}
          required
          withAsterisk={false}
          autoComplete="off"
          aria-expanded={combobox.dropdownOpened && options.length > 0}
          spellCheck={false}
          maxLength={256}
          error={isUngrouped ? undefined : fieldState.error?.message}
          rightSection={<Counter text={field.value} max={GROUP_NAME_MAX} />}
          rightSectionWidth={76}
          rightSectionPointerEvents="none"
          onClick={() => combobox.openDropdown()}
          onBlur={() => {
            field.onBlur();
            combobox.closeDropdown();
          }}
          onChange={(event) => {
            field.onChange(event);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          inputWrapperOrder={['label', 'description', 'input', 'error']}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={options.length === 0}>
        <Combobox.Options aria-label={t`Groups that exist`} mah={264} style={{ overflowY: 'auto' }}>
          {options.map((group) => (
            <Combobox.Option key={group.name} value={group.name}>
              <GroupSuggestion group={group} />
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
      {/* Its line is there from the start, so that nothing below moves while a name is typed. */}
      {(isUngrouped || !fieldState.error) && (
        <KnownGroup projectId={projectId} name={isListed ? asked : ''} warnings={isListed ? warnings.map(nameIssueMessage) : []} />
      )}
    </Combobox>
  );
}

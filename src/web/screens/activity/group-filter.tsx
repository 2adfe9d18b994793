import { useLingui } from '@lingui/react/macro';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { groupSuggestionsQuery } from '../../api/submissions.ts';
import control from '../../components/filter-control.module.css';
import { FilterSelect } from '../../components/filter-select.tsx';
import classes from './activity-filters.module.css';

interface GroupFilterProps {
  projectId: string;
  group: string | undefined;
  isUngrouped: boolean;
  onChange: (patch: { group: string | undefined; ungrouped: 'yes' | undefined }) => void;
}

/** Any group, those in none, or one by its whole name: a group that is long gone has entries too. */
export function GroupFilter({ projectId, group, isUngrouped, onChange }: GroupFilterProps) {
  const { t } = useLingui();
  const [isNaming, setNaming] = useState(false);
  const scope = isUngrouped ? 'none' : group !== undefined || isNaming ? 'one' : '';
  const choose = (chosen: 'one' | 'none' | '') => {
    setNaming(chosen === 'one');
    onChange({ group: undefined, ungrouped: chosen === 'none' ? 'yes' : undefined });
  };
  return (
    <>
      <FilterSelect
        label={t`Filter by group`}
        any={t`Any group`}
        value={scope}
        options={[
          { value: 'one', label: t`One group` },
          { value: 'none', label: t`Ungrouped` },
        ]}
        onChange={choose}
      />
      {scope === 'one' && (
        <GroupName
          key={group ?? ''}
          projectId={projectId}
          group={group ?? ''}
          isNew={isNaming && group === undefined}
          onName={(name) => onChange({ group: name === '' ? undefined : name, ungrouped: undefined })}
        />
      )}
    </>
  );
}

interface GroupNameProps {
  projectId: string;
  group: string;
  /** Just asked for: the reader is about to type. */
  isNew: boolean;
  onName: (name: string) => void;
}

/** Told once it is whole: by Enter, by leaving the field, or by choosing one of those that DLI lists. */
function GroupName({ projectId, group, isNew, onName }: GroupNameProps) {
  const { t } = useLingui();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(group);
  const [asked] = useDebouncedValue(typed, 200);
  const { data } = useQuery(groupSuggestionsQuery(projectId, asked.slice(0, 128)));
  const names = data?.items.map(({ name }) => name) ?? [];
  const tell = (name: string) => {
    if (name !== group) onName(name);
  };
  return (
    <form
      className={classes.name}
      onSubmit={(event) => {
        event.preventDefault();
        tell(typed);
      }}
    >
      <input
        ref={input}
        className={`${control.control} ${classes.input}`}
        aria-label={t`Group name`}
        placeholder={t`Group name`}
        value={typed}
        list={id}
        autoComplete="off"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the reader has just asked for this field
        autoFocus={isNew}
        onChange={({ currentTarget: { value }, nativeEvent }) => {
          setTyped(value);
          // Chosen from the list, not typed.
          if (!('inputType' in nativeEvent && nativeEvent.inputType?.toString().startsWith('insertText')) && names.includes(value))
            tell(value);
        }}
        onBlur={() => tell(typed)}
      />
      <datalist id={id}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </form>
  );
}

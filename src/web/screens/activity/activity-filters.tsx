import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { ENTRY_OUTCOMES, ENTRY_TYPES } from '../../../contract/activity.ts';
import control from '../../components/filter-control.module.css';
import { FilterSelect } from '../../components/filter-select.tsx';
import { entryOutcomeWord, entryTypeWord } from '../../lib/entry-messages.ts';
import type { ActivityAddress } from '../../lib/search-params.ts';
import classes from './activity-filters.module.css';
import { GroupFilter } from './group-filter.tsx';

interface ActivityFiltersProps {
  projectId: string;
  address: ActivityAddress;
  isFiltered: boolean;
  actors: readonly string[];
  onChange: (patch: Partial<ActivityAddress>) => void;
  onClear: () => void;
}

/** What narrows the record, all of it in the address. */
export function ActivityFilters({ projectId, address, isFiltered, actors, onChange, onClear }: ActivityFiltersProps) {
  const { t } = useLingui();
  const { actor = '' } = address;
  const people = actor === '' || actors.includes(actor) ? actors : [...actors, actor];
  return (
    <div className={classes.filters} role="group" aria-label={t`Filters`}>
      <FilterSelect
        label={t`Filter by action`}
        any={t`Any action`}
        value={ENTRY_TYPES.find((type) => type === address.type) ?? ''}
        options={ENTRY_TYPES.map((value) => ({ value, label: entryTypeWord(value) }))}
        onChange={(type) => onChange({ type: type || undefined })}
      />
      <FilterSelect
        label={t`Filter by outcome`}
        any={t`Any outcome`}
        value={ENTRY_OUTCOMES.find((outcome) => outcome === address.outcome) ?? ''}
        options={ENTRY_OUTCOMES.map((value) => ({ value, label: entryOutcomeWord(value) }))}
        onChange={(outcome) => onChange({ outcome: outcome || undefined })}
      />
      <FilterSelect
        label={t`Filter by person`}
        any={t`Anybody`}
        value={actor}
        options={people.map((value) => ({ value, label: value }))}
        onChange={(chosen) => onChange({ actor: chosen || undefined })}
      />
      <GroupFilter
        projectId={projectId}
        group={address.group}
        isUngrouped={address.ungrouped === 'yes' && address.group === undefined}
        onChange={onChange}
      />
      <div className={classes.days}>
        <Day label={t`From`} value={address.from} onChange={(from) => onChange({ from })} />
        <Day label={t`Until`} value={address.until} onChange={(until) => onChange({ until })} />
      </div>
      {isFiltered && (
        <Button
          size="xs"
          variant="subtle"
          onClick={(event) => {
            // The button goes; the focus stays among the filters.
            event.currentTarget.parentElement?.querySelector('select')?.focus();
            onClear();
          }}
        >
          <Trans>Clear filters</Trans>
        </Button>
      )}
    </div>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}

function Day({ label, value, onChange }: DayProps) {
  return (
    <label className={classes.day}>
      <span>{label}</span>
      <input
        type="date"
        className={`${control.control} ${classes.input}`}
        data-set={value !== undefined || undefined}
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    </label>
  );
}

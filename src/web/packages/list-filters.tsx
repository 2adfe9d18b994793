import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { Facets } from '../../contract/common.ts';
import type { RollUpState } from '../../domain/status.ts';
import { FilterSelect } from '../components/filter-select.tsx';
import { filteredBy, NO_FILTER } from '../lib/search-params.ts';
import { kindWord, statusWord } from '../lib/words.ts';
import classes from './list-filters.module.css';
import { TagFilter } from './tag-filter.tsx';

interface Filter<Status extends RollUpState> {
  text: string;
  kind: string;
  status: Status | '';
  owner: string;
  tag: string;
}

interface ListFiltersProps<Status extends RollUpState> {
  projectId: string;
  /** What has the tags: packages do, and groups by their packages. */
  of: 'groups' | 'packages';
  filter: Filter<Status>;
  statuses: readonly Status[];
  /** Undefined until the first read has come. */
  facets: Facets | undefined;
  onChange: (patch: Partial<Filter<Status>>) => void;
}

/** Kind, status, owner and tag, beside the search field: what there is to choose, and the way back to all of it. */
export function ListFilters<Status extends RollUpState>({ projectId, of, filter, statuses, facets, onChange }: ListFiltersProps<Status>) {
  const { t } = useLingui();
  const { kinds = [], statuses: counted = [], owners = [] } = facets ?? {};
  return (
    <div className={classes.filters} role="group" aria-label={t`Filters`}>
      <FilterSelect
        label={t`Filter by kind`}
        any={t`Any kind`}
        value={filter.kind}
        options={withChosen(kinds, filter.kind).map((facet) => ({ ...facet, label: kindWord(facet.value) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <FilterSelect
        label={t`Filter by status`}
        any={t`Any status`}
        value={filter.status}
        options={statuses.map((value) => ({
          value,
          label: value === 'empty' ? t`Empty` : statusWord(value),
          count: counted.find((facet) => facet.value === value)?.count ?? 0,
        }))}
        onChange={(status) => onChange({ status })}
      />
      <FilterSelect
        label={t`Filter by owner`}
        any={t`Any owner`}
        value={filter.owner}
        options={withChosen(owners, filter.owner).map((facet) => ({ ...facet, label: facet.value }))}
        onChange={(owner) => onChange({ owner })}
      />
      <TagFilter projectId={projectId} of={of} value={filter.tag} onChange={(tag) => onChange({ tag })} />
      {filteredBy(filter) && (
        <Button
          size="xs"
          variant="subtle"
          className={classes.clear ?? ''}
          onClick={(event) => {
            // The button goes; the focus stays among the filters.
            event.currentTarget.parentElement?.querySelector('select')?.focus();
            onChange(NO_FILTER);
          }}
        >
          <Trans>Clear filters</Trans>
        </Button>
      )}
    </div>
  );
}

/** A value in the address that the list does not have is shown as chosen all the same. */
function withChosen(facets: Facets['kinds'], chosen: string): Facets['kinds'] {
  return chosen === '' || facets.some(({ value }) => value === chosen) ? facets : [...facets, { value: chosen, count: 0 }];
}

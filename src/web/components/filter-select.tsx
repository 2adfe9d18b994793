import { useLingui } from '@lingui/react/macro';
import classes from './filter-control.module.css';

interface FilterSelectProps<Value extends string> {
  label: string;
  /** The word for no filter. */
  any: string;
  value: Value | '';
  /** Without a count where nobody knows it. */
  options: readonly { value: Value; label: string; count?: number }[];
  onChange: (value: Value | '') => void;
}

/** The browser's own select, with how many each choice has where that is known. Marked while it narrows the list. */
export function FilterSelect<Value extends string>({ label, any, value, options, onChange }: FilterSelectProps<Value>) {
  const { i18n } = useLingui();
  return (
    <select
      className={classes.control}
      aria-label={label}
      data-set={value !== '' || undefined}
      value={value}
      // Its options are the only values it has.
      onChange={(event) => onChange(event.currentTarget.value as Value | '')}
    >
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.count === undefined ? option.label : `${option.label} (${i18n.number(option.count)})`}
        </option>
      ))}
    </select>
  );
}

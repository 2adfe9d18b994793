import { useLingui } from '@lingui/react/macro';
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { useShortcut } from '../lib/shortcuts.ts';
import classes from './search-field.module.css';

interface SearchFieldProps {
  label: string;
  /** What the address says; it is told a moment after the last key. */
  value: string;
  onChange: (text: string) => void;
}

const DEBOUNCE_MS = 200;

export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  const [seen, setSeen] = useState(value);
  const tell = useDebouncedCallback((text: string) => {
    setTold(text);
    onChange(text);
  }, DEBOUNCE_MS);
  // The address changed, and not by what was typed here ("Clear filters", Back): the field follows it.
  if (value !== seen) {
    setSeen(value);
    if (value !== told) setTyped(value);
  }
  const change = (text: string) => {
    setTyped(text);
    tell(text);
  };
  useShortcut(
    'search',
    useCallback(() => input.current?.focus(), []),
  );
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      // Before whatever is done next, which may be to clear it.
      onBlur={() => tell.flush()}
      maxLength={128}
      className={classes.field ?? ''}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={typed ? <CloseButton size="sm" aria-label={t`Clear the text`} onClick={() => change('')} /> : null}
    />
  );
}

import { useLingui } from '@lingui/react/macro';
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { useShortcut } from '../lib/shortcuts.ts';

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
  // The address changed, and not by what was typed here ("Clear filter", Back): the field follows it.
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
      maxLength={128}
      w={{ base: '100%', xs: 280 }}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={typed ? <CloseButton size="sm" aria-label={t`Clear filter`} onClick={() => change('')} /> : null}
    />
  );
}

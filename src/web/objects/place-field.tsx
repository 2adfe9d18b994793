import { useLingui } from '@lingui/react/macro';
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, useCallback, useRef, useState } from 'react';
import { isAddressLike, type ObjectAddress, parseObjectAddress, TEXT_MAX } from '../lib/object-place.ts';
import { useShortcut } from '../lib/shortcuts.ts';

interface PlaceFieldProps {
  text: string;
  onText: (text: string) => void;
  /** An address was entered, or pasted. */
  onJump: (address: ObjectAddress) => void;
  /** Arrow down: to the list. */
  onLeave: () => void;
}

const DEBOUNCE_MS = 250;

/** One field for both: how names begin, and the address of anywhere else. */
export function PlaceField({ text, onText, onJump, onLeave }: PlaceFieldProps) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const [told, setTold] = useState(text);
  const [seen, setSeen] = useState(text);
  const [isRefused, setRefused] = useState(false);
  const tell = useDebouncedCallback((next: string) => {
    setTold(next);
    onText(next);
  }, DEBOUNCE_MS);
  // Another place, or Back: the field follows.
  if (text !== seen) {
    setSeen(text);
    if (text !== told) setTyped(text);
  }
  useShortcut(
    'search',
    useCallback(() => input.current?.focus(), []),
  );

  function change(next: string) {
    setTyped(next);
    setRefused(false);
    if (isAddressLike(next)) tell.cancel();
    else tell(next);
  }

  function jump(entered: string) {
    const address = parseObjectAddress(entered);
    setRefused(address === null);
    if (!address) return;
    tell.cancel();
    setTyped(address.text);
    setTold(address.text);
    onJump(address);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (isAddressLike(typed)) jump(typed);
      else {
        tell.cancel();
        setTold(typed);
        onText(typed);
        onLeave();
      }
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      onLeave();
    }
  }

  function onPaste(event: ClipboardEvent) {
    const pasted = event.clipboardData.getData('text/plain');
    if (!isAddressLike(pasted) || parseObjectAddress(pasted) === null) return;
    event.preventDefault();
    jump(pasted);
  }

  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={t`Search by how names begin, or enter an OBS address`}
      placeholder={t`Names that begin with…, or obs://…`}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      error={isRefused && t`This is no address of a bucket, a folder or an object in OBS.`}
      maxLength={TEXT_MAX * 4}
      spellCheck={false}
      autoCapitalize="off"
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={typed ? <CloseButton size="sm" aria-label={t`Clear filter`} onClick={() => change('')} /> : null}
    />
  );
}

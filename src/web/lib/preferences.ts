/** Small choices of this reader in this browser. Kept in localStorage; where that is refused they last as long as the page. */
import { useSyncExternalStore } from 'react';

export type TimeZoneChoice = 'local' | 'utc';

const TIME_ZONE = 'groupage.time-zone';
const LOCALE = 'groupage.locale';
const SINGLE_KEYS = 'groupage.single-key-shortcuts';
const DEPRECATION_NOTE = 'groupage.deprecation-note';
const listeners = new Set<() => void>();
let timeZone: TimeZoneChoice = read(TIME_ZONE) === 'utc' ? 'utc' : 'local';

export function setTimeZone(choice: TimeZoneChoice): void {
  timeZone = choice;
  keep(TIME_ZONE, choice);
  for (const listener of listeners) listener();
}

export function useTimeZone(): TimeZoneChoice {
  return useSyncExternalStore(subscribe, () => timeZone);
}

export type SingleKeysChoice = 'on' | 'off';

let singleKeys: SingleKeysChoice = read(SINGLE_KEYS) === 'off' ? 'off' : 'on';

/** Shortcuts of one key without Ctrl or Cmd, which get in the way of speech input. */
export function setSingleKeys(choice: SingleKeysChoice): void {
  singleKeys = choice;
  keep(SINGLE_KEYS, choice);
  for (const listener of listeners) listener();
}

export function useSingleKeys(): SingleKeysChoice {
  return useSyncExternalStore(subscribe, () => singleKeys);
}

let isNoteHidden = read(DEPRECATION_NOTE) === 'hidden';

export function hideDeprecationNote(): void {
  isNoteHidden = true;
  keep(DEPRECATION_NOTE, 'hidden');
  for (const listener of listeners) listener();
}

export function useIsDeprecationNoteHidden(): boolean {
  return useSyncExternalStore(subscribe, () => isNoteHidden);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Null where the reader has not chosen: then the browser's languages decide. */
export function keptLocale(): string | null {
  return read(LOCALE);
}

export function keepLocale(locale: string): void {
  keep(LOCALE, locale);
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is refused: the choice holds until the page is left.
  }
}

/** Small choices of this reader in this browser. Kept in localStorage; where that is refused they last as long as the page. */
import { useSyncExternalStore } from 'react';

export type TimeZoneChoice = 'local' | 'utc';

const KEY = 'groupage.time-zone';
const listeners = new Set<() => void>();
let timeZone: TimeZoneChoice = readStored();

function readStored(): TimeZoneChoice {
  try {
    return localStorage.getItem(KEY) === 'utc' ? 'utc' : 'local';
  } catch {
    return 'local';
  }
}

export function setTimeZone(choice: TimeZoneChoice): void {
  timeZone = choice;
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Storage is refused: the choice holds until the page is left.
  }
  for (const listener of listeners) listener();
}

export function useTimeZone(): TimeZoneChoice {
  return useSyncExternalStore(subscribe, () => timeZone);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

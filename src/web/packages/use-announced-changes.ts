import { useEffect, useRef } from 'react';
import type { RollUp } from '../../contract/common.ts';
import { useAnnounce } from '../components/live-region.tsx';
import { endingsBetween } from '../lib/status-changes.ts';
import { statusWord } from '../lib/words.ts';

interface Watched {
  name: string;
  rollUp: RollUp;
}

/** Reads out, politely and in one batch, which uploads ended since the last read. */
export function useAnnouncedChanges(watched: readonly Watched[] | undefined): void {
  const announce = useAnnounce();
  const last = useRef(new Map<string, RollUp>());
  useEffect(() => {
    if (!watched) return;
    for (const { name, rollUp } of watched) {
      const before = last.current.get(name);
      const endings = before ? endingsBetween(before, rollUp) : [];
      if (endings.length > 0) announce(`${name}: ${endings.map(({ status, count }) => `${count} ${statusWord(status)}`).join(', ')}`);
    }
    last.current = new Map(watched.map(({ name, rollUp }) => [name, rollUp]));
  }, [watched, announce]);
}

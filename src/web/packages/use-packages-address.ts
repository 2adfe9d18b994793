import { useNavigate, useRouter } from '@tanstack/react-router';
import { useRef } from 'react';
import type { PackagesAddress } from '../lib/search-params.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The details were opened from the list, so the list is one step back. */
    isOpenedHere?: boolean;
    /** They were opened for the form that attaches a path. */
    isAttaching?: boolean;
  }
}

/**
 * Changes what a list of packages shows, in its address. Opening the details is a step that Back undoes, and closing them
 * takes that step back; typing a filter is none.
 */
export function usePackagesAddress() {
  const navigate = useNavigate();
  const router = useRouter();
  const closed = useRef<string>(undefined);

  const change = (patch: Partial<PackagesAddress>) =>
    void navigate({
      to: '.',
      search: (now) => ({ ...now, ...patch }),
      replace: Object.keys(patch).every((name) => ['text', 'page', 'package'].includes(name)) && !isPaging(patch),
      // Another page is read from its top; what only goes back to the first page stays where it was chosen.
      resetScroll: isPaging(patch),
    });

  const closeDetails = () => {
    const { isOpenedHere, __TSR_key: entry } = router.history.location.state;
    if (!isOpenedHere) return change({ package: undefined });
    // A second Escape comes before the step is taken; it must not take another one.
    if (closed.current === entry) return;
    closed.current = entry;
    router.history.back();
  };
  return { change, closeDetails };
}

function isPaging(patch: Partial<PackagesAddress>): boolean {
  return 'page' in patch && Object.keys(patch).length === 1;
}

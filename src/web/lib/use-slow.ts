import { useEffect, useState } from 'react';

/** Long enough that a usual wait says nothing, short enough that nobody wonders whether anything is going on. */
const SLOW_AFTER_MS = 3_000;

/** Whether something has been waited for longer than is usual. */
export function useSlow(isWaiting: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [isWaiting]);
  return isSlow && isWaiting;
}

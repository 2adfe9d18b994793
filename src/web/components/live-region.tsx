import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import classes from './live-region.module.css';

const Announce = createContext<(text: string) => void>(() => {});

/** Long enough for what one read brings to become one announcement. */
const BATCH_MS = 400;

/** The page's one polite live region. What is announced within a moment is read out together, and once. */
export function LiveRegion({ children }: { children: ReactNode }) {
  const [spoken, setSpoken] = useState('');
  const waiting = useRef<string[]>([]);
  const announce = useCallback((text: string) => {
    waiting.current.push(text);
    if (waiting.current.length > 1) return;
    setTimeout(() => {
      const batch = waiting.current.splice(0).join('. ');
      // The same words twice are read out twice only if the text differs: a no-break space makes it so.
      setSpoken((last) => (last === batch ? `${batch}\u00a0` : batch));
    }, BATCH_MS);
  }, []);
  return (
    <Announce value={announce}>
      {children}
      <div className={classes.region} role="status" aria-live="polite">
        {spoken}
      </div>
    </Announce>
  );
}

export function useAnnounce(): (text: string) => void {
  return useContext(Announce);
}

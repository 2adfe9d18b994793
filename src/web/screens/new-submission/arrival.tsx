import { type ReactNode, useEffect, useRef } from 'react';
import classes from './form-shell.module.css';

interface ArrivalProps {
  labelledBy?: string;
  children: ReactNode;
}

/** Takes the focus when it appears, and so comes into sight: an answer must not stand unseen above or below a long list. */
export function Arrival({ labelledBy, children }: ArrivalProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className={classes.arrival} role={labelledBy && 'group'} aria-labelledby={labelledBy}>
      {children}
    </div>
  );
}

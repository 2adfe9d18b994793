import { type ReactNode, useId } from 'react';
import classes from './entry.module.css';

/** One section of an entry, under its heading. */
export function Part({ heading, children }: { heading: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.part} aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}

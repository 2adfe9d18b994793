import classes from './clipped.module.css';

/** A side fact in a row: cut off where it is long, whole in its title and wherever the row leads. */
export function Clipped({ children }: { children: string }) {
  return (
    <span className={classes.clipped} title={children}>
      {children}
    </span>
  );
}

import classes from './name.module.css';

/** A name, path or code: monospace, whole, wrapped where it must be; blanks in it are not swallowed. */
export function Name({ children }: { children: string }) {
  return <bdi className={classes.name}>{children}</bdi>;
}

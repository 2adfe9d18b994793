import classes from './name.module.css';

interface NameProps {
  children: string;
  /** Never wrapped: for one that was shortened to fit. */
  isOneLine?: boolean;
}

/** A name, path or code: monospace, whole, wrapped where it must be; blanks in it are not swallowed. */
export function Name({ children, isOneLine = false }: NameProps) {
  return (
    <bdi className={classes.name} data-one-line={isOneLine || undefined}>
      {children}
    </bdi>
  );
}

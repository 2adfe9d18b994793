import { Plural } from '@lingui/react/macro';

interface AndMoreProps {
  /** Of those that are not shown; nothing is said of none. */
  count: number;
  className?: string | undefined;
}

/** The last line of a list that shows the first of many. */
export function AndMore({ count, className }: AndMoreProps) {
  if (count <= 0) return null;
  return (
    <li className={className}>
      <Plural value={count} one="and # more" other="and # more" />
    </li>
  );
}

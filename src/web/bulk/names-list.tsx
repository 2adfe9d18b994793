import { Plural } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { AndMore } from '../components/and-more.tsx';
import { Name } from '../components/name.tsx';
import classes from './bulk-dialog.module.css';

/** Nobody reads more, and the number says how many there are. */
const SHOWN = 200;

interface NamesListProps {
  label: string;
  items: readonly { name: string; fact?: ReactNode }[];
}

/** What a confirmation is about, by name. It scrolls, so it is a stop for the Tab key and the arrow keys reach its end. */
export function NamesList({ label, items }: NamesListProps) {
  return (
    <ul className={classes.names} tabIndex={0} aria-label={label}>
      {items.slice(0, SHOWN).map(({ name, fact }) => (
        <li key={name}>
          <Name>{name}</Name>
          {fact && <span className={classes.soft}>{fact}</span>}
        </li>
      ))}
      <AndMore className={classes.soft} count={items.length - SHOWN} />
    </ul>
  );
}

/** Of what was selected, some is not there any more. */
export function GoneNote({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <p className={classes.changed}>
      <Plural
        value={count}
        one="# of the selected is not listed any more and was left out."
        other="# of the selected are not listed any more and were left out."
      />
    </p>
  );
}

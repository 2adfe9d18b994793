import type { HistoryChanges as Item } from '../../../contract/activity.ts';
import { AndMore } from '../../components/and-more.tsx';
import { ChangeNoticed, ChangeSentence } from '../../packages/change-sentence.tsx';
import { NotFromHere } from '../../packages/origin-cells.tsx';
import classes from './history.module.css';

const CHANGES_SHOWN = 8;

/** What one read showed as changed although nothing was done here. */
export function HistoryChanges({ item: { changes, changeCount, at, since } }: { item: Item }) {
  const shown = changes.slice(0, CHANGES_SHOWN);
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <NotFromHere />
        <span className={classes.who}>
          <ChangeNoticed at={at} since={since} />
        </span>
      </div>
      <ul className={classes.changes}>
        {shown.map((change) => (
          <li key={change.id}>
            <ChangeSentence change={change} />
          </li>
        ))}
        <AndMore count={changeCount - shown.length} />
      </ul>
    </li>
  );
}

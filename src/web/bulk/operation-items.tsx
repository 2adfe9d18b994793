import { useLingui } from '@lingui/react/macro';
import type { Operation } from '../../contract/operations.ts';
import { ItemParts } from '../activity/item-parts.tsx';
import { AndMore } from '../components/and-more.tsx';
import classes from './operation-items.module.css';

/** What became of each item, as it becomes known. The failed come first, so what is left out says least. */
export function OperationItems({ operation: { kind, counts, items } }: { operation: Operation }) {
  const { t } = useLingui();
  const hasGroup = new Set(items.map(({ group }) => group)).size > 1;
  return (
    <ul className={classes.items} tabIndex={0} aria-label={t`What became of each`}>
      {items.map((item) => (
        <li key={JSON.stringify([item.group, item.name])} className={classes.item}>
          <ItemParts type={kind} item={item} hasGroup={hasGroup} />
        </li>
      ))}
      <AndMore className={classes.item} count={counts.total - items.length} />
    </ul>
  );
}

import type { Operation, OperationItem } from '../../contract/operations.ts';
import { ApiError } from '../api/client.ts';
import { Evidence } from '../components/error-panel.tsx';
import { Name } from '../components/name.tsx';
import { evidenceLines } from '../lib/error-evidence.ts';
import { explainItem } from '../lib/item-failures.ts';
import { ItemBadge } from './item-badge.tsx';
import classes from './item-parts.module.css';

interface ItemPartsProps {
  type: Operation['kind'];
  item: OperationItem;
  /** Where all are in one group, it goes without saying. */
  hasGroup: boolean;
}

/** One item of a bulk action, within a row: its name, what became of it, and why it failed. */
export function ItemParts({ type, item, hasGroup }: ItemPartsProps) {
  return (
    <>
      <span className={classes.name}>
        <Name>{nameOf(item, hasGroup)}</Name>
      </span>
      <ItemBadge type={type} state={item.state} wasGone={item.wasGone} />
      {item.error && <Failure type={type} item={item} error={new ApiError(item.error)} />}
    </>
  );
}

function nameOf({ group, name }: OperationItem, hasGroup: boolean): string {
  if (name === null) return group ?? '';
  return group === null || !hasGroup ? name : `${group}/${name}`;
}

function Failure({ type, item, error }: Pick<ItemPartsProps, 'type' | 'item'> & { error: ApiError }) {
  const { why, remedy } = explainItem(type, item, error);
  return (
    <div className={classes.failure}>
      <p>
        {why} {remedy}
      </p>
      <Evidence lines={evidenceLines(error)} />
    </div>
  );
}

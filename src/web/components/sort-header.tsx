import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import classes from './data-table.module.css';
import type { Column } from './data-table.tsx';

export type Order = 'asc' | 'desc';

interface SortHeaderProps<Row, Sort extends string> {
  column: Column<Row, Sort>;
  label: string;
  sort: Sort;
  order: Order;
  onSort: (sort: Sort, order: Order) => void;
}

/** A header cell; where its column can be sorted, a real button. */
export function SortHeader<Row, Sort extends string>({ column, label, sort, order, onSort }: SortHeaderProps<Row, Sort>) {
  const shared = { role: 'columnheader', scope: 'col', 'data-align': column.align, 'data-needs': column.needs } as const;
  // With help beside it, the column is still called by its words alone.
  const named = column.help ? { 'aria-label': label } : {};
  const by = column.sort;
  if (by === undefined) {
    return (
      <th {...shared} {...named} data-plain>
        <span className={column.isHeaderHidden ? classes.hidden : classes.label}>{label}</span>
        {column.help}
      </th>
    );
  }
  const isSorted = by === sort;
  const next = isSorted ? (order === 'asc' ? 'desc' : 'asc') : (column.firstOrder ?? 'asc');
  const Arrow = !isSorted ? IconArrowsSort : order === 'asc' ? IconArrowUp : IconArrowDown;
  return (
    <th {...shared} {...named} aria-sort={isSorted ? (order === 'asc' ? 'ascending' : 'descending') : 'none'}>
      <button type="button" className={classes.sort} data-sorted={isSorted || undefined} onClick={() => onSort(by, next)}>
        {label}
        <Arrow size={13} stroke={2} aria-hidden="true" />
      </button>
      {column.help}
    </th>
  );
}

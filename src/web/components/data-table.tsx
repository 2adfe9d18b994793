import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { memo, type ReactNode, useDeferredValue } from 'react';
import { Checkbox } from './checkbox.tsx';
import classes from './data-table.module.css';
import { type Order, SortHeader } from './sort-header.tsx';

export interface Column<Row, Sort extends string> {
  id: string;
  header: MessageDescriptor;
  cell: (row: Row) => ReactNode;
  /** What the rows are sorted by under this header. */
  sort?: Sort;
  /** The order a first click asks for: newest first for times. */
  firstOrder?: Order;
  /** Numbers stand right. */
  align?: 'right';
  /** For words that a poll changes (“Uploading”, “Ready”): as wide as the longest, so that the others stay where they are. */
  minWidth?: string;
  /** Words of a language that takes many for it: on two lines rather than a table wider than the page. */
  canWrap?: boolean;
  /** The cell that names the row. Exactly one column. */
  isRowHeader?: boolean;
  /** Beside the words of the header. */
  help?: ReactNode;
  /** No words in the header, for menus: they are for screen readers. */
  isHeaderHidden?: boolean;
  /** Left out where the table is narrower; the cards of a phone leave out what is `wide` or `widest`. */
  needs?: 'medium' | 'wide' | 'widest';
}

export interface TableSelection {
  selected: ReadonlySet<string>;
  onSelect: (ids: readonly string[], isSelected: boolean) => void;
}

export interface DataTableProps<Row, Sort extends string> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<Row, Sort>[];
  /** Undefined until the first read has come: only then a skeleton is shown. */
  rows: readonly Row[] | undefined;
  getRowId: (row: Row) => string;
  emptyState: ReactNode;
  sort: Sort;
  order: Order;
  onSort: (sort: Sort, order: Order) => void;
  /** A checkbox for each row, and one for all that are shown; by row id. The function stays the same, or every row is drawn anew. */
  selection?: TableSelection;
  /** Older data, kept while a newer read is under way or has failed. */
  isDimmed?: boolean;
}

/** Written out, because the cards of a narrow screen (`display: grid`) lose the roles of table elements in some browsers. */
const ROLE = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
};

/**
 * Plain table elements, since a library's cell component costs more than the cell. Columns belong at module scope: rows
 * are memoised on them.
 */
export function DataTable<Row, Sort extends string>(props: DataTableProps<Row, Sort>) {
  const { label, columns, getRowId, emptyState, sort, order, onSort, selection, isDimmed = false } = props;
  const { i18n } = useLingui();
  // Drawing hundreds of new rows gives way to a key or a click.
  const drawn = useDeferredValue(props.rows);
  const rows = drawn?.length && props.rows?.length ? drawn : props.rows;
  if (rows?.length === 0) return <div className={classes.frame}>{emptyState}</div>;
  return (
    <div className={classes.frame} data-dimmed={isDimmed || undefined}>
      <table className={classes.table} {...ROLE.table} aria-label={label} aria-busy={!rows}>
        <thead {...ROLE.rowgroup}>
          <tr {...ROLE.row}>
            {selection && <SelectAll ids={rows?.map(getRowId) ?? []} selection={selection} />}
            {columns.map((column) => (
              <SortHeader key={column.id} column={column} label={i18n._(column.header)} sort={sort} order={order} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody {...ROLE.rowgroup}>
          {rows?.map((row) => {
            const id = getRowId(row);
            return (
              <TableRow
                key={id}
                id={id}
                row={row}
                columns={columns}
                isSelected={selection?.selected.has(id) ?? false}
                onSelect={selection?.onSelect}
              />
            );
          })}
          {!rows && <SkeletonRows columns={columns} isSelectable={selection !== undefined} />}
        </tbody>
      </table>
    </div>
  );
}

interface TableRowProps<Row, Sort extends string> {
  id: string;
  row: Row;
  columns: readonly Column<Row, Sort>[];
  isSelected: boolean;
  onSelect: TableSelection['onSelect'] | undefined;
}

function PlainTableRow<Row, Sort extends string>({ id, row, columns, isSelected, onSelect }: TableRowProps<Row, Sort>) {
  const { i18n, t } = useLingui();
  return (
    <tr {...ROLE.row} data-selected={isSelected || undefined}>
      {onSelect && (
        <td {...ROLE.cell} data-select>
          <Checkbox label={t`Select ${id}`} isChecked={isSelected} onChange={(isOn) => onSelect([id], isOn)} />
        </td>
      )}
      {columns.map((column) => {
        const Cell = column.isRowHeader ? 'th' : 'td';
        return (
          <Cell
            key={column.id}
            {...(column.isRowHeader ? ROLE.rowheader : ROLE.cell)}
            scope={column.isRowHeader ? 'row' : undefined}
            data-label={column.isHeaderHidden ? undefined : i18n._(column.header)}
            data-align={column.align}
            data-needs={column.needs}
            data-wraps={column.canWrap}
            style={column.minWidth ? { minWidth: column.minWidth } : undefined}
          >
            {column.cell(row)}
          </Cell>
        );
      })}
    </tr>
  );
}

/** Rows that a poll did not change keep their identity (structural sharing), and are not drawn again. */
const TableRow = memo(PlainTableRow) as typeof PlainTableRow; // memo() forgets type parameters.

function SkeletonRows<Row, Sort extends string>({
  columns,
  isSelectable,
}: {
  columns: readonly Column<Row, Sort>[];
  isSelectable: boolean;
}) {
  return Array.from({ length: 6 }, (_, row) => (
    <tr key={row} {...ROLE.row}>
      {isSelectable && <td {...ROLE.cell} data-select />}
      {columns.map(({ id, needs, isRowHeader, minWidth }) => (
        <td key={id} {...ROLE.cell} data-needs={needs} style={minWidth ? { minWidth } : undefined}>
          <Skeleton height={14} width={isRowHeader ? '70%' : '50%'} my={6} />
        </td>
      ))}
    </tr>
  ));
}

/** Selects what is shown, or none of it; what is selected elsewhere stays. */
function SelectAll({ ids, selection: { selected, onSelect } }: { ids: readonly string[]; selection: TableSelection }) {
  const { t } = useLingui();
  const count = ids.filter((id) => selected.has(id)).length;
  const areAll = count > 0 && count === ids.length;
  return (
    <th {...ROLE.columnheader} scope="col" data-select>
      <Checkbox
        label={t`Select all on this page`}
        isChecked={areAll}
        isMixed={count > 0 && !areAll}
        onChange={(isOn) => onSelect(ids, isOn)}
      />
    </th>
  );
}

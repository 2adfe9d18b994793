/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- cards (display: block) lose the implicit roles */
import type { ReactNode } from 'react';
import classes from './review-table.module.css';

export interface ReviewColumn<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
}

interface ReviewTableProps<Row> {
  labelledBy: string;
  /** The first one names the row. */
  columns: ReviewColumn<Row>[];
  rows: readonly Row[];
  getRowId: (row: Row, index: number) => string;
}

/** A plain table; on a narrow screen each row becomes a card. Roles are written out because cards would lose them. */
export function ReviewTable<Row>({ labelledBy, columns, rows, getRowId }: ReviewTableProps<Row>) {
  return (
    <div className={classes.frame}>
      <table className={classes.table} role="table" aria-labelledby={labelledBy}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ header }) => (
              <th key={header} role="columnheader" scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, index) => (
            <tr key={getRowId(row, index)} role="row">
              {columns.map(({ header, cell }, column) =>
                column === 0 ? (
                  <th key={header} role="rowheader" scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={header} role="cell" data-label={header}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

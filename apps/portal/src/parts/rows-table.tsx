import { type ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers and short states stand at the end of their column. */
  end?: boolean;
  /** Holds addresses, or names of fields. */
  wide?: boolean;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  total?: number;
  selected?: string;
}

/** A table of data. Below 640 px each row is a card with its labels. The first cell names the row. */
export function RowsTable<Row>({ label, columns, rows, rowKey, total, selected }: Props<Row>) {
  return (
    <table className="rows" aria-label={label} aria-rowcount={total === undefined ? undefined : total + 1}>
      <thead>
        <tr>
          {columns.map(({ id, header, end }) => (
            <th key={id} scope="col" data-end={end}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} data-selected={rowKey(row) === selected}>
            {columns.map(({ id, header, cell, end, wide }, at) =>
              at === 0 ? (
                <th key={id} scope="row" data-wide={wide}>
                  {cell(row)}
                </th>
              ) : (
                <td key={id} data-label={header} data-end={end} data-wide={wide}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

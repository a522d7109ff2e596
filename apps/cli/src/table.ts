import { plain } from './plain.js';
import { type Style } from './style.js';
import { padToWidth, textWidth } from './text-width.js';

/** Rows under a heading, each column as wide as its longest cell. */
export function table(columns: readonly string[], rows: readonly (readonly unknown[])[], style: Style): string {
  const cells = rows.map((row) => row.map(plain));
  const widths = columns.map((name, index) => Math.max(name.length, ...cells.map((row) => textWidth(row[index]!))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => padToWidth(cell, widths[index]!))
      .join('  ')
      .trimEnd();
  return [style.dim(line(columns.map((name) => name.toUpperCase()))), ...cells.map(line)].join('\n');
}

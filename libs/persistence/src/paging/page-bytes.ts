import { type Portion } from '#directory';

/** Bodies of a page, a feed's or a list's, or of a background pass: it ends after so many bytes, and what follows goes on from there. */
export const MAX_PAGE_BYTES = 4 * 1_048_576;

/**
 * SQL: the bytes of a jsonb column's text. What PostgreSQL stores uncompressed is nearly as long as its text, and to write all the
 * texts of a page twice would cost more than this.
 */
export function bytesOf(column: string): string {
  return `CASE WHEN pg_column_compression(${column}) IS NULL THEN pg_column_size(${column}) ELSE octet_length(${column}::text) END`;
}

/**
 * SQL of the rows `from` that belong to a page: those before which there are less than MAX_PAGE_BYTES, so that each page has at least
 * one. `from` has `id`, `n` and `bytes`; the result has `id`, `n` and `found`, the number of rows without the limit.
 */
export function withinBytes(from: string, order = 'n'): string {
  return `SELECT id, n, found FROM (SELECT id, n, ${measured('bytes', order)} FROM ${from}) measured WHERE ${FITS}`;
}

/**
 * SQL of a portion of stored rows, as the FROM of a statement: those of `rows` before which there are less than MAX_PAGE_BYTES, so that
 * each portion has at least one. It has the columns of `rows`, and `found`, the number of rows without the limit.
 *
 * @param rows SQL in the order of the portion, with its LIMIT
 * @param alias by which `bytes`, `order` and the statement name a row
 */
export function portionOf(rows: string, alias: string, bytes: string, order: string): string {
  return `(SELECT * FROM (SELECT ${alias}.*, ${measured(bytes, order)} FROM (${rows}) ${alias}) measured WHERE ${FITS}) ${alias}`;
}

/** The rows of `portionOf`, of which at most `limit` were asked for. */
export function readPortion<Row extends { found: number }, T>(
  rows: Row[],
  limit: number,
  read: (row: Row) => T,
): Portion<T> {
  const found = rows[0]?.found ?? 0;
  return { rows: rows.map(read), isLast: found < limit && rows.length === found };
}

const measured = (bytes: string, order: string): string => `count(*) OVER () AS found,
  sum(${bytes}) OVER (ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before`;

const FITS = `COALESCE(before, 0) < ${MAX_PAGE_BYTES}`;

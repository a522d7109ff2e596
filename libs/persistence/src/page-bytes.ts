/** Bodies of a page, a feed's or a list's: it ends after so many bytes, and its cursor goes on from there. */
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
  return `SELECT id, n, found FROM (
      SELECT id, n, count(*) OVER () AS found,
        sum(bytes) OVER (ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
      FROM ${from}) measured WHERE COALESCE(before, 0) < ${MAX_PAGE_BYTES}`;
}

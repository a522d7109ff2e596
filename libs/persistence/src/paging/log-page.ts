import { keysetOrder, keysetSql, type PageRequest } from './keyset.js';
import { MOST_COUNTED } from './most-counted.js';

/** SQL of a long log. */
export interface LoggedRows {
  /** The ids of the rows that match, in whatever order: `SELECT … AS id FROM …`. */
  matches: string;
  /** The same rows, for whoever reads the log in its order: `FROM … WHERE …`. */
  ordered: string;
  /** From the id `k.id` to its row: joined to `k`. */
  row: string;
  /** One row as JSON. */
  view: string;
  /** The column of the id, in `ordered`. */
  key: string;
}

/**
 * SQL of a page, newest first, as `rows`, with how many rows match, up to 10,000, as `total`. Few matches are found by whatever index knows
 * them and then put in order; for many, the log is read from its newest row on until the page is full. Which of the two it is, is counted
 * and not estimated: a planner without statistics takes a rare value for a frequent one, and reads the whole log in its order.
 */
export function logPageSql(log: LoggedRows, page: PageRequest, parameter: number): string {
  const { direction } = keysetOrder(page, true);
  return `WITH few AS MATERIALIZED (SELECT m.id FROM (${log.matches}) m LIMIT ${MOST_COUNTED}),
    counted AS MATERIALIZED (SELECT count(*) AS total FROM few)
    SELECT (SELECT total FROM counted) AS total, CASE WHEN (SELECT total FROM counted) < ${MOST_COUNTED}
      THEN ARRAY(SELECT ${log.view} FROM (SELECT few.id FROM few WHERE true ${keysetSql(page, 'few.id', parameter, true)}) k
        ${log.row} ORDER BY k.id ${direction})
      ELSE ARRAY(SELECT ${log.view} ${log.ordered} ${keysetSql(page, log.key, parameter, true)}) END AS rows`;
}

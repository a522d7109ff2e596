import { FENCE } from '../connection/fence.js';

/**
 * SQL: takes away the rows of `table` that `found` finds, from each row of `given` by the index. Only for tables whose rows are never
 * updated: a row that moves meanwhile would stay.
 */
export const takeAway = (
  table: string,
  given: string,
  found: string,
): string => `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
      SELECT here.ctid FROM ${given} CROSS JOIN LATERAL (SELECT ctid FROM ${table} WHERE ${found} ${FENCE}) here))`;

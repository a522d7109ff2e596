/**
 * SQL: the end of a subquery that is planned by itself. PostgreSQL neither merges a query with an OFFSET into the query around it, nor
 * moves a condition or a join across. So `CROSS JOIN LATERAL (SELECT … WHERE id = k.id ${FENCE})` always goes from each given key to its
 * row by the index. Without the fence, a planner that has no statistics yet, as while a table is young, reads the whole table instead.
 *
 * `AS MATERIALIZED` fences a WITH query in the same way, and keeps its rows: it runs once, however often its name is used. Use it where
 * several parts read the same rows, or where the rows must be found before they are locked.
 */
export const FENCE = 'OFFSET 0';

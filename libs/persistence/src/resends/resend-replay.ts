/**
 * SQL: the finished delivery `d` is of those states and types (null: any), and the first of its event: an event that was replayed
 * before is in the log more than once, and every further replay would double it. Tests are nobody's events.
 */
export const matchingFinished = (states: string, types: string): string => `
  (${states} IS NULL OR d.state = ANY (${states})) AND (${types} IS NULL OR d.event_type = ANY (${types}))
  AND d.event_type <> 'rollcall.test'
  AND NOT (d.replay AND EXISTS (
    SELECT FROM delivery_log f WHERE f.event_id = d.event_id AND f.endpoint_id = d.endpoint_id AND f.set_event IS NOT DISTINCT FROM d.set_event
      AND f.id < d.id))`;

/** How many rows of the log one page looks at, whatever they are. */
const EXAMINED_AT_ONCE = 10_000;

/**
 * Sends a page of finished deliveries again: $1 the resend, $2 fresh delivery ids, as many as are sent at most. The new rows are replays
 * in a share of their own, so that they take turns with what is live: they neither wait for it nor hold it up.
 */
export const REPLAY_PAGE = `
  WITH scanned AS MATERIALIZED (
    SELECT d.id, row_number() OVER (ORDER BY d.id) AS n, ${matchingFinished('r.states', 'r.event_types')} AS hit,
      d.event_id, d.endpoint_id, d.resource_id, d.event_type, d.set_event
    FROM resends r CROSS JOIN LATERAL (
      SELECT * FROM delivery_log WHERE endpoint_id = r.endpoint_id AND id >= r.position AND id < r.last_position
      ORDER BY id LIMIT ${EXAMINED_AT_ONCE}) d
    WHERE r.id = $1
  ), hits AS (
    SELECT s.*, row_number() OVER (ORDER BY n) AS place FROM scanned s WHERE hit ORDER BY n LIMIT cardinality($2::text[])
  ), sent AS (
    INSERT INTO deliveries (id, event_id, endpoint_id, resource_id, event_type, lane, plain_update, set_event, replay)
    SELECT ($2::text[])[place], event_id, endpoint_id, resource_id, event_type, 0, false, set_event, true FROM hits ORDER BY place
  ), progress AS (
    SELECT (SELECT count(*) FROM hits) AS sent,
      CASE WHEN (SELECT count(*) FROM hits) = cardinality($2::text[]) THEN (SELECT max(id) FROM hits)
        WHEN (SELECT count(*) FROM scanned) = ${EXAMINED_AT_ONCE} THEN (SELECT max(id) FROM scanned) END AS last
  )
  UPDATE resends r SET deliveries = r.deliveries + p.sent,
    first_delivery_id = CASE WHEN p.sent > 0 THEN LEAST(r.first_delivery_id, ($2::text[])[1]) ELSE r.first_delivery_id END,
    last_delivery_id = CASE WHEN p.sent > 0 THEN GREATEST(r.last_delivery_id, ($2::text[])[p.sent]) ELSE r.last_delivery_id END,
    -- Behind the last one that was dealt with.
    position = COALESCE(p.last || '0', r.position),
    state = CASE WHEN p.last IS NULL THEN 'done' ELSE r.state END, finished_at = CASE WHEN p.last IS NULL THEN now() END
  FROM progress p WHERE r.id = $1 RETURNING p.sent`;

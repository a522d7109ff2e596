const KEPT = `id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, set_event, replay, step, attempts,
  last_status, created_at`;

/**
 * SQL: moves deliveries that are over into the log. `rows` names a CTE of rows deleted from `deliveries`; `state` and `deliveredAt` are
 * expressions over them.
 */
export const logFinished = (rows: string, state: string, deliveredAt = 'NULL::timestamptz'): string => `
  INSERT INTO delivery_log (${KEPT}, state, delivered_at) SELECT ${KEPT}, ${state}, ${deliveredAt} FROM ${rows}`;

/** SQL: takes deliveries out of the log and makes them due, beside whatever is live. `rows` names a CTE of rows deleted from the log. */
export const replayLogged = (rows: string): string => `
  INSERT INTO deliveries (${KEPT}, state)
  SELECT id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, set_event, true, step, attempts, last_status,
    created_at,
    CASE WHEN attempts > 0 THEN 'retrying' ELSE 'pending' END
  FROM ${rows}`;

import { type Pool } from 'pg';
import { type FailedAttempt } from '#delivery';
import { type Lane } from '#directory';
import { FENCE } from '../connection/fence.js';
import { sibling } from '../delivery-rows/delivery-sibling.js';

/** $1 is a JSON array of failed attempts. How old an event is, is for the server's clock to say; the worker's may be another. */
const HASTEN = `
  WITH overtaken AS (
    SELECT d.id FROM json_to_recordset($1::json) AS i (id text, attempts int, "resumedAt" timestamptz, "sinceMs" float8) CROSS JOIN LATERAL (
      SELECT * FROM deliveries WHERE id = i.id ${FENCE} FOR UPDATE SKIP LOCKED) d
    WHERE d.state = 'retrying' AND d.attempts = i.attempts AND d.next_attempt_at > now()
      AND ((NOT d.replay AND ${sibling(`e.ordinal > d.ordinal AND e.created_at > now() - i."sinceMs" * interval '1 ms'`)})
        OR EXISTS (SELECT FROM webhook_endpoints w
          WHERE w.id = d.endpoint_id AND w.enabled AND date_trunc('milliseconds', w.resumed_at) > COALESCE(i."resumedAt", '-infinity')))
  ), hastened AS (
    UPDATE deliveries d SET next_attempt_at = now() WHERE d.id = ANY (ARRAY(SELECT id FROM overtaken))
    RETURNING d.endpoint_id, d.lane
  )
  SELECT DISTINCT endpoint_id AS "endpointId", lane FROM hastened`;

/**
 * docs/webhooks.md: when a later event of a user arrives, the earlier one is attempted again at once. The statement that writes the
 * later one sees to it, except where the attempt was under way or being recorded at that moment: then neither statement sees the other.
 * The same goes for an endpoint that was corrected meanwhile: the attempt was made to what it was before.
 * @returns the lanes that have something due now
 */
export async function hastenOvertaken(
  pool: Pool,
  failed: FailedAttempt[],
): Promise<{ endpointId: string; lane: Lane }[]> {
  const values = [JSON.stringify(failed)];
  return (await pool.query<{ endpointId: string; lane: Lane }>({ name: 'delivery-overtaken', text: HASTEN, values }))
    .rows;
}

import { type Pool } from 'pg';
import { FENCE } from '../connection/fence.js';
import { logFinished } from '../delivery-rows/finished-delivery.js';
import { sibling } from '../delivery-rows/delivery-sibling.js';
import { LIVE } from '../delivery-rows/live-delivery.js';

/**
 * What has to happen to an endpoint's deliveries before its ordinary lane is drained. `coalesce`: of the plain updates of a user the last
 * one is left. `hasten`: what waits for its next step is due now. `all`: both.
 */
export type ResumeExtent = 'coalesce' | 'hasten' | 'all';

/**
 * The endpoint $1 is another one than the one that failed: what waits for it goes out, ramped, and its breakers close. Each worker does
 * so when it sees the time of `resumed_at`. A disabled endpoint does the same when it is enabled.
 */
export const ENDPOINT_CORRECTED = `
  UPDATE webhook_endpoints SET resumed_at = now(),
    resume = CASE WHEN resume IN ('coalesce', 'all') THEN 'all' ELSE 'hasten' END
  WHERE id = $1 AND enabled`;

/** As ENDPOINT_CORRECTED, where something failed: one that is well is not slowed down by being tested. @returns a row if so */
export const ENDPOINT_ANSWERS = `${ENDPOINT_CORRECTED} AND (failing_since IS NOT NULL
    OR EXISTS (SELECT FROM endpoint_pauses p WHERE p.endpoint_id = $1)
    OR EXISTS (SELECT FROM deliveries d WHERE d.endpoint_id = $1 AND d.state = 'retrying'))
  RETURNING id`;

const AT_ONCE = 5_000;

/**
 * A page of an endpoint's deliveries ($1), behind the id $2: with $4, a plain update that has a later one of its user is not worth
 * sending any more, as each carries the full state; with $3, what waits for its next step is due now.
 */
const PAGE = `
  WITH page AS MATERIALIZED (
    SELECT id FROM deliveries WHERE endpoint_id = $1 AND id > $2 AND ${LIVE} ORDER BY id LIMIT ${AT_ONCE}
  ), outdated AS MATERIALIZED (
    SELECT d.id FROM page p CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE id = p.id ${FENCE} FOR UPDATE SKIP LOCKED) d
    WHERE $4 AND d.lane = 0 AND d.plain_update AND NOT d.replay AND d.state IN ('pending', 'retrying')
      AND ${sibling('e.lane = 0 AND e.ordinal > d.ordinal AND e.plain_update')}
  ), removed AS (
    DELETE FROM deliveries d WHERE d.id = ANY (ARRAY(SELECT id FROM outdated)) RETURNING d.*
  ), superseded AS (${logFinished('removed', "'superseded'")}
  ), hastened AS (
    UPDATE deliveries d SET next_attempt_at = now()
    WHERE $3 AND d.id = ANY (ARRAY(SELECT id FROM page EXCEPT SELECT id FROM outdated))
      AND d.state = 'retrying' AND d.next_attempt_at > now()
  )
  SELECT max(id) AS last, count(*) AS size FROM page`;

/**
 * Before the ordinary lane of an endpoint (deprovisioning does not wait for it) is drained after an outage (`coalesce`), after it was
 * corrected (`hasten`) or disabled (`all`). Any number of workers may do so at once.
 */
export async function resumeEndpoint(pool: Pool, endpointId: string, extent: ResumeExtent): Promise<void> {
  let after = '';
  for (;;) {
    const { rows } = await pool.query<{ last: string; size: number }>({
      name: 'endpoint-resume-page',
      text: PAGE,
      values: [endpointId, after, extent !== 'coalesce', extent !== 'hasten'],
    });
    const { last, size } = rows[0]!;
    if (size < AT_ONCE) break;
    after = last;
  }
  await pool.query(`UPDATE webhook_endpoints SET resume = NULL WHERE id = $1 AND resume = $2`, [endpointId, extent]);
}

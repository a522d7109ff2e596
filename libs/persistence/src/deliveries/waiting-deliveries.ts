import { type Pool } from 'pg';
import { REASON, WAITING_FOR } from './delivery-wait.js';
import { PAUSE_LASTS } from '../endpoints/endpoint-pause.js';

const COUNT = `
  SELECT reason, count(*)::int AS count, GREATEST(EXTRACT(epoch FROM now() - min(next_attempt_at)), 0)::float AS age FROM (
    SELECT ${REASON} AS reason, f.next_attempt_at FROM (
      SELECT d.state, d.next_attempt_at, w.enabled, p.until IS NOT NULL AS paused, u.endpoint_id IS NOT NULL AS under_way,
        CASE WHEN p.until > now() THEN p.until END AS open_until,
        CASE WHEN w.rate_limit IS NOT NULL AND r.next_at > now() THEN r.next_at END AS next_place,
        CASE WHEN NOT d.replay AND d.place > 1 THEN d.place END AS earlier
      FROM (
        SELECT endpoint_id, state, next_attempt_at, replay,
          row_number() OVER (PARTITION BY endpoint_id, resource_id, replay ORDER BY lane DESC, ordinal) AS place
        FROM deliveries) d
      JOIN webhook_endpoints w ON w.id = d.endpoint_id
      LEFT JOIN endpoint_pauses p ON p.endpoint_id = w.id AND p.until > now() - ${PAUSE_LASTS}
      LEFT JOIN endpoint_pace r ON r.endpoint_id = w.id
      LEFT JOIN (SELECT DISTINCT endpoint_id FROM deliveries WHERE state = 'sending') u ON u.endpoint_id = w.id) f) g
  GROUP BY reason`;

export interface WaitingDeliveries {
  /** By what they wait for; every reason is named. */
  counts: Map<(typeof WAITING_FOR)[number], number>;
  /** For how long the oldest of those has been waiting that nothing but workers keep. */
  oldestDueSeconds: number;
}

/** How many deliveries wait, and for what. Reads all live deliveries: not for every request. */
export async function measureWaitingDeliveries(pool: Pool): Promise<WaitingDeliveries> {
  const { rows } = await pool.query<{ reason: string | null; count: number; age: number | null }>({
    name: 'deliveries-waiting',
    text: COUNT,
  });
  const due = rows.filter(({ reason }) => reason === null || reason === 'concurrency').map(({ age }) => age ?? 0);
  return {
    counts: new Map(WAITING_FOR.map((reason) => [reason, rows.find((row) => row.reason === reason)?.count ?? 0])),
    oldestDueSeconds: Math.max(0, ...due),
  };
}

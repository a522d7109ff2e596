import { type Pool } from 'pg';
import { PAUSE_LASTS } from '../endpoints/endpoint-pause.js';
import { LIVE } from '../delivery-rows/live-delivery.js';

export const WAITING_FOR = [
  'earlier_delivery',
  'retry_time',
  'breaker',
  'concurrency',
  'rate_limit',
  'endpoint_disabled',
  'lease',
] as const;

/** Why a delivery has not arrived yet; nothing of it where it is over, or goes out now. */
export interface DeliveryWait {
  waiting_for: (typeof WAITING_FOR)[number] | null;
  waiting_until: string | null;
  /** The delivery that has to be over first. */
  waits_for: string | null;
}

/** Of the same user or group; `d` is the delivery that waits for `e`. */
const GOES_FIRST = [
  'e.lane = 1 AND (d.lane = 0 OR e.ordinal < d.ordinal)',
  'e.lane = 0 AND e.ordinal < d.ordinal AND (d.lane = 0 OR e.lease_token IS NOT NULL)',
];

/** SQL: why `f` waits. `earlier` is the delivery that has to be over first; `paused` and the times are those of the endpoint. */
export const REASON = `CASE
      WHEN f.state = 'sending' THEN 'lease'
      WHEN NOT f.enabled THEN 'endpoint_disabled'
      WHEN f.earlier IS NOT NULL THEN 'earlier_delivery'
      WHEN f.paused AND (f.next_attempt_at <= now() OR f.next_attempt_at < f.open_until) THEN 'breaker'
      WHEN f.next_attempt_at > now() THEN 'retry_time'
      WHEN f.next_place IS NOT NULL THEN 'rate_limit'
      WHEN f.under_way THEN 'concurrency' END`;

/**
 * SQL: a DeliveryWait as JSON of the delivery whose id is given as SQL, no row where it is over. The rules are those of the claim
 * (delivery-claim-statement.ts). What lies in the memory of workers is told by what they leave in the database: where the breaker is
 * closed, and others are under way, the number of requests at once is what keeps a due delivery.
 */
const deliveryWait = (id: string): string => `
  SELECT json_build_object('waiting_for', reason, 'waits_for', CASE WHEN reason = 'earlier_delivery' THEN earlier END,
    'waiting_until', iso(CASE reason WHEN 'lease' THEN lease_until WHEN 'retry_time' THEN next_attempt_at
      WHEN 'breaker' THEN open_until WHEN 'rate_limit' THEN next_place END))
  FROM (
    SELECT f.*, ${REASON} AS reason
    FROM (
      SELECT d.state, d.next_attempt_at, d.lease_until, w.enabled, p.until IS NOT NULL AS paused,
        CASE WHEN p.until > now() THEN p.until END AS open_until,
        CASE WHEN w.rate_limit IS NOT NULL AND r.next_at > now() THEN r.next_at END AS next_place,
        EXISTS (SELECT FROM deliveries e WHERE e.endpoint_id = d.endpoint_id AND e.state = 'sending' AND ${LIVE}) AS under_way,
        CASE WHEN NOT d.replay THEN (
          SELECT e.id FROM deliveries e
          WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id AND e.id <> d.id AND NOT e.replay
            AND (${GOES_FIRST.join(' OR ')})
          ORDER BY e.lane DESC, e.ordinal LIMIT 1) END AS earlier
      FROM deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id
      LEFT JOIN endpoint_pauses p ON p.endpoint_id = w.id AND p.until > now() - ${PAUSE_LASTS}
      LEFT JOIN endpoint_pace r ON r.endpoint_id = w.id
      WHERE d.id = ${id}) f) g`;

/** SQL: the DeliveryWait of the delivery $1. */
export const DELIVERY_WAIT = deliveryWait('$1');

/** The delivery of the endpoint $1 that is due first, of those that nobody is sending. */
const DUE_FIRST = `(SELECT n.id FROM deliveries n WHERE n.endpoint_id = $1 AND n.state IN ('pending', 'retrying')
    ORDER BY n.next_attempt_at, n.lane DESC, n.ordinal LIMIT 1)`;

/** What keeps the delivery of an endpoint that is due first; null where there is none, or nothing keeps it. */
export async function endpointWait(pool: Pool, endpointId: string): Promise<DeliveryWait | null> {
  const { rows } = await pool.query<{ wait: DeliveryWait | null }>({
    name: 'endpoint-wait',
    text: `SELECT (${deliveryWait(DUE_FIRST)}) AS wait`,
    values: [endpointId],
  });
  return rows[0]?.wait ?? null;
}

import { type Pool, type PoolClient } from 'pg';
import { FENCE } from '../connection/fence.js';
import { cursorOf, keysetOrder, keysetPage, keysetSql, type KeysetPage, type PageRequest } from '../paging/keyset.js';
import { MOST_COUNTED } from '../paging/most-counted.js';
import { type DeliveryState } from './delivery-criteria.js';
import { LIVE } from '../delivery-rows/live-delivery.js';

/** Somebody who left, and an application that has not said that it knows. */
export interface UnacknowledgedDeprovisioning {
  /** The delivery's. */
  id: string;
  event_id: string;
  event_type: string;
  user_id: string;
  organization_id: string | null;
  endpoint_id: string;
  state: DeliveryState;
  attempts: number;
  last_status: number | null;
  created_at: string;
  next_attempt_at: string | null;
}

const COLUMNS =
  'd.id, d.event_id, d.event_type, d.resource_id, d.organization_id, d.endpoint_id, d.state, d.attempts, d.last_status, d.created_at';

/**
 * @param rest SQL of each of the two tables, called `d`: a further condition, order, limit
 * The fence: what came later for the same event is found by that event, never by going through what the endpoint was sent.
 */
const unacknowledged = (rest = ''): string => `
  SELECT * FROM (SELECT ${COLUMNS}, d.next_attempt_at FROM deliveries d WHERE d.lane = 1 AND ${LIVE} ${rest}) live
  UNION ALL
  SELECT * FROM (SELECT ${COLUMNS}, NULL::timestamptz FROM delivery_log d WHERE d.lane = 1 AND d.state IN ('exhausted', 'canceled')
    AND NOT EXISTS (
      SELECT FROM (SELECT endpoint_id, set_event, state FROM delivery_log WHERE event_id = d.event_id AND id > d.id ${FENCE}) f
      WHERE f.endpoint_id = d.endpoint_id AND f.set_event IS NOT DISTINCT FROM d.set_event AND f.state = 'delivered') ${rest}) finished`;

/**
 * Deliveries of the deprovisioning lane that are under way, held, or given up; each of both tables has a small index of them. What was
 * given up and arrived later with a replay, a delivery of its own, is acknowledged.
 */
export const UNACKNOWLEDGED = unacknowledged();

export class UnacknowledgedDeprovisionings {
  constructor(private readonly pool: Pool) {}

  /** Newest first; up to 10,000 are counted. */
  async page(page: PageRequest, on?: PoolClient): Promise<KeysetPage<UnacknowledgedDeprovisioning>> {
    const cursor = cursorOf(page);
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: UnacknowledgedDeprovisioning[] }>(
      `SELECT (SELECT count(*) FROM (${UNACKNOWLEDGED} LIMIT ${MOST_COUNTED}) u) AS total, ARRAY(
        SELECT json_build_object('id', u.id, 'event_id', u.event_id, 'event_type', u.event_type, 'user_id', u.resource_id,
          'organization_id', NULLIF(u.organization_id, 'none'), 'endpoint_id', u.endpoint_id,
          'state', CASE WHEN u.state IN ('pending', 'retrying') AND NOT w.enabled THEN 'held' ELSE u.state END, 'attempts', u.attempts,
          'last_status', u.last_status, 'created_at', iso(u.created_at),
          'next_attempt_at', CASE WHEN w.enabled THEN iso(u.next_attempt_at) END)
        FROM (${unacknowledged(`AND EXISTS (SELECT FROM webhook_endpoints WHERE id = d.endpoint_id) ${keysetSql(page, 'd.id', 1, true)}`)}) u
        JOIN webhook_endpoints w ON w.id = u.endpoint_id ORDER BY u.id ${keysetOrder(page, true).direction} LIMIT ${page.size + 1}) AS rows`,
      cursor === undefined ? [] : [cursor],
    );
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }

  /** For metrics: how many, and for how many seconds the oldest has been waiting. */
  async measure(): Promise<{ count: number; oldestSeconds: number }> {
    const { rows } = await this.pool.query<{ count: number; oldestSeconds: number }>({
      name: 'unacknowledged-measure',
      text: `SELECT count(*), COALESCE(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldestSeconds" FROM (${UNACKNOWLEDGED}) u`,
    });
    return rows[0]!;
  }
}

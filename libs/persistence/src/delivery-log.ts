import { type Pool, type PoolClient } from 'pg';
import { DELIVERY_WAIT, type DeliveryWait } from './delivery-wait.js';
import { replayLogged } from './finished-delivery.js';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from './keyset.js';

export type DeliveryState =
  'pending' | 'sending' | 'delivered' | 'retrying' | 'held' | 'exhausted' | 'superseded' | 'canceled';

/** A delivery as the API shows it. */
export interface DeliveryView {
  id: string;
  event_id: string;
  event_type: string;
  endpoint_id: string;
  state: DeliveryState;
  attempts: number;
  next_attempt_at: string | null;
  last_status: number | null;
  created_at: string;
  delivered_at: string | null;
}

export interface AttemptView {
  number: number;
  at: string;
  duration_ms: number;
  outcome: 'delivered' | 'failed' | 'interrupted';
  status: number | null;
  error: string | null;
  response_headers: Record<string, string | string[]> | null;
  response_body: string | null;
}

export type DeliveryDetail = Omit<DeliveryView, 'attempts'> & DeliveryWait & { attempts: AttemptView[] };

const NO_WAIT: DeliveryWait = { waiting_for: null, waiting_until: null, waits_for: null };

export interface DeliveryCriteria {
  state?: DeliveryState;
  eventType?: string;
}

/** `held` is no stored state: undelivered while the endpoint is disabled (docs/webhooks.md). */
const STATE = `CASE WHEN d.state IN ('pending', 'retrying') AND NOT e.enabled THEN 'held' ELSE d.state END`;

const VIEW = `json_build_object('id', d.id, 'event_id', d.event_id, 'event_type', d.event_type, 'endpoint_id', d.endpoint_id,
  'state', ${STATE}, 'attempts', d.attempts, 'next_attempt_at', CASE WHEN e.enabled THEN iso(d.next_attempt_at) END,
  'last_status', d.last_status, 'created_at', iso(d.created_at), 'delivered_at', iso(d.delivered_at))`;

const SOURCE = `FROM all_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id`;

/** What became of the webhooks of an endpoint. */
export class DeliveryLog {
  constructor(private readonly pool: Pool) {}

  /** Newest first. */
  async page(
    endpointId: string,
    criteria: DeliveryCriteria,
    page: PageRequest,
    on?: PoolClient,
  ): Promise<KeysetPage<DeliveryView>> {
    const parameters: unknown[] = [endpointId];
    const where = ['d.endpoint_id = $1'];
    if (criteria.state !== undefined) where.push(`${STATE} = $${parameters.push(criteria.state)}`);
    if (criteria.eventType !== undefined) where.push(`d.event_type = $${parameters.push(criteria.eventType)}`);
    const count = `SELECT count(*) ${SOURCE} WHERE ${where.join(' AND ')}`;
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const text = `SELECT (${count}) AS total, ARRAY(
      SELECT ${VIEW} ${SOURCE} WHERE ${where.join(' AND ')} ${keysetSql(page, 'd.id', parameters.length, true)}) AS rows`;
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: DeliveryView[] }>(text, parameters);
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }

  /** With its attempts instead of their number, and what it waits for. */
  async find(id: string): Promise<DeliveryDetail | undefined> {
    const { rows } = await this.pool.query<{
      delivery: DeliveryView;
      wait: DeliveryWait | null;
      attempts: AttemptView[];
    }>({
      name: 'delivery-find',
      text: `SELECT ${VIEW} AS delivery, (${DELIVERY_WAIT}) AS wait, COALESCE((
          SELECT json_agg(json_build_object('number', a.number, 'at', iso(a.at), 'duration_ms', a.duration_ms, 'outcome', a.outcome,
            'status', a.status, 'error', a.error, 'response_headers', a.response_headers, 'response_body', a.response_body) ORDER BY a.id)
          FROM attempts a WHERE a.delivery_id = d.id), '[]') AS attempts
        ${SOURCE} WHERE d.id = $1`,
      values: [id],
    });
    return rows[0] && { ...rows[0].delivery, ...(rows[0].wait ?? NO_WAIT), attempts: rows[0].attempts };
  }

  /**
   * Makes a delivery due now. One that is over (exhausted) goes out beside the live ones, as a replay: it is older than what the
   * receiver has by now, and must neither wait for nor delay it. @returns undefined where its state does not allow it
   */
  async retry(id: string): Promise<{ lane: 0 | 1; endpointId: string } | undefined> {
    const { rows } = await this.pool.query<{ lane: 0 | 1; endpointId: string }>({
      name: 'delivery-retry',
      text: `
        WITH reachable AS (SELECT id FROM webhook_endpoints WHERE enabled),
        hastened AS (
          UPDATE deliveries d SET next_attempt_at = now() FROM reachable e
          WHERE d.id = $1 AND e.id = d.endpoint_id AND d.state IN ('pending', 'retrying') RETURNING d.lane, d.endpoint_id
        ), taken AS (
          DELETE FROM delivery_log d USING reachable e
          WHERE d.id = $1 AND e.id = d.endpoint_id AND d.state = 'exhausted' RETURNING d.*
        ), begun AS (${replayLogged('taken')} RETURNING lane, endpoint_id)
        SELECT lane, endpoint_id AS "endpointId" FROM hastened UNION ALL SELECT lane, endpoint_id FROM begun`,
      values: [id],
    });
    return rows[0];
  }
}

import { type Pool, type PoolClient } from 'pg';
import { queryAct } from '../audit/audited-act.js';
import { FENCE } from '../connection/fence.js';
import {
  DELIVERIES,
  deliveriesNear,
  type DeliveryCriteria,
  deliveryMatches,
  type DeliveryState,
  ENDPOINT,
} from './delivery-criteria.js';
import { DELIVERY_WAIT, type DeliveryWait } from './delivery-wait.js';
import { replayLogged } from '../delivery-rows/finished-delivery.js';
import { cursorOf, keysetPage, type KeysetPage, type PageRequest } from '../paging/keyset.js';
import { logPageSql } from '../paging/log-page.js';

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
  organization_id: string | null;
  /** The user that the event is about; absent for other events. */
  user_id: string | null;
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

/** What a delivery is made of, for whoever shows its request. */
export interface DeliverySource {
  /** Attempts that consumed a step of the ladder. */
  step: number;
  url: string;
  headersCipher: Buffer | null;
  payloadFormat: string;
  /** Undefined where the event is no longer kept. */
  body: string | null;
}

export type DeliveryDetail = Omit<DeliveryView, 'attempts'> &
  DeliveryWait & { attempts: AttemptView[]; source: DeliverySource };

const ROW = `CROSS JOIN LATERAL (SELECT * FROM all_deliveries WHERE id = k.id ${FENCE}) d ${ENDPOINT}`;

const NO_WAIT: DeliveryWait = { waiting_for: null, waiting_until: null, waits_for: null };

/** `held` is no stored state: undelivered while the endpoint is disabled (docs/webhooks.md). */
const STATE = `CASE WHEN d.state IN ('pending', 'retrying') AND NOT e.enabled THEN 'held' ELSE d.state END`;

const VIEW = `json_build_object('id', d.id, 'event_id', d.event_id, 'event_type', d.event_type, 'endpoint_id', d.endpoint_id,
  'state', ${STATE}, 'attempts', d.attempts, 'next_attempt_at', CASE WHEN e.enabled THEN iso(d.next_attempt_at) END,
  'last_status', d.last_status, 'created_at', iso(d.created_at), 'delivered_at', iso(d.delivered_at),
  'organization_id', NULLIF(d.organization_id, 'none'), 'user_id', CASE WHEN d.resource_id LIKE 'diruser%' THEN d.resource_id END)`;

/** What became of webhooks. */
export class DeliveryLog {
  constructor(private readonly pool: Pool) {}

  /** Newest first; up to 10,000 are counted. */
  async page(criteria: DeliveryCriteria, page: PageRequest, on?: PoolClient): Promise<KeysetPage<DeliveryView>> {
    const parameters: unknown[] = [];
    const bind = (value: unknown) => `$${parameters.push(value)}`;
    const where = deliveryMatches(criteria, bind);
    const matches = `SELECT d.id ${deliveriesNear(criteria, bind)} WHERE ${where}`;
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const ordered = `${DELIVERIES} WHERE ${where}`;
    const text = logPageSql({ matches, ordered, row: ROW, view: VIEW, key: 'd.id' }, page, parameters.length);
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: DeliveryView[] }>(text, parameters);
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }

  /** With its attempts instead of their number, and what it waits for. */
  async find(id: string): Promise<DeliveryDetail | undefined> {
    const { rows } = await this.pool.query<{
      delivery: DeliveryView;
      wait: DeliveryWait | null;
      attempts: AttemptView[];
      step: number;
      url: string;
      headersCipher: Buffer | null;
      payloadFormat: string;
      body: string | null;
    }>({
      name: 'delivery-find',
      text: `SELECT ${VIEW} AS delivery, (${DELIVERY_WAIT}) AS wait, COALESCE((
          SELECT json_agg(json_build_object('number', a.number, 'at', iso(a.at), 'duration_ms', a.duration_ms, 'outcome', a.outcome,
            'status', a.status, 'error', a.error, 'response_headers', a.response_headers, 'response_body', a.response_body) ORDER BY a.id)
          FROM attempts a WHERE a.delivery_id = d.id), '[]') AS attempts,
          d.step, e.url, e.headers_cipher AS "headersCipher", e.payload_format AS "payloadFormat",
          (SELECT v.body FROM events v WHERE v.id = d.event_id) AS body
        ${DELIVERIES} WHERE d.id = $1`,
      values: [id],
    });
    if (rows[0] === undefined) return undefined;
    const { delivery, wait, attempts, ...source } = rows[0];
    return { ...delivery, ...(wait ?? NO_WAIT), attempts, source };
  }

  /**
   * Makes a delivery due now. One that is over (exhausted) goes out beside the live ones, as a replay: it is older than what the
   * receiver has by now, and must neither wait for nor delay it. @returns undefined where its state does not allow it
   */
  async retry(id: string): Promise<{ lane: 0 | 1; endpointId: string } | undefined> {
    const { rows } = await queryAct<{ lane: 0 | 1; endpointId: string }>(
      this.pool,
      `WITH reachable AS (SELECT id FROM webhook_endpoints WHERE enabled),
        hastened AS (
          UPDATE deliveries d SET next_attempt_at = now() FROM reachable e
          WHERE d.id = $1 AND e.id = d.endpoint_id AND d.state IN ('pending', 'retrying') RETURNING d.lane, d.endpoint_id
        ), taken AS (
          DELETE FROM delivery_log d USING reachable e
          WHERE d.id = $1 AND e.id = d.endpoint_id AND d.state = 'exhausted' RETURNING d.*
        ), begun AS (${replayLogged('taken')} RETURNING lane, endpoint_id)
        SELECT lane, endpoint_id AS "endpointId" FROM hastened UNION ALL SELECT lane, endpoint_id FROM begun`,
      [id],
    );
    return rows[0];
  }
}

import { type Pool, type PoolClient } from 'pg';
import { inTransaction } from '../connection/in-transaction.js';
import { newId } from '#directory';
import { REPLAY_PAGE } from './resend-replay.js';
import { advanceResync, type OpenResync } from './resend-resync.js';

/** Something that may go on now. */
export interface OpenResend {
  id: string;
  endpointId: string;
  /** Resent deliveries of the endpoint that are due or under way, at most `COUNTED`. */
  waiting: number;
  /** With those that wait for their next step. */
  undelivered: number;
}

const COUNTED = 10_000;

/** Undelivered resends beside which an endpoint gets no more: it answers nothing but failures, and they are its backlog. */
export const MOST_UNDELIVERED = COUNTED;

/** Of several for one endpoint, those that still have something to send go one after another. */
const OPEN = `
  SELECT r.id, r.endpoint_id AS "endpointId", w.waiting, w.undelivered
  FROM resends r JOIN webhook_endpoints p ON p.id = r.endpoint_id AND p.enabled
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE state <> 'retrying' OR next_attempt_at <= now()) AS waiting, count(*) AS undelivered
    FROM (SELECT state, next_attempt_at FROM deliveries d WHERE d.endpoint_id = r.endpoint_id AND d.replay LIMIT ${COUNTED}) d) w
  WHERE r.state = 'finishing' OR (r.state IN ('starting', 'sending') AND NOT EXISTS (
    SELECT FROM resends b WHERE b.endpoint_id = r.endpoint_id AND b.state IN ('starting', 'sending') AND b.id < r.id))
  ORDER BY r.id`;

const LOCK = `
  SELECT r.kind, r.id, r.endpoint_id AS "endpointId", r.directory_id AS "directoryId", r.state, r.position, r.users, r.groups,
    r.first_delivery_id AS "firstDeliveryId", iso(r.created_at) AS "createdAt",
    (SELECT organization_id FROM directories WHERE id = r.directory_id AND deleted_at IS NULL) AS "organizationId",
    (SELECT environment_id FROM deployment) AS "environmentId",
    (SELECT events_requested FROM webhook_endpoints WHERE id = r.endpoint_id AND payload_format = 'set') AS "securityEvents"
  FROM resends r WHERE r.id = $1 AND r.state IN ('starting', 'sending', 'finishing') FOR UPDATE OF r SKIP LOCKED`;

/** Makes the deliveries that were asked for, a page in a transaction: whoever comes after a crash goes on where it ended. */
export class ResendWork {
  constructor(private readonly pool: Pool) {}

  async open(): Promise<OpenResend[]> {
    return (await this.pool.query<OpenResend>({ name: 'resend-open', text: OPEN })).rows;
  }

  /** Moves one on by a page of at most `limit`. @returns the deliveries made; undefined where another worker is at it, or it is over */
  async advance(id: string, limit: number): Promise<number | undefined> {
    return await inTransaction(this.pool, (client) => this.step(client, id, limit));
  }

  private async step(client: PoolClient, id: string, limit: number): Promise<number | undefined> {
    const { rows } = await client.query<OpenResync & { kind: 'resync' | 'replay' }>({
      name: 'resend-lock',
      text: LOCK,
      values: [id],
    });
    if (rows[0] === undefined) return undefined;
    if (rows[0].kind === 'resync') return await advanceResync(client, rows[0], limit);
    const ids = Array.from({ length: limit }, () => newId('dlv'));
    const page = await client.query<{ sent: number }>({ name: 'resend-replay', text: REPLAY_PAGE, values: [id, ids] });
    return page.rows[0]!.sent;
  }
}

import { type Pool } from 'pg';
import { newId, buildEnvelope } from '#directory';
import { queryAct } from '../audit/audited-act.js';
import { type AttemptView } from './delivery-log.js';
import { ANSWERED_GONE } from '../endpoints/endpoint-health.js';
import { ENDPOINT_ANSWERS } from '../endpoints/endpoint-resume.js';
import { logFinished } from '../delivery-rows/finished-delivery.js';

/** What a token about a stream itself says. */
export interface StreamToken {
  setEvent: 'verification' | 'stream-updated';
  facts: { state?: string; status?: 'paused' | 'enabled'; message?: string };
}

export const STREAM_PAUSED = { status: 'paused', message: 'The stream is paused.' } as const;

export interface BegunTest {
  deliveryId: string;
  leaseToken: string;
  event: { id: string; body: string };
  at: Date;
}

/** `rollcall.test` events: outside the feed, sent by whoever began them, once. */
export class TestDeliveries {
  constructor(private readonly pool: Pool) {}

  /**
   * Stores the event, and its delivery under a lease.
   * @param token of a push stream: which token it sends, and what the token says
   * @param on the connection of the transaction in which the stream was updated
   */
  async begin(
    endpoint: { id: string; organizationId: string | null },
    at: Date,
    leaseMs: number,
    token?: StreamToken,
    on: Pick<Pool, 'query'> = this.pool,
  ): Promise<BegunTest> {
    const { rows } = await on.query<{ environment_id: string }>(`SELECT environment_id FROM deployment`);
    const event = buildEnvelope(
      {
        type: 'rollcall.test',
        resourceId: endpoint.id,
        version: null,
        data: { endpoint_id: endpoint.id, message: 'This is a test: the endpoint is reachable.', ...token?.facts },
      },
      {
        environmentId: rows[0]!.environment_id,
        organizationId: endpoint.organizationId,
        directoryId: null,
      },
      newId('evt'),
      null,
      at.toISOString(),
    );
    const deliveryId = newId('dlv');
    const leaseToken = newId('dlv');
    await this.query(
      on,
      token,
      `WITH appended AS (
         INSERT INTO events (id, organization_id, type, resource_id, in_feed, body, occurred_at)
         VALUES ($1, $2, $3, $4, false, $5, $6))
       INSERT INTO deliveries (id, event_id, endpoint_id, resource_id, event_type, lane, plain_update, replay, state,
         next_attempt_at, lease_token, lease_until, set_event)
       VALUES ($7, $1, $4, $1, $3, 0, false, true, 'sending', NULL, $8, now() + $9::interval, $10)`,
      [
        event.id,
        event.organizationId,
        event.type,
        endpoint.id,
        event.body,
        event.occurredAt,
        deliveryId,
        leaseToken,
        `${leaseMs} milliseconds`,
        token?.setEvent,
      ],
    );
    return { deliveryId, leaseToken, event: { id: event.id, body: event.body }, at };
  }

  /** Asked for by itself, the token is the act; that a stream was updated is told within the act that updates it. */
  private async query(
    on: Pick<Pool, 'query'>,
    token: StreamToken | undefined,
    text: string,
    values: unknown[],
  ): Promise<void> {
    if (token?.setEvent === 'stream-updated') await on.query(text, values);
    else await queryAct(this.pool, text, values);
  }

  /** A test was delivered: what failed before may go out now. @returns whether there is something */
  async hastenOthers(endpointId: string): Promise<boolean> {
    return (await this.pool.query(ENDPOINT_ANSWERS, [endpointId])).rowCount! > 0;
  }

  /**
   * Records the one attempt; a test is not retried. 410 disables the endpoint, whatever was sent to it (docs/webhooks.md), unless it was
   * corrected meanwhile.
   */
  async finish(
    endpoint: { resumedAt: string | null },
    deliveryId: string,
    leaseToken: string,
    attempt: AttemptView,
  ): Promise<void> {
    await this.pool.query(
      `WITH recorded AS (
         INSERT INTO attempts (id, delivery_id, number, at, duration_ms, outcome, status, error, response_headers, response_body)
         VALUES ($2, $1, $4, $5, $6, $7, $8::integer, $9, $10, $11)),
       removed AS (DELETE FROM deliveries WHERE id = $1 AND lease_token = $3 RETURNING *),
       disabled AS (
         UPDATE webhook_endpoints SET enabled = false, disabled_reason = '${ANSWERED_GONE}', updated_at = now()
         WHERE $8::integer = 410 AND enabled AND id = (SELECT endpoint_id FROM removed)
           AND date_trunc('milliseconds', resumed_at) IS NOT DISTINCT FROM $12::timestamptz),
       over AS (
         SELECT id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, set_event, replay, 1 AS step, 1 AS attempts,
           $8::integer AS last_status, created_at
         FROM removed)
       ${logFinished('over', `CASE WHEN $7 = 'delivered' THEN 'delivered' ELSE 'exhausted' END`, `CASE WHEN $7 = 'delivered' THEN now() END`)}`,
      [
        deliveryId,
        newId('att'),
        leaseToken,
        attempt.number,
        attempt.at,
        attempt.duration_ms,
        attempt.outcome,
        attempt.status,
        attempt.error,
        attempt.response_headers,
        attempt.response_body,
        endpoint.resumedAt,
      ],
    );
  }
}

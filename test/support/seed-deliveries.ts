import { type Pool } from 'pg';
import { newId, buildEnvelope, type EventType, type Lane } from '#directory';
import { SecretCipher } from '#persistence';
import { newSecret } from '#webhooks';

export interface SeededEndpoint {
  id: string;
  secret: string;
}

/** An endpoint with a signing secret that a worker with this key can read. */
export async function seedSigningEndpoint(
  pool: Pool,
  key: Buffer,
  url: string,
  more: { payloadFormat?: 'standard' | 'polis' | 'set'; rateLimit?: number; headers?: Record<string, string> } = {},
): Promise<SeededEndpoint> {
  const cipher = new SecretCipher(key);
  const endpoint = { id: newId('ep'), secret: newSecret() };
  await pool.query(
    'INSERT INTO webhook_endpoints (id, url, payload_format, rate_limit, headers_cipher) VALUES ($1, $2, $3, $4, $5)',
    [
      endpoint.id,
      url,
      more.payloadFormat ?? 'standard',
      more.rateLimit,
      more.headers && cipher.encrypt(JSON.stringify(more.headers)),
    ],
  );
  await pool.query('INSERT INTO endpoint_secrets (id, endpoint_id, cipher) VALUES ($1, $2, $3)', [
    newId('sec'),
    endpoint.id,
    cipher.encrypt(endpoint.secret),
  ]);
  return endpoint;
}

export interface SeededDelivery {
  id: string;
  eventId: string;
}

/** One event about a user, and its delivery to the endpoint, put straight into the tables: nobody is rung. */
export async function seedDelivery(
  pool: Pool,
  endpointId: string,
  resourceId: string,
  kind: 'user_created' | 'user_updated' | 'user_deleted' = 'user_updated',
  more: { replay?: boolean; data?: object; organizationId?: string } = {},
): Promise<SeededDelivery> {
  const lane: Lane = kind === 'user_deleted' ? 1 : 0;
  const type: EventType = `organization.directory.${kind}`;
  const event = buildEnvelope(
    { type, resourceId, version: 1, data: { id: resourceId, email: 'ann@example.com', ...more.data } },
    { environmentId: 'env_1', organizationId: more.organizationId ?? 'org_1', directoryId: null },
    newId('evt'),
    null,
    new Date().toISOString(),
  );
  const id = newId('dlv');
  await pool.query(
    `WITH appended AS (
       INSERT INTO events (id, organization_id, type, resource_id, version, body, occurred_at) VALUES ($1, $2, $3, $4, 1, $5, $6))
     INSERT INTO deliveries (id, event_id, endpoint_id, resource_id, event_type, lane, plain_update, replay, organization_id)
     VALUES ($7, $1, $8, $4, $3, $9, $10, $11, COALESCE($2, 'none'))`,
    [
      event.id,
      event.organizationId,
      type,
      resourceId,
      event.body,
      event.occurredAt,
      id,
      endpointId,
      lane,
      kind === 'user_updated',
      more.replay ?? false,
    ],
  );
  return { id, eventId: event.id };
}

/** What a delivery that came to its end in this way looks like. */
export const FINISH = `
  WITH over AS (DELETE FROM deliveries WHERE id = $1 RETURNING *),
  again AS (
    UPDATE delivery_log SET state = $2, delivered_at = CASE WHEN $2 = 'delivered' THEN now() END WHERE id = $1)
  INSERT INTO delivery_log (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, replay, step, attempts,
    created_at, state, delivered_at)
  SELECT id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, replay, 8, 8, created_at, $2,
    CASE WHEN $2 = 'delivered' THEN now() END
  FROM over`;

/** Between two tests: no endpoints, and nothing of theirs. */
export const CLEAR = `DELETE FROM deliveries; DELETE FROM delivery_log; DELETE FROM attempts; DELETE FROM notices;
  DELETE FROM webhook_endpoints; DELETE FROM endpoint_removals`;

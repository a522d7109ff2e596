import { type Pool } from 'pg';
import { newId, buildEnvelope } from '#directory';
import { inTransaction } from '../connection/in-transaction.js';
import { OPERATIONAL_LOCK } from '../connection/operational-lock.js';

export interface GateDenial {
  /** The id of the request to the gate. */
  requestId: string;
  organizationId: string;
  directoryId: string;
  change: 'create' | 'activate';
  /** Null: the user was never stored. */
  userId: string | null;
  externalId: string | null;
  reason: string;
}

interface Taker {
  id: string;
  enabled: boolean;
}

const TYPE = 'rollcall.gate.denied';

const WRITE = `
  WITH appended AS (
    INSERT INTO events (id, organization_id, type, resource_id, body, occurred_at) VALUES ($1, $2, '${TYPE}', $3, $4, $5))
  INSERT INTO deliveries (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update)
  SELECT id, $1, endpoint_id, $2, $3, '${TYPE}', 0, false FROM json_to_recordset($6::json) AS (id text, endpoint_id text)`;

/** Makes an event of a denial, and deliveries of it for the endpoints that name the type. */
export class GateDenials {
  constructor(private readonly pool: Pool) {}

  /** @returns the endpoints that got something */
  async announce(denial: GateDenial): Promise<string[]> {
    const { requestId, organizationId, directoryId, change, userId, externalId, reason } = denial;
    return await inTransaction(this.pool, async (client) => {
      await client.query(`SELECT pg_advisory_xact_lock(${OPERATIONAL_LOCK})`);
      const { rows: takers } = await client.query<Taker>(
        `SELECT id, enabled FROM webhook_endpoints WHERE event_types && ARRAY['${TYPE}']
          AND (organization_id IS NULL OR organization_id = $1) AND (directory_id IS NULL OR directory_id = $2)`,
        [organizationId, directoryId],
      );
      const { rows } = await client.query<{ id: string }>('SELECT environment_id AS id FROM deployment');
      const at = new Date().toISOString();
      // No name and no address: the person is not stored, and no erasure would find what is said here.
      const data = {
        id: requestId,
        organization_id: organizationId,
        directory_id: directoryId,
        change,
        user_id: userId,
        external_id: externalId,
        reason,
        at,
      };
      const scope = { environmentId: rows[0]!.id, organizationId, directoryId: null };
      const event = buildEnvelope(
        { type: TYPE, resourceId: directoryId, version: null, data },
        scope,
        newId('evt'),
        null,
        at,
      );
      const deliveries = takers.map(({ id }) => ({ id: newId('dlv'), endpoint_id: id }));
      await client.query(WRITE, [
        event.id,
        organizationId,
        directoryId,
        event.body,
        event.occurredAt,
        JSON.stringify(deliveries),
      ]);
      return takers.filter(({ enabled }) => enabled).map(({ id }) => id);
    });
  }
}

import { type Pool, type PoolClient } from 'pg';
import { type DirectoryEvent, type EventDraft, newId, buildEnvelope } from '#directory';
import { ONLY_FAILURES } from '../endpoints/endpoint-health.js';
import { inTransaction } from '../connection/in-transaction.js';
import { OPERATIONAL_LOCK } from '../connection/operational-lock.js';
import { type BegunTest, STREAM_PAUSED, TestDeliveries } from '../deliveries/test-deliveries.js';

interface Notice {
  id: number;
  type:
    | 'rollcall.endpoint.failing'
    | 'rollcall.endpoint.recovered'
    | 'rollcall.endpoint.disabled'
    | 'rollcall.delivery.exhausted';
  reason: string | null;
  at: string;
  endpoint: {
    id: string;
    url: string;
    enabled: boolean;
    isStream: boolean;
    organizationId: string | null;
    directoryId: string | null;
  };
  delivery: {
    id: string;
    event_id: string;
    event_type: string;
    resource_id: string;
    deprovisioning: boolean;
    attempts: number;
    last_status: number | null;
  } | null;
}

/** Its endpoint was deleted. */
type Orphan = Omit<Notice, 'endpoint'> & { endpoint: null };

/** An endpoint that asks for operational events by name. */
interface Taker {
  id: string;
  enabled: boolean;
  eventTypes: string[];
  organizationId: string | null;
  directoryId: string | null;
}

/** A stream that was disabled, and the token that tells its receiver so: whoever announces sends it, once. */
export interface PausedStream {
  endpointId: string;
  token: BegunTest;
}

interface Announced {
  endpointIds: string[];
  paused: PausedStream[];
  more: boolean;
}

const AT_ONCE = 100;

const NOTICES = `
  SELECT n.id, n.type, n.reason, iso(n.at) AS at,
    CASE WHEN w.id IS NOT NULL THEN json_build_object('id', w.id, 'url', w.url, 'enabled', w.enabled, 'isStream', w.payload_format = 'set',
      'organizationId', w.organization_id, 'directoryId', w.directory_id)
      END AS endpoint,
    (SELECT json_build_object('id', d.id, 'event_id', d.event_id, 'event_type', d.event_type, 'resource_id', d.resource_id,
        'deprovisioning', d.lane = 1, 'attempts', d.attempts, 'last_status', d.last_status)
      FROM all_deliveries d WHERE d.id = n.delivery_id) AS delivery
  FROM (SELECT * FROM notices ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) n LEFT JOIN webhook_endpoints w ON w.id = n.endpoint_id
  ORDER BY n.id`;

const WRITE = `
  WITH made AS (DELETE FROM notices WHERE id = ANY ($3::bigint[])),
  appended AS (
    INSERT INTO events (id, organization_id, type, resource_id, body, occurred_at)
    SELECT id, "organizationId", type, "resourceId", body, "occurredAt"
    FROM json_to_recordset($1::json) AS (id text, "organizationId" text, type text, "resourceId" text, body text, "occurredAt" timestamptz))
  INSERT INTO deliveries (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update)
  SELECT id, event_id, endpoint_id, COALESCE(organization_id, 'none'), resource_id, event_type, 0, false
  FROM json_to_recordset($2::json) AS (id text, event_id text, endpoint_id text, organization_id text, resource_id text, event_type text)`;

/**
 * Makes events of what was noticed (`rollcall.endpoint.*`, `rollcall.delivery.exhausted`) and deliveries of them for the endpoints that
 * name the type, never for the one it is about. Any number of workers may do so at once: each notice is made an event once.
 */
export class OperationalEvents {
  /** @param leaseMs for tokens that whoever announces sends at once */
  constructor(
    private readonly pool: Pool,
    private readonly leaseMs = 30_000,
  ) {}

  /** One batch. @returns the endpoints that got something, and whether there may be more */
  async announce(): Promise<Announced> {
    return await inTransaction(this.pool, async (client) => {
      await client.query(`SELECT pg_advisory_xact_lock(${OPERATIONAL_LOCK})`);
      return await this.announceIn(client);
    });
  }

  private async announceIn(client: PoolClient): Promise<Announced> {
    const { rows: noticed } = await client.query<Notice | Orphan>({ name: 'notices', text: NOTICES });
    if (noticed.length === 0) return { endpointIds: [], paused: [], more: false };
    const notices = noticed.filter((notice) => notice.endpoint !== null);
    const { rows: takers } = await client.query<Taker>(
      `SELECT id, enabled, event_types AS "eventTypes", organization_id AS "organizationId", directory_id AS "directoryId"
       FROM webhook_endpoints WHERE event_types && $1::text[] AND payload_format <> 'set'`,
      [[...new Set(notices.map(({ type }) => type))]],
    );
    const { rows } = await client.query<{ id: string }>(`SELECT environment_id AS id FROM deployment`);
    const events: DirectoryEvent[] = [];
    const deliveries: object[] = [];
    const rung = new Set<string>();
    for (const notice of notices) {
      const { organizationId } = notice.endpoint;
      const scope = { environmentId: rows[0]!.id, organizationId, directoryId: null };
      const event = buildEnvelope(draftOf(notice), scope, newId('evt'), null, notice.at);
      events.push(event);
      for (const taker of takers.filter((candidate) => takes(candidate, notice))) {
        deliveries.push({
          id: newId('dlv'),
          event_id: event.id,
          endpoint_id: taker.id,
          organization_id: organizationId,
          resource_id: event.resourceId,
          event_type: event.type,
        });
        if (taker.enabled) rung.add(taker.id);
      }
    }
    const ids = noticed.map(({ id }) => id);
    await client.query({
      name: 'notices-announce',
      text: WRITE,
      values: [JSON.stringify(events), JSON.stringify(deliveries), ids],
    });
    return { endpointIds: [...rung], paused: await this.pause(client, notices), more: noticed.length === AT_ONCE };
  }

  /** SSF 1.0 §8.1.5. A stream that its receiver ended itself, by 410, hears nothing of that. */
  private async pause(client: PoolClient, notices: Notice[]): Promise<PausedStream[]> {
    const tests = new TestDeliveries(this.pool);
    const paused: PausedStream[] = [];
    for (const { type, reason, endpoint } of notices) {
      if (type !== 'rollcall.endpoint.disabled' || reason !== ONLY_FAILURES) continue;
      if (!endpoint.isStream || endpoint.enabled) continue;
      const token = { setEvent: 'stream-updated', facts: STREAM_PAUSED } as const;
      const begun = await tests.begin(endpoint, new Date(), this.leaseMs, token, client);
      paused.push({ endpointId: endpoint.id, token: begun });
    }
    return paused;
  }
}

function takes(taker: Taker, { type, endpoint }: Notice): boolean {
  return (
    taker.id !== endpoint.id &&
    taker.eventTypes.includes(type) &&
    (taker.organizationId === null || taker.organizationId === endpoint.organizationId) &&
    (taker.directoryId === null || taker.directoryId === endpoint.directoryId)
  );
}

/** Both kinds are about the endpoint: what is said of one arrives in order. */
function draftOf({ type, reason, endpoint, delivery }: Notice): EventDraft {
  const about = { endpoint_id: endpoint.id, url: endpoint.url, organization_id: endpoint.organizationId };
  const data =
    type === 'rollcall.delivery.exhausted'
      ? { ...delivery, ...about }
      : { id: endpoint.id, ...about, enabled: endpoint.enabled, ...(reason !== null && { reason }) };
  return { type, resourceId: endpoint.id, version: null, data };
}

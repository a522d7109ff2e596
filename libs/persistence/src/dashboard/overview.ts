import { type PoolClient } from 'pg';
import { HEALTH } from '../directories/all-directories.js';
import { UNACKNOWLEDGED } from '../deliveries/unacknowledged-deprovisionings.js';

export const FIRST_STEPS = ['organization', 'endpoint', 'portal', 'directory', 'webhook'] as const;

export interface OverviewView {
  counts: { organizations: number; directories: Record<string, number>; endpoints: Record<string, number> };
  deliveries: {
    delivered: number;
    failed_attempts: number;
    pending: number;
    exhausted: number;
    p50_ms: number | null;
    p95_ms: number | null;
  };
  first_steps: { id: (typeof FIRST_STEPS)[number]; done: boolean; object_id: string | null }[];
  attention: AttentionView[];
}

export interface AttentionView {
  kind: string;
  since: string | null;
  count: number;
  organization_id?: string;
  directory_id?: string;
  endpoint_id?: string;
}

/** Of each kind; whoever has more to look after has lists for it. */
const MOST_NAMED = 20;

const COUNTS = `SELECT json_build_object(
  'organizations', (SELECT count(*) FROM organizations WHERE deleted_at IS NULL),
  'directories', COALESCE((SELECT json_object_agg(x.health, x.count) FROM (
    SELECT h.health, count(*) FROM directories d JOIN directory_counters c ON c.directory_id = d.id
    CROSS JOIN LATERAL (SELECT ${HEALTH} AS health) h WHERE d.deleted_at IS NULL GROUP BY h.health) x), '{}'),
  'endpoints', COALESCE((SELECT json_object_agg(x.state, x.count) FROM (
    SELECT CASE WHEN NOT enabled THEN 'disabled' WHEN failing_since IS NOT NULL THEN 'failing' ELSE 'healthy' END AS state, count(*)
    FROM webhook_endpoints GROUP BY 1) x), '{}')) AS json`;

/** $1: seconds. */
const DELIVERIES = `SELECT json_build_object(
  'delivered', (SELECT count(*) FROM delivery_log WHERE id >= id_at('dlv', now() - $1 * interval '1 second') AND state = 'delivered'),
  'exhausted', (SELECT count(*) FROM delivery_log WHERE id >= id_at('dlv', now() - $1 * interval '1 second') AND state = 'exhausted'),
  'pending', (SELECT count(*) FROM deliveries),
  'failed_attempts', a.failed, 'p50_ms', a.p50, 'p95_ms', a.p95) AS json
  FROM (SELECT count(*) FILTER (WHERE outcome = 'failed') AS failed,
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE outcome = 'delivered'))::int AS p50,
    (percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE outcome = 'delivered'))::int AS p95
    FROM attempts WHERE id >= id_at('att', now() - $1 * interval '1 second')) a`;

/** One id each: the newest of what shows that the step is done. */
const FIRST = `SELECT json_build_object(
  'organization', (SELECT id FROM organizations WHERE deleted_at IS NULL ORDER BY id DESC LIMIT 1),
  'endpoint', (SELECT id FROM webhook_endpoints ORDER BY id DESC LIMIT 1),
  'portal', (SELECT organization_id FROM audit_logs WHERE action = 'portal_session.begin' ORDER BY id DESC LIMIT 1),
  'directory', (SELECT d.id FROM directories d JOIN directory_counters c ON c.directory_id = d.id
    WHERE d.deleted_at IS NULL AND c.status <> 'DRAFT' ORDER BY d.id DESC LIMIT 1),
  'webhook', (SELECT id FROM delivery_log WHERE state = 'delivered' AND event_type <> 'rollcall.test' ORDER BY id DESC LIMIT 1)) AS json`;

const ATTENTION = [
  `SELECT 'endpoint_failing' AS kind, iso(w.failing_since) AS since, (SELECT count(*) FROM deliveries d WHERE d.endpoint_id = w.id) AS count,
    w.organization_id, w.directory_id, w.id AS endpoint_id
    FROM webhook_endpoints w WHERE w.enabled AND w.failing_since IS NOT NULL ORDER BY w.failing_since LIMIT ${MOST_NAMED}`,
  `SELECT 'endpoint_disabled', iso(w.updated_at), (SELECT count(*) FROM deliveries d WHERE d.endpoint_id = w.id), w.organization_id,
    w.directory_id, w.id
    FROM webhook_endpoints w WHERE NOT w.enabled AND w.disabled_reason IS NOT NULL ORDER BY w.id LIMIT ${MOST_NAMED}`,
  `SELECT 'directory_refusing', NULL, (SELECT count(*) FROM (SELECT FROM scim_requests r WHERE r.directory_id = d.id
      AND r.id > id_at('req', now() - interval '1 hour') AND r.status >= 400 LIMIT 1000) x), d.organization_id, d.id, NULL
    FROM directories d JOIN directory_counters c ON c.directory_id = d.id CROSS JOIN LATERAL (SELECT ${HEALTH} AS health) h
    WHERE d.deleted_at IS NULL AND h.health = 'refusing' ORDER BY d.id LIMIT ${MOST_NAMED}`,
  `SELECT 'full_sync_required', NULL, 1, d.organization_id, d.id, NULL
    FROM directories d WHERE d.deleted_at IS NULL AND d.full_sync_required ORDER BY d.id LIMIT ${MOST_NAMED}`,
  `SELECT 'sync_needs_review', iso(min(s.created_at)), sum((s.review ->> 'would_deactivate')::bigint)::bigint, d.organization_id, d.id, NULL
    FROM syncs s JOIN directories d ON d.id = s.directory_id
    WHERE s.state = 'needs_review' AND d.deleted_at IS NULL GROUP BY d.id ORDER BY d.id LIMIT ${MOST_NAMED}`,
  `SELECT 'sync_failing', iso(n.failing_since), n.failures::bigint, d.organization_id, d.id, NULL
    FROM connections n JOIN directories d ON d.id = n.directory_id
    WHERE n.failing_since IS NOT NULL AND d.enabled AND d.deleted_at IS NULL ORDER BY n.failing_since LIMIT ${MOST_NAMED}`,
  `SELECT 'departures_held', iso(min(h.held_at)), count(*), d.organization_id, d.id, NULL
    FROM held_departures h JOIN directories d ON d.id = h.directory_id
    WHERE h.state = 'waiting' AND d.deleted_at IS NULL GROUP BY d.id ORDER BY d.id LIMIT ${MOST_NAMED}`,
  `SELECT 'secret_expires', iso(min(s.expires_at)), count(*), d.organization_id, d.id, NULL
    FROM directory_secrets s JOIN directories d ON d.id = s.directory_id
    WHERE d.deleted_at IS NULL AND s.revoked_at IS NULL AND s.expires_at BETWEEN now() AND now() + interval '20 days'
      AND NOT EXISTS (SELECT FROM directory_secrets n WHERE n.directory_id = d.id AND n.revoked_at IS NULL
        AND (n.expires_at IS NULL OR n.expires_at > now() + interval '20 days'))
    GROUP BY d.id ORDER BY d.id LIMIT ${MOST_NAMED}`,
  `SELECT 'deprovisioning_unacknowledged', iso(min(u.created_at)), count(*), NULL, NULL, NULL
    FROM (${UNACKNOWLEDGED}) u WHERE u.created_at < now() - interval '1 minute' HAVING count(*) > 0`,
];

/** What a developer sees first. */
export class Overview {
  async read(windowSeconds: number, on: PoolClient): Promise<OverviewView> {
    const one = async <T>(text: string, values: unknown[] = []) =>
      (await on.query<{ json: T }>(text, values)).rows[0]!.json;
    const [counts, deliveries, first, attention] = await Promise.all([
      one<OverviewView['counts']>(COUNTS),
      one<OverviewView['deliveries']>(DELIVERIES, [windowSeconds]),
      one<Record<string, string | null>>(FIRST),
      on.query<Record<string, unknown>>(ATTENTION.map((select) => `(${select})`).join(' UNION ALL ')),
    ]);
    return {
      counts,
      deliveries,
      first_steps: FIRST_STEPS.map((id) => ({ id, done: first[id] != null, object_id: first[id] ?? null })),
      attention: attention.rows.map(
        (row) =>
          Object.fromEntries(
            Object.entries(row).filter(([name, value]) => value !== null || name === 'since'),
          ) as unknown as AttentionView,
      ),
    };
  }
}

import { type Lane } from '#directory';
import { FENCE } from '../connection/fence.js';
import { logFinished } from '../delivery-rows/finished-delivery.js';
import { sibling } from '../delivery-rows/delivery-sibling.js';

/** How many due rows one claim looks at: where the head of a lane is blocked, each claim costs this much and the next goes on behind it. */
export const SCAN = 2_000;

/** Organizations that one claim lets take turns; the next goes on behind them. */
export const TURNS = 256;

/** Until an endpoint is resumed, only deprovisioning goes out. */
const OPEN: Record<Lane, string> = {
  0: `EXISTS (SELECT FROM webhook_endpoints w WHERE w.id = $1 AND w.enabled AND w.resume IS NULL)`,
  1: `EXISTS (SELECT FROM webhook_endpoints w WHERE w.id = $1 AND w.enabled)`,
};

/** The lane's rows that are not in flight, in the order of deliveries_share: an organization's after another's, by when they are due. */
const live = (lane: Lane): string => `d.endpoint_id = $1 AND d.lane = ${lane} AND d.state IN ('pending', 'retrying')`;

const due = (lane: Lane): string => `${live(lane)} AND d.next_attempt_at <= now() AND ${OPEN[lane]}`;

const BLOCKED: Record<Lane, string> = {
  // A later deprovisioning supersedes this row: when it arrives, or at the latest when it is claimed.
  0: `${sibling('e.lane = 0 AND e.ordinal < d.ordinal')} OR ${sibling('e.lane = 1')}`,
  // Of what is earlier in the other lane only an attempt in flight is awaited; the rest is superseded by this statement.
  1: `${sibling('e.lane = 1 AND e.ordinal < d.ordinal')}
    OR ${sibling('e.lane = 0 AND e.ordinal < d.ordinal AND e.lease_token IS NOT NULL')}`,
};

const free = (lane: Lane): string => `(d.replay OR NOT (${BLOCKED[lane]}))`;

/** The first row of each resource in $4, where the one before it is over: 'unblocked'. */
const unblocked = (lane: Lane): string => `unblocked AS MATERIALIZED (
    SELECT d.id FROM unnest($4::text[]) AS r (id) CROSS JOIN LATERAL (
      SELECT e.* FROM deliveries e
      WHERE e.endpoint_id = $1 AND e.resource_id = r.id AND e.lane = ${lane} AND NOT e.replay
      ORDER BY e.ordinal LIMIT 1) d
    WHERE ${due(lane)} AND ${free(lane)}
  )`;

/**
 * From the `selected` ids to the leased rows, `claimed`. $5 lease token, $6 lease in ms.
 *
 * No two workers get two rows of one (endpoint, resource) in flight, although each decides on a snapshot of its own:
 * - Within a lane a row is free only when every earlier one is final in the snapshot. Earlier ones were committed before it (ordinals are
 *   allotted under the directory's lock), and final is for ever (a finished delivery that is retried by hand becomes a replay), so what
 *   the snapshot says stays true. Whether the row itself is still due is checked again when its lock is taken.
 * - Across lanes a deprovisioning row does not wait for earlier pending ones, and another worker whose snapshot is older may be claiming
 *   such a one right now. So it supersedes them first, under their locks; one that is locked or has moved on is `contested`, and the
 *   deprovisioning row is left alone until that attempt is recorded, which rings for it. A worker that comes later finds it gone.
 */
const lease = (lane: Lane): string => `candidates AS (
    SELECT d.id, d.endpoint_id, d.resource_id, d.ordinal, d.replay FROM selected x CROSS JOIN LATERAL (
      SELECT * FROM deliveries WHERE id = x.id ${FENCE} FOR UPDATE SKIP LOCKED) d
    WHERE ${due(lane)}
  )${
    lane === 0
      ? ', free AS (SELECT * FROM candidates)'
      : `, earlier AS (
    SELECT e.id FROM candidates c CROSS JOIN LATERAL (
      SELECT e.id FROM deliveries e
      WHERE e.endpoint_id = c.endpoint_id AND e.resource_id = c.resource_id AND e.lane = 0 AND e.ordinal < c.ordinal
        AND e.lease_token IS NULL AND NOT e.replay
      FOR UPDATE SKIP LOCKED) e
    WHERE NOT c.replay
  ), removed AS (
    DELETE FROM deliveries d WHERE d.id = ANY (ARRAY(SELECT id FROM earlier)) RETURNING d.*
  ), superseded AS (${logFinished('removed', "'superseded'")}
  ), free AS (
    SELECT c.* FROM candidates c WHERE c.replay OR NOT EXISTS (
      SELECT FROM deliveries e WHERE e.endpoint_id = c.endpoint_id AND e.resource_id = c.resource_id AND e.lane = 0
        AND e.ordinal < c.ordinal AND NOT e.replay AND e.id NOT IN (SELECT id FROM earlier))
  )`
  }, claimed AS (
    UPDATE deliveries d SET state = 'sending', next_attempt_at = NULL, lease_token = $5, lease_until = now() + $6 * interval '1 ms'
    WHERE d.id = ANY (ARRAY(SELECT id FROM free))
    RETURNING d.id, d.ordinal, d.event_id, d.resource_id, d.event_type, d.step, d.set_event
  )`;

/** What both statements answer about the lane as a whole, beside each claimed row `c` with its event `v`. */
const ANSWER = `
    (SELECT w.resume FROM webhook_endpoints w WHERE w.id = $1 AND w.enabled) AS resume,
    c.id, c.event_id, c.resource_id, c.event_type, c.step, c.set_event, v.body, v.organization_id
  FROM (SELECT) one LEFT JOIN claimed c ON true LEFT JOIN events v ON v.id = c.event_id
  ORDER BY c.ordinal`;

/**
 * Claims due deliveries of one endpoint's lane, each organization in its turn: $1 endpoint, $2 the organization to go on behind, $3 how
 * many, $4 resources whose head may have become free. Who has a hundred thousand waiting and who has one get the same number of places;
 * where there are fewer places than organizations, chance decides.
 */
const inTurns = (lane: Lane): string => `
  WITH RECURSIVE tenants AS (
    (SELECT d.organization_id AS id, d.next_attempt_at AS due_at, 1 AS n FROM deliveries d
      WHERE ${live(lane)} AND d.organization_id > $2 ORDER BY d.organization_id, d.next_attempt_at LIMIT 1)
    UNION ALL
    SELECT following.* FROM tenants CROSS JOIN LATERAL (
      SELECT d.organization_id, d.next_attempt_at, tenants.n + 1 FROM deliveries d
      WHERE ${live(lane)} AND d.organization_id > tenants.id ORDER BY d.organization_id, d.next_attempt_at LIMIT 1) following
    WHERE tenants.n < ${TURNS}
  ), quotas AS MATERIALIZED (
    SELECT id, ceil($3::numeric / count(*) OVER ())::int AS quota, ceil(${SCAN}::numeric / count(*) OVER ())::int AS window_size
    FROM tenants WHERE due_at <= now()
  ), ${unblocked(lane)}, picked AS MATERIALIZED (
    SELECT s.id AS organization_id, p.id, p.turn FROM quotas s CROSS JOIN LATERAL (
      SELECT w.id, row_number() OVER () AS turn FROM (
        SELECT d.id FROM (
          SELECT d.* FROM deliveries d
          WHERE ${due(lane)} AND d.organization_id = s.id ORDER BY d.next_attempt_at, d.ordinal LIMIT s.window_size) d
        WHERE ${free(lane)} LIMIT s.quota) w) p
  ), selected AS MATERIALIZED (
    SELECT id, min(turn) AS turn FROM (
      SELECT id, 0 AS turn FROM unblocked
      UNION ALL (SELECT id, turn FROM picked ORDER BY turn, random() LIMIT $3)) x
    GROUP BY id
  ), ${lease(lane)}
  SELECT (SELECT count(*) FROM picked) AS picked,
    (SELECT id FROM tenants WHERE n = ${TURNS}) AS last_organization,
    -- Not joined to the rows: without hashes, which lookups by index do not need, that would compare each with each.
    (SELECT json_object_agg(id, turn) FROM selected WHERE (SELECT count(*) FROM quotas) > 1) AS turns,
    -- Whether somebody has more than its share, or so much that is blocked that not all of it was looked at.
    EXISTS (SELECT FROM quotas s
      WHERE (SELECT count(*) FROM picked p WHERE p.organization_id = s.id) >= s.quota OR EXISTS (
        SELECT FROM deliveries d WHERE ${due(lane)} AND d.organization_id = s.id
        ORDER BY d.next_attempt_at, d.ordinal OFFSET s.window_size LIMIT 1)) AS more,
    (SELECT min(f.at) FROM tenants CROSS JOIN LATERAL (
      SELECT d.next_attempt_at AS at FROM deliveries d
      WHERE ${live(lane)} AND d.organization_id = tenants.id AND d.next_attempt_at > now() ORDER BY d.next_attempt_at LIMIT 1) f) AS next_due,
    ${ANSWER}`;

/**
 * Walks through one endpoint's lane, an organization after another: what is due and free behind more blocked rows than a turn looks at.
 * $1 endpoint, ($2, $7, $8) the cursor (organization, next_attempt_at, ordinal) to go on behind, $3 how many, $4 as above.
 */
const walking = (lane: Lane): string => `
  WITH bound AS MATERIALIZED (
    SELECT d.organization_id, d.next_attempt_at AS at, d.ordinal FROM deliveries d
    WHERE ${live(lane)} AND (d.organization_id, d.next_attempt_at, d.ordinal) > ($2, $7::timestamptz, $8::bigint)
    ORDER BY d.organization_id, d.next_attempt_at, d.ordinal OFFSET ${SCAN - 1} LIMIT 1
  ), scanned AS MATERIALIZED (
    SELECT d.id, d.organization_id, d.next_attempt_at AS at, d.ordinal FROM deliveries d
    WHERE ${due(lane)} AND (d.organization_id, d.next_attempt_at, d.ordinal) > ($2, $7::timestamptz, $8::bigint)
      AND (NOT EXISTS (SELECT FROM bound)
        OR (d.organization_id, d.next_attempt_at, d.ordinal) <= (SELECT organization_id, at, ordinal FROM bound))
      AND ${free(lane)}
    ORDER BY d.organization_id, d.next_attempt_at, d.ordinal LIMIT $3
  ), ${unblocked(lane)}, selected AS MATERIALIZED (
    SELECT id FROM scanned UNION SELECT id FROM unblocked
  ), ${lease(lane)}, stopped AS (
    (SELECT organization_id, at, ordinal FROM scanned WHERE (SELECT count(*) FROM scanned) >= $3
      ORDER BY organization_id DESC, at DESC, ordinal DESC LIMIT 1)
    UNION ALL SELECT organization_id, at, ordinal FROM bound LIMIT 1
  )
  SELECT (SELECT json_build_object('organization', organization_id, 'at', at, 'ordinal', ordinal) FROM stopped) AS stopped, NULL AS next_due,
    ${ANSWER}`;

export const CLAIM_IN_TURNS: Record<Lane, string> = { 0: inTurns(0), 1: inTurns(1) };
export const CLAIM_WALKING: Record<Lane, string> = { 0: walking(0), 1: walking(1) };

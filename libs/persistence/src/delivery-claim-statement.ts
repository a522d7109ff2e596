import { type Lane } from '#directory';
import { sibling } from './delivery-sibling.js';

/** How many due rows one claim looks at: where the head of a lane is blocked, each claim costs this much and the next goes on behind it. */
export const SCAN = 2_000;

const DUE = `d.endpoint_id = $1 AND d.state IN ('pending', 'retrying') AND d.next_attempt_at <= now()
  AND EXISTS (SELECT FROM webhook_endpoints w WHERE w.id = $1 AND w.enabled)`;

const BLOCKED: Record<Lane, string> = {
  // A later deprovisioning supersedes this row: when it arrives, or at the latest when it is claimed.
  0: `${sibling('e.lane = 0 AND e.ordinal < d.ordinal')} OR ${sibling('e.lane = 1')}`,
  // Of what is earlier in the other lane only an attempt in flight is awaited; the rest is superseded by this statement.
  1: `${sibling('e.lane = 1 AND e.ordinal < d.ordinal')}
    OR ${sibling('e.lane = 0 AND e.ordinal < d.ordinal AND e.lease_token IS NOT NULL')}`,
};

const COLUMNS = 'd.id, d.endpoint_id, d.resource_id, d.ordinal, d.replay, d.next_attempt_at AS due_at';

/**
 * Claims due deliveries of one endpoint's lane: $1 endpoint, ($2, $3) the cursor (next_attempt_at, ordinal) to go on from, $4 how many,
 * $5 resources whose head, behind the cursor, may have become free, $6 lease token, $7 lease in ms.
 *
 * No two workers get two rows of one (endpoint, resource) in flight, although each decides on a snapshot of its own:
 * - Within a lane a row is free only when every earlier one is final in the snapshot. Earlier ones were committed before it (ordinals are
 *   allotted under the directory's lock), and final is for ever (a finished delivery that is retried by hand becomes a replay), so what
 *   the snapshot says stays true. Whether the row itself is still due is checked again when its lock is taken.
 * - Across lanes a deprovisioning row does not wait for earlier pending ones, and another worker whose snapshot is older may be claiming
 *   such a one right now. So it supersedes them first, under their locks; one that is locked or has moved on is `contested`, and the
 *   deprovisioning row is left alone until that attempt is recorded, which rings for it. A worker that comes later finds the state changed.
 */
function claimStatement(lane: Lane): string {
  const free = `(d.replay OR NOT (${BLOCKED[lane]}))`;
  const superseding = `, earlier AS (
    SELECT e.id FROM candidates c CROSS JOIN LATERAL (
      SELECT e.id FROM deliveries e
      WHERE e.endpoint_id = c.endpoint_id AND e.resource_id = c.resource_id AND e.lane = 0 AND e.ordinal < c.ordinal
        AND e.state IN ('pending', 'sending', 'retrying') AND e.lease_token IS NULL AND NOT e.replay
      FOR UPDATE SKIP LOCKED) e
    WHERE NOT c.replay
  ), superseded AS (
    UPDATE deliveries d SET state = 'superseded', next_attempt_at = NULL FROM earlier WHERE d.id = earlier.id
  ), free AS (
    SELECT c.* FROM candidates c WHERE c.replay OR NOT EXISTS (
      SELECT FROM deliveries e WHERE e.endpoint_id = c.endpoint_id AND e.resource_id = c.resource_id AND e.lane = 0
        AND e.ordinal < c.ordinal AND e.state IN ('pending', 'sending', 'retrying') AND NOT e.replay
        AND e.id NOT IN (SELECT id FROM earlier))
  )`;
  return `
  WITH bound AS MATERIALIZED (
    SELECT d.next_attempt_at AS at, d.ordinal FROM deliveries d
    WHERE ${DUE} AND d.lane = ${lane} AND (d.next_attempt_at, d.ordinal) > ($2::timestamptz, $3::bigint)
    ORDER BY d.next_attempt_at, d.ordinal OFFSET ${SCAN - 1} LIMIT 1
  ), scanned AS (
    SELECT ${COLUMNS} FROM deliveries d
    WHERE ${DUE} AND d.lane = ${lane} AND (d.next_attempt_at, d.ordinal) > ($2::timestamptz, $3::bigint)
      AND (d.next_attempt_at, d.ordinal)
        <= (COALESCE((SELECT at FROM bound), 'infinity'), COALESCE((SELECT ordinal FROM bound), 0))
      AND ${free}
    ORDER BY d.next_attempt_at, d.ordinal LIMIT $4 FOR UPDATE OF d SKIP LOCKED
  ), followers AS (
    SELECT ${COLUMNS} FROM unnest($5::text[]) AS r (id) CROSS JOIN LATERAL (
      SELECT e.id FROM deliveries e
      WHERE e.endpoint_id = $1 AND e.resource_id = r.id AND e.lane = ${lane} AND e.state IN ('pending', 'sending', 'retrying') AND NOT e.replay
      ORDER BY e.ordinal LIMIT 1
    ) head JOIN deliveries d ON d.id = head.id
    WHERE ${DUE} AND (d.next_attempt_at, d.ordinal) <= ($2::timestamptz, $3::bigint) AND ${free}
    FOR UPDATE OF d SKIP LOCKED
  ), candidates AS (
    SELECT * FROM scanned UNION ALL SELECT * FROM followers
  )${lane === 1 ? superseding : ', free AS (SELECT * FROM candidates)'}
  , claimed AS (
    UPDATE deliveries d SET state = 'sending', next_attempt_at = NULL, lease_token = $6, lease_until = now() + $7 * interval '1 ms'
    FROM free WHERE d.id = free.id
    RETURNING d.id, d.ordinal, d.event_id, d.resource_id, d.event_type, d.step
  )
  SELECT bound.at::text AS bound_at, bound.ordinal AS bound_ordinal,
    (SELECT count(*) FROM scanned) AS scanned,
    (SELECT max(due_at)::text FROM scanned) AS last_at,
    (SELECT ordinal FROM scanned ORDER BY due_at DESC, ordinal DESC LIMIT 1) AS last_ordinal,
    (SELECT min(d.next_attempt_at) FROM deliveries d
      WHERE d.endpoint_id = $1 AND d.lane = ${lane} AND d.state IN ('pending', 'retrying') AND d.next_attempt_at > now()) AS next_due,
    c.id, c.event_id, c.resource_id, c.event_type, c.step, v.body, v.organization_id
  FROM (SELECT) one LEFT JOIN bound ON true LEFT JOIN claimed c ON true LEFT JOIN events v ON v.id = c.event_id
  ORDER BY c.ordinal`;
}

export const CLAIM: Record<Lane, string> = { 0: claimStatement(0), 1: claimStatement(1) };

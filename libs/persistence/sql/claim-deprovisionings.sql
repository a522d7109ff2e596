-- The same for deprovisionings. They wait for no earlier delivery of another kind: `earlier` and `superseded` put such deliveries out of the
-- way, under their locks.
-- Measured: 2,825 pages for 100 of 100 due deliveries, their events included: 28 a delivery.

WITH RECURSIVE tenants AS (
  (
    SELECT d.organization_id AS id, d.next_attempt_at AS due_at, 1 AS n
    FROM deliveries d
    WHERE d.endpoint_id = $1 AND d.lane = 1 AND d.state IN ('pending', 'retrying') AND d.organization_id > $2
    ORDER BY d.organization_id, d.next_attempt_at LIMIT 1
  )
  UNION ALL
  SELECT following.*
  FROM tenants
  CROSS JOIN LATERAL (
    SELECT d.organization_id, d.next_attempt_at, tenants.n + 1
    FROM deliveries d
    WHERE d.endpoint_id = $1 AND d.lane = 1 AND d.state IN ('pending', 'retrying') AND d.organization_id > tenants.id
    ORDER BY d.organization_id, d.next_attempt_at LIMIT 1
  ) following
  WHERE tenants.n < 256
),
quotas AS MATERIALIZED (
  SELECT id, ceil($3::numeric / count(*) OVER ())::int AS quota,
    ceil(2000::numeric / count(*) OVER ())::int AS window_size
  FROM tenants
  WHERE due_at <= now()
),
unblocked AS MATERIALIZED (
  SELECT d.id
  FROM unnest($4::text[]) AS r (id)
  CROSS JOIN LATERAL (
    SELECT e.*
    FROM deliveries e
    WHERE e.endpoint_id = $1 AND e.resource_id = r.id AND e.lane = 1 AND NOT e.replay
    ORDER BY e.ordinal LIMIT 1
  ) d
  WHERE d.endpoint_id = $1 AND d.lane = 1 AND d.state IN ('pending', 'retrying') AND d.next_attempt_at <= now()
    AND EXISTS (SELECT FROM webhook_endpoints w WHERE w.id = $1 AND w.enabled)
    AND (
      d.replay
        OR NOT (
          EXISTS (
            SELECT
            FROM deliveries e
            WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id AND e.id <> d.id AND NOT e.replay
              AND e.lane = 1 AND e.ordinal < d.ordinal
          )
            OR EXISTS (
              SELECT
              FROM deliveries e
              WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id AND e.id <> d.id AND NOT e.replay
                AND e.lane = 0 AND e.ordinal < d.ordinal AND e.lease_token IS NOT NULL
            )
        )
    )
),
picked AS MATERIALIZED (
  SELECT s.id AS organization_id, p.id, p.turn
  FROM quotas s
  CROSS JOIN LATERAL (
    SELECT w.id, row_number() OVER () AS turn
    FROM (
      SELECT d.id
      FROM (
        SELECT d.*
        FROM deliveries d
        WHERE d.endpoint_id = $1 AND d.lane = 1 AND d.state IN ('pending', 'retrying') AND d.next_attempt_at <= now()
          AND EXISTS (SELECT FROM webhook_endpoints w WHERE w.id = $1 AND w.enabled) AND d.organization_id = s.id
        ORDER BY d.next_attempt_at, d.ordinal LIMIT s.window_size
      ) d
      WHERE (
        d.replay
          OR NOT (
            EXISTS (
              SELECT
              FROM deliveries e
              WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id AND e.id <> d.id AND NOT e.replay
                AND e.lane = 1 AND e.ordinal < d.ordinal
            )
              OR EXISTS (
                SELECT
                FROM deliveries e
                WHERE e.endpoint_id = d.endpoint_id AND e.resource_id = d.resource_id AND e.id <> d.id AND NOT e.replay
                  AND e.lane = 0 AND e.ordinal < d.ordinal AND e.lease_token IS NOT NULL
              )
          )
      ) LIMIT s.quota
    ) w
  ) p
),
selected AS MATERIALIZED (
  SELECT id, min(turn) AS turn
  FROM (SELECT id, 0 AS turn FROM unblocked UNION ALL (SELECT id, turn FROM picked ORDER BY turn, random() LIMIT $3)) x
  GROUP BY id
),
candidates AS (
  SELECT d.id, d.endpoint_id, d.resource_id, d.ordinal, d.replay
  FROM selected x
  CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE id = x.id OFFSET 0 FOR UPDATE SKIP LOCKED) d
  WHERE d.endpoint_id = $1 AND d.lane = 1 AND d.state IN ('pending', 'retrying') AND d.next_attempt_at <= now()
    AND EXISTS (SELECT FROM webhook_endpoints w WHERE w.id = $1 AND w.enabled)
),
earlier AS (
  SELECT e.id
  FROM candidates c
  CROSS JOIN LATERAL (
    SELECT e.id
    FROM deliveries e
    WHERE e.endpoint_id = c.endpoint_id AND e.resource_id = c.resource_id AND e.lane = 0 AND e.ordinal < c.ordinal
      AND e.lease_token IS NULL AND NOT e.replay FOR UPDATE SKIP LOCKED
  ) e
  WHERE NOT c.replay
),
removed AS (DELETE FROM deliveries d WHERE d.id = ANY (ARRAY(SELECT id FROM earlier)) RETURNING d.*),
superseded AS (
  INSERT INTO delivery_log (
    id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, set_event, replay, step,
      attempts, last_status, created_at, state, delivered_at
  )
  SELECT id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, set_event, replay,
    step, attempts, last_status, created_at, 'superseded', NULL::timestamptz
  FROM removed
),
free AS (
  SELECT c.*
  FROM candidates c
  WHERE c.replay
    OR NOT EXISTS (
      SELECT
      FROM deliveries e
      WHERE e.endpoint_id = c.endpoint_id AND e.resource_id = c.resource_id AND e.lane = 0 AND e.ordinal < c.ordinal
        AND NOT e.replay AND e.id NOT IN (SELECT id FROM earlier)
    )
),
claimed AS (
  UPDATE deliveries d
  SET state = 'sending', next_attempt_at = NULL, lease_token = $5, lease_until = now() + $6 * interval '1 ms'
  WHERE d.id = ANY (ARRAY(SELECT id FROM free))
  RETURNING d.id, d.ordinal, d.event_id, d.resource_id, d.event_type, d.step, d.set_event
)
SELECT (SELECT count(*) FROM picked) AS picked, (SELECT id FROM tenants WHERE n = 256) AS last_organization,
  -- Not joined to the rows: without hashes, which lookups by index do not need, that would compare each with each.
  (SELECT json_object_agg(id, turn) FROM selected WHERE (SELECT count(*) FROM quotas) > 1) AS turns,
  -- Whether somebody has more than its share, or so much that is blocked that not all of it was looked at.
  EXISTS (
    SELECT
    FROM quotas s
    WHERE (SELECT count(*) FROM picked p WHERE p.organization_id = s.id) >= s.quota
      OR EXISTS (
        SELECT
        FROM deliveries d
        WHERE d.endpoint_id = $1 AND d.lane = 1 AND d.state IN ('pending', 'retrying') AND d.next_attempt_at <= now()
          AND EXISTS (SELECT FROM webhook_endpoints w WHERE w.id = $1 AND w.enabled) AND d.organization_id = s.id
        ORDER BY d.next_attempt_at, d.ordinal OFFSET s.window_size LIMIT 1
      )
  ) AS more,
  (
    SELECT min(f.at)
    FROM tenants
    CROSS JOIN LATERAL (
      SELECT d.next_attempt_at AS at
      FROM deliveries d
      WHERE d.endpoint_id = $1 AND d.lane = 1 AND d.state IN ('pending', 'retrying') AND d.organization_id = tenants.id
        AND d.next_attempt_at > now()
      ORDER BY d.next_attempt_at LIMIT 1
    ) f
  ) AS next_due, (SELECT w.resume FROM webhook_endpoints w WHERE w.id = $1 AND w.enabled) AS resume, c.id, c.event_id,
  c.resource_id, c.event_type, c.step, c.set_event, v.body, v.organization_id
FROM (SELECT) one
LEFT JOIN claimed c ON true
LEFT JOIN events v ON v.id = c.event_id
ORDER BY c.ordinal

-- Lanes with deliveries that were due $1 ms ago: nobody woke them. Hops from lane to lane, so the length of a backlog does not count.
-- Measured: 21 pages with 900 due deliveries of one endpoint.

WITH RECURSIVE lanes AS (
  (
    SELECT d.endpoint_id, d.lane, d.organization_id, d.next_attempt_at
    FROM deliveries d
    WHERE d.state IN ('pending', 'retrying')
    ORDER BY d.endpoint_id, d.lane, d.organization_id, d.next_attempt_at LIMIT 1
  )
  UNION ALL
  SELECT following.*
  FROM lanes
  CROSS JOIN LATERAL (
    SELECT d.endpoint_id, d.lane, d.organization_id, d.next_attempt_at
    FROM deliveries d
    WHERE d.state IN ('pending', 'retrying')
      AND (d.endpoint_id, d.lane, d.organization_id) > (lanes.endpoint_id, lanes.lane, lanes.organization_id)
    ORDER BY d.endpoint_id, d.lane, d.organization_id, d.next_attempt_at LIMIT 1
  ) following
)
SELECT DISTINCT lanes.endpoint_id, lanes.lane
FROM lanes
JOIN webhook_endpoints w ON w.id = lanes.endpoint_id AND w.enabled
WHERE lanes.next_attempt_at <= now() - $1 * interval '1 ms'
ORDER BY lanes.lane DESC, lanes.endpoint_id

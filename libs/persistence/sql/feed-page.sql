-- A page of the event feed, oldest first. `scanned` examines, `hits` is what fits the page.
-- $1 cursor, $2 types, $3 organization, $4 directory, $5 rows to examine, $6 page size.
-- Measured: 343 pages for 100 events: 3 an event.

WITH start AS (SELECT epoch, xid, id FROM events WHERE id = $1),
scanned AS MATERIALIZED (
  SELECT e.id, row_number() OVER (ORDER BY e.epoch, e.xid, e.id) AS n, octet_length(e.body) AS bytes,
    ($2::text[] IS NULL OR e.type = ANY($2)) AND ($3::text IS NULL OR e.organization_id = $3)
    AND ($4::text IS NULL OR e.directory_id = $4) AS hit
  FROM events e
  WHERE e.in_feed AND (e.epoch, e.xid) < ((SELECT feed_epoch FROM deployment), pg_snapshot_xmin(pg_current_snapshot()))
    AND (e.epoch, e.xid, e.id) > (
      COALESCE((SELECT epoch FROM start), 0), COALESCE((SELECT xid FROM start), '0'::xid8),
        COALESCE((SELECT id FROM start), '')
    )
  ORDER BY e.epoch, e.xid, e.id LIMIT $5
),
wanted AS MATERIALIZED (SELECT id, n, bytes FROM scanned WHERE hit ORDER BY n LIMIT $6),
hits AS MATERIALIZED (
  SELECT id, n, found
  FROM (
    SELECT id, n, count(*) OVER () AS found,
      sum(bytes) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM wanted
  ) measured
  WHERE COALESCE(before, 0) < 4194304
),
ends AS (SELECT count(*) = $6 OR count(*) < max(found) AS is_full FROM hits)
SELECT page.*, e.body
FROM (
  SELECT $1::text IS NULL OR EXISTS (SELECT 1 FROM start) AS known, CASE WHEN (SELECT is_full FROM ends) THEN (
    SELECT id FROM hits ORDER BY n DESC LIMIT 1
  ) ELSE (SELECT id FROM scanned ORDER BY n DESC LIMIT 1) END AS "nextAfter", (SELECT count(*) FROM scanned) = $5
    OR COALESCE((SELECT is_full FROM ends), false) AS "hasMore"
) page
LEFT JOIN hits h ON true
LEFT JOIN LATERAL (SELECT body FROM events WHERE id = h.id OFFSET 0) e ON true
ORDER BY h.n

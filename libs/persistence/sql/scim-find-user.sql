-- What identity providers ask before each write: `userName eq`. Looks at 1,001 rows at most; if there are more, the request becomes a search.
-- Measured: 26 pages in a directory of 100,000 users.

WITH few AS MATERIALIZED (
  SELECT id
  FROM (SELECT id FROM users WHERE directory_id = $1 AND user_name_key = $3 AND deleted_at IS NULL OFFSET 0) capped LIMIT 1001
),
listed AS MATERIALIZED (
  SELECT id, row_number() OVER () AS n
  FROM (
    SELECT u.id
    FROM few
    CROSS JOIN LATERAL (SELECT * FROM users WHERE id = few.id OFFSET 0) u
    WHERE u.directory_id = $1 AND COALESCE(u.deleted_at, '-infinity') <= '-infinity'
      AND (u.user_name_key COLLATE "C" = $2::text AND u.user_name_key IS NOT NULL)
    ORDER BY u.id LIMIT $4::int OFFSET $5::bigint
  ) found
),
page AS MATERIALIZED (
  SELECT id, n, found
  FROM (
    SELECT id, n, count(*) OVER () AS found,
      sum(bytes) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM listed
    CROSS JOIN LATERAL (
      SELECT CASE WHEN pg_column_compression(u.resource) IS NULL THEN pg_column_size(u.resource) ELSE octet_length(
        u.resource::text
      ) END + CASE WHEN pg_column_compression(u.profile) IS NULL THEN pg_column_size(u.profile) ELSE octet_length(
        u.profile::text
      ) END AS bytes
      FROM users u
      WHERE u.id = listed.id OFFSET 0
    ) size
  ) measured
  WHERE COALESCE(before, 0) < 4194304
)
SELECT item.*, page.found, looked.few
FROM (SELECT count(*) AS few FROM few) looked
LEFT JOIN page ON true
LEFT JOIN LATERAL (
  SELECT json_build_object(
    'id', u.id, 'resource', u.resource, 'profile', u.profile, 'externalId', u.external_id, 'active', u.active,
      'announced', u.announced, 'announcedProfile', u.announced_profile, 'version', u.version, 'revision', u.revision,
      'createdAt', iso(u.created_at), 'updatedAt', iso(u.updated_at), 'deletedAt', iso(u.deleted_at), 'groups',
      COALESCE(
        (
          SELECT json_agg(
            CASE g.source WHEN 'rule' THEN json_build_object('id', g.id, 'name', g.display_name, 'rule', true) ELSE json_build_object(
              'id', g.id, 'name', g.display_name
            ) END ORDER BY g.id
          )
          FROM group_members m
          CROSS JOIN LATERAL (SELECT id, display_name, source FROM groups WHERE id = m.group_id OFFSET 0) g
          WHERE m.user_id = u.id
        ), '[]'
      ),
      -- What was said last: before silent changes, or else before a large one that waits to be announced.
      'previousGroups',
      COALESCE(
        u.announced_groups,
          (
            SELECT p.previous_groups
            FROM pending_announcements p
            WHERE p.directory_id = u.directory_id AND p.user_id = u.id
          )
      )
  ) AS json
  FROM users u
  WHERE u.id = page.id OFFSET 0
) item ON true
ORDER BY page.n

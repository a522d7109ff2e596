-- Writes new users with their events and deliveries, and the counters of the directory. Travels with COMMIT.
-- $1 directory, $2 time, $3 sequence, $4 to $9 counts and flags, then one array for each column.
-- Measured: 35 to 46 pages for one user in a directory of 100,000, all parts together; 2,841 for 100 users at once.

WITH "insert-users" AS (
  INSERT INTO users (
    id, directory_id, user_name, user_name_key, external_id, email_keys, active, announced, resource, profile, version,
      revision, created_at, updated_at, announced_profile, deleted_at, announced_groups
  )
  SELECT id, $1, user_name, user_name_key, external_id, email_keys::text[], active, announced, resource, profile,
    version, revision, created_at, updated_at, announced_profile, deleted_at, announced_groups
  FROM (
    SELECT unnest($10::text[]) AS id, unnest($11::text[]) AS user_name, unnest($12::text[]) AS user_name_key,
      unnest($13::text[]) AS external_id, unnest($14::text[]) AS email_keys, unnest($15::boolean[]) AS active,
      unnest($16::boolean[]) AS announced, unnest($17::jsonb[]) AS resource, unnest($18::jsonb[]) AS profile,
      unnest($19::bigint[]) AS version, unnest($20::bigint[]) AS revision, unnest($21::timestamptz[]) AS created_at,
      unnest($22::timestamptz[]) AS updated_at, unnest($23::jsonb[]) AS announced_profile,
      unnest($24::timestamptz[]) AS deleted_at, unnest($25::jsonb[]) AS announced_groups
  ) AS n
),
"note-changes" AS (
  INSERT INTO user_changes (directory_id, updated_at, user_id)
  SELECT $1, updated_at, id
  FROM (SELECT unnest($26::text[]) AS id, unnest($27::timestamptz[]) AS updated_at) AS n
  ON CONFLICT DO NOTHING
),
"append-events" AS (
  INSERT INTO events (id, organization_id, directory_id, sequence, type, resource_id, version, body, occurred_at)
  SELECT id, organization_id, $1, sequence, type, resource_id, version, body, $2::timestamptz
  FROM (
    SELECT unnest($28::text[]) AS id, unnest($29::text[]) AS organization_id, unnest($30::bigint[]) AS sequence,
      unnest($31::text[]) AS type, unnest($32::text[]) AS resource_id, unnest($33::bigint[]) AS version,
      unnest($34::text[]) AS body
  ) AS n
),
"deliver" AS (
  INSERT INTO deliveries (
    id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, created_at
  )
  SELECT id, event_id, endpoint_id, (SELECT organization_id FROM directories WHERE id = $1), resource_id, event_type,
    lane, plain_update, clock_timestamp()
  FROM (
    SELECT unnest($35::text[]) AS id, unnest($36::text[]) AS event_id, unnest($37::text[]) AS endpoint_id,
      unnest($38::text[]) AS resource_id, unnest($39::text[]) AS event_type, unnest($40::smallint[]) AS lane,
      unnest($41::boolean[]) AS plain_update
  ) AS n
  ORDER BY id
)
UPDATE directory_counters
SET sequence = $3, users = users + $4, user_records = user_records + $5, groups = groups + $6, status = CASE WHEN $4 > 0 THEN 'COMPLETED' ELSE status END,
  -- The initial sync lasts until nobody new has come for an hour (docs/mail.md).
  initial_sync_until = CASE WHEN $4 > 0
  AND COALESCE(initial_sync_until > $2::timestamptz, true) THEN $2::timestamptz + interval '1 hour' ELSE initial_sync_until END,
  last_synced_at = CASE WHEN $9::boolean THEN $2::timestamptz ELSE last_synced_at END, user_updated_at = CASE WHEN $7::boolean THEN $2::timestamptz ELSE user_updated_at END,
  group_updated_at = CASE WHEN $8::boolean THEN $2::timestamptz ELSE group_updated_at END
WHERE directory_id = $1

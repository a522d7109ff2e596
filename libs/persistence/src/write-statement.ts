import { nameKey, userNameOf, type GroupRecord, type UserRecord, type WriteSet } from '#directory';

/**
 * One statement writes a whole batch: rows as sets, the counters, events, one delivery per matching endpoint.
 * Parts of one statement see the same snapshot, so the deliveries it inserts are not among the "earlier" ones it supersedes.
 * Rows that a worker holds at this moment are skipped, not waited for: they are attempts in flight, and the statement that records
 * a failed attempt, and the one that claims, apply the same rules (contract section 8).
 * Rows are named by their ids alone, which were loaded under the directory's lock: a condition on the directory would let a planner
 * without statistics read all of it.
 */
export const WRITE = `
  WITH inserted_users AS (
    INSERT INTO users (id, directory_id, user_name, user_name_key, external_id, email_keys, active, announced, resource, profile,
      version, revision, created_at, updated_at)
    SELECT id, $1, user_name, user_name_key, external_id, email_keys, active, announced, resource, profile, version, revision, created_at, updated_at
    FROM json_to_recordset($2::json) AS (id text, user_name text, user_name_key text, external_id text, email_keys text[], active boolean,
      announced boolean, resource jsonb, profile jsonb, version bigint, revision bigint, created_at timestamptz, updated_at timestamptz)
  ), updated_users AS (
    UPDATE users u SET user_name = x.user_name, user_name_key = x.user_name_key, external_id = x.external_id, email_keys = x.email_keys,
      active = x.active, announced = x.announced, resource = x.resource, profile = x.profile, announced_profile = x.announced_profile,
      version = x.version, revision = x.revision, updated_at = x.updated_at, deleted_at = x.deleted_at
    FROM json_to_recordset($3::json) AS x (id text, user_name text, user_name_key text, external_id text, email_keys text[], active boolean,
      announced boolean, resource jsonb, profile jsonb, announced_profile jsonb, version bigint, revision bigint, updated_at timestamptz,
      deleted_at timestamptz)
    WHERE u.id = x.id
  ), inserted_groups AS (
    INSERT INTO groups (id, directory_id, display_name, display_name_key, external_id, source, resource, version, revision, created_at, updated_at)
    SELECT id, $1, display_name, display_name_key, external_id, source, resource, version, revision, created_at, updated_at
    FROM json_to_recordset($4::json) AS (id text, display_name text, display_name_key text, external_id text, source text, resource jsonb,
      version bigint, revision bigint, created_at timestamptz, updated_at timestamptz)
  ), updated_groups AS (
    UPDATE groups g SET display_name = x.display_name, display_name_key = x.display_name_key, external_id = x.external_id,
      resource = x.resource, version = x.version, revision = x.revision, updated_at = x.updated_at
    FROM json_to_recordset($5::json) AS x (id text, display_name text, display_name_key text, external_id text, resource jsonb,
      version bigint, revision bigint, updated_at timestamptz)
    WHERE g.id = x.id
  ), deleted_groups AS (
    DELETE FROM groups WHERE id = ANY($6)
  ), left_groups AS (
    DELETE FROM group_members WHERE directory_id = $1 AND user_id = ANY($7)
  ), joined AS (
    INSERT INTO group_members (directory_id, group_id, user_id)
    SELECT $1, "groupId", "userId" FROM json_to_recordset($8::json) AS ("groupId" text, "userId" text) ON CONFLICT DO NOTHING
  ), resolved AS (
    DELETE FROM group_references r USING json_to_recordset($8::json) AS x ("groupId" text, value text)
    WHERE r.directory_id = $1 AND r.group_id = x."groupId" AND r.value = x.value
  ), settled AS (
    DELETE FROM pending_announcements WHERE directory_id = $1 AND user_id = ANY($9)
  ), appended AS (
    INSERT INTO events (id, organization_id, directory_id, sequence, type, resource_id, version, body, occurred_at)
    SELECT id, "organizationId", $1, sequence, type, "resourceId", version, body, $17
    FROM json_to_recordset($10::json) AS (id text, "organizationId" text, sequence bigint, type text, "resourceId" text, version bigint, body text)
  ), superseded AS (
    UPDATE deliveries d SET state = 'superseded', next_attempt_at = NULL
    WHERE d.id IN (
      SELECT e.id FROM json_to_recordset($12::json) AS n (endpoint_id text, resource_id text, lane smallint, plain_update boolean)
      CROSS JOIN LATERAL (
        SELECT id FROM deliveries WHERE endpoint_id = n.endpoint_id AND resource_id = n.resource_id
          AND state IN ('pending', 'retrying') AND NOT replay
          AND ((n.lane = 1 AND lane = 0) OR (n.plain_update AND plain_update AND attempts > 0))
        FOR UPDATE SKIP LOCKED) e)
  ), hastened AS (
    UPDATE deliveries d SET next_attempt_at = now()
    WHERE d.id IN (
      SELECT e.id FROM json_to_recordset($12::json) AS n (endpoint_id text, resource_id text, lane smallint, plain_update boolean)
      CROSS JOIN LATERAL (
        SELECT id FROM deliveries WHERE endpoint_id = n.endpoint_id AND resource_id = n.resource_id
          AND state = 'retrying' AND next_attempt_at > now() AND NOT replay
          AND NOT ((n.lane = 1 AND lane = 0) OR (n.plain_update AND plain_update))
        FOR UPDATE SKIP LOCKED) e)
  ), delivered AS (
    INSERT INTO deliveries (id, event_id, endpoint_id, resource_id, event_type, lane, plain_update)
    SELECT id, event_id, endpoint_id, resource_id, event_type, lane, plain_update
    FROM json_to_recordset($11::json) AS (id text, event_id text, endpoint_id text, resource_id text, event_type text, lane smallint,
      plain_update boolean)
    ORDER BY id
  )
  UPDATE directory_counters SET sequence = $13, users = users + $14, user_records = user_records + $15, groups = groups + $16,
    status = CASE WHEN $14 > 0 THEN 'COMPLETED' ELSE status END,
    last_synced_at = $17,
    user_updated_at = CASE WHEN $18 THEN $17 ELSE user_updated_at END,
    group_updated_at = CASE WHEN $19 THEN $17 ELSE group_updated_at END
  WHERE directory_id = $1`;

/** $2 and up of WRITE. */
export function writeParameters(set: WriteSet): unknown[] {
  // A resource that is new in this batch has no earlier deliveries.
  const fresh = new Set([...set.insertedUsers, ...set.insertedGroups].map(({ id }) => id));
  const later = set.deliveries.filter(({ resource_id }) => !fresh.has(resource_id));
  return [
    JSON.stringify(set.insertedUsers.map(userRow)),
    JSON.stringify(set.updatedUsers.map(userRow)),
    JSON.stringify(set.insertedGroups.map(groupRow)),
    JSON.stringify(set.updatedGroups.map(groupRow)),
    set.deletedGroupIds,
    set.leavers,
    JSON.stringify(set.joined),
    set.settled,
    JSON.stringify(set.events),
    JSON.stringify(set.deliveries),
    JSON.stringify(later),
    set.sequence,
    set.counts.users,
    set.counts.userRecords,
    set.counts.groups,
    set.at,
    set.insertedUsers.length + set.updatedUsers.length > 0,
    set.insertedGroups.length + set.updatedGroups.length + set.deletedGroupIds.length > 0,
  ];
}

function userRow(user: UserRecord): object {
  return {
    id: user.id,
    user_name: userNameOf(user),
    user_name_key: nameKey(userNameOf(user)),
    external_id: user.externalId,
    email_keys: emailKeys(user),
    active: user.active,
    announced: user.announced,
    resource: user.resource,
    profile: user.profile,
    announced_profile: user.announcedProfile,
    version: user.version,
    revision: user.revision,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
    deleted_at: user.deletedAt,
  };
}

function emailKeys({ resource }: UserRecord): string[] {
  const emails = Array.isArray(resource['emails']) ? (resource['emails'] as { value?: unknown }[]) : [];
  return emails.flatMap(({ value }) => (typeof value === 'string' ? [value.toLowerCase()] : []));
}

function groupRow(group: GroupRecord): object {
  return {
    id: group.id,
    display_name: group.displayName,
    display_name_key: nameKey(group.displayName),
    external_id: group.externalId,
    source: group.source,
    resource: group.resource,
    version: group.version,
    revision: group.revision,
    created_at: group.createdAt,
    updated_at: group.updatedAt,
  };
}

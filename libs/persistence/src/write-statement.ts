import { nameKey, userNameOf, type GroupRecord, type UserRecord, type WriteSet } from '#directory';
import { logFinished } from './finished-delivery.js';

export interface Statement {
  /** One per shape: prepared once on each connection. */
  name: string;
  text: string;
  values: unknown[];
}

/** A part of the statement, and its value. `$v` is the value's parameter; $1 is the directory, $2 the time. */
interface Part {
  name: string;
  sql: string;
  /** A second part that works on what this one returns, named after it with a suffix. */
  then?: string;
  value(set: WriteSet): unknown[];
}

const EARLIER = `json_to_recordset($v::json) AS n (endpoint_id text, resource_id text, lane smallint, plain_update boolean)`;

/**
 * What a batch writes, as sets. Rows are named by their ids alone, which were loaded under the directory's lock: a condition on the
 * directory would let a planner without statistics read all of it.
 */
const PARTS: Part[] = [
  {
    name: 'insert-users',
    value: (set) => set.insertedUsers.map(userRow),
    sql: `INSERT INTO users (id, directory_id, user_name, user_name_key, external_id, email_keys, active, announced, resource, profile,
        version, revision, created_at, updated_at)
      SELECT id, $1, user_name, user_name_key, external_id, email_keys, active, announced, resource, profile, version, revision,
        created_at, updated_at
      FROM json_to_recordset($v::json) AS (id text, user_name text, user_name_key text, external_id text, email_keys text[],
        active boolean, announced boolean, resource jsonb, profile jsonb, version bigint, revision bigint, created_at timestamptz,
        updated_at timestamptz)`,
  },
  {
    name: 'update-users',
    value: (set) => set.updatedUsers.map(userRow),
    sql: `UPDATE users u SET user_name = x.user_name, user_name_key = x.user_name_key, external_id = x.external_id,
        email_keys = x.email_keys, active = x.active, announced = x.announced, resource = x.resource, profile = x.profile,
        announced_profile = x.announced_profile, version = x.version, revision = x.revision, updated_at = x.updated_at,
        deleted_at = x.deleted_at
      FROM json_to_recordset($v::json) AS x (id text, user_name text, user_name_key text, external_id text, email_keys text[],
        active boolean, announced boolean, resource jsonb, profile jsonb, announced_profile jsonb, version bigint, revision bigint,
        updated_at timestamptz, deleted_at timestamptz)
      WHERE u.id = x.id`,
  },
  {
    name: 'insert-groups',
    value: (set) => set.insertedGroups.map(groupRow),
    sql: `INSERT INTO groups (id, directory_id, display_name, display_name_key, external_id, source, resource, version, revision,
        created_at, updated_at)
      SELECT id, $1, display_name, display_name_key, external_id, source, resource, version, revision, created_at, updated_at
      FROM json_to_recordset($v::json) AS (id text, display_name text, display_name_key text, external_id text, source text,
        resource jsonb, version bigint, revision bigint, created_at timestamptz, updated_at timestamptz)`,
  },
  {
    name: 'update-groups',
    value: (set) => set.updatedGroups.map(groupRow),
    sql: `UPDATE groups g SET display_name = x.display_name, display_name_key = x.display_name_key, external_id = x.external_id,
        resource = x.resource, version = x.version, revision = x.revision, updated_at = x.updated_at
      FROM json_to_recordset($v::json) AS x (id text, display_name text, display_name_key text, external_id text, resource jsonb,
        version bigint, revision bigint, updated_at timestamptz)
      WHERE g.id = x.id`,
  },
  {
    name: 'delete-groups',
    value: (set) => set.deletedGroupIds.map((id) => ({ id })),
    sql: `DELETE FROM groups g USING json_to_recordset($v::json) AS x (id text) WHERE g.id = x.id`,
  },
  {
    name: 'leave-groups',
    value: (set) => set.leavers.map((id) => ({ id })),
    sql: `DELETE FROM group_members m USING json_to_recordset($v::json) AS x (id text) WHERE m.user_id = x.id`,
  },
  {
    name: 'join-groups',
    value: (set) => set.joined,
    sql: `INSERT INTO group_members (directory_id, group_id, user_id)
      SELECT $1, "groupId", "userId" FROM json_to_recordset($v::json) AS ("groupId" text, "userId" text) ON CONFLICT DO NOTHING`,
  },
  {
    name: 'leave-rule-groups',
    value: (set) => set.left,
    sql: `DELETE FROM group_members m USING json_to_recordset($v::json) AS x ("userId" text, "groupId" text)
      WHERE m.group_id = x."groupId" AND m.user_id = x."userId"`,
  },
  {
    name: 'resolve-references',
    value: (set) => set.joined,
    sql: `DELETE FROM group_references r USING json_to_recordset($v::json) AS x ("groupId" text, value text)
      WHERE r.group_id = x."groupId" AND r.value = x.value`,
  },
  {
    name: 'settle',
    value: (set) => set.settled.map((id) => ({ id })),
    sql: `DELETE FROM pending_announcements a USING json_to_recordset($v::json) AS x (id text)
      WHERE a.directory_id = $1 AND a.user_id = x.id`,
  },
  {
    name: 'append-events',
    value: (set) => set.events,
    sql: `INSERT INTO events (id, organization_id, directory_id, sequence, type, resource_id, version, body, occurred_at)
      SELECT id, "organizationId", $1, sequence, type, "resourceId", version, body, $2::timestamptz
      FROM json_to_recordset($v::json) AS (id text, "organizationId" text, sequence bigint, type text, "resourceId" text,
        version bigint, body text)`,
  },
  {
    name: 'supersede',
    value: laterDeliveries,
    sql: `DELETE FROM deliveries d WHERE d.id IN (
      SELECT e.id FROM ${EARLIER} CROSS JOIN LATERAL (
        SELECT id FROM deliveries WHERE endpoint_id = n.endpoint_id AND resource_id = n.resource_id
          AND lease_token IS NULL AND NOT replay
          AND ((n.lane = 1 AND lane = 0) OR (n.plain_update AND plain_update AND step > 0))
        FOR UPDATE SKIP LOCKED) e) RETURNING d.*`,
    then: logFinished('"supersede"', "'superseded'"),
  },
  {
    name: 'hasten',
    value: laterDeliveries,
    sql: `UPDATE deliveries d SET next_attempt_at = now() WHERE d.id IN (
      SELECT e.id FROM ${EARLIER} CROSS JOIN LATERAL (
        SELECT id FROM deliveries WHERE endpoint_id = n.endpoint_id AND resource_id = n.resource_id
          AND next_attempt_at > now() AND NOT replay
          AND NOT ((n.lane = 1 AND lane = 0) OR (n.plain_update AND plain_update))
        FOR UPDATE SKIP LOCKED) e)`,
  },
  {
    name: 'deliver',
    value: (set) => set.deliveries,
    sql: `INSERT INTO deliveries (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update)
      SELECT id, event_id, endpoint_id, (SELECT organization_id FROM directories WHERE id = $1), resource_id, event_type, lane, plain_update
      FROM json_to_recordset($v::json) AS (id text, event_id text, endpoint_id text, resource_id text, event_type text,
        lane smallint, plain_update boolean)
      ORDER BY id`,
  },
];

/** $3 to $8 are numbers and flags of the batch. */
const COUNTERS = `UPDATE directory_counters SET sequence = $3, users = users + $4, user_records = user_records + $5, groups = groups + $6,
    status = CASE WHEN $4 > 0 THEN 'COMPLETED' ELSE status END,
    last_synced_at = $2::timestamptz,
    user_updated_at = CASE WHEN $7::boolean THEN $2::timestamptz ELSE user_updated_at END,
    group_updated_at = CASE WHEN $8::boolean THEN $2::timestamptz ELSE group_updated_at END
  WHERE directory_id = $1`;
const FIXED_PARAMETERS = 8;

const texts = new Map<string, string>();

/**
 * One statement writes a whole batch: rows as sets, the counters, events, one delivery per matching endpoint. Only the parts that have
 * something to write are in it: starting the others took a lone creation as long as its own inserts.
 * Parts of one statement see the same snapshot, so the deliveries it inserts are not among the "earlier" ones it supersedes.
 * Rows that a worker holds at this moment are skipped, not waited for: they are attempts in flight, and the statement that records
 * a failed attempt, and the one that claims, apply the same rules (contract section 8).
 */
export function writeStatement(directoryId: string, set: WriteSet): Statement {
  const present = PARTS.map((part) => ({ part, value: part.value(set) })).filter(({ value }) => value.length > 0);
  const name = `write ${present.map(({ part }) => PARTS.indexOf(part).toString(36)).join('')}`;
  let text = texts.get(name);
  if (text === undefined) {
    const parts = present.map(({ part }, index) => {
      const sql = part.sql.replaceAll('$v', `$${FIXED_PARAMETERS + 1 + index}`);
      const then = part.then === undefined ? '' : `,\n"${part.name}-then" AS (${part.then})`;
      return `"${part.name}" AS (${sql})${then}`;
    });
    text = `${parts.length > 0 ? `WITH ${parts.join(',\n')}\n` : ''}${COUNTERS}`;
    texts.set(name, text);
  }
  const { users, userRecords, groups } = set.counts;
  const touchesUsers = set.insertedUsers.length + set.updatedUsers.length > 0;
  const touchesGroups = set.insertedGroups.length + set.updatedGroups.length + set.deletedGroupIds.length > 0;
  return {
    name,
    text,
    values: [
      directoryId,
      set.at,
      set.sequence,
      users,
      userRecords,
      groups,
      touchesUsers,
      touchesGroups,
      ...present.map(({ value }) => JSON.stringify(value)),
    ],
  };
}

/** Deliveries that may have earlier ones: a resource that is new in this batch has none. */
function laterDeliveries(set: WriteSet): unknown[] {
  const fresh = new Set([...set.insertedUsers, ...set.insertedGroups].map(({ id }) => id));
  return set.deliveries.filter(({ resource_id }) => !fresh.has(resource_id));
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

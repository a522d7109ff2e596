import { type PoolClient, type Pool } from 'pg';
import { type StagedGroup, type StagedUser } from '#connectors';
import { GROUP_URN } from '#scim';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** The groups that are values of people come along; in a partial listing nothing says who else is in them. */
const USERS = `
  WITH given AS (
    SELECT * FROM json_to_recordset($2::json) AS (
      "externalId" text, resource jsonb, manager text, "references" text[], groups text[], absent text[])),
  users AS (
    INSERT INTO sync_users (sync_id, external_id, resource, manager, absent) SELECT $1, "externalId", resource, manager, absent FROM given
    ON CONFLICT (sync_id, external_id) DO UPDATE SET resource = excluded.resource, manager = excluded.manager, absent = excluded.absent,
      gone = false),
  names AS (
    INSERT INTO sync_references (sync_id, kind, reference, external_id)
    SELECT DISTINCT ON (r.name) $1, 'user', r.name, g."externalId" FROM given g CROSS JOIN LATERAL unnest(g."references") AS r (name)
    ON CONFLICT DO NOTHING),
  held AS (
    INSERT INTO sync_groups (sync_id, external_id, resource, whole)
    SELECT DISTINCT $1, v.name, jsonb_build_object('schemas', jsonb_build_array('${GROUP_URN}'), 'externalId', v.name, 'displayName', v.name), $3::boolean
    FROM given g CROSS JOIN LATERAL unnest(g.groups) AS v (name) ON CONFLICT DO NOTHING)
  INSERT INTO sync_members (sync_id, group_id, nested, member)
  SELECT DISTINCT $1, v.name, false, g."externalId" FROM given g CROSS JOIN LATERAL unnest(g.groups) AS v (name) ON CONFLICT DO NOTHING`;

const GROUPS = `
  WITH given AS (
    SELECT * FROM json_to_recordset($2::json) AS (
      "externalId" text, resource jsonb, "references" text[], members text[], nested text[], everyone boolean)),
  groups AS (
    INSERT INTO sync_groups (sync_id, external_id, resource, everyone, whole)
    SELECT DISTINCT ON ("externalId") $1, "externalId", resource, bool_or(everyone) OVER (PARTITION BY "externalId"), true FROM given
    ON CONFLICT (sync_id, external_id) DO UPDATE SET resource = excluded.resource, everyone = sync_groups.everyone OR excluded.everyone),
  names AS (
    INSERT INTO sync_references (sync_id, kind, reference, external_id)
    SELECT DISTINCT ON (r.name) $1, 'group', r.name, g."externalId" FROM given g CROSS JOIN LATERAL unnest(g."references") AS r (name)
    ON CONFLICT DO NOTHING)
  INSERT INTO sync_members (sync_id, group_id, nested, member)
  SELECT DISTINCT $1, g."externalId", x.nested, x.member FROM given g CROSS JOIN LATERAL (
    SELECT false AS nested, m AS member FROM unnest(g.members) AS m UNION ALL SELECT true, n FROM unnest(g.nested) AS n) x
  ON CONFLICT DO NOTHING`;

export async function stageUsers(
  db: Queryable,
  stagingId: string,
  users: StagedUser[],
  isWhole: boolean,
): Promise<void> {
  if (users.length === 0) return;
  await db.query({ name: 'sync-stage-users', text: USERS, values: [stagingId, JSON.stringify(users), isWhole] });
}

export async function stageGroups(db: Queryable, stagingId: string, groups: StagedGroup[]): Promise<void> {
  if (groups.length === 0) return;
  await db.query({ name: 'sync-stage-groups', text: GROUPS, values: [stagingId, JSON.stringify(groups)] });
}

/** Everything that was staged under this sync. */
export async function forgetStaged(db: Queryable, stagingId: string): Promise<void> {
  await db.query(
    `WITH a AS (DELETE FROM sync_users WHERE sync_id = $1), b AS (DELETE FROM sync_references WHERE sync_id = $1),
      c AS (DELETE FROM sync_members WHERE sync_id = $1) DELETE FROM sync_groups WHERE sync_id = $1`,
    [stagingId],
  );
}

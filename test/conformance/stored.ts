import { type Pool } from 'pg';

export interface StoredEvent {
  sequence: number;
  type: string;
  data: Record<string, unknown>;
  previous_attributes?: unknown;
}

/** A user as the tables hold it: the canonical profile with `groups` by name, the SCIM `resource`, and what the row adds. */
export async function storedUser(pool: Pool, directoryId: string, id: string): Promise<object | null> {
  const { rows } = await pool.query<{ json: object }>(
    `SELECT u.profile || jsonb_build_object(
        'id', u.id, 'user_name', u.user_name, 'external_id', u.external_id, 'active', u.active,
        'announced', u.announced, 'deleted', u.deleted_at IS NOT NULL, 'version', u.version, 'revision', u.revision, 'resource', u.resource,
        'groups', COALESCE((SELECT jsonb_agg(g.display_name ORDER BY g.id)
          FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id), '[]')) AS json
      FROM users u WHERE u.directory_id = $1 AND u.id = $2`,
    [directoryId, id],
  );
  return rows[0]?.json ?? null;
}

/** A group with the ids of its `members`, and the `references` that wait for somebody. */
export async function storedGroup(pool: Pool, directoryId: string, id: string): Promise<object | null> {
  const { rows } = await pool.query<{ json: object }>(
    `SELECT jsonb_build_object(
        'id', g.id, 'display_name', g.display_name, 'external_id', g.external_id, 'version', g.version, 'revision', g.revision,
        'resource', g.resource,
        'members', COALESCE((SELECT jsonb_agg(m.user_id ORDER BY m.user_id) FROM group_members m WHERE m.group_id = g.id), '[]'),
        'references', COALESCE((SELECT jsonb_agg(r.value ORDER BY r.value) FROM group_references r WHERE r.group_id = g.id), '[]')) AS json
      FROM groups g WHERE g.directory_id = $1 AND g.id = $2`,
    [directoryId, id],
  );
  return rows[0]?.json ?? null;
}

export async function storedCounts(pool: Pool, directoryId: string): Promise<{ users: number; groups: number }> {
  const { rows } = await pool.query<{ users: number; groups: number }>(
    `SELECT (SELECT count(*) FROM users WHERE directory_id = $1 AND deleted_at IS NULL)::int AS users,
            (SELECT count(*) FROM groups WHERE directory_id = $1)::int AS groups`,
    [directoryId],
  );
  return rows[0]!;
}

/** The directory's events after a sequence, oldest first. */
export async function eventsAfter(pool: Pool, directoryId: string, sequence: number): Promise<StoredEvent[]> {
  const { rows } = await pool.query<{ body: string }>(
    'SELECT body FROM events WHERE directory_id = $1 AND sequence > $2 ORDER BY sequence',
    [directoryId, sequence],
  );
  return rows.map(({ body }) => JSON.parse(body) as StoredEvent);
}

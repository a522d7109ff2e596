import { type Pool } from 'pg';
import { type SeededDirectory } from './seed.js';

/** An id whose order is that of the numbers. */
export const personId = (n: number) => `diruser_${String(n).padStart(26, '0')}`;
export const peopleGroupId = (n: number) => `dirgroup_${String(n).padStart(26, '0')}`;

/**
 * `users` people with addresses, every twentieth inactive, each a member of two of `groups` groups, put straight into the tables. The last
 * change of person n was n seconds after 2026-01-01.
 */
export async function seedPeople(
  pool: Pool,
  { directoryId }: Pick<SeededDirectory, 'directoryId'> & Partial<SeededDirectory>,
  users: number,
  groups: number,
): Promise<void> {
  const values = [directoryId, users, groups];
  const client = await pool.connect();
  try {
    // The rows are right: to check each against its group and user takes longer than to write it.
    await client.query('BEGIN; SET LOCAL session_replication_role = replica');
    for (const statement of STATEMENTS) {
      // Each parameter has its type, whether it is used or not.
      const given = 'SELECT $1::text AS directory_id, $2::int AS users, $3::int AS groups';
      await client.query(statement.replace('GIVEN', given), values);
    }
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

const STATEMENTS = [
  `WITH given AS (GIVEN)
    INSERT INTO users (id, directory_id, user_name, user_name_key, external_id, email_keys, active, announced, resource, profile, version,
      created_at, updated_at)
    SELECT 'diruser_' || lpad(n::text, 26, '0'), directory_id, address, address, 'ext-' || n, ARRAY[address], n % 20 <> 0, n % 20 <> 0,
      jsonb_build_object('userName', address, 'externalId', 'ext-' || n, 'active', n % 20 <> 0, 'displayName', 'Person ' || n,
        'title', 'Engineer ' || n, 'emails', jsonb_build_array(jsonb_build_object('primary', true, 'type', 'work', 'value', address))),
      jsonb_build_object('email', address, 'emails', jsonb_build_array(address), 'preferred_username', address, 'name', 'Person ' || n,
        'roles', jsonb_build_array()),
      1, timestamptz '2026-01-01T00:00:00Z' + n * interval '1 s', timestamptz '2026-01-01T00:00:00Z' + n * interval '1 s'
    FROM (SELECT given.*, n, 'person' || n || '@example.com' AS address FROM given, generate_series(1, users) AS n) one`,
  `WITH given AS (GIVEN)
    INSERT INTO user_changes (directory_id, updated_at, user_id)
    SELECT directory_id, timestamptz '2026-01-01T00:00:00Z' + n * interval '1 s', 'diruser_' || lpad(n::text, 26, '0')
    FROM given, generate_series(1, users) AS n`,
  `WITH given AS (GIVEN)
    INSERT INTO groups (id, directory_id, display_name, display_name_key, external_id, resource, version, updated_at)
    SELECT 'dirgroup_' || lpad(n::text, 26, '0'), directory_id, 'Group ' || n, 'group ' || n, 'gext-' || n,
      jsonb_build_object('displayName', 'Group ' || n), 1, timestamptz '2026-01-01T00:00:00Z' + n * interval '1 s'
    FROM given, generate_series(1, groups) AS n`,
  `WITH given AS (GIVEN)
    INSERT INTO group_members (directory_id, group_id, user_id)
    SELECT directory_id, 'dirgroup_' || lpad((1 + (n + k) % groups)::text, 26, '0'), 'diruser_' || lpad(n::text, 26, '0')
    FROM given, generate_series(1, users) AS n, (VALUES (0), (7)) AS ks (k)`,
  `WITH given AS (GIVEN)
    UPDATE directory_counters c SET users = given.users, user_records = given.users, groups = given.groups FROM given
    WHERE c.directory_id = given.directory_id`,
];

import pg from 'pg';

export const GROUP_OF_MEMBERS = `dirgroup_${'A'.padStart(26, '0')}`;

interface Members {
  users: number;
  references: number;
}

type Statement = readonly [statement: string, values: readonly (string | number)[]];

const groupOf = (directoryId: string, { users, references }: Members): Statement[] => [
  [
    `INSERT INTO groups (id, directory_id, display_name, display_name_key, resource, version)
      VALUES ($2, $1, 'All', 'all', '{"displayName":"All"}', 1) ON CONFLICT DO NOTHING`,
    [directoryId, GROUP_OF_MEMBERS],
  ],
  [
    `INSERT INTO group_members (directory_id, group_id, user_id)
      SELECT $1, $2, 'diruser_' || lpad(n::text, 26, '0') FROM generate_series(1, $3::int) n ON CONFLICT DO NOTHING`,
    [directoryId, GROUP_OF_MEMBERS, users],
  ],
  [
    `INSERT INTO group_references (directory_id, group_id, value)
      SELECT $1, $2, '2819c223-7f76-453a-919d-' || lpad(n::text, 12, '0') FROM generate_series(1, $3::int) n ON CONFLICT DO NOTHING`,
    [directoryId, GROUP_OF_MEMBERS, references],
  ],
];

/** One group with many members, put straight into the tables. */
export async function seedMembers(databaseUrl: string, directoryId: string, members: Members): Promise<void> {
  const { users } = members;
  await run(databaseUrl, [
    [
      `INSERT INTO users (id, directory_id, user_name, user_name_key, active, announced, resource, profile, version)
        SELECT 'diruser_' || lpad(n::text, 26, '0'), $1, 'member' || n, 'member' || n, true, true,
          jsonb_build_object('userName', 'member' || n), jsonb_build_object('preferred_username', 'member' || n, 'name', 'Member ' || n), 1
        FROM generate_series(1, $2::int) n`,
      [directoryId, users],
    ],
    [
      `UPDATE directory_counters SET users = users + $2::int, user_records = user_records + $2::int, groups = groups + 1
        WHERE directory_id = $1`,
      [directoryId, users],
    ],
    ...groupOf(directoryId, members),
  ]);
}

/** The group is there again, where it was deleted, and those who have left are its members. */
export const reseedMembers = (databaseUrl: string, directoryId: string, members: Members): Promise<void> =>
  run(databaseUrl, groupOf(directoryId, members));

/** The rows are right: to check each takes longer than to write it. */
async function run(databaseUrl: string, statements: Statement[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN; SET LOCAL session_replication_role = replica');
    for (const [statement, values] of statements) await client.query(statement, [...values]);
    await client.query('COMMIT');
    await client.query('ANALYZE group_members, group_references, users');
  } finally {
    await client.end();
  }
}

import { type ClientBase, type Pool, type PoolClient } from 'pg';
import { lockKey } from '../changes/directory-transactions.js';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from '../paging/keyset.js';

interface Collision {
  userId: string;
  directoryId: string;
  namedLike: string;
}

/**
 * Two present users of a directory may have had names that are one by today's comparison key; the newer user is in `name_collisions`.
 * Once the older user is gone or renamed, the newer one gets the name's key.
 * @returns a line about each collision that is left, without personal data
 */
export async function settleNameCollisions(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<Collision>(
    `SELECT user_id AS "userId", directory_id AS "directoryId", named_like AS "namedLike" FROM name_collisions ORDER BY user_id`,
  );
  const left: string[] = [];
  for (const { userId, directoryId, namedLike } of rows) {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(${lockKey(directoryId)})`);
    await client.query(
      `UPDATE users u SET user_name_key = comparison_key(u.user_name) WHERE u.id = $1 AND NOT EXISTS (
        SELECT FROM users o WHERE o.directory_id = u.directory_id AND o.user_name_key = comparison_key(u.user_name) AND o.deleted_at IS NULL)`,
      [userId],
    );
    // A collision is over, too, where the user was renamed or has left since.
    const { rowCount } = await client.query(
      `DELETE FROM name_collisions c USING users u WHERE c.user_id = $1 AND u.id = c.user_id
        AND (u.user_name_key = comparison_key(u.user_name) OR u.deleted_at IS NOT NULL)`,
      [userId],
    );
    await client.query('COMMIT');
    if (rowCount === 0) {
      left.push(`users ${namedLike} and ${userId} of directory ${directoryId} have one name: rename or delete either`);
    }
  }
  return left;
}

/** Two users of a directory whose user names Rollcall now treats as the same: ids, no personal data. */
export interface NameCollision {
  /** The newer user, whom the name does not find. */
  user_id: string;
  /** The older user, whom the name finds. */
  other_user_id: string;
  organization_id: string;
  directory_id: string;
  found_at: string;
}

const VIEW = `json_build_object('user_id', c.user_id, 'other_user_id', c.named_like, 'organization_id', d.organization_id,
  'directory_id', c.directory_id, 'found_at', iso(c.found_at))`;

/** What is left of the collisions. */
export class NameCollisions {
  constructor(private readonly pool: Pool) {}

  async page(
    organizationId: string | undefined,
    page: PageRequest,
    on?: PoolClient,
  ): Promise<KeysetPage<NameCollision>> {
    const parameters: unknown[] = [organizationId ?? null];
    const source = `FROM name_collisions c JOIN directories d ON d.id = c.directory_id AND d.deleted_at IS NULL
      WHERE ($1::text IS NULL OR d.organization_id = $1)`;
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const { rows } = await (on ?? this.pool).query<{ total: number; rows: NameCollision[] }>(
      `SELECT (SELECT count(*) ${source}) AS total,
        ARRAY(SELECT ${VIEW} ${source} ${keysetSql(page, 'c.user_id', parameters.length)}) AS rows`,
      parameters,
    );
    const listed = rows[0]!;
    const found = keysetPage(
      page,
      listed.rows.map((row) => ({ id: row.user_id, row })),
      listed.total,
    );
    return { ...found, items: found.items.map(({ row }) => row) };
  }
}

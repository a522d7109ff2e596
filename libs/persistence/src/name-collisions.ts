import { type ClientBase } from 'pg';
import { lockKey } from './directory-transactions.js';

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
    // Also who was renamed or has left since.
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

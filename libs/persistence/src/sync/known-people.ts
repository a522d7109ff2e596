import { type Pool, type PoolClient } from 'pg';
import { formerId, type StagedUser, underKnownId } from '#connectors';

/** Somebody of a file without ids whom the directory has by the id that an earlier version made keeps that id. */
export async function withFormerIds(
  db: Pick<Pool | PoolClient, 'query'>,
  directoryId: string,
  users: StagedUser[],
): Promise<StagedUser[]> {
  const asked = users.flatMap(({ externalId, resource }) => {
    const former = formerId(resource);
    return former === undefined ? [] : [externalId, former];
  });
  if (asked.length === 0) return users;
  const { rows } = await db.query<{ id: string }>({
    name: 'sync-known-people',
    text: `SELECT k AS id FROM (SELECT DISTINCT unnest($2::text[]) AS k) given CROSS JOIN LATERAL (
        SELECT FROM users WHERE directory_id = $1 AND external_id = k LIMIT 1) known`,
    values: [directoryId, asked],
  });
  const known = new Set(rows.map(({ id }) => id));
  return users.map((user) => underKnownId(user, (id) => known.has(id)));
}

import { type Pool, type PoolClient } from 'pg';
import { formerId, type StagedUser } from '#connectors';

/** Somebody of a file without ids whom the directory has by the id that an earlier version made keeps that id. */
export async function withFormerIds(
  db: Pick<Pool | PoolClient, 'query'>,
  directoryId: string,
  users: StagedUser[],
): Promise<StagedUser[]> {
  const former = new Map(users.map((user) => [user, formerId(user.resource)]));
  const asked = [...former].flatMap(([{ externalId }, id]) => (id === undefined ? [] : [externalId, id]));
  if (asked.length === 0) return users;
  const { rows } = await db.query<{ id: string }>({
    name: 'sync-known-people',
    text: 'SELECT DISTINCT external_id AS id FROM users WHERE directory_id = $1 AND external_id = ANY ($2::text[])',
    values: [directoryId, asked],
  });
  const known = new Set(rows.map(({ id }) => id));
  return users.map((user) => {
    const id = former.get(user);
    if (id === undefined || known.has(user.externalId) || !known.has(id)) return user;
    return { ...user, externalId: id, resource: { ...user.resource, externalId: id } };
  });
}

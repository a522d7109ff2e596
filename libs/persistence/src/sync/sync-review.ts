import { type PoolClient } from 'pg';
import { type SyncReview, type SyncWork } from '#connectors';
import * as sql from './sync-statements.js';

const SHOWN_LEAVERS = 100;

/** Who would leave, for the person who decides; `keeps`: they are also the only ones whom an approval lets leave. */
export async function reviewOf(
  client: PoolClient,
  work: SyncWork,
  reason: string,
  keeps: boolean,
): Promise<SyncReview> {
  const isFull = work.scope === 'full';
  const values = [work.stagingId, work.directoryId, isFull];
  const leaving = `FROM users u WHERE ${sql.PRESENT} AND u.active AND (${sql.ABSENT} OR ${sql.INACTIVE})`;
  const groups = `FROM groups g WHERE g.directory_id = $2 AND g.source = 'pull' AND $3::boolean AND ${sql.LISTABLE('g.external_id')}
    AND NOT ${sql.HIDES_GROUPS}
    AND NOT EXISTS (SELECT FROM sync_groups s WHERE s.sync_id = $1 AND s.external_id = g.external_id) AND NOT ${sql.KEEPS_GROUP}`;
  if (keeps) {
    await client.query(
      `INSERT INTO sync_leavers (sync_id, id) SELECT $4, u.id ${leaving} UNION SELECT $4, g.id ${groups} ON CONFLICT DO NOTHING`,
      [...values, work.id],
    );
  }
  const { rows } = await client.query<SyncReview>(
    `SELECT (SELECT count(*) ${leaving}) AS would_deactivate,
      (SELECT count(*) FROM users u WHERE ${sql.PRESENT} AND u.active) AS of, (SELECT count(*) ${groups}) AS would_delete_groups,
      COALESCE((SELECT json_agg(json_build_object('id', x.id, 'email', x.profile -> 'email', 'name', x.profile -> 'name'))
        FROM (SELECT u.id, u.profile ${leaving} ORDER BY u.id LIMIT ${SHOWN_LEAVERS}) x), '[]') AS sample`,
    values,
  );
  const { would_deactivate, of, would_delete_groups, sample } = rows[0]!;
  const deletes = work.listsGroups ? would_delete_groups : 0;
  return { reason, would_deactivate, of, would_delete_groups: deletes, sample };
}

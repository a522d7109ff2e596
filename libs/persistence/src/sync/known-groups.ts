import { type Pool, type PoolClient } from 'pg';
import { type StagedGroup, withExternalId } from '#connectors';
import { comparisonKey } from '#scim';
import { FENCE } from '../connection/fence.js';

/**
 * Groups of a file have no id but their name. Written in another way than last time (`Sales` and `sales`), a group is the one that the
 * directory has, and keeps the id of it.
 */
export async function withKnownIds(
  db: Pick<Pool | PoolClient, 'query'>,
  directoryId: string,
  groups: StagedGroup[],
): Promise<StagedGroup[]> {
  const { rows } = await db.query<{ key: string; externalId: string }>({
    name: 'sync-known-groups',
    text: `SELECT display_name_key AS key, external_id AS "externalId" FROM unnest($2::text[]) AS k
      CROSS JOIN LATERAL (SELECT * FROM groups WHERE directory_id = $1 AND display_name_key = k ${FENCE}) g
      WHERE source = 'pull' AND external_id IS NOT NULL ORDER BY id`,
    values: [directoryId, [...new Set(groups.map(({ externalId }) => comparisonKey(externalId)))]],
  });
  const same = new Set(rows.map(({ externalId }) => externalId));
  // Of several, the oldest: it has been known longest.
  const oldest = new Map(rows.toReversed().map(({ key, externalId }) => [key, externalId]));
  return groups.map((group) => {
    const known = same.has(group.externalId) ? undefined : oldest.get(comparisonKey(group.externalId));
    return known === undefined ? group : withExternalId(group, known);
  });
}

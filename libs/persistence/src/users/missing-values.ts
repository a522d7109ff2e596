import { type PoolClient } from 'pg';
import { type AttributeMapping, parseUserPath } from '#directory';
import { type FilterNode, type Path } from '#scim';
import { compileUserFilter } from '../filter/filter-to-sql.js';

/** More users of a directory are not counted one by one: the first so many, by their ids, stand for all. */
export const MOST_USERS_COUNTED = 20_000;

/** For each mapping the number of active users for whom none of its paths has a value. @param on the connection of a search */
export async function countMissingValues(
  on: PoolClient,
  directoryId: string,
  mappings: readonly AttributeMapping[],
): Promise<number[]> {
  const parameters: unknown[] = [directoryId];
  const present = mappings.map(({ map_to }) =>
    [map_to]
      .flat()
      .map((path) => `(${compileUserFilter(presence(parseUserPath(path)), parameters)})`)
      .join(' OR '),
  );
  return await countWithout(on, present, parameters);
}

/**
 * For each condition the number of active users for whom it does not hold; an estimate where more users are present than are counted.
 * @param parameters begin with the directory's id
 */
async function countWithout(on: PoolClient, conditions: readonly string[], parameters: unknown[]): Promise<number[]> {
  if (conditions.length === 0) return [];
  const counts = conditions.map((condition) => `count(*) FILTER (WHERE u.active AND NOT (${condition}))`);
  const { rows } = await on.query<{ seen: number; users: number; missing: number[] }>(
    `SELECT count(*) AS seen, (SELECT users FROM directory_counters WHERE directory_id = $1) AS users,
        ARRAY[${counts.join(', ')}] AS missing
      FROM (SELECT * FROM users WHERE directory_id = $1 AND deleted_at IS NULL ORDER BY id LIMIT ${MOST_USERS_COUNTED}) u`,
    parameters,
  );
  const { seen, users, missing } = rows[0]!;
  const share = seen < MOST_USERS_COUNTED ? 1 : Math.max(1, users / seen);
  return missing.map((count) => Math.round(Number(count) * share));
}

/** For each field the number of active users who have no value in it, as applications receive them. @param on the connection of a search */
export async function countMissingFields(
  on: PoolClient,
  directoryId: string,
  fields: readonly string[],
): Promise<number[]> {
  const present = fields.map((_, at) => `COALESCE(u.profile ->> $${at + 2}, '') <> ''`);
  return await countWithout(on, present, [directoryId, ...fields]);
}

/** `emails[type eq "work"].value` is there where an element of that type has a `value`. */
function presence({ filter, ...path }: Path): FilterNode {
  if (filter === undefined) return { kind: 'present', path };
  const { subAttribute, ...owner } = path;
  if (subAttribute === undefined) return { kind: 'valuePath', path: owner, node: filter };
  const present: FilterNode = { kind: 'present', path: { attribute: subAttribute } };
  return { kind: 'valuePath', path: owner, node: { kind: 'and', left: filter, right: present } };
}

import { type Pool } from 'pg';
import { type AttributeMapping, parseUserPath } from '#directory';
import { type FilterNode, type Path } from '#scim';
import { compileUserFilter } from '../filter/filter-to-sql.js';

/** For each mapping the number of active users for whom none of its paths has a value. Reads the whole directory once. */
export async function countMissingValues(
  pool: Pool,
  directoryId: string,
  mappings: readonly AttributeMapping[],
): Promise<number[]> {
  if (mappings.length === 0) return [];
  const parameters: unknown[] = [directoryId];
  const counts = mappings.map(({ map_to }) => {
    const present = [map_to].flat().map((path) => compileUserFilter(presence(parseUserPath(path)), parameters));
    return `count(*) FILTER (WHERE NOT (${present.map((condition) => `(${condition})`).join(' OR ')}))`;
  });
  const { rows } = await pool.query<{ missing: number[] }>(
    `SELECT ARRAY[${counts.join(', ')}] AS missing FROM users u WHERE u.directory_id = $1 AND u.active`,
    parameters,
  );
  return rows[0]!.missing.map(Number);
}

/** For each field the number of active users who have no value in it, as applications receive them. */
export async function countMissingFields(
  pool: Pool,
  directoryId: string,
  fields: readonly string[],
): Promise<number[]> {
  if (fields.length === 0) return [];
  const counts = fields.map((_, at) => `count(*) FILTER (WHERE COALESCE(u.profile ->> $${at + 2}, '') = '')`);
  const { rows } = await pool.query<{ missing: number[] }>(
    `SELECT ARRAY[${counts.join(', ')}] AS missing FROM users u WHERE u.directory_id = $1 AND u.active`,
    [directoryId, ...fields],
  );
  return rows[0]!.missing.map(Number);
}

/** `emails[type eq "work"].value` is there where an element of that type has a `value`. */
function presence({ filter, ...path }: Path): FilterNode {
  if (filter === undefined) return { kind: 'present', path };
  const { subAttribute, ...owner } = path;
  if (subAttribute === undefined) return { kind: 'valuePath', path: owner, node: filter };
  const present: FilterNode = { kind: 'present', path: { attribute: subAttribute } };
  return { kind: 'valuePath', path: owner, node: { kind: 'and', left: filter, right: present } };
}

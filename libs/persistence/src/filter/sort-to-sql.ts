import { type AttributePath } from '#scim';
import { type SqlScope } from './sql-scope.js';

export interface Sort {
  path: AttributePath;
  descending: boolean;
}

/**
 * The ORDER BY of a sorted list (RFC 7644 §3.4.2.3): the primary or else the first of several values, strings by caseExact;
 * what has no value comes last ascending and first descending, as PostgreSQL has it. `tie` makes the order total, where the values do not.
 * @param backwards the same order, from its end
 */
export function compileSort(
  sort: Sort,
  scope: SqlScope,
  tie: string,
  parameters: unknown[],
  backwards = false,
): string {
  const key = `${sortKey(sort.path, scope, parameters)} ${sort.descending === backwards ? 'ASC' : 'DESC'}`;
  return indexedSort(sort) === undefined ? `${key}, ${tie}${backwards ? ' DESC' : ''}` : key;
}

/** The unique column whose index has the rows in this order already; undefined for any other. */
export function indexedSort({ path }: Sort): 'id' | 'user_name_key' | undefined {
  if (path.urn !== undefined || path.subAttribute !== undefined) return undefined;
  if (path.attribute === 'userName') return 'user_name_key';
  return path.attribute === 'id' ? 'id' : undefined;
}

function sortKey(path: AttributePath, scope: SqlScope, parameters: unknown[]): string {
  const column = scope.column(path);
  if (column !== undefined) {
    if (column.kind !== 'text') return column.sql;
    return `${path.leaf?.caseExact || column.folded ? column.sql : `comparison_key(${column.sql})`} COLLATE "C"`;
  }
  const steps = path.urn === undefined ? [path.attribute] : [path.urn, path.attribute];
  parameters.push(`lax $${steps.map((step) => `.${JSON.stringify(step)}`).join('')}[*]`);
  const jsonPath = `$${parameters.length}::jsonpath`;
  let value = 's.v';
  if (path.subAttribute !== undefined) {
    parameters.push(path.subAttribute);
    value = `(s.v -> $${parameters.length}::text)`;
  }
  const text = path.leaf?.caseExact ? `${value} #>> '{}'` : `comparison_key(${value} #>> '{}')`;
  return `(SELECT ${text} FROM jsonb_path_query(${scope.document}, ${jsonPath}) WITH ORDINALITY s(v, n)
    ORDER BY COALESCE(s.v -> 'primary' = 'true', false) DESC, s.n LIMIT 1) COLLATE "C"`;
}

import { type AttributePath } from '#scim';
import { type SqlScope } from './sql-scope.js';

export interface Sort {
  path: AttributePath;
  descending: boolean;
}

/**
 * The ORDER BY of a sorted list (RFC 7644 §3.4.2.3): the primary or else the first of several values, strings by caseExact;
 * what has no value comes last ascending and first descending, as PostgreSQL has it. `tie` makes the order total.
 */
export function compileSort({ path, descending }: Sort, scope: SqlScope, tie: string, parameters: unknown[]): string {
  return `${sortKey(path, scope, parameters)} ${descending ? 'DESC' : 'ASC'}, ${tie}`;
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

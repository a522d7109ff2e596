import { isObject } from '../path/read.js';
import { type BulkOperation } from './bulk.js';
import { ScimError } from './error.js';

/** A value, the last segment of a path, or a literal in a patch's value filter. */
const REFERENCE = /(^|\/|")bulkId:([^"/]+)(?=$|\/|")/g;
const MAX_DEPTH = 50;

/** The bulkIds an operation refers to, in its path and anywhere in its data (RFC 7644 §3.7.2). */
export function bulkReferences({ path, data }: BulkOperation): Set<string> {
  const found = new Set<string>();
  collect(path, found, 0);
  collect(data, found, 0);
  return found;
}

function collect(value: unknown, found: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH) throw tooDeep();
  if (typeof value === 'string') {
    if (!value.includes('bulkId:')) return;
    for (const [, , bulkId] of value.matchAll(REFERENCE)) found.add(bulkId!);
  } else if (Array.isArray(value)) for (const element of value) collect(element, found, depth + 1);
  else if (isObject(value)) for (const inner of Object.values(value)) collect(inner, found, depth + 1);
}

function tooDeep(): ScimError {
  return ScimError.invalidSyntax(`The data is nested deeper than ${MAX_DEPTH} levels`);
}

/**
 * The operation with `bulkId:x` replaced by the id of what x created. `idOf` answers undefined for what was not
 * created: throws 409, as RFC 7644 §3.7.1 has it for references that cannot be resolved.
 */
export function resolveBulkReferences(
  operation: BulkOperation,
  idOf: (bulkId: string) => string | undefined,
): BulkOperation {
  const { path, data } = operation;
  const resolved = rewrite({ path, data }, (bulkId) => {
    const id = idOf(bulkId);
    if (id === undefined) throw ScimError.conflict(`bulkId ${bulkId} names nothing that was created`);
    return id;
  });
  return { ...operation, ...(resolved as Pick<BulkOperation, 'path' | 'data'>) };
}

function rewrite(value: unknown, idOf: (bulkId: string) => string, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw tooDeep();
  if (typeof value === 'string')
    return value.replace(REFERENCE, (_all, before: string, bulkId: string) => before + idOf(bulkId));
  if (Array.isArray(value)) return value.map((element) => rewrite(element, idOf, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewrite(inner, idOf, depth + 1)]));
}

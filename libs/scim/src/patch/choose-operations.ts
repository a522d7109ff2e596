import { MAX_MEMBER_OPERATIONS, MAX_PATCH_OPERATIONS } from '../limits/limits.js';
import { ScimError } from '../message/error.js';
import { isObject, member } from '../path/read.js';
import { type ResourceType } from '../schema/resource-type.js';

/**
 * The operations that are read, by their positions. Of a patch with too many operations the first ones are, and the last ones that
 * have a word on `active`: nothing keeps a leaver in. Legacy dialects send an operation for each member of a group (ENTRA-R16); those
 * are not counted. `problem`: what to say of the others.
 */
export function chooseOperations(
  type: ResourceType,
  sent: readonly unknown[],
): { chosen: readonly (readonly [number, unknown])[]; problem?: ScimError } {
  const all = [...sent.entries()];
  if (sent.length <= MAX_PATCH_OPERATIONS) return { chosen: all };
  if (type.name === 'Group' && sent.length > MAX_MEMBER_OPERATIONS)
    throw ScimError.tooMany(`${sent.length} operations; at most ${MAX_MEMBER_OPERATIONS} are taken at once`);
  const counted = type.name === 'Group' ? all.filter(([, operation]) => !isOfMembers(operation)) : all;
  if (counted.length <= MAX_PATCH_OPERATIONS) return { chosen: all };
  const problem = ScimError.tooMany(
    `${counted.length} operations; at most ${MAX_PATCH_OPERATIONS} are taken at once, those on members of a group apart`,
  );
  if (type.name === 'Group') throw problem;
  const rest = all.slice(MAX_PATCH_OPERATIONS).filter(([, operation]) => isOfActive(operation));
  return { chosen: [...all.slice(0, MAX_PATCH_OPERATIONS), ...rest.slice(-MAX_PATCH_OPERATIONS)], problem };
}

function isOfMembers(operation: unknown): boolean {
  const path = pathOf(operation);
  return path !== undefined && /^(urn:[^[\]]*:)?members($|[[.])/i.test(path.slice(0, LONGEST_PATH));
}

function isOfActive(operation: unknown): boolean {
  const path = pathOf(operation);
  if (path !== undefined && path !== '') return path.slice(0, LONGEST_PATH).toLowerCase().includes('active');
  const value = isObject(operation) ? member(operation, 'value') : undefined;
  if (!isObject(value)) return false;
  return Object.entries(value).some(
    ([key, inner]) => /active$/i.test(key) || (isObject(inner) && member(inner, 'active') !== undefined),
  );
}

/** Of the paths that are looked for. */
const LONGEST_PATH = 100;

function pathOf(operation: unknown): string | undefined {
  const path = isObject(operation) ? (member(operation, 'path') ?? '') : undefined;
  return typeof path === 'string' ? path.trim() : undefined;
}

import { MAX_PROJECTION_NAMES } from '../limits/limits.js';
import { ScimError } from '../message/error.js';
import { type AttributePath, resolvePath } from '../path/attribute-path.js';
import { type ResourceType } from '../schema/resource-type.js';

/** Which attributes an answer carries (RFC 7644 §3.9). `undefined` lists: the client did not say. */
export interface Projection {
  include?: AttributePath[];
  exclude?: AttributePath[];
}

/** The `attributes` and `excludedAttributes` parameters: comma separated names, sub-attributes, URN forms. */
export interface ProjectionParameters {
  attributes?: string;
  excludedAttributes?: string;
}

/** Reads the parameters. What names nothing selects nothing. Throws invalidValue for more than MAX_PROJECTION_NAMES names. */
export function parseProjection(type: ResourceType, parameters: ProjectionParameters): Projection {
  const include = parseList(type, 'attributes', parameters.attributes);
  const exclude = parseList(type, 'excludedAttributes', parameters.excludedAttributes);
  return { ...(include && { include }), ...(exclude && { exclude }) };
}

/** Far more than 100 names with the longest URN take. */
const MAX_LIST_LENGTH = 32_768;

function parseList(type: ResourceType, parameter: string, list: string | undefined): AttributePath[] | undefined {
  if (list !== undefined && list.length > MAX_LIST_LENGTH)
    throw ScimError.invalidValue(`${parameter}: longer than ${MAX_LIST_LENGTH} characters`);
  const names = withoutFilters(list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) return undefined;
  if (names.length > MAX_PROJECTION_NAMES)
    throw ScimError.invalidValue(`${parameter}: ${names.length} names; at most ${MAX_PROJECTION_NAMES} are taken`);
  return names.flatMap((name) => {
    const path = resolvePath(name, type, { lenient: true });
    const literal = { attribute: name };
    if (typeof path === 'string') return [literal];
    // Only the resource tells a URN of somebody else's from an attribute of it, and a key with a dot from two names.
    if (path.guessed) return [path, literal, { urn: name, attribute: '' }];
    return path.definition || path.subAttribute === undefined ? [path] : [path, literal];
  });
}

/** Microsoft's collection asks for `emails[type eq "work"]` (ENTRA-R23); all e-mails are the answer. */
function withoutFilters(list: string): string {
  let kept = '';
  let bracketed = false;
  let quoted = false;
  for (const char of list) {
    if (!bracketed) bracketed = char === '[';
    else if (char === '"') quoted = !quoted;
    else if (char === ']' && !quoted) {
      bracketed = false;
      continue;
    }
    if (!bracketed) kept += char;
  }
  return kept;
}

/** Whether the answer needs a core attribute, so that members or groups need not be loaded in vain. */
export function wants(projection: Projection, attribute: string): boolean {
  const names = ({ urn, attribute: name }: AttributePath) =>
    urn === undefined && (name === '' || name.toLowerCase() === attribute.toLowerCase());
  if (projection.include && !projection.include.some(names)) return false;
  return !projection.exclude?.some((path) => path.subAttribute === undefined && names(path));
}

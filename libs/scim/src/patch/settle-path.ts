import { ScimError } from '../message/error.js';
import { isAttributeName, printPath } from '../path/attribute-path.js';
import { type Path } from '../path/patch-path.js';
import { isObject, type JsonObject, keyOf } from '../path/read.js';
import { behindLongest } from '../path/split-urn.js';
import { type PatchOperation } from './operation.js';

/**
 * The target of an operation, now that the resource is known. A URN that the resource carries is that extension or that
 * attribute, whatever it looks like. Where nobody names the schema, a key is taken as it stands, and a path is refused: a
 * schema is never made up. Undefined: there is nothing to remove.
 */
export function settlePath(resource: JsonObject, operation: PatchOperation): Path | undefined {
  const { path } = operation;
  if (path.definition) return path;
  if (path.urn === undefined) return literal(resource, path) ?? path;
  if (path.attribute === '') return path;
  const reference = printPath(path);
  const exact = path.filter ? undefined : keyOf(resource, reference);
  if (exact !== undefined) return isObject(resource[exact]) ? { urn: exact, attribute: '' } : { attribute: exact };
  const within = behindLongest(reference, (prefix) => {
    const key = keyOf(resource, prefix);
    return key?.includes(':') === true && isObject(resource[key]) ? key : undefined;
  });
  if (within !== undefined) return cutAt(within.urn, path, within.rest);
  if (!path.guessed) return path;
  if (operation.op === 'remove' || operation.value === null) return undefined;
  if (!operation.keyed) {
    throw ScimError.invalidPath(
      `Invalid path ${JSON.stringify(reference)}: neither the request nor the resource names its schema`,
    );
  }
  return isObject(operation.value) ? { urn: reference, attribute: '' } : { attribute: reference };
}

/** `foo.bar` is a sub-attribute, unless the client sent a key of that very text before. */
function literal(owner: JsonObject, path: Path): Path | undefined {
  if (path.subAttribute === undefined || path.filter) return undefined;
  const key = keyOf(owner, printPath({ ...path, urn: undefined }));
  return key === undefined ? undefined : { urn: path.urn, attribute: key };
}

function cutAt(urn: string, path: Path, rest: string): Path {
  const [attribute = '', subAttribute, ...more] = rest.split('.');
  if (more.length > 0 || !isAttributeName(attribute)) return { ...path, urn, attribute: rest, subAttribute: undefined };
  const { filter } = path;
  return { urn, attribute, ...(subAttribute !== undefined && { subAttribute }), ...(filter && { filter }) };
}

/** A target inside an extension, where it may be a key with a dot, too. */
export function settleWithin(extension: JsonObject, path: Path): Path {
  return path.definition ? path : (literal(extension, path) ?? path);
}

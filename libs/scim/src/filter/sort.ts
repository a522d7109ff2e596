import { ScimError } from '../message/error.js';
import { type AttributePath } from '../path/attribute-path.js';
import { findAttribute } from '../schema/attribute.js';
import { type ResourceType } from '../schema/resource-type.js';
import { comparable } from './comparison.js';
import { resolveFilterPath } from './parse.js';

/** Resolves `sortBy` (RFC 7644 §3.4.2.3); a complex attribute sorts by its `value`. Throws invalidValue. */
export function parseSortBy(text: string, type: ResourceType): AttributePath {
  const path = resolveFilterPath(text.trim(), type);
  const target = typeof path === 'string' ? path : sortable(path);
  if (typeof target === 'string') throw ScimError.invalidValue(`sortBy: ${target}`);
  return target;
}

function sortable(path: AttributePath): AttributePath | string {
  // A name has no `value`; what people mean by sorting on it is its formatted form.
  const { definition, subAttribute } = path;
  if (
    definition?.type === 'complex' &&
    subAttribute === undefined &&
    !findAttribute(definition.subAttributes, 'value')
  ) {
    const leaf = findAttribute(definition.subAttributes, 'formatted');
    if (leaf) return { ...path, subAttribute: leaf.name, leaf };
  }
  return comparable(path);
}

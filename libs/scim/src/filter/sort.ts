import { ScimError } from '../message/error.js';
import { type AttributePath } from '../path/attribute-path.js';
import { elementsAt, isObject, member } from '../path/read.js';
import { findAttribute } from '../schema/attribute.js';
import { type ResourceType } from '../schema/resource-type.js';
import { comparableValue } from './evaluate.js';
import { comparable } from './comparison.js';
import { resolveFilterPath } from './parse.js';

export type SortOrder = 'ascending' | 'descending';

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

/**
 * Compares two resources for sorting (RFC 7644 §3.4.2.3): multi-valued attributes by their primary or else first value,
 * strings by caseExact, dateTimes as instants; what has no value comes last ascending, first descending.
 */
export function compareForSort(a: object, b: object, path: AttributePath, order: SortOrder = 'ascending'): number {
  const difference = compareKeys(sortKey(a, path), sortKey(b, path));
  return order === 'descending' ? -difference : difference;
}

function sortKey(resource: object, path: AttributePath): unknown {
  const elements = elementsAt(resource, path);
  const element = elements.find((entry) => isObject(entry) && entry.primary === true) ?? elements[0];
  const value = isObject(element) && path.subAttribute !== undefined ? member(element, path.subAttribute) : element;
  return comparableValue(path.leaf, value);
}

function compareKeys(a: unknown, b: unknown): number {
  const missing = Number(a === undefined || a === null) - Number(b === undefined || b === null);
  if (missing !== 0) return missing;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? 0 : difference;
}

import { type AttributePath } from './attribute-path.js';
import { keyOf } from './key-index.js';

export { keyOf };

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads an own member regardless of case; never the prototype's. */
export function member(object: object, name: string): unknown {
  const key = keyOf(object, name);
  return key === undefined ? undefined : (object as JsonObject)[key];
}

function asList(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The elements `path.attribute` holds: none, one, or all of a multi-valued attribute. */
export function elementsAt(resource: object, path: AttributePath): unknown[] {
  const owner = path.urn === undefined ? resource : member(resource, path.urn);
  return isObject(owner) ? asList(member(owner, path.attribute)) : [];
}

/** Every value `path` reaches; a bare element stands for its `value`. */
export function valuesAt(resource: object, path: AttributePath): unknown[] {
  const elements = elementsAt(resource, path);
  const { subAttribute } = path;
  if (subAttribute === undefined) return elements;
  return elements.flatMap((element) =>
    isObject(element) ? asList(member(element, subAttribute)) : subAttribute === 'value' ? [element] : [],
  );
}

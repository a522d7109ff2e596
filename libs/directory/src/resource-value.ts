import { elementsAt, evaluateElement, type Path, type ScimResource, spend, termsOf, valuesAt } from '#scim';
import { parseUserPath } from './attribute-mapping.js';

/** Paths recur in every batch of a directory, and there are few of them. */
const parsed = new Map<string, Path>();
const MOST_PARSED = 5_000;

/** Of settings, which were checked before they were stored. */
export function pathOf(text: string): Path {
  let path = parsed.get(text);
  if (path === undefined) {
    if (parsed.size >= MOST_PARSED) parsed.clear();
    path = parseUserPath(text);
    parsed.set(text, path);
  }
  return path;
}

/** The value of the first path that has one. Of several elements the one marked primary, else the first with a value. */
export function firstValue(paths: readonly Path[], resource: ScimResource): unknown {
  for (const path of paths) {
    const value = valueAt(path, resource);
    if (!isMissing(value)) return value;
  }
  return undefined;
}

/** Every value that a path reaches, past its filter. */
export function allValues(path: Path, resource: ScimResource): unknown[] {
  if (path.filter === undefined) {
    const values = valuesAt(resource, path);
    spend(values.length >> 2);
    return values;
  }
  const { filter, subAttribute } = path;
  const all = elementsAt(resource, path);
  spend(all.length * termsOf(filter));
  const elements = all.filter((element) => evaluateElement(filter, element));
  return subAttribute === undefined ? elements : elements.flatMap((element) => read(element, subAttribute));
}

/** A complex value stands for its `value` (a manager, an e-mail address). */
export function scalarOf(value: unknown): string | number | boolean | undefined {
  const plain = objectOf(value)?.['value'] ?? value;
  return typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean' ? plain : undefined;
}

export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

export function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function valueAt(path: Path, resource: ScimResource): unknown {
  const isPrimary = (element: unknown) => objectOf(element)?.['primary'] === true;
  if (path.filter === undefined && path.subAttribute !== undefined) {
    const primary = elementsAt(resource, path).find(isPrimary);
    const value = primary === undefined ? undefined : read(primary, path.subAttribute)[0];
    if (!isMissing(value)) return value;
  }
  const values = allValues(path, resource);
  return values.find(isPrimary) ?? values.find((value) => !isMissing(value));
}

function read(element: unknown, name: string): unknown[] {
  const value = objectOf(element)?.[name];
  return value === undefined ? [] : [value];
}

import { comparableValue } from '../filter/evaluate.js';
import { isObject, type JsonObject } from '../path/read.js';
import { type Attribute, findAttribute } from '../schema/attribute.js';

/**
 * The elements of a multi-valued attribute, each (type, value) once (RFC 7643 §2.4): a later one adds what it says to the
 * first. Elements without a value are the same when they say the same. The given array where nothing is there twice.
 */
export function distinct(definition: Attribute, elements: unknown[]): unknown[] {
  const seen = new Map<string, number>();
  const kept: unknown[] = [];
  for (const element of elements) {
    const key = keyOf(definition, element);
    const index = seen.get(key);
    if (index === undefined) {
      seen.set(key, kept.push(element) - 1);
      continue;
    }
    const first = kept[index];
    if (isObject(first) && isObject(element)) kept[index] = merge(first, element);
  }
  return kept.length < elements.length ? kept : elements;
}

function keyOf({ subAttributes }: Attribute, element: unknown): string {
  if (!isObject(element)) return JSON.stringify([element]);
  const compared = (name: string) => comparableValue(findAttribute(subAttributes, name), element[name]) ?? null;
  if (element.value !== undefined) return JSON.stringify([compared('type'), compared('value')]);
  const said = Object.entries(element).filter(([name]) => name !== 'primary');
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function merge(first: JsonObject, second: JsonObject): JsonObject {
  const isPrimary = first.primary === true || second.primary === true;
  return { ...first, ...second, ...(isPrimary && { primary: true }) };
}

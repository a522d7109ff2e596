import { comparableValue } from '../filter/evaluate.js';
import { type Path } from '../path/patch-path.js';
import { isObject, type JsonObject, keyOf, member } from '../path/read.js';
import { setSub } from '../resource/coerce.js';
import { compact, sameJson } from '../resource/safe-json.js';
import { findAttribute } from '../schema/attribute.js';

export function toElements(current: unknown): unknown[] {
  if (current === undefined || current === null) return [];
  return Array.isArray(current) ? current : [current];
}

/** RFC 7644 §3.5.2: setting primary on one element sets it to false on all others. */
export function demoteOthers(elements: unknown[], touched: ReadonlySet<unknown>): unknown[] {
  const promoted = elements.find((element) => touched.has(element) && isObject(element) && element.primary === true);
  if (promoted === undefined) return elements;
  return elements.map((element) =>
    element !== promoted && isObject(element) && element.primary === true ? { ...element, primary: false } : element,
  );
}

/**
 * Appends what is not there yet. An element with the same type and value is the same one (RFC 7643 §2.4) and takes
 * over what was sent with it.
 */
export function addElements(path: Path, current: unknown, added: unknown[]): unknown[] {
  const elements = [...toElements(current)];
  const touched = new Set<unknown>();
  for (const element of added) {
    const index = elements.findIndex(sameElementAs(path, element));
    const existing = elements[index];
    const merged = isObject(existing) && isObject(element) ? { ...existing, ...element } : element;
    touched.add(merged);
    if (index < 0) elements.push(merged);
    else elements[index] = merged;
  }
  return demoteOthers(elements, touched);
}

/** Built once per element, because it is asked about every other. */
function sameElementAs(path: Path, sent: unknown): (existing: unknown) => boolean {
  if (!isObject(sent)) return (existing) => sameJson(existing, sent);
  const subs = path.definition?.subAttributes;
  const valueLeaf = findAttribute(subs, 'value');
  const typeLeaf = findAttribute(subs, 'type');
  const value = comparableValue(valueLeaf, sent.value);
  const type = comparableValue(typeLeaf, sent.type);
  const withoutPrimary = { ...sent, primary: undefined };
  return (existing) => {
    if (!isObject(existing)) return false;
    if (value === undefined && existing.value === undefined)
      return sameJson({ ...existing, primary: undefined }, withoutPrimary);
    return comparableValue(valueLeaf, existing.value) === value && comparableValue(typeLeaf, existing.type) === type;
  };
}

function same(path: Path, name: string, a: unknown, b: unknown): boolean {
  const leaf = findAttribute(path.definition?.subAttributes, name);
  return sameJson(comparableValue(leaf, a), comparableValue(leaf, b));
}

/**
 * Removes only the listed elements (ENTRA-R16, JC-R6, AUTH-R6): by `value` when they have one, else those that agree in
 * everything listed. An empty list removes none.
 */
export function removeListed(path: Path, current: unknown, value: unknown): unknown[] {
  const listed = (compact(toElements(value)) ?? []) as unknown[];
  return toElements(current).filter((element) => !listed.some((entry) => isListed(path, element, entry)));
}

function isListed(path: Path, element: unknown, entry: unknown): boolean {
  if (!isObject(element)) return sameJson(element, isObject(entry) ? member(entry, 'value') : entry);
  if (!isObject(entry)) return same(path, 'value', element.value, entry);
  const value = member(entry, 'value');
  if (value !== undefined) return same(path, 'value', element.value, value);
  return Object.entries(entry).every(([key, sent]) => same(path, key, member(element, key), sent));
}

/** Takes a sub-attribute from every element; what is empty then goes. */
export function withoutSub(current: unknown, name: string): unknown[] {
  return toElements(current)
    .map((element) => (isObject(element) ? withSub(element, name, undefined) : element))
    .filter((element) => !isObject(element) || Object.keys(element).length > 0);
}

/** Sets a sub-attribute on every element, or on a new one where there is none. */
export function setOnAll(current: unknown, name: string, value: unknown): unknown[] {
  const elements = toElements(current);
  if (elements.length === 0) return [{ [name]: value }];
  const changed = elements.map((element) => withSub(isObject(element) ? element : { value: element }, name, value));
  return demoteOthers(changed, new Set(changed));
}

/** Sets `emails.value`: on the primary, else the first element, else on a new one (ENTRA-R4). */
export function setOnPreferred(current: unknown, name: string, value: unknown): unknown[] {
  const elements = [...toElements(current)];
  const primary = elements.findIndex((element) => isObject(element) && element.primary === true);
  const index = Math.max(primary, 0);
  const existing = elements[index];
  const changed = withSub(isObject(existing) ? existing : {}, name, value);
  elements[index] = changed;
  return demoteOthers(elements, new Set([changed]));
}

/** A copy with the sub-attribute set, or without it when the value is unset. */
export function withSub(element: JsonObject, name: string, value: unknown): JsonObject {
  const copy = { ...element };
  setSub(copy, keyOf(copy, name) ?? name, value);
  return copy;
}

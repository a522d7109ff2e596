import { comparableValue } from '../filter/evaluate.js';
import { spend } from '../limits/work-budget.js';
import { type Path } from '../path/patch-path.js';
import { isObject, type JsonObject, keyOf, member } from '../path/read.js';
import { copyOf, setSub } from '../resource/coerce.js';
import { canonicalText, compact } from '../resource/safe-json.js';
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
  spend(4 * elements.length + 2 * added.length);
  const places = new Map<string, number>();
  for (const [index, element] of elements.entries()) {
    const identity = identityOf(path, element);
    if (!places.has(identity)) places.set(identity, index);
  }
  const touched = new Set<unknown>();
  for (const element of added) {
    const identity = identityOf(path, element);
    const index = places.get(identity);
    const existing = index === undefined ? undefined : elements[index];
    const merged = isObject(existing) && isObject(element) ? { ...existing, ...element } : element;
    // Not where it only repeats the primary that there is.
    if (isObject(element) && element.primary === true) touched.add(merged);
    if (index === undefined) places.set(identity, elements.push(merged) - 1);
    else elements[index] = merged;
  }
  return demoteOthers(elements, touched);
}

/** Type and value as they are compared; all but `primary` of an element without a value. */
function identityOf(path: Path, element: unknown): string {
  if (!isObject(element)) return canonicalText(element);
  const subs = path.definition?.subAttributes;
  if (element.value === undefined) return canonicalText({ ...element, primary: undefined });
  const compared = (name: string) => comparableValue(findAttribute(subs, name), element[name]);
  return canonicalText([compared('type'), compared('value'), 'of one element']);
}

/**
 * Removes only the listed elements (ENTRA-R16, JC-R6, AUTH-R6): by `value` when they have one, else those that agree in
 * everything listed. An empty list removes none.
 */
export function removeListed(path: Path, current: unknown, value: unknown): unknown[] {
  const elements = toElements(current);
  const listed = (compact(toElements(value)) ?? []) as unknown[];
  spend(2 * (elements.length + listed.length));
  const leaf = findAttribute(path.definition?.subAttributes, 'value');
  const values = listed.map((entry) => (isObject(entry) ? member(entry, 'value') : entry));
  const given = values.filter((sent) => sent !== undefined);
  const literal = new Set(given.map(canonicalText));
  const compared = new Set(given.map((sent) => canonicalText(comparableValue(leaf, sent))));
  const described = listed.filter((entry, index) => isObject(entry) && values[index] === undefined) as JsonObject[];
  const descriptions = groupByNames(path, described);
  return elements.filter((element) => {
    if (!isObject(element)) return !literal.has(canonicalText(element));
    if (compared.has(canonicalText(comparableValue(leaf, element.value)))) return false;
    return !isDescribed(path, element, descriptions);
  });
}

/** Entries without a value by the names that they say something about: what each says of these names, in their order. */
type Descriptions = Map<string, { names: string[]; said: Set<string> }>;

/** An element is compared once with all entries that say something about the same names, however many there are. */
function groupByNames(path: Path, entries: JsonObject[]): Descriptions {
  const descriptions: Descriptions = new Map();
  for (const entry of entries) {
    const names = Object.keys(entry).sort();
    const key = canonicalText(names);
    const known = descriptions.get(key) ?? { names, said: new Set<string>() };
    descriptions.set(key, known);
    known.said.add(textOf(path, names, (name) => entry[name]));
  }
  return descriptions;
}

/** Whether an element agrees in everything that one of the entries says. */
function isDescribed(path: Path, element: JsonObject, descriptions: Descriptions): boolean {
  for (const { names, said } of descriptions.values())
    if (said.has(textOf(path, names, (name) => member(element, name)))) return true;
  return false;
}

function textOf(path: Path, names: string[], valueOf: (name: string) => unknown): string {
  spend(names.length);
  return canonicalText(
    names.map((name) => {
      const value = valueOf(name);
      // Long texts take more than one step.
      if (typeof value === 'string') spend(value.length >> 6);
      return comparableValue(findAttribute(path.definition?.subAttributes, name), value);
    }),
  );
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
  spend(elements.length);
  if (elements.length === 0) return [{ [name]: value }];
  const changed = elements.map((element) => withSub(isObject(element) ? element : { value: element }, name, value));
  return demoteOthers(changed, new Set(changed));
}

/** Sets `emails.value`: on the primary, else the first element, else on a new one (ENTRA-R4). */
export function setOnPreferred(current: unknown, name: string, value: unknown): unknown[] {
  const elements = [...toElements(current)];
  spend(elements.length);
  const primary = elements.findIndex((element) => isObject(element) && element.primary === true);
  const index = Math.max(primary, 0);
  const existing = elements[index];
  const changed = withSub(isObject(existing) ? existing : {}, name, value);
  elements[index] = changed;
  return demoteOthers(elements, new Set([changed]));
}

/** A copy with the sub-attribute set, or without it when the value is unset. */
export function withSub(element: JsonObject, name: string, value: unknown): JsonObject {
  const copy = copyOf(element);
  setSub(copy, keyOf(copy, name) ?? name, value);
  return copy;
}

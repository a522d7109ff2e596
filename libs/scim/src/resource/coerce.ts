import { ScimError } from '../message/error.js';
import { MAX_NAMES } from '../limits/limits.js';
import { spend } from '../limits/work-budget.js';
import { copyNames, countNames, hasNames, removeName, setName } from '../path/key-index.js';
import { isObject, type JsonObject, keyOf } from '../path/read.js';
import { type Attribute, findAttribute } from '../schema/attribute.js';
import { canonicalDateTime } from '../schema/instant.js';
import { compact } from './safe-json.js';

/**
 * Brings a client's value into the attribute's type: null and empty = unset (undefined), "True" -> true, 4711 -> "4711",
 * ["x"] -> "x" for a singular attribute, an object for a multi-valued one -> an array, a string for a complex one ->
 * `{value}`. Sub-attributes get their canonical spelling; unknown ones are kept. `at` is the path errors name. Throws
 * invalidValue.
 */
export function coerce(definition: Attribute, value: unknown, at: string): unknown {
  if (value === null || value === undefined) return undefined;
  if (definition.multiValued) return coerceElements(definition, value, at);
  return definition.type === 'complex' ? mergeComplex(definition, undefined, value, at) : simple(definition, value, at);
}

function coerceElements(definition: Attribute, value: unknown, at: string): unknown[] | undefined {
  const sent = Array.isArray(value) ? value : [value];
  const elements = sent
    .map((element, index) => coerceElement(definition, element, Array.isArray(value) ? `${at}[${index}]` : at))
    .filter((element) => element !== undefined);
  keepOnePrimary(elements);
  return elements.length > 0 ? elements : undefined;
}

/** One element of a multi-valued attribute. */
export function coerceElement(definition: Attribute, value: unknown, at: string): unknown {
  const sent = unwrap(value);
  if (sent === undefined || sent === '') return undefined;
  if (definition.type !== 'complex') return simple(definition, sent, at);
  return mergeObject(definition, {}, toObject(definition, sent, at), at);
}

/** A list of one stands for the one; null and an empty list for nothing. */
function unwrap(value: unknown): unknown {
  let sent = value;
  while (Array.isArray(sent) && sent.length === 1) sent = sent[0] as unknown;
  return sent === null || (Array.isArray(sent) && sent.length === 0) ? undefined : sent;
}

/** RFC 7643 §2.4: primary is true on at most one element; of several in one value the first counts. */
function keepOnePrimary(elements: unknown[]): void {
  const primaries = elements.filter((element) => isObject(element) && element.primary === true);
  for (const element of primaries.slice(1)) (element as JsonObject).primary = false;
}

/**
 * Merges a client's value into a singular complex attribute; undefined = unset. A changed or emptied reference takes
 * what described the old one with it: `manager: {"value": ""}` is no manager (ENTRA-R9).
 */
export function mergeComplex(definition: Attribute, current: unknown, value: unknown, at: string): unknown {
  const sent = unwrap(value);
  if (sent === undefined) return undefined;
  const object = toObject(definition, sent, at);
  const existing = isObject(current) ? copyOf(current) : {};
  const reference = findAttribute(definition.subAttributes, 'value');
  const key = reference && keyOf(object, 'value');
  if (key === undefined) return mergeObject(definition, existing, object, at);
  const target = coerceSub(definition, reference, object[key], `${at}.value`);
  if (target === undefined) return undefined;
  return mergeObject(definition, target === existing.value ? existing : {}, object, at);
}

/** A copy for the sake of one change, which takes steps. */
export function copyOf(object: JsonObject): JsonObject {
  spend(countNames(object));
  return copyNames(object);
}

function mergeObject(definition: Attribute, target: JsonObject, object: JsonObject, at: string): unknown {
  const entries = Object.entries(object);
  spend(entries.length);
  for (const [key, value] of entries) {
    const sub = findAttribute(definition.subAttributes, key);
    setSub(
      target,
      sub?.name ?? keyOf(target, key) ?? key,
      coerceSub(definition, sub, value, `${at}.${sub?.name ?? key}`),
    );
  }
  return hasNames(target) ? target : undefined;
}

/** Sets a member, or removes it when the value is unset. Throws invalidValue for one too many. */
export function setSub(target: JsonObject, key: string, value: unknown): void {
  if (value === undefined) removeName(target, key);
  else if (Object.hasOwn(target, key) || countNames(target) < MAX_NAMES) setName(target, key, value);
  else throw ScimError.invalidValue(`more than ${MAX_NAMES} attributes in one object`);
}

/** A sub-attribute's value; an unknown one's is kept as sent. An empty `value` is none (OKTA C9337, ENTRA-R9). */
export function coerceSub(
  parent: Attribute | undefined,
  sub: Attribute | undefined,
  value: unknown,
  at: string,
): unknown {
  const coerced = sub ? coerce(sub, value, at) : compact(value);
  return coerced === '' && parent?.type === 'complex' && sub?.name === 'value' ? undefined : coerced;
}

function toObject(definition: Attribute, value: unknown, at: string): JsonObject {
  if (isObject(value)) return value;
  if (textOf(value) !== undefined && findAttribute(definition.subAttributes, 'value')) return { value };
  throw mismatch(at, 'an object', value);
}

function simple(definition: Attribute, sent: unknown, at: string): unknown {
  const value = unwrap(sent);
  if (value === undefined) return undefined;
  switch (definition.type) {
    case 'boolean': {
      const truth = truthOf(value);
      // Nobody gets in by a guess (OKTA-R6).
      const isGuess = truth === true && definition.name === 'active' && Array.isArray(sent);
      if (truth !== undefined && !isGuess) return truth;
      throw mismatch(at, 'a boolean', sent);
    }
    case 'integer':
      if (Number.isSafeInteger(value)) return value;
      throw mismatch(at, 'an integer', sent);
    case 'decimal':
      if (typeof value === 'number') return value;
      throw mismatch(at, 'a number', value);
    case 'dateTime':
      if (typeof value === 'string' && canonicalDateTime(value) !== undefined) return value;
      throw mismatch(at, 'a dateTime', value);
    default: {
      const text = textOf(value);
      if (text !== undefined) return text;
      throw mismatch(at, 'a string', sent);
    }
  }
}

function truthOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  // ENTRA-R6, KC-R2: clients send "True", "False", "true", "false".
  return typeof value === 'string' && /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : undefined;
}

/** A text, or a number written as one; undefined for all else, and for a number that lost digits on its way through JSON. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const isExact = Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
  return isExact ? String(value) : undefined;
}

function mismatch(at: string, expected: string, value: unknown): ScimError {
  return ScimError.invalidValue(`${at}: expected ${expected}, got ${describe(value)}`);
}

/** What a value is, without its content, which may be personal. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (isObject(value)) return 'an object';
  return value === undefined ? 'nothing' : `a ${typeof value}`;
}

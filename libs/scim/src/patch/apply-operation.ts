import { MAX_NAMES, MAX_VALUES } from '../limits/limits.js';
import { spend } from '../limits/work-budget.js';
import { ScimError } from '../message/error.js';
import { hasNames } from '../path/key-index.js';
import { describePath, type Path } from '../path/patch-path.js';
import { isObject, type JsonObject, keyOf } from '../path/read.js';
import { coerce, coerceSub, copyOf, describe, mergeComplex, setSub } from '../resource/coerce.js';
import { withoutPasswords } from '../resource/complete.js';
import { canonicalText, compact } from '../resource/safe-json.js';
import { isActive } from '../resource/deactivation.js';
import { addElements, removeListed, setOnAll, setOnPreferred, withoutSub } from './elements.js';
import { applyFiltered } from './filtered.js';
import { type PatchOperation } from './operation.js';
import { settlePath, settleWithin } from './settle-path.js';

/** Applies one operation in place (RFC 7644 §3.5.2.1 to 3.5.2.3). What throws has changed nothing. */
export function applyOperation(resource: JsonObject, operation: PatchOperation): void {
  if (operation.problem) return removeKey(resource, operation.path.attribute, operation.problem);
  const path = settlePath(resource, operation);
  if (path === undefined) return;
  if (path.urn === undefined) return applyTo(resource, { ...operation, path });
  const key = keyOf(resource, path.urn) ?? path.urn;
  const current = Object.hasOwn(resource, key) ? resource[key] : undefined;
  const extension = isObject(current) ? current : {};
  if (path.attribute !== '') applyTo(extension, { ...operation, path: settleWithin(extension, path) });
  setSub(resource, key, path.attribute === '' ? wholeValue(operation, extension, key) : nonEmpty(extension));
}

/** Any key can be sent in a body, so that any can be removed. */
function removeKey(resource: JsonObject, text: string, problem: ScimError): void {
  const key = text === '' ? undefined : keyOf(resource, text);
  if (key === undefined) throw problem;
  setSub(resource, key, undefined);
}

/** Adding or replacing an extension merges, as for every complex value; null removes it. */
function wholeValue({ op, value }: PatchOperation, extension: JsonObject, at: string): unknown {
  if (op === 'remove' || value === null) return undefined;
  if (!isObject(value)) throw ScimError.invalidValue(`${at}: expected an object, got ${describe(value)}`);
  return mergeUnknown(extension, value);
}

function applyTo(owner: JsonObject, operation: PatchOperation): void {
  const { path } = operation;
  const key = path.definition?.name ?? keyOf(owner, path.attribute) ?? path.attribute;
  const current = Object.hasOwn(owner, key) ? owner[key] : undefined;
  assertCount(path, operation.value, current);
  const next = path.filter
    ? applyFiltered(operation, path.filter, current)
    : path.subAttribute !== undefined
      ? applySub(operation, path.subAttribute, current)
      : applyWhole(operation, current);
  assertCount(path, next, current);
  const settled = nonEmpty(next);
  // Unassigned says neither yes nor no: whoever is inactive stays so, and whoever is active.
  if (settled === undefined && isActive(path)) return;
  setSub(owner, key, settled);
}

/** Where there are more already, there may be as many, so that they can become fewer. */
function assertCount(path: Path, value: unknown, current: unknown): void {
  if (!Array.isArray(value) || value.length <= MAX_VALUES) return;
  if (!Array.isArray(current) || value.length > current.length)
    throw ScimError.invalidValue(`${describePath(path)}: more than ${MAX_VALUES} values`);
}

function applyWhole({ op, path, value, whole }: PatchOperation, current: unknown): unknown {
  const { definition } = path;
  const at = describePath(path);
  const multiValued = definition ? definition.multiValued : Array.isArray(current);
  if (op === 'remove') {
    // RFC 7644 §3.5.2.2
    if (definition?.required) throw ScimError.mutability(`${at} is required and cannot be removed`);
    // ENTRA-R16, JC-R6: with a value only that is removed.
    return multiValued && value !== undefined && value !== null ? removeListed(path, current, value) : undefined;
  }
  if (value === null) return op === 'add' && multiValued ? current : undefined;
  const merged = whole && op === 'replace' ? undefined : current;
  if (!definition) return applyUnknown(op, merged, value);
  if (multiValued) {
    const elements = (coerce(definition, value, at) ?? []) as unknown[];
    return op === 'add' ? addElements(path, current, elements) : elements;
  }
  return definition.type === 'complex' ? mergeComplex(definition, merged, value, at) : coerce(definition, value, at);
}

function applySub({ op, path, value, keyed }: PatchOperation, name: string, current: unknown): unknown {
  const { definition, leaf } = path;
  const at = describePath(path);
  const sent = op === 'remove' ? null : value;
  if (definition ? definition.multiValued : Array.isArray(current)) {
    const set = coerceSub(definition, leaf, sent, at);
    if (set === undefined) return withoutSub(current, name);
    // Entra means one value by the key `emails.value` (ENTRA-R4); by path it is every value (RFC 7644 §3.5.2.3).
    return keyed ? setOnPreferred(current, name, set) : setOnAll(current, name, set);
  }
  if (definition === undefined) return mergeUnknown(current, { [name]: sent });
  // A reference takes with it what described the old one.
  if (!isObject(current) || leaf?.name === 'value') {
    return mergeComplex(definition, current ?? {}, { [name]: sent }, at.slice(0, -name.length - 1));
  }
  // In place: a copy for each of a thousand names takes a thousand times a thousand steps.
  setSub(current, leaf?.name ?? keyOf(current, name) ?? name, coerceSub(definition, leaf, sent, at));
  return nonEmpty(current);
}

/** Attributes without a definition: objects merge, arrays grow by `add`, everything else is set. */
function applyUnknown(op: PatchOperation['op'], current: unknown, value: unknown): unknown {
  if (isObject(value) && isObject(current)) return mergeUnknown(current, value);
  if (op !== 'add' || !Array.isArray(current)) return compact(value);
  // Compared as it will be stored: without passwords.
  const added = (compact(withoutPasswords(Array.isArray(value) ? value : [value])) ?? []) as unknown[];
  spend(current.length);
  const known = new Set(current.map(canonicalText));
  return [...current, ...added.filter((element) => known.size < known.add(canonicalText(element)).size)];
}

function mergeUnknown(current: unknown, value: JsonObject): unknown {
  // Nothing to merge with: one by one, a thousand names take a thousand look-ups.
  if ((!isObject(current) || !hasNames(current)) && hasDistinctNames(value)) return compact(value);
  const merged = isObject(current) ? copyOf(current) : {};
  const added = Object.entries(value);
  spend(2 * added.length);
  for (const [key, inner] of added) setSub(merged, keyOf(merged, key) ?? key, compact(inner));
  return nonEmpty(merged);
}

/** No two of its names are one without regard to case, and there are not too many. */
function hasDistinctNames(value: JsonObject): boolean {
  const names = Object.keys(value);
  if (names.length > MAX_NAMES) return false;
  // As they are in one object, those without capitals are distinct already.
  if (names.every((name) => name === name.toLowerCase())) return true;
  return new Set(names.map((name) => name.toLowerCase())).size === names.length;
}

function nonEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? value : undefined;
  return isObject(value) && !hasNames(value) ? undefined : value;
}

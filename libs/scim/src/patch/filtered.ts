import { type FilterNode } from '../filter/ast.js';
import { evaluateElement, termsOf } from '../filter/evaluate.js';
import { spend } from '../limits/work-budget.js';
import { ScimError } from '../message/error.js';
import { describePath } from '../path/patch-path.js';
import { isObject, type JsonObject } from '../path/read.js';
import { coerceElement, coerceSub } from '../resource/coerce.js';
import { compact } from '../resource/safe-json.js';
import { demoteOthers, toElements, withoutSub, withSub } from './elements.js';
import { type PatchOperation } from './operation.js';

/** Applies an operation on `attribute[filter]` or `attribute[filter].sub` to the elements of the attribute. */
export function applyFiltered(operation: PatchOperation, filter: FilterNode, current: unknown): unknown[] {
  const elements = toElements(current);
  spend(elements.length * termsOf(filter));
  const matched = new Set(elements.filter((element) => evaluateElement(filter, element)));
  const { op, path, value } = operation;
  if (op === 'remove' || value === null) {
    // Removing what is not there is done already, unless the filter contradicts what is there (RFC 7644 table 9).
    if (op === 'remove' && matched.size === 0 && elements.length > 0 && path.attribute !== 'members')
      throw noTarget(operation);
    return elements.flatMap((element) => (matched.has(element) ? removeFrom(element, path.subAttribute) : [element]));
  }
  if (matched.size === 0) return create(operation, filter, elements);
  const touched = new Set<unknown>();
  const changed = elements.map((element) => {
    if (!matched.has(element)) return element;
    const next = change(operation, filter, element);
    touched.add(next);
    return next;
  });
  return demoteOthers(changed, touched);
}

function removeFrom(element: unknown, sub: string | undefined): unknown[] {
  return sub === undefined ? [] : withoutSub([element], sub);
}

function change(operation: PatchOperation, filter: FilterNode, element: unknown): unknown {
  const { op, path, value } = operation;
  const existing = isObject(element) ? element : { value: element };
  if (path.subAttribute !== undefined) return withSub(existing, path.subAttribute, sentSub(operation));
  if (value === undefined) return element;
  const sent = sentElement(operation);
  // RFC 7644 §3.5.2.3: the matched values are replaced; what selected them still holds unless sent anew.
  return op === 'add' ? { ...existing, ...sent } : { ...equalTerms(filter), ...sent };
}

/**
 * The element that the filter looked for and did not find, made from its `eq` terms: Entra replaces
 * `emails[type eq "work"].value` on users without e-mail (ENTRA-R4), which RFC 7644 §3.5.2.3 would refuse.
 */
function create(operation: PatchOperation, filter: FilterNode, elements: unknown[]): unknown[] {
  const terms = equalTerms(filter);
  if (!terms) throw noTarget(operation);
  const { path, value } = operation;
  let element: JsonObject = terms;
  if (path.subAttribute !== undefined) {
    const sub = sentSub(operation);
    if (sub === undefined) return elements;
    element = withSub(terms, path.subAttribute, sub);
  } else if (value !== undefined) element = { ...terms, ...sentElement(operation) };
  // `emails[value eq "old"].value` := "new" renames; there is nothing to rename.
  if (path.subAttribute !== undefined && !evaluateElement(filter, element)) throw noTarget(operation);
  return demoteOthers([...elements, element], new Set([element]));
}

function sentSub({ path, value }: PatchOperation): unknown {
  return coerceSub(path.definition, path.leaf, value, describePath(path));
}

function sentElement({ path, value }: PatchOperation): JsonObject {
  const at = describePath(path);
  const sent = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (Array.isArray(sent)) throw ScimError.invalidValue(`${at}: expected one object, got an array`);
  const element = path.definition ? coerceElement(path.definition, sent, at) : compact(sent);
  return isObject(element) ? element : element === undefined ? {} : { value: element };
}

/** The sub-attributes an `and` of `eq` terms demands; undefined when the filter is anything else. */
function equalTerms(filter: FilterNode): JsonObject | undefined {
  if (filter.kind === 'and') {
    const left = equalTerms(filter.left);
    const right = equalTerms(filter.right);
    return left && right && { ...left, ...right };
  }
  if (filter.kind !== 'compare' || filter.op !== 'eq' || filter.value === null) return undefined;
  if (filter.path.subAttribute !== undefined) return undefined;
  return { [filter.path.attribute]: filter.value };
}

function noTarget({ op, path }: PatchOperation): ScimError {
  return ScimError.noTarget(`${op} ${describePath(path)}: no value matches the filter`);
}

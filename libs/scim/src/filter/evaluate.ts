import { comparisonKey, literalKey } from '../comparison/comparison-key.js';
import { spend } from '../limits/work-budget.js';
import { type AttributePath } from '../path/attribute-path.js';
import { elementsAt, isObject, valuesAt } from '../path/read.js';
import { schemasOf } from '../resource/schemas-of.js';
import { type Attribute } from '../schema/attribute.js';
import { instant } from '../schema/instant.js';
import { type ResourceType } from '../schema/resource-type.js';
import { type CompareOperator, type FilterNode } from './ast.js';

type Comparison = Extract<FilterNode, { kind: 'compare' }>;

/** Whether the resource, stored or fully represented, matches. `schemas` is derived when the resource has none. */
export function evaluate(node: FilterNode, resource: object, type: ResourceType): boolean {
  return matches(node, resource, type);
}

/** Whether one element of a multi-valued attribute matches the inside of a value filter. */
export function evaluateElement(node: FilterNode, element: unknown): boolean {
  return matches(node, isObject(element) ? element : { value: element });
}

function matches(node: FilterNode, resource: object, type?: ResourceType): boolean {
  switch (node.kind) {
    case 'and':
      return matches(node.left, resource, type) && matches(node.right, resource, type);
    case 'or':
      return matches(node.left, resource, type) || matches(node.right, resource, type);
    case 'not':
      return !matches(node.node, resource, type);
    case 'present':
      return read(node.path, resource, type).some(isPresent);
    case 'valuePath':
      return someElement(elementsAt(resource, node.path), node.node);
    case 'compare':
      return compare(node, read(node.path, resource, type));
  }
}

function someElement(elements: unknown[], node: FilterNode): boolean {
  spend(elements.length * termsOf(node));
  return elements.some((element) => evaluateElement(node, element));
}

/** How many comparisons a filter makes of one resource. */
export function termsOf(filter: FilterNode): number {
  if (filter.kind === 'and' || filter.kind === 'or') return termsOf(filter.left) + termsOf(filter.right);
  return filter.kind === 'not' || filter.kind === 'valuePath' ? termsOf(filter.node) : 1;
}

function read(path: AttributePath, resource: object, type: ResourceType | undefined): unknown[] {
  if (type && path.attribute === 'schemas' && path.urn === undefined && !Object.hasOwn(resource, 'schemas'))
    return schemasOf(type, resource);
  return valuesAt(resource, path);
}

/** RFC 7644 table 3, "pr": non-empty, and for a complex value at least one non-empty part. */
function isPresent(value: unknown): boolean {
  if (isObject(value)) return Object.values(value).some(isPresent);
  if (Array.isArray(value)) return value.some(isPresent);
  return value !== undefined && value !== null && value !== '';
}

function compare({ path, op, value }: Comparison, values: unknown[]): boolean {
  if (value === null) return values.some(isPresent) === (op === 'ne');
  const holds = (test: CompareOperator) => {
    spendOn(value, values);
    const expected = comparableValue(path.leaf, value, (literal) => literalKey(test, literal));
    return values.some((actual) => satisfies(test, comparableValue(path.leaf, actual), expected));
  };
  return op === 'ne' ? !holds('eq') : holds(op);
}

/** Long texts take more than the one step of a comparison; to look for one in the other is the product of their lengths at worst. */
function spendOn(literal: unknown, values: unknown[]): void {
  const sought = typeof literal === 'string' ? literal.length : 0;
  spend(values.length >> 2);
  for (const actual of values) {
    if (typeof actual !== 'string' || actual.length + sought < 64) continue;
    spend(((actual.length + sought) >> 4) + Math.floor((actual.length * sought) / 1_024));
  }
}

/** A text's comparison key unless caseExact, and dateTimes as instants. */
export function comparableValue(leaf: Attribute | undefined, value: unknown, keyOf = comparisonKey): unknown {
  if (typeof value !== 'string') return value;
  if (leaf?.type === 'dateTime') return instant(value);
  return leaf?.caseExact ? value : keyOf(value);
}

function satisfies(op: CompareOperator, actual: unknown, expected: unknown): boolean {
  if (op === 'eq' || op === 'ne') return actual === expected;
  if (typeof actual === 'string' && typeof expected === 'string') {
    if (op === 'co') return actual.includes(expected);
    if (op === 'sw') return actual.startsWith(expected);
    if (op === 'ew') return actual.endsWith(expected);
    return ordered(op, actual < expected ? -1 : actual > expected ? 1 : 0);
  }
  return typeof actual === 'number' && typeof expected === 'number' && ordered(op, actual - expected);
}

function ordered(op: CompareOperator, difference: number): boolean {
  if (op === 'gt') return difference > 0;
  if (op === 'ge') return difference >= 0;
  if (op === 'lt') return difference < 0;
  return op === 'le' && difference <= 0;
}

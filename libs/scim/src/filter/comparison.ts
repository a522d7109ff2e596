import { type AttributePath, descend, printPath } from '../path/attribute-path.js';
import { findAttribute } from '../schema/attribute.js';
import { canonicalDateTime } from '../schema/instant.js';
import { type CompareOperator, type FilterNode } from './ast.js';

/** A literal as written. Clients also leave the quotes out (ENTRA-R2, AUTH-R2). */
export interface Literal {
  text: string;
  quoted: boolean;
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const SUBSTRING_OPERATORS = new Set<CompareOperator>(['co', 'sw', 'ew']);
const ORDER_OPERATORS = new Set<CompareOperator>(['gt', 'ge', 'lt', 'le']);

/** What a comparison of `path` really addresses: a complex attribute stands for its `value` (`manager eq "x"`). */
export function comparable(path: AttributePath): AttributePath | string {
  const { leaf } = path;
  if (leaf?.returned === 'never') return `${printPath(path)} cannot be used in a filter`;
  if (leaf?.type !== 'complex') return path;
  if (path.subAttribute !== undefined || !findAttribute(leaf.subAttributes, 'value'))
    return `${printPath(path)} is complex: name one of its sub-attributes`;
  return descend(path, 'value');
}

/** Builds the comparison, with the literal in the attribute's type; a string says what is wrong. */
export function comparison(path: AttributePath, op: CompareOperator, literal: Literal): FilterNode | string {
  const target = comparable(path);
  if (typeof target === 'string') return target;
  const type = target.leaf?.type;
  const value = typed(literal, type);
  if (value === undefined)
    return `${printPath(target)} is compared with a ${type}, got ${JSON.stringify(literal.text)}`;
  if (value === null && op !== 'eq' && op !== 'ne') return `"${op}" cannot be used with null`;
  if (SUBSTRING_OPERATORS.has(op) && (typeof value !== 'string' || type === 'dateTime'))
    return `"${op}" needs a string attribute and a string`;
  // RFC 7644 table 3: ordering booleans or binaries fails.
  if (ORDER_OPERATORS.has(op) && (typeof value === 'boolean' || type === 'binary'))
    return `"${op}" cannot order ${type ?? 'boolean'} values`;
  return { kind: 'compare', path: target, op, value };
}

/** The literal as a value of the type; undefined when it is none. */
function typed({ text, quoted }: Literal, type: string | undefined): string | number | boolean | null | undefined {
  if (!quoted && text.toLowerCase() === 'null') return null;
  switch (type) {
    case 'boolean':
      // ENTRA-R10: roles[primary eq "True"]
      return truth(text);
    case 'decimal':
    case 'integer':
      return number(text);
    case 'dateTime':
      return canonicalDateTime(text);
    case undefined:
      return quoted ? text : (truth(text) ?? number(text) ?? text);
    default:
      return text;
  }
}

function truth(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

function number(text: string): number | undefined {
  // `+ 0` turns -0 into 0, which JSON cannot tell apart.
  const value = NUMBER.test(text) ? Number(text) + 0 : NaN;
  return Number.isFinite(value) ? value : undefined;
}

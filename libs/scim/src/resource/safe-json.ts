import { spend } from '../limits/work-budget.js';
import { ScimError } from '../message/error.js';
import { FORBIDDEN_NAMES } from '../path/attribute-path.js';
import { copyNames } from '../path/key-index.js';
import { isObject } from '../path/read.js';

const MAX_DEPTH = 50;
/** As a whole, or between separators. A key may have half a million parts: none of them is made a text of its own. */
const FORBIDDEN = new RegExp(`(?:^|[.:[\\]])(?:${[...FORBIDDEN_NAMES].join('|')})(?:$|[.:[\\]])`);

/** Whether a key, or a part of a dotted or URN key, would reach an object's prototype. */
export function isForbiddenKey(key: string): boolean {
  // Of the tens of thousands of names in a body hardly any has a part of these.
  return (key.includes('proto') || key.includes('constructor')) && FORBIDDEN.test(key);
}

/** Refuses keys that reach prototypes and nesting that would exhaust the stack later. Throws invalidSyntax. */
export function assertSafeJson(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw ScimError.invalidSyntax(`The body is nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) {
    for (const element of value) assertSafeJson(element, depth + 1);
    return;
  }
  for (const key of Object.keys(value)) {
    if (isForbiddenKey(key)) throw ScimError.invalidSyntax(`The key ${JSON.stringify(key)} is not allowed`);
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === 'object' && inner !== null) assertSafeJson(inner, depth + 1);
  }
}

/** A copy without what SCIM calls unassigned: null, empty arrays and empty objects (RFC 7643 §2.5). */
export function compact(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const elements = value.map(compact).filter((element) => element !== undefined);
    return elements.length > 0 ? elements : undefined;
  }
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  spend(2 * keys.length);
  const copy = copyNames(value);
  let left = keys.length;
  for (const key of keys) {
    const inner = value[key];
    if (typeof inner !== 'object' && inner !== undefined) continue;
    const kept = compact(inner);
    if (kept !== undefined) copy[key] = kept;
    else {
      delete copy[key];
      left -= 1;
    }
  }
  return left > 0 ? copy : undefined;
}

/** A text that two JSON values share exactly when they are equal, whatever the order of their keys: for looking one up among many. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (!isObject(value)) return value === undefined ? 'undefined' : JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`);
  return `{${members.join(',')}}`;
}

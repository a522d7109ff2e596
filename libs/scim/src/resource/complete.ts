import { ScimError } from '../message/error.js';
import { copyNames } from '../path/key-index.js';
import { isObject } from '../path/read.js';
import { type ResourceType } from '../schema/resource-type.js';
import { assertComparable, assertIndexable } from './assert-indexable.js';
import { distinct } from './distinct.js';
import { attempt } from './left-aside.js';

const LABELS: ReadonlySet<string> = new Set(['type', 'primary']);

/**
 * The value without any password in it, wherever a client puts one: as an attribute we do not know, on a group, inside an
 * extension. What is empty then is unset. The given value where there is none.
 */
export function withoutPasswords(value: unknown): unknown {
  if (Array.isArray(value)) {
    const elements = value.map(withoutPasswords);
    if (elements.every((element, index) => element === value[index])) return value;
    return nonEmpty(elements.filter((element) => element !== undefined));
  }
  if (!isObject(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    const inner = value[key];
    const kept = isPassword(key) ? undefined : withoutPasswords(inner);
    if (kept === inner) continue;
    copy ??= copyNames(value);
    setOrDelete(copy, key, kept);
  }
  return copy === undefined ? value : nonEmpty(copy);
}

const nonEmpty = (value: object): unknown => (Object.keys(value).length > 0 ? value : undefined);

function setOrDelete(target: Record<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) delete target[key];
  else target[key] = value;
}

/** Replaces what has a password in it by a copy without. */
function discardPasswords(resource: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(resource)) {
    const kept = isPassword(key) ? undefined : withoutPasswords(value);
    if (kept !== value) setOrDelete(resource, key, kept);
  }
}

function isPassword(name: string): boolean {
  const last = name.at(-1);
  return (last === 'd' || last === 'D') && /(?:^|[.:])password$/i.test(name);
}

/** Called with what is wrong, and the key of the resource that is wrong. */
type Refuse = (problem: ScimError, key: string) => void;

const refuseAll: Refuse = (problem) => {
  throw problem;
};

/**
 * Ends every change of a resource: drops elements that say nothing but how they are labelled, such as the
 * `{"type":"work"}` a cleared e-mail leaves behind, and what is there twice, then checks that required attributes are
 * there and that what is looked up is not too long for it. Throws invalidValue, unless `refuse` takes it.
 */
export function complete(type: ResourceType, resource: Record<string, unknown>, refuse: Refuse = refuseAll): void {
  discardPasswords(resource);
  for (const definition of type.schema.attributes) {
    const elements = resource[definition.name];
    if (!definition.multiValued || !Array.isArray(elements)) continue;
    const labelled = elements.filter(
      (element) => !isObject(element) || !Object.keys(element).every((key) => LABELS.has(key)),
    );
    const kept = distinct(definition, labelled);
    if (kept.length === 0) delete resource[definition.name];
    else if (kept.length < elements.length) resource[definition.name] = kept;
  }
  for (const { name, required } of type.schema.attributes) {
    const value = resource[name];
    if (required && (typeof value !== 'string' || value.trim() === ''))
      refuse(ScimError.invalidValue(`${name} is required`), name);
  }
  const check = (assert: typeof assertComparable, value: unknown, at: string, key = at) =>
    attempt(
      () => assert(value, at),
      (problem) => refuse(problem, key),
    );
  const name = type.name === 'Group' ? 'displayName' : 'userName';
  check(assertComparable, resource[name], name);
  check(assertIndexable, resource['externalId'], 'externalId');
  if (Array.isArray(resource['emails'])) {
    for (const email of resource['emails'] as unknown[])
      check(assertComparable, isObject(email) ? email['value'] : email, 'emails.value', 'emails');
  }
}

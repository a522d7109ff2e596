import { ScimError } from '../message/error.js';
import { isObject } from '../path/read.js';
import { type ResourceType } from '../schema/resource-type.js';
import { assertIndexable } from './assert-indexable.js';

const LABELS: ReadonlySet<string> = new Set(['type', 'primary']);

/** Wherever a client puts one: as an attribute we do not know, on a group, inside an extension. Applied to copies only. */
function discardPasswords(resource: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(resource)) {
    if (isPassword(key)) delete resource[key];
    else if (key.includes(':') && isObject(value) && Object.keys(value).some(isPassword)) {
      resource[key] = Object.fromEntries(Object.entries(value).filter(([name]) => !isPassword(name)));
    }
  }
}

function isPassword(name: string): boolean {
  return name.toLowerCase() === 'password';
}

/**
 * Ends every change of a resource: drops elements that say nothing but how they are labelled, such as the
 * `{"type":"work"}` a cleared e-mail leaves behind, then checks that required attributes are there and
 * that what is looked up is not too long for it.
 */
export function complete(type: ResourceType, resource: Record<string, unknown>): void {
  for (const definition of type.schema.attributes) {
    const elements = resource[definition.name];
    if (!definition.multiValued || !Array.isArray(elements)) continue;
    const kept = elements.filter(
      (element) => !isObject(element) || !Object.keys(element).every((key) => LABELS.has(key)),
    );
    if (kept.length === 0) delete resource[definition.name];
    else if (kept.length < elements.length) resource[definition.name] = kept;
  }
  discardPasswords(resource);
  for (const { name, required } of type.schema.attributes) {
    const value = resource[name];
    if (required && (typeof value !== 'string' || value.trim() === ''))
      throw ScimError.invalidValue(`${name} is required`);
  }
  for (const name of [type.name === 'Group' ? 'displayName' : 'userName', 'externalId'])
    assertIndexable(resource[name], name);
  if (Array.isArray(resource['emails']))
    for (const email of resource['emails']) assertIndexable(isObject(email) ? email['value'] : email, 'emails.value');
}

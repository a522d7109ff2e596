import { isObject } from '../path/read.js';
import { type ResourceType } from '../schema/resource-type.js';

/** The `schemas` of a resource: its core URN and every extension it carries, whatever the client declared. */
export function schemasOf(type: ResourceType, resource: object): string[] {
  const extensions = Object.entries(resource).filter(([key, value]) => key.includes(':') && isObject(value));
  return [type.schema.id, ...extensions.map(([key]) => key)];
}

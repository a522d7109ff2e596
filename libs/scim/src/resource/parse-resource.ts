import { ScimError } from '../message/error.js';
import { isObject } from '../path/read.js';
import { applyOperation } from '../patch/apply-operation.js';
import { type ResourceType } from '../schema/resource-type.js';
import { assignments } from './assignments.js';
import { describe } from './coerce.js';
import { complete } from './complete.js';
import { assertSafeJson } from './safe-json.js';

/**
 * A stored resource: plain JSON in canonical attribute spelling, extensions under their URN, without id, meta,
 * schemas, groups, password, and without the members of a group.
 */
export type ScimResource = Record<string, unknown>;

/**
 * The body of a POST or PUT as a resource. `active` stays absent when it is not sent. Throws invalidSyntax for what is
 * no SCIM body, invalidValue naming the attribute for wrong types and missing required attributes.
 */
export function parseResource(type: ResourceType, body: unknown): ScimResource {
  if (!isObject(body)) throw ScimError.invalidSyntax(`The body must be a JSON object, got ${describe(body)}`);
  assertSafeJson(body);
  const resource: ScimResource = {};
  for (const { path, value } of assignments(type, body)) {
    if (type.name === 'Group' && path.urn === undefined && path.definition?.name === 'members') continue;
    applyOperation(resource, { op: 'replace', path, value, index: 0 });
  }
  complete(type, resource);
  return resource;
}

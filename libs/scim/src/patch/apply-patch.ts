import { complete } from '../resource/complete.js';
import { type ScimResource } from '../resource/parse-resource.js';
import { type ResourceType } from '../schema/resource-type.js';
import { applyOperation } from './apply-operation.js';
import { type PatchOperation } from './operation.js';

/**
 * Applies operations in order and returns the new resource; the given one stays as it is. All or nothing: throws
 * ScimError when one fails or a required attribute is missing in the end. Members of a group are not expected here
 * (see splitMembers).
 */
export function applyPatch(type: ResourceType, resource: ScimResource, operations: PatchOperation[]): ScimResource {
  const draft = structuredClone(resource);
  for (const operation of operations) applyOperation(draft, operation);
  complete(type, draft);
  return draft;
}

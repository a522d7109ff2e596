import { type ScimError } from '../message/error.js';
import { withinBudget } from '../limits/work-budget.js';
import { complete } from '../resource/complete.js';
import { deactivates, isActive } from '../resource/deactivation.js';
import { attempt, MOST_LEFT_ASIDE } from '../resource/left-aside.js';
import { type ScimResource } from '../resource/parse-resource.js';
import { type ResourceType } from '../schema/resource-type.js';
import { applyOperation } from './apply-operation.js';
import { type PatchOperation } from './operation.js';

/**
 * Applies operations in order and returns the new resource; the given one stays as it is. All or nothing: throws
 * ScimError when one fails or a required attribute is missing in the end. But nothing keeps a leaver in: where the
 * operations say that somebody is to leave, those that fail are put into `leftAside`, and the rest holds. Members of a
 * group are not expected here (see splitMembers).
 */
export function applyPatch(
  type: ResourceType,
  resource: ScimResource,
  operations: PatchOperation[],
  leftAside: ScimError[] = [],
): ScimResource {
  return withinBudget(() => apply(type, resource, operations, leftAside));
}

function apply(
  type: ResourceType,
  resource: ScimResource,
  operations: PatchOperation[],
  leftAside: ScimError[],
): ScimResource {
  const draft = structuredClone(resource);
  if (!operations.some(isDeactivation)) {
    for (const operation of operations) applyOperation(draft, operation);
    complete(type, draft);
    return draft;
  }
  const problems: ScimError[] = [];
  for (const operation of operations) {
    if (problems.length >= MOST_LEFT_ASIDE && !isActive(operation.path)) continue;
    attempt(
      () => applyOperation(draft, operation),
      (problem) => problems.push(problem),
    );
  }
  complete(type, draft, (problem, key) => {
    problems.push(problem);
    if (Object.hasOwn(resource, key)) draft[key] = structuredClone(resource[key]);
    else delete draft[key];
  });
  const [first] = problems;
  if (first && draft['active'] !== false) throw first;
  leftAside.push(...problems);
  return draft;
}

/** Whether an operation says that somebody is to leave. */
export function isDeactivation(operation: PatchOperation): boolean {
  return operation.op !== 'remove' && !operation.problem && deactivates(operation);
}

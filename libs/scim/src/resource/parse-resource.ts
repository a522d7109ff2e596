import { withinBudget } from '../limits/work-budget.js';
import { ScimError } from '../message/error.js';
import { type Path } from '../path/patch-path.js';
import { isObject, type JsonObject } from '../path/read.js';
import { splitUrn } from '../path/split-urn.js';
import { applyOperation } from '../patch/apply-operation.js';
import { type ResourceType } from '../schema/resource-type.js';
import { assignments } from './assignments.js';
import { describe } from './coerce.js';
import { complete } from './complete.js';
import { deactivates, isActive } from './deactivation.js';
import { attempt, type LeftAside, MOST_LEFT_ASIDE } from './left-aside.js';
import { assertSafeJson } from './safe-json.js';
import { assertStorable, isStorableAssignment, storableProblem, withStorableNames } from './storable.js';

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
  return withinBudget(() => {
    const sent = objectOf(body);
    assertStorable(sent);
    return whole(type, sent);
  });
}

function whole(type: ResourceType, body: JsonObject): ScimResource {
  const resource: ScimResource = {};
  for (const assignment of assignments(type, body)) apply(type, resource, assignment);
  complete(type, resource);
  return resource;
}

/** The body of a PUT. Where it says that somebody is to leave, what else it says and nobody can read is left aside. */
export function parseReplacement(
  type: ResourceType,
  body: unknown,
): { resource: ScimResource; leftAside: LeftAside[] } {
  return withinBudget(() => replacement(type, body));
}

function replacement(type: ResourceType, body: unknown): { resource: ScimResource; leftAside: LeftAside[] } {
  const leftAside: LeftAside[] = [];
  const read = objectOf(body);
  const unstorable = storableProblem(read);
  const named = unstorable === undefined ? read : withStorableNames(read, (problem) => leftAside.push({ problem }));
  const sent = assignments(type, named, (problem, key) => {
    const { urn, rest } = splitUrn(key, type);
    leftAside.push({ problem, ...(urn !== undefined && rest === '' && { of: { urn, attribute: '' } }) });
  });
  if (!sent.some(deactivates)) {
    const problem = unstorable ?? leftAside[0]?.problem;
    if (problem) throw problem;
    return { resource: whole(type, read), leftAside };
  }
  const resource: ScimResource = {};
  for (const assignment of sent) {
    const { path } = assignment;
    if (leftAside.length >= MOST_LEFT_ASIDE && !isActive(path)) continue;
    const refuse = (problem: ScimError) =>
      leftAside.push({ problem, of: { urn: path.urn, attribute: path.attribute } });
    if (unstorable !== undefined && !isStorableAssignment(assignment, refuse)) continue;
    attempt(() => apply(type, resource, assignment), refuse);
  }
  complete(type, resource, (problem, key) => {
    delete resource[key];
    leftAside.push({ problem, of: { attribute: key } });
  });
  const [first] = leftAside;
  if (first && resource['active'] !== false) throw first.problem;
  return { resource, leftAside };
}

function objectOf(body: unknown): JsonObject {
  if (!isObject(body)) throw ScimError.invalidSyntax(`The body must be a JSON object, got ${describe(body)}`);
  assertSafeJson(body);
  return body;
}

function apply(type: ResourceType, resource: ScimResource, { path, value }: { path: Path; value: unknown }): void {
  if (type.name === 'Group' && path.urn === undefined && path.definition?.name === 'members') return;
  applyOperation(resource, { op: 'replace', path, value, index: 0, keyed: true });
}

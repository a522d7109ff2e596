export { type Attribute, type AttributeType, findAttribute } from './schema/attribute.js';
export { COMMON_ATTRIBUTES } from './schema/common-attributes.js';
export { DISCOVERY_SCHEMAS } from './schema/discovery-schemas.js';
export { resourceTypeDocument, schemaDocument } from './schema/documents.js';
export { ENTERPRISE_SCHEMA } from './schema/enterprise-user.js';
export { GROUP_SCHEMA } from './schema/group.js';
export { canonicalDateTime, instant } from './schema/instant.js';
export { observeAttribute, observedSchema } from './schema/observed-attribute.js';
export { type ResourceType, type Schema } from './schema/resource-type.js';
export { GROUP, USER } from './schema/resource-types.js';
export {
  type AuthenticationScheme,
  serviceProviderConfig,
  type ServiceProviderOptions,
} from './schema/service-provider-config.js';
export * from './schema/urns.js';
export { USER_SCHEMA } from './schema/user.js';

export {
  type BulkMethod,
  type BulkOperation,
  MalformedOperation,
  type BulkRequest,
  bulkResponse,
  type BulkResult,
  parseBulkRequest,
} from './message/bulk.js';
export { bulkReferences, resolveBulkReferences } from './message/bulk-reference.js';
export { ScimError, type ScimErrorBody, type ScimType } from './message/error.js';
export { etag, matchesEtag } from './message/etag.js';
export { type ListPage, type ListResponse, listResponse } from './message/list.js';
export { parseListQuery, parseSearchRequest, type SearchRequest } from './message/search.js';

export { assertSize, sizeProblem } from './limits/assert-size.js';
export { MAX_RESOURCE_BYTES } from './limits/limits.js';
export { spend, withinBudget } from './limits/work-budget.js';

export { CASE_FOLDINGS, WIDTH_MAPPINGS } from './comparison/character-mappings.js';
export { comparisonKey, literalKey } from './comparison/comparison-key.js';

export { type AttributePath, printPath, resolvePath } from './path/attribute-path.js';
export { parsePath, type Path } from './path/patch-path.js';
export { elementsAt, valuesAt } from './path/read.js';

export { type CompareOperator, type FilterNode } from './filter/ast.js';
export { evaluate, evaluateElement, termsOf } from './filter/evaluate.js';
export { parseFilter } from './filter/parse.js';
export { parseSortBy } from './filter/sort.js';

export { keyProblem, lengthProblem, MAX_KEY_BYTES, MAX_VALUE_BYTES } from './resource/assert-indexable.js';
export { keepLeftAside, type LeftAside } from './resource/left-aside.js';
export { parseReplacement, parseResource, type ScimResource } from './resource/parse-resource.js';
export { project } from './resource/project.js';
export { parseProjection, type Projection, type ProjectionParameters, wants } from './resource/projection.js';
export { assertStorable } from './resource/storable.js';
export { schemasOf } from './resource/schemas-of.js';

export { applyPatch, isDeactivation } from './patch/apply-patch.js';
export { type MemberOperation, membersOf, memberValues, splitMembers } from './patch/members.js';
export { type PatchOperation } from './patch/operation.js';
export { parsePatch, type PatchReading } from './patch/parse-patch.js';

export { assertDefinedPatch, assertDefinedResource } from './profile/assert-defined.js';
export { SCIM_PROFILES, type ScimProfile } from './profile/scim-profile.js';

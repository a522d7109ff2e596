export {
  type AttributeMapping,
  type MappingProblem,
  mappingProblems,
  parseUserPath,
  pathProblem,
} from './attribute-mapping.js';
export { type ImportResult } from './import-handler.js';
export { presetOf } from './attribute-presets.js';
export { type MappingPreview, previewMapping } from './mapping-preview.js';
export { seenAttributes, type SeenAttribute } from './seen-attributes.js';
export { type Caller, type Change, type Guard, type ImportChange, type LeftUsers, type UpkeepTask } from './change.js';
export { type ChangeResults, type ResultOf } from './change-result.js';
export { Company } from './company.js';
export { DepartureRule } from './departure.js';
export { calendarDay, parseDepartureDate } from './departure-date.js';
export { derivedId } from './derived-id.js';
export { type QueueLimits } from './change-queue.js';
export { DirectoryChanges } from './directory-changes.js';
export {
  DirectoryError,
  type DirectoryErrorCode,
  type DirectoryErrorFacts,
  type DirectoryErrorTable,
} from './directory-error.js';
export {
  EVENT_TYPES,
  isOptIn,
  buildEnvelope,
  type DirectoryEvent,
  type EventDraft,
  type EventScope,
  type EventType,
} from './event.js';
export { gateUser, type GateUser } from './gate-user.js';
export { groupData } from './group-event.js';
export { type GroupRule, ruleFilterProblem, type StoredGroupRule } from './group-rule.js';
export { type GroupRecord, type GroupSource } from './group.js';
export { isId, newId, timeOfId, type IdPrefix } from './id.js';
export { idHere } from './imported-id.js';
export { ANNOUNCED_AT_ONCE } from './membership.js';
export { type RemovalProgress, type RemovalResult } from './lifecycle.js';
export { OutcomeUnknownError } from './outcome-unknown-error.js';
export type * from './directory-state.js';
export type * from './ports.js';
export {
  resyncBegins,
  resyncEnds,
  resyncGroup,
  resyncUser,
  type ResyncFacts,
  type ResyncResult,
} from './resync-event.js';
export { eraseEventBody } from './erasure.js';
export { type HeldDepartures, type HeldKind, type HeldState } from './mass-leave-guard.js';
export { MASS_LEAVE_LIMIT, type DeparturePolicy, type DeprovisioningPolicy } from './policy.js';
export { Presence, type Standing } from './presence.js';
export { toProfile, type Address, type UserProfile } from './profile.js';
export { type Role, type RoleAssignment, type RoleRef } from './roles.js';
export { type FilteringSettings, termsProblem } from './settings-terms.js';
export { TRANSFORM_NAMES } from './transforms.js';
export { Turn } from './turn.js';
export { announceUser, groupsOf, userData, type DepartureReason, type UserScope } from './user-event.js';
export { groupVersion, GROUPS_HASH_DIGITS, userVersion } from './shown-version.js';
export { nameKey, userNameOf, type GroupRef, type UserRecord } from './user.js';

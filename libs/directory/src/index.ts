export { type Caller, type Change, type Guard, type LeftUsers } from './change.js';
export { type ChangeResult } from './batch.js';
export { DirectoryChanges } from './directory-changes.js';
export {
  EVENT_TYPES,
  isOptIn,
  seal,
  type DirectoryEvent,
  type EventDraft,
  type EventScope,
  type EventType,
} from './event.js';
export { groupData } from './group-event.js';
export { type GroupRecord, type GroupSource } from './group.js';
export { isId, newId, type IdPrefix } from './id.js';
export type * from './ports.js';
export { groupLine, userLine, type StoredUser } from './snapshot-line.js';
export { toProfile, type Address, type UserProfile } from './profile.js';
export { announceUser, userData, type DeprovisioningPolicy, type UserScope } from './user-event.js';
export { nameKey, userNameOf, type GroupRef, type UserRecord } from './user.js';

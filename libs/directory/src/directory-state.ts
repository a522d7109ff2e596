import { type QueuedMail } from '#mail';
import { type ScimProfile } from '#scim';
import { type AttributeMapping } from './attribute-mapping.js';
import { type DirectoryEvent, type EventType } from './event.js';
import { type StoredGroupRule } from './group-rule.js';
import { type GroupRecord } from './group.js';
import { type MailContext } from './mail-outbox.js';
import { type DeprovisioningPolicy } from './policy.js';
import { type Role, type RoleAssignment } from './roles.js';
import { type UserRecord } from './user.js';

/** What a batch of changes has to see before it runs. */
export interface Needs {
  secretIds: string[];
  userIds: string[];
  userNameKeys: string[];
  userExternalIds: string[];
  groupIds: string[];
}

export interface EndpointMatch {
  id: string;
  enabled: boolean;
  /** Empty: every type that is not opt-in. */
  eventTypes: EventType[];
  /** Of a push stream: the URIs of the security events that its receiver asked for; empty: all. */
  securityEvents?: string[] | null;
}

/** A group that waits for a member of this value: an id or an externalId. */
export interface Reference {
  value: string;
  groupId: string;
  groupName: string;
}

/** What people set, and what every user of the directory is seen through. */
export interface DirectorySettings {
  policy: DeprovisioningPolicy;
  attributeMappings: AttributeMapping[];
  roleAssignments: RoleAssignment[];
  groupRules: StoredGroupRule[];
  /** The application's, the same for every directory. */
  roles: Role[];
}

/** A page of stored rows: so many, or so many bytes. */
export interface Portion<T> {
  rows: T[];
  /** After this portion nothing is left. */
  isLast: boolean;
}

/** A page of the users who are to be seen through new settings. */
export interface Recomputation {
  settings: DirectorySettings;
  users: UserRecord[];
  /** After this page nothing is left. */
  isLast: boolean;
}

export interface Departure {
  userId: string;
  /** Null: none any more. */
  at: string | null;
  /** The policy's attribute carries something that is no date. */
  isUnread: boolean;
}

export interface DirectoryState extends DirectorySettings {
  id: string;
  organizationId: string;
  environmentId: string;
  directoryType: string;
  provider: string;
  scimProfile: ScimProfile;
  /** Another one after each change of what lets requests in and how they are read, the secrets apart. */
  accessVersion: string;
  enabled: boolean;
  sequence: number;
  liveSecretIds: string[];
  endpoints: EndpointMatch[];
  users: UserRecord[];
  groups: GroupRecord[];
  references: Reference[];
  /** Null, or left out, where no mail can be sent. */
  mail?: MailContext | null;
}

export interface DeliveryRow {
  id: string;
  event_id: string;
  endpoint_id: string;
  resource_id: string;
  event_type: EventType;
  lane: Lane;
  plain_update: boolean;
  /** Of a push stream: which token of the event it sends. */
  set_event?: string;
}

/** 1 is the deprovisioning lane. */
export type Lane = 0 | 1;

/** Everything one flush writes, as sets. */
export interface WriteSet {
  insertedUsers: UserRecord[];
  updatedUsers: UserRecord[];
  /** Users of whom only the memberships differ: version, revision and time are written. */
  touchedUsers: UserRecord[];
  insertedGroups: GroupRecord[];
  updatedGroups: GroupRecord[];
  /** Groups of which only the members differ, and how often: the revision and the time are written. */
  touchedGroups: { id: string; times: number }[];
  deletedGroupIds: string[];
  /** Users who leave all their groups. */
  leavers: string[];
  /** Users who leave single groups, of ours. */
  left: { userId: string; groupId: string }[];
  /** Users who got into a group by a reference or by a rule. */
  joined: { userId: string; groupId: string }[];
  /** References that have become members, those of users who left at once included. */
  resolved: { groupId: string; value: string }[];
  /** Users whose pending announcement was made. */
  settled: string[];
  events: DirectoryEvent[];
  deliveries: DeliveryRow[];
  mails: QueuedMail[];
  sequence: number;
  /** Changes of the counters. */
  counts: { users: number; userRecords: number; groups: number };
  /** The identity provider asked for it: what the broker does by itself is no sync. */
  synced: boolean;
  at: string;
}

export interface MembershipChange {
  added: string[];
  removed: string[];
  /** The group's stored member list differs: references count, too. */
  changed: boolean;
  /** Of the records of those who were added or removed, more or less; 0 where there are more of them than are announced at once. */
  bytes: number;
}

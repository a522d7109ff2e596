import { type QueuedMail } from '#mail';
import { type FilterNode, type ScimProfile } from '#scim';
import { type DirectoryEvent, type EventType } from './event.js';
import { type HeldDepartures } from './holding.js';
import { type StoredGroupRule } from './group-rule.js';
import { type GroupRecord } from './group.js';
import { type AttributeMapping } from './attribute-mapping.js';
import { type MailContext } from './mail-outbox.js';
import { type DeprovisioningPolicy } from './policy.js';
import { type UserProfile } from './profile.js';
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
}

export interface DirectoryState extends DirectorySettings {
  id: string;
  organizationId: string;
  environmentId: string;
  directoryType: string;
  provider: string;
  scimProfile: ScimProfile;
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
  deletedGroupIds: string[];
  /** Users who leave all their groups. */
  leavers: string[];
  /** Users who leave single groups, of ours. */
  left: { userId: string; groupId: string }[];
  /** References that have become members, and users whom a rule has put into a group. */
  joined: { userId: string; groupId: string; value: string }[];
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

/** What is read of users, groups and memberships, and what changes memberships in place. For the unit of work alone. */
export interface DirectoryReads {
  /** Undefined when there is no such directory, or it was deleted. */
  load(needs: Needs): Promise<DirectoryState | undefined>;
  /** Present users and leavers of these names, and of these externalIds. */
  findUsers(nameKeys: string[], externalIds: string[]): Promise<UserRecord[]>;
  /** The groups of this name that the identity provider cannot have beside one of this externalId; of many some. */
  findGroupsByName(key: string, externalId: string | null): Promise<GroupRecord[]>;
  loadUsers(ids: string[]): Promise<UserRecord[]>;
  /** Those of the ids that are users, whatever else is stored of them. */
  userIds(ids: string[]): Promise<string[]>;
  loadGroups(ids: string[]): Promise<GroupRecord[]>;
  referencesTo(values: string[]): Promise<Reference[]>;
  /** The given values that are ids of another directory's users or groups. */
  foreignMembers(values: string[]): Promise<string[]>;
  addMembers(groupId: string, values: string[]): Promise<MembershipChange>;
  removeMembers(groupId: string, values: string[]): Promise<MembershipChange>;
  removeMembersWhere(groupId: string, filter: FilterNode): Promise<MembershipChange>;
  /** Leaves exactly these. */
  replaceMembers(groupId: string, values: string[]): Promise<MembershipChange>;
  /** Leaves the announcements to the background pass. */
  deferAnnouncements(group: GroupRecord, added: string[], removed: string[], at: string): Promise<void>;
  /** Users whose deferred announcement is due, oldest first. */
  deferredUsers(limit: number): Promise<Portion<UserRecord>>;
  /** The next page of the pass that new settings started, by id; undefined where none is under way. Moves the pass on. */
  recompute(limit: number): Promise<Recomputation | undefined>;
  /** Users whose departure is due, earliest first. */
  departing(at: string, limit: number): Promise<Portion<UserRecord>>;
  /** Users who were held and may leave now, a page of them. */
  approvedUsers(limit: number): Promise<Portion<UserRecord>>;
  /** Users whom receivers know as present and whose id is after this one, at most `limit`, by id. */
  announcedUsers(after: string, limit: number): Promise<Portion<UserRecord>>;
  setDepartures(departures: Departure[]): Promise<void>;
  write(set: WriteSet): Promise<void>;
}

/** What else is done to the rows of a directory. Expects that everything before it has been flushed. */
export interface DirectoryCommands extends HeldDepartures {
  /** Marks the users as erased, and leaves it to a pass of its own to scrub what else is kept on them. */
  markErased(userIds: string[], at: string): Promise<void>;
  /** @returns false where an alert was raised within the last hour */
  claimMassLeaveAlert(at: string): Promise<boolean>;
  /** Stores the rules and starts the pass that sees every user through them. */
  setGroupRules(rules: StoredGroupRule[]): Promise<void>;
  /** A group that is gone gives no role any more. */
  forgetAssignments(groupId: string): Promise<void>;
  setEnabled(enabled: boolean, at: string): Promise<void>;
  /**
   * Takes the personal data out of the events of the directory after this sequence, at most `limit`, and out of what their
   * deliveries were answered. Resolves to the last sequence of a page, undefined after the last one.
   */
  eraseEvents(after: number, limit: number, erase: (body: string) => string): Promise<number | undefined>;
  /** Takes the personal data out of every user record, as `erased` shows it. */
  eraseUsers(erased: UserProfile): Promise<void>;
  /** Marks the directory deleted and revokes its secrets. */
  close(at: string): Promise<void>;
}

/** One transaction that holds the directory's lock. */
export interface DirectoryTransaction extends DirectoryReads, DirectoryCommands {}

export interface DirectoryTransactions {
  /**
   * Runs `work` under the directory's lock in one transaction; commits when it resolves, rolls back when it rejects.
   * @throws OutcomeUnknownError
   */
  run<T>(directoryId: string, work: (transaction: DirectoryTransaction) => Promise<T>): Promise<T>;
}

/** Wakes the worker after a commit. Never awaited: the sweep finds rows without a wake-up. */
export interface Bell {
  ring(lane: Lane, endpointId: string): void;
  /** There are announcements to make in the background. */
  announce(directoryId: string): void;
  /** A wake-up threw. The changes are stored all the same. */
  failed?(error: unknown): void;
}

import { type FilterNode } from '#scim';
import {
  type Departure,
  type DirectoryState,
  type Lane,
  type MembershipChange,
  type Needs,
  type Portion,
  type Recomputation,
  type Reference,
  type WriteSet,
} from './directory-state.js';
import { type StoredGroupRule } from './group-rule.js';
import { type GroupRecord } from './group.js';
import { type HeldDepartures } from './mass-leave-guard.js';
import { type UserProfile } from './profile.js';
import { type UserRecord } from './user.js';

export interface UserReads {
  /** Present users and leavers of these names, and of these externalIds. */
  findUsers(nameKeys: string[], externalIds: string[]): Promise<UserRecord[]>;
  loadUsers(ids: string[]): Promise<UserRecord[]>;
  /** Those of the ids that are users, whatever else is stored of them. */
  userIds(ids: string[]): Promise<string[]>;
}

export interface GroupReads {
  /** The groups of this name that the identity provider cannot have beside one of this externalId; of many some. */
  findGroupsByName(key: string, externalId: string | null): Promise<GroupRecord[]>;
  loadGroups(ids: string[]): Promise<GroupRecord[]>;
}

/** Who is in which group. A group's member list is changed in place, and never loaded. */
export interface MembershipRows {
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
}

/** Pages of the users whom the broker's own work is about. */
export interface UpkeepReads {
  /** Users whose deferred announcement is due, oldest first. */
  deferredUsers(limit: number): Promise<Portion<UserRecord>>;
  /** The next page of the pass that new settings started, by id; undefined where none is under way. Moves the pass on. */
  recompute(limit: number): Promise<Recomputation | undefined>;
  /** Users whose departure is due, earliest first. */
  departing(at: string, limit: number): Promise<Portion<UserRecord>>;
  /** Users who were held and may leave now, a page of them. */
  approvedUsers(limit: number): Promise<Portion<UserRecord>>;
  /** Users whom receivers know as present and whose id is after this one, at most `limit`, by id; and `members`: those in a group. */
  announcedUsers(after: string, members: boolean, limit: number): Promise<Portion<UserRecord>>;
}

/** What a batch has collected. */
export interface BatchWrites {
  /** Sends the writes without waiting for them: what comes next sees them, and the commit fails with them. */
  enqueue(set: WriteSet): void;
  setDepartures(departures: Departure[]): Promise<void>;
}

/** The rows of users and groups. For the unit of work alone, which completes what is read by what is pending. */
export interface DirectoryRows {
  readonly users: UserReads;
  readonly groups: GroupReads;
  readonly memberships: MembershipRows;
  readonly upkeep: UpkeepReads;
  readonly held: HeldDepartures;
  readonly batch: BatchWrites;
}

export interface SettingsWrites {
  /** Stores the rules and starts the pass that sees every user through them. */
  setGroupRules(rules: StoredGroupRule[]): Promise<void>;
  /** A group that is gone gives no role any more. */
  forgetAssignments(groupId: string): Promise<void>;
}

/** The directory as a whole. */
export interface LifecycleWrites {
  setEnabled(enabled: boolean, at: string): Promise<void>;
  /** Marks the directory deleted and revokes its secrets. */
  close(at: string): Promise<void>;
  /** @returns false where an alert was raised within the last hour */
  claimMassLeaveAlert(at: string): Promise<boolean>;
}

export interface ErasureWrites {
  /** Marks the users as erased, and leaves it to a pass of its own to scrub what else is kept on them. */
  markErased(userIds: string[], at: string): Promise<void>;
  /**
   * Takes the personal data out of the events of the directory after this sequence, at most `limit`, and out of what their
   * deliveries were answered. Resolves to the last sequence of a page, undefined after the last one.
   */
  eraseEvents(after: number, limit: number, erase: (body: string) => string): Promise<number | undefined>;
  /** Takes the personal data out of every user record, as `erased` shows it. */
  eraseUsers(erased: UserProfile): Promise<void>;
}

/** What else is done to the rows of a directory. Expects that everything before it has been flushed, and reads no users or groups. */
export interface DirectoryCommands {
  readonly settings: SettingsWrites;
  readonly lifecycle: LifecycleWrites;
  readonly erasure: ErasureWrites;
}

/** One transaction that holds the directory's lock. */
export interface DirectoryTransaction {
  /** Undefined when there is no such directory, or it was deleted. */
  load(needs: Needs): Promise<DirectoryState | undefined>;
  readonly rows: DirectoryRows;
  readonly commands: DirectoryCommands;
}

export interface DirectoryTransactions {
  /**
   * Runs `work` under the directory's lock in one transaction; commits when it resolves, rolls back when it rejects.
   * @throws OutcomeUnknownError
   */
  run<T>(directoryId: string, work: (transaction: DirectoryTransaction) => Promise<T>): Promise<T>;
}

/** Wakes the worker after a commit. Never awaited: the sweep finds rows without a wake-up. */
export interface AfterCommit {
  ring(lane: Lane, endpointId: string): void;
  /** There are announcements to make in the background. */
  announce(directoryId: string): void;
  /** A wake-up threw. The changes are stored all the same. */
  failed?(error: unknown): void;
}

import { type QueuedMail } from '#mail';
import { type DirectoryEvent } from './event.js';
import { type GroupRecord } from './group.js';
import { type DeliveryRow, type WriteSet } from './directory-state.js';
import { type GroupRef, type UserRecord } from './user.js';

/** Collects what a batch writes. A row that changes twice between two flushes is written once, as it ended. */
export class PendingWrites {
  private insertedUsers = new Map<string, UserRecord>();
  private updatedUsers = new Map<string, UserRecord>();
  private touchedUsers = new Map<string, UserRecord>();
  private insertedGroups = new Map<string, GroupRecord>();
  private updatedGroups = new Map<string, GroupRecord>();
  private touchedGroups = new Map<string, number>();
  private deletedGroupIds: string[] = [];
  private leavers = new Set<string>();
  private joined: WriteSet['joined'] = [];
  private resolved: WriteSet['resolved'] = [];
  private ruled = new Map<string, { userId: string; groupId: string; isMember: boolean }>();
  private settled = new Set<string>();
  private events: DirectoryEvent[] = [];
  private deliveries: DeliveryRow[] = [];
  private mails: QueuedMail[] = [];
  private synced = false;
  private counts = { users: 0, userRecords: 0, groups: 0 };

  constructor(
    private sequence: number,
    private readonly at: string,
  ) {}

  get isEmpty(): boolean {
    const users = this.insertedUsers.size + this.updatedUsers.size + this.touchedUsers.size;
    const groups =
      this.insertedGroups.size + this.updatedGroups.size + this.touchedGroups.size + this.deletedGroupIds.length;
    const memberships = this.leavers.size + this.joined.length + this.resolved.length + this.ruled.size;
    const outgoing = this.events.length + this.deliveries.length + this.mails.length;
    return users + groups + memberships + this.settled.size + outgoing === 0;
  }

  /** The user's memberships are about to go. */
  leaves(userId: string): boolean {
    return this.leavers.has(userId);
  }

  insertUser(user: UserRecord): void {
    this.insertedUsers.set(user.id, user);
    this.counts.users += 1;
    this.counts.userRecords += 1;
  }

  reviveUser(user: UserRecord): void {
    this.updateUser(user);
    this.counts.users += 1;
  }

  updateUser(user: UserRecord): void {
    (this.insertedUsers.has(user.id) ? this.insertedUsers : this.updatedUsers).set(user.id, user);
    this.touchedUsers.delete(user.id);
  }

  /** Only the memberships differ from `before`: the documents of the row, which are most of it, stay as they are. */
  touchUser(before: UserRecord, after: UserRecord): void {
    const isPending = this.insertedUsers.has(after.id) || this.updatedUsers.has(after.id);
    const isSilent = after.announcedProfile !== null || after.previousGroups !== null;
    if (isPending || after.profile !== before.profile || isSilent) this.updateUser(after);
    else this.touchedUsers.set(after.id, after);
  }

  deleteUser(user: UserRecord): void {
    this.updateUser(user);
    this.leavers.add(user.id);
    // Joined in this very batch: one statement would not see the row that it has to delete. The references stay resolved, or the next
    // person of that externalId would get what the leaver had.
    this.joined = this.joined.filter(({ userId }) => userId !== user.id);
    for (const [key, { userId }] of this.ruled) if (userId === user.id) this.ruled.delete(key);
    this.counts.users -= 1;
  }

  insertGroup(group: GroupRecord): void {
    this.insertedGroups.set(group.id, group);
    this.counts.groups += 1;
  }

  updateGroup(group: GroupRecord): void {
    (this.insertedGroups.has(group.id) ? this.insertedGroups : this.updatedGroups).set(group.id, group);
    this.touchedGroups.delete(group.id);
  }

  /** Only the members differ. Counted, as most of these groups have not been read. @param group as it is now, where that is known */
  touchGroup(id: string, group: GroupRecord | undefined): void {
    const isPending = this.insertedGroups.has(id) || this.updatedGroups.has(id);
    if (isPending && group !== undefined) this.updateGroup(group);
    else this.touchedGroups.set(id, this.touchesOf(id) + 1);
  }

  /** How many revisions the group is to get. */
  touchesOf(groupId: string): number {
    return this.touchedGroups.get(groupId) ?? 0;
  }

  deleteGroup(id: string): void {
    this.insertedGroups.delete(id);
    this.updatedGroups.delete(id);
    this.touchedGroups.delete(id);
    this.deletedGroupIds.push(id);
    this.counts.groups -= 1;
  }

  /** What rules say of a user's groups now; the last word of a batch is the one that counts. */
  regroup(userId: string, before: readonly GroupRef[], after: readonly GroupRef[]): void {
    const note = (groupId: string, isMember: boolean) => {
      this.ruled.set(`${userId} ${groupId}`, { userId, groupId, isMember });
    };
    const held = new Set(before.map(({ id }) => id));
    const holds = new Set(after.map(({ id }) => id));
    for (const { id, rule } of before) if (rule === true && !holds.has(id)) note(id, false);
    for (const { id, rule } of after) if (rule === true && !held.has(id)) note(id, true);
  }

  join({ userId, groupId, value }: { userId: string; groupId: string; value: string }): void {
    this.joined.push({ userId, groupId });
    this.resolved.push({ groupId, value });
  }

  /** Deletes the user's announcement that waits for the background pass. */
  settle(userId: string): void {
    this.settled.add(userId);
  }

  /** The batch holds a change that the identity provider asked for. */
  markSynced(): void {
    this.synced = true;
  }

  nextSequence(): number {
    return ++this.sequence;
  }

  append(event: DirectoryEvent): void {
    this.events.push(event);
  }

  deliver(delivery: DeliveryRow): void {
    this.deliveries.push(delivery);
  }

  queueMail(mail: QueuedMail): void {
    this.mails.push(mail);
  }

  /** What was collected; collecting starts anew, the sequence goes on. */
  take(): WriteSet {
    const ruled = [...this.ruled.values()];
    const set: WriteSet = {
      insertedUsers: [...this.insertedUsers.values()],
      updatedUsers: [...this.updatedUsers.values()],
      touchedUsers: [...this.touchedUsers.values()],
      insertedGroups: [...this.insertedGroups.values()],
      updatedGroups: [...this.updatedGroups.values()],
      touchedGroups: [...this.touchedGroups].map(([id, times]) => ({ id, times })),
      deletedGroupIds: this.deletedGroupIds,
      leavers: [...this.leavers],
      left: ruled.filter(({ isMember }) => !isMember),
      joined: [
        ...this.joined,
        ...ruled.filter(({ isMember }) => isMember).map(({ userId, groupId }) => ({ userId, groupId })),
      ],
      resolved: this.resolved,
      settled: [...this.settled],
      events: this.events,
      deliveries: this.deliveries,
      mails: this.mails,
      sequence: this.sequence,
      counts: this.counts,
      synced: this.synced,
      at: this.at,
    };
    this.insertedUsers = new Map();
    this.updatedUsers = new Map();
    this.touchedUsers = new Map();
    this.insertedGroups = new Map();
    this.updatedGroups = new Map();
    this.touchedGroups = new Map();
    this.deletedGroupIds = [];
    this.leavers = new Set();
    this.joined = [];
    this.resolved = [];
    this.ruled = new Map();
    this.settled = new Set();
    this.events = [];
    this.deliveries = [];
    this.mails = [];
    this.counts = { users: 0, userRecords: 0, groups: 0 };
    this.synced = false;
    return set;
  }
}

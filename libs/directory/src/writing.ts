import { type DirectoryEvent } from './event.js';
import { type GroupRecord } from './group.js';
import { type DeliveryRow, type WriteSet } from './ports.js';
import { type UserRecord } from './user.js';

/** Collects what a batch writes. A row that changes twice between two flushes is written once, as it ended. */
export class Writing {
  private insertedUsers = new Map<string, UserRecord>();
  private updatedUsers = new Map<string, UserRecord>();
  private insertedGroups = new Map<string, GroupRecord>();
  private updatedGroups = new Map<string, GroupRecord>();
  private deletedGroupIds: string[] = [];
  private leavers: string[] = [];
  private joined: WriteSet['joined'] = [];
  private settled: string[] = [];
  private events: DirectoryEvent[] = [];
  private deliveries: DeliveryRow[] = [];
  private counts = { users: 0, userRecords: 0, groups: 0 };

  constructor(
    private sequence: number,
    private readonly at: string,
  ) {}

  get isEmpty(): boolean {
    return (
      this.insertedUsers.size + this.updatedUsers.size + this.insertedGroups.size + this.updatedGroups.size === 0 &&
      this.deletedGroupIds.length + this.events.length === 0
    );
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
  }

  deleteUser(user: UserRecord): void {
    this.updateUser(user);
    this.leavers.push(user.id);
    this.counts.users -= 1;
  }

  insertGroup(group: GroupRecord): void {
    this.insertedGroups.set(group.id, group);
    this.counts.groups += 1;
  }

  updateGroup(group: GroupRecord): void {
    (this.insertedGroups.has(group.id) ? this.insertedGroups : this.updatedGroups).set(group.id, group);
  }

  deleteGroup(id: string): void {
    this.insertedGroups.delete(id);
    this.updatedGroups.delete(id);
    this.deletedGroupIds.push(id);
    this.counts.groups -= 1;
  }

  join(reference: WriteSet['joined'][number]): void {
    this.joined.push(reference);
  }

  /** This change's event said what the background pass was to say. */
  settle(before: UserRecord, after: UserRecord): void {
    if (before.previousGroups !== null && after.previousGroups === null) this.settled.push(after.id);
  }

  /** The background pass is through with this user. */
  settleAnyway(userId: string): void {
    this.settled.push(userId);
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

  /** What was collected; collecting starts anew, the sequence goes on. */
  take(): WriteSet {
    const set: WriteSet = {
      insertedUsers: [...this.insertedUsers.values()],
      updatedUsers: [...this.updatedUsers.values()],
      insertedGroups: [...this.insertedGroups.values()],
      updatedGroups: [...this.updatedGroups.values()],
      deletedGroupIds: this.deletedGroupIds,
      leavers: this.leavers,
      joined: this.joined,
      settled: this.settled,
      events: this.events,
      deliveries: this.deliveries,
      sequence: this.sequence,
      counts: this.counts,
      at: this.at,
    };
    this.insertedUsers = new Map();
    this.updatedUsers = new Map();
    this.insertedGroups = new Map();
    this.updatedGroups = new Map();
    this.deletedGroupIds = [];
    this.leavers = [];
    this.joined = [];
    this.settled = [];
    this.events = [];
    this.deliveries = [];
    this.counts = { users: 0, userRecords: 0, groups: 0 };
    return set;
  }
}

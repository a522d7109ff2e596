import { type MemberOperation } from '#scim';
import { type GroupRecord } from './group.js';
import { type HeldDepartures, type HeldKind, type HeldState } from './mass-leave-guard.js';
import { IdentityMap } from './identity-map.js';
import {
  type Departure,
  type DirectoryState,
  type MembershipChange,
  type Needs,
  type Portion,
  type Recomputation,
  type Reference,
} from './directory-state.js';
import { type DirectoryRows, type UpkeepReads } from './ports.js';
import { type GroupRef, nameKey, userNameOf, type UserRecord } from './user.js';
import { type PendingWrites } from './pending-writes.js';

/** The reads that answer with the users of a background pass. */
type Selection = (reads: Omit<UpkeepReads, 'recompute'>) => Promise<Portion<UserRecord>>;

/**
 * What a batch knows and is about to write. Every read of users, groups and references goes through the unit of work, so that each
 * change runs on what the changes before it left: a record that the batch knows is answered from memory, a row that it does not know is
 * completed by what is pending, and SQL that cannot be completed that way runs after a flush.
 */
export class UnitOfWork implements HeldDepartures {
  private readonly users = new IdentityMap<UserRecord, 'name' | 'externalId'>({
    name: (user) => nameKey(userNameOf(user)),
    externalId: ({ externalId }) => externalId,
  });
  private readonly groups = new IdentityMap<GroupRecord, 'name'>({ name: ({ displayName }) => nameKey(displayName) });
  /** Keys whose rows have all been read: a name among them that no known record has is free. */
  private readonly readNames: Set<string>;
  private readonly readExternalIds: Set<string>;
  private readonly readGroupNames = new Set<string>();
  /** Names that users had before what is pending. */
  private readonly freedNames = new Set<string>();
  /** Names that this batch gave to groups, which stored memberships do not show yet. */
  private readonly newGroupNames = new Map<string, string>();
  /** The references that were loaded with the batch, until members change; then the database has the last word. */
  private references: Reference[];
  /** Values of whose references all have been loaded. */
  private readonly readReferences: Set<string>;
  /** References that have become members since members last changed. */
  private readonly resolved = new Set<string>();
  private departures: Departure[] = [];

  constructor(
    state: DirectoryState,
    needs: Needs,
    private readonly rows: DirectoryRows,
    private readonly pendingWrites: PendingWrites,
    private readonly at: string,
  ) {
    for (const user of state.users) this.users.adopt(user);
    for (const group of state.groups) this.groups.adopt(group);
    for (const id of needs.userIds) if (!this.users.knows(id)) this.users.remove(id);
    for (const id of needs.groupIds) if (!this.groups.knows(id)) this.groups.remove(id);
    this.readNames = new Set(needs.userNameKeys);
    this.readExternalIds = new Set(needs.userExternalIds);
    this.references = state.references;
    const arrives = needs.userNameKeys.length + needs.userExternalIds.length > 0;
    this.readReferences = new Set(arrives ? [...needs.userExternalIds, ...state.users.map(({ id }) => id)] : []);
  }

  // ---- users

  async user(id: string): Promise<UserRecord | undefined> {
    return (await this.usersById([id]))[0];
  }

  /** In the order given, without those that are not there. */
  async usersById(ids: readonly string[]): Promise<UserRecord[]> {
    const unknown = ids.filter((id) => !this.users.knows(id));
    if (unknown.length > 0) {
      this.adoptUsers(await this.rows.users.loadUsers(unknown));
      for (const id of unknown) if (!this.users.knows(id)) this.users.remove(id);
    }
    return ids.map((id) => this.users.get(id)).filter((user) => user !== undefined);
  }

  /** Those of the ids that are users: their records are not loaded, as there may be thousands. */
  async userIds(ids: readonly string[]): Promise<Set<string>> {
    const unknown = ids.filter((id) => !this.users.knows(id));
    const found = new Set(unknown.length > 0 ? await this.rows.users.userIds(unknown) : []);
    for (const id of ids) if (this.users.get(id) !== undefined) found.add(id);
    return found;
  }

  /** Present users and leavers. */
  async usersNamed(key: string): Promise<UserRecord[]> {
    if (!this.readNames.has(key)) {
      this.adoptUsers(await this.rows.users.findUsers([key], []));
      this.readNames.add(key);
    }
    return this.users.find('name', key);
  }

  /** Present users and leavers. */
  async usersOfExternalId(externalId: string): Promise<UserRecord[]> {
    if (!this.readExternalIds.has(externalId)) {
      this.adoptUsers(await this.rows.users.findUsers([], [externalId]));
      this.readExternalIds.add(externalId);
    }
    return this.users.find('externalId', externalId);
  }

  /** A page of users that SQL chooses. */
  async select(selection: Selection): Promise<Portion<UserRecord>> {
    await this.flush();
    const { rows, isLast } = await selection(this.rows.upkeep);
    return { rows: this.adoptUsers(rows), isLast };
  }

  async recompute(limit: number): Promise<Recomputation | undefined> {
    await this.flush();
    const page = await this.rows.upkeep.recompute(limit);
    return page && { ...page, users: this.adoptUsers(page.users) };
  }

  async insertUser(user: UserRecord): Promise<void> {
    await this.take(user);
    this.users.put(user);
    this.pendingWrites.insertUser(user);
  }

  /** A leaver who is there again. */
  async reviveUser(before: UserRecord, after: UserRecord): Promise<void> {
    // One statement would not see the memberships of the departure gone before those of the return come.
    if (this.pendingWrites.leaves(after.id)) await this.flush();
    await this.take(after);
    this.users.put(after);
    this.settleSaid(before, after);
    this.pendingWrites.reviveUser(after);
  }

  async updateUser(before: UserRecord, after: UserRecord): Promise<void> {
    if (nameKey(userNameOf(after)) !== nameKey(userNameOf(before))) {
      await this.take(after);
      this.free(before);
    }
    this.users.put(after);
    this.settleSaid(before, after);
    this.pendingWrites.updateUser(after);
    // A group shows its members with their names.
    if (after.profile.name !== before.profile.name) this.touchGroups(after.groups);
  }

  /** Only the memberships differ. */
  touchUser(before: UserRecord, after: UserRecord): void {
    this.users.put(after);
    this.settleSaid(before, after);
    this.pendingWrites.touchUser(before, after);
  }

  deleteUser(before: UserRecord, after: UserRecord): void {
    this.free(before);
    this.users.put(after);
    this.settleSaid(before, after);
    this.pendingWrites.deleteUser(after);
    this.touchGroups(before.groups);
  }

  /** What waited for the background pass is done. */
  settle(userId: string): void {
    this.pendingWrites.settle(userId);
  }

  /** The departure date of a user; null: none any more. */
  schedule(departure: Departure): void {
    this.departures.push(departure);
  }

  // ---- groups

  async group(id: string): Promise<GroupRecord | undefined> {
    return (await this.groupsById([id]))[0];
  }

  /** In the order given, without those that are not there. */
  async groupsById(ids: readonly string[]): Promise<GroupRecord[]> {
    const unknown = ids.filter((id) => !this.groups.knows(id));
    if (unknown.length > 0) {
      for (const group of await this.rows.groups.loadGroups(unknown)) this.adoptGroup(group);
      for (const id of unknown) if (!this.groups.knows(id)) this.groups.remove(id);
    }
    return ids.map((id) => this.groups.get(id)).filter((group) => group !== undefined);
  }

  /** Those that may be in the way of one of this externalId. */
  async groupsNamed(key: string, externalId: string | null): Promise<GroupRecord[]> {
    const read = JSON.stringify([key, externalId]);
    if (!this.readGroupNames.has(read)) {
      for (const group of await this.rows.groups.findGroupsByName(key, externalId)) this.adoptGroup(group);
      this.readGroupNames.add(read);
    }
    return this.groups.find('name', key);
  }

  insertGroup(group: GroupRecord): void {
    this.groups.put(group);
    this.pendingWrites.insertGroup(group);
  }

  updateGroup(group: GroupRecord): void {
    const known = this.groups.get(group.id);
    this.groups.put(group);
    this.pendingWrites.updateGroup(group);
    if (known?.displayName === group.displayName) return;
    this.newGroupNames.set(group.id, group.displayName);
    for (const user of this.users.all()) {
      if (user.groups.some(({ id }) => id === group.id)) this.users.put(this.withNewNames(user));
    }
  }

  /** The group's own row stays as it is, but its members do not, or not as the group shows them: the ETag has to say so. */
  touchGroup(id: string): void {
    if (this.isDeleted(id)) return;
    const known = this.groups.get(id);
    const touched = known && { ...known, revision: known.revision + 1, updatedAt: this.at };
    if (touched !== undefined) this.groups.put(touched);
    this.pendingWrites.touchGroup(id, touched);
  }

  /** Those that have the group as a member, and show it by its name. */
  async touchOuterGroups(id: string): Promise<void> {
    for (const { groupId } of await this.referencesTo([id])) this.touchGroup(groupId);
  }

  deleteGroup(id: string): void {
    this.groups.remove(id);
    this.pendingWrites.deleteGroup(id);
  }

  // ---- memberships

  /** The groups that wait for somebody of these ids or externalIds. */
  async referencesTo(values: readonly string[]): Promise<Reference[]> {
    const unread = values.filter((value) => !this.readReferences.has(value));
    const stored = unread.length > 0 ? await this.rows.memberships.referencesTo(unread) : [];
    return [...this.references.filter(({ value }) => values.includes(value)), ...stored]
      .filter(({ groupId, value }) => !this.resolved.has(`${groupId} ${value}`) && !this.isDeleted(groupId))
      .map((reference) => ({
        ...reference,
        groupName: this.groups.get(reference.groupId)?.displayName ?? reference.groupName,
      }));
  }

  /** A reference becomes a membership. */
  join(userId: string, { groupId, value }: Pick<Reference, 'groupId' | 'value'>): void {
    this.resolved.add(`${groupId} ${value}`);
    this.pendingWrites.join({ userId, groupId, value });
    this.touchGroup(groupId);
  }

  /** What rules say of the user's groups now. */
  regroup(userId: string, before: readonly GroupRef[], after: readonly GroupRef[]): void {
    this.pendingWrites.regroup(userId, before, after);
  }

  foreignMembers(values: string[]): Promise<string[]> {
    return this.rows.memberships.foreignMembers(values);
  }

  /** Changes the stored member list. The users whom that concerns are still known as they were: the caller changes them, too. */
  async changeMembers(groupId: string, operation: MemberOperation): Promise<MembershipChange> {
    await this.flush();
    this.references = [];
    this.readReferences.clear();
    this.resolved.clear();
    switch (operation.kind) {
      case 'add':
        return await this.rows.memberships.addMembers(groupId, operation.values);
      case 'remove':
        return await this.rows.memberships.removeMembers(groupId, operation.values);
      case 'removeWhere':
        return await this.rows.memberships.removeMembersWhere(groupId, operation.filter);
      case 'clear':
        return await this.rows.memberships.replaceMembers(groupId, []);
      case 'replace':
        return await this.rows.memberships.replaceMembers(groupId, operation.values);
    }
  }

  /** The user's memberships as `changeMembers` left them, where nothing else differs. */
  remember(user: UserRecord): void {
    this.users.put(user);
  }

  /** Leaves the announcements of a membership change to the background pass. */
  async deferAnnouncements(group: GroupRecord, added: string[], removed: string[], at: string): Promise<void> {
    await this.rows.memberships.deferAnnouncements(group, added, removed, at);
    const note = (id: string, change: (others: GroupRef[]) => { before: GroupRef[]; after: GroupRef[] }) => {
      const user = this.users.get(id);
      if (user === undefined) return;
      const { before, after } = change(user.groups.filter((held) => held.id !== group.id));
      this.users.put({ ...user, groups: after, previousGroups: user.previousGroups ?? before });
    };
    const own = { id: group.id, name: group.displayName, version: group.version };
    for (const id of added) note(id, (others) => ({ before: others, after: [...others, own] }));
    for (const id of removed) note(id, (others) => ({ before: [...others, own], after: others }));
  }

  // ---- the mass-leaver guard

  heldState(userId: string): Promise<HeldState | undefined> {
    return this.rows.held.heldState(userId);
  }

  async recentDepartures(since: string, most: number): Promise<{ left: number; waiting: boolean }> {
    await this.flush();
    return await this.rows.held.recentDepartures(since, most);
  }

  hold(userId: string, kind: HeldKind, at: string): Promise<void> {
    return this.rows.held.hold(userId, kind, at);
  }

  unhold(userIds: string[]): Promise<void> {
    return this.rows.held.unhold(userIds);
  }

  /** Writes what is pending: at the end of the batch, and before SQL that must see it. */
  async flush(): Promise<void> {
    if (!this.pendingWrites.isEmpty) this.rows.batch.enqueue(this.pendingWrites.take());
    this.freedNames.clear();
    if (this.departures.length > 0) await this.rows.batch.setDepartures(this.departures.splice(0));
  }

  /** Names are unique row by row: the statement that frees a name goes before the one that gives it to somebody else. */
  private async take(user: UserRecord): Promise<void> {
    if (user.deletedAt === null && this.freedNames.has(nameKey(userNameOf(user)))) await this.flush();
  }

  /** This change said what the background pass was to say. */
  private settleSaid(before: UserRecord, after: UserRecord): void {
    if (before.previousGroups !== null && after.previousGroups === null) this.settle(after.id);
  }

  private free(user: UserRecord): void {
    if (user.deletedAt === null) this.freedNames.add(nameKey(userNameOf(user)));
  }

  private adoptUsers(rows: readonly UserRecord[]): UserRecord[] {
    return rows.map((row) => this.users.adopt(this.withNewNames(row))).filter((user) => user !== undefined);
  }

  /** Completed by what is pending. */
  private adoptGroup(row: GroupRecord): void {
    const touched = this.pendingWrites.touchesOf(row.id);
    this.groups.adopt(touched === 0 ? row : { ...row, revision: row.revision + touched, updatedAt: this.at });
  }

  /** Those of a user. The groups of our rules are no part of SCIM. */
  private touchGroups(groups: readonly GroupRef[]): void {
    for (const { id, rule } of groups) if (rule !== true) this.touchGroup(id);
  }

  private withNewNames(user: UserRecord): UserRecord {
    if (!user.groups.some(({ id }) => this.newGroupNames.has(id))) return user;
    return {
      ...user,
      groups: user.groups.map((group) => ({ ...group, name: this.newGroupNames.get(group.id) ?? group.name })),
    };
  }

  private isDeleted(groupId: string): boolean {
    return this.groups.knows(groupId) && this.groups.get(groupId) === undefined;
  }
}

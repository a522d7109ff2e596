import { ScimError, type ScimResource } from '#scim';
import { Arrivals, type ImportResult } from './arrivals.js';
import { type Caller, type Change } from './change.js';
import { same } from './difference.js';
import { announceGroup } from './group-event.js';
import { Holding } from './holding.js';
import { type GroupRecord } from './group.js';
import { newId } from './id.js';
import { Journal } from './journal.js';
import { Lifecycle, type RemovalResult } from './lifecycle.js';
import { Membership } from './membership.js';
import { type Departure, type DirectoryState, type DirectoryTransaction, type Reference } from './ports.js';
import { SeenUsers } from './seen-users.js';
import { Upkeep } from './upkeep.js';
import { announceUser, type UserScope } from './user-event.js';
import { type Shaped, UserShape } from './user-shape.js';
import { nameKey, userNameOf, type UserRecord } from './user.js';
import { Writing } from './writing.js';

export type ChangeResult =
  | { user: UserRecord }
  | { group: GroupRecord }
  | { deleted: string }
  /** Of `set-enabled`: false where the directory was so already. */
  | { changed: boolean }
  /** Of `delete-directory`, `announce-members` and `upkeep`: false while there is something left to do. */
  | { done: boolean }
  | RemovalResult
  | ImportResult;

/** A batch of changes of one directory, inside its transaction: each change runs on what the ones before it left. */
export class Batch {
  private readonly users = new Map<string, UserRecord>();
  private readonly seen = new SeenUsers(this.users);
  private readonly userIdByName = new Map<string, string>();
  private readonly groups = new Map<string, GroupRecord>();
  private readonly liveSecrets: Set<string>;
  private readonly scope: UserScope;
  private readonly writing: Writing;
  private readonly journal: Journal;
  private readonly lifecycle: Lifecycle;
  private readonly membership: Membership;
  private readonly shape: UserShape;
  private readonly arrivals: Arrivals;
  private readonly holding: Holding | undefined;
  private departures: Departure[] = [];

  constructor(
    private readonly state: DirectoryState,
    private readonly transaction: DirectoryTransaction,
    private readonly at: string,
  ) {
    this.scope = { organizationId: state.organizationId, directoryId: state.id };
    this.liveSecrets = new Set(state.liveSecretIds);
    for (const user of state.users) this.remember(user);
    for (const group of state.groups) this.groups.set(group.id, group);
    this.writing = new Writing(state.sequence, at);
    this.journal = new Journal(state, this.writing, at);
    this.lifecycle = new Lifecycle(state, transaction, this.writing, this.journal, at);
    this.shape = new UserShape(state, at);
    this.holding = Holding.of(state.policy, transaction, this.shape, at);
    this.membership = new Membership(state, transaction, this.writing, this.journal, this.shape, at, (user) =>
      this.remember(user),
    );
    this.arrivals = new Arrivals(state, transaction, this.writing, this.shape, at, {
      users: this.users,
      groups: this.groups,
      admitName: (user) => this.refuseTakenName(nameKey(userNameOf(user)), userNameOf(user)),
      admitGroupName: (group) => this.refuseTakenGroupName(group),
      remember: (user) => this.remember(user),
      schedule: (user) => this.schedule(undefined, user),
      flush: () => this.flush(),
    });
  }

  /** More members were touched than one transaction announces. */
  get announcesLater(): boolean {
    return this.membership.announcesLater;
  }

  /** Lanes that got a delivery, as `lane endpointId`. */
  get rung(): ReadonlySet<string> {
    return this.journal.rung;
  }

  async run(change: Change): Promise<ChangeResult> {
    if (this.lifecycle.isOver) throw ScimError.unauthorized('there is no such directory');
    if (change.kind === 'set-enabled') return { changed: await this.lifecycle.setEnabled(change.enabled) };
    if (change.kind === 'announce-members') {
      await this.flush();
      return { done: await this.membership.announceDeferred() };
    }
    if (change.kind === 'upkeep') {
      await this.flush();
      const upkeep = new Upkeep(this.state, this.transaction, this.writing, this.journal, this.membership, this.at);
      return { done: await upkeep.run(change.task) };
    }
    if (change.kind === 'delete-directory') {
      await this.flush();
      return await this.lifecycle.remove(change.users, change.erasedTo ?? 0);
    }
    if (change.kind === 'import-user' || change.kind === 'import-group' || change.kind === 'import-members') {
      return await this.arrivals.run(change);
    }
    this.admit(change.caller);
    this.writing.markSynced();
    switch (change.kind) {
      case 'create-user':
        return { user: await this.createUser(change.resource, change.id ?? newId('diruser')) };
      case 'update-user':
        return { user: await this.updateUser(change) };
      case 'delete-user':
        return { deleted: await this.deleteUser(change) };
      case 'create-group':
        return { group: await this.createGroup(change.resource, change.members, change.id ?? newId('dirgroup')) };
      case 'update-group':
        return { group: await this.updateGroup(change) };
      case 'delete-group':
        return { deleted: await this.deleteGroup(change) };
    }
  }

  /** Writes what is pending: at the end of the batch, and before SQL that must see it. */
  async flush(): Promise<void> {
    if (!this.writing.isEmpty) await this.transaction.write(this.writing.take());
    if (this.departures.length > 0) await this.transaction.setDepartures(this.departures.splice(0));
  }

  /** Only directories with a graceful departure keep dates. */
  private schedule(before: UserRecord | undefined, after: UserRecord): void {
    if (!this.shape.knowsDepartures) return;
    const at = this.shape.departsAt(after);
    if (at !== null || before !== undefined) this.departures.push({ userId: after.id, at });
  }

  private admit(caller: Caller): void {
    if (caller.secretId !== undefined && !this.liveSecrets.has(caller.secretId)) {
      throw ScimError.unauthorized('the bearer token was revoked or has expired; ask for a new one');
    }
    if (!this.state.enabled) throw ScimError.forbidden('the directory is disabled');
  }

  // ---- users

  private async createUser(resource: ScimResource, id: string): Promise<UserRecord> {
    const userName = resource['userName'] as string;
    const key = nameKey(userName);
    await this.refuseTakenName(key, userName);
    const externalId = (resource['externalId'] as string | undefined) ?? null;
    const leaver = this.returningLeaver(key, externalId);
    const stored = { ...resource, active: (resource['active'] as boolean | undefined) ?? true };
    const joins = await this.joinsOf([externalId, leaver?.id]);
    const joined = joins.map(({ groupId, groupName }) => ({ id: groupId, name: groupName }));
    const after: UserRecord = {
      ...(leaver ?? {
        id,
        announced: false,
        announcedProfile: null,
        version: 0,
        revision: 0,
        createdAt: this.at,
        previousGroups: null,
      }),
      ...(await this.shapeOf(leaver, { resource: stored, groups: joined, deletedAt: null, externalId })),
      externalId,
      updatedAt: this.at,
      deletedAt: null,
    };
    after.revision += 1;
    this.schedule(leaver, after);
    for (const { value, groupId } of joins) this.writing.join({ userId: after.id, groupId, value });
    this.journal.announce(announceUser(leaver, after, this.scope, this.state.policy));
    if (this.shape.hasRules) await this.membership.regroup({ groups: joined }, after);
    if (after.active) {
      await this.membership.announceAll(
        'added',
        after,
        joins.map(({ groupId }) => groupId),
      );
    }
    if (leaver === undefined) this.writing.insertUser(after);
    else this.writing.reviveUser(after);
    this.remember(after);
    return after;
  }

  /** The groups that wait for somebody of this id or externalId. */
  private async joinsOf(names: (string | null | undefined)[]): Promise<Reference[]> {
    const values = names.filter((name) => typeof name === 'string');
    if (values.length > 0 && this.membership.hasRun) return await this.transaction.referencesTo(values);
    return this.state.references.filter(({ value }) => values.includes(value));
  }

  /**
   * The deprovisioned record that comes back under its id: by externalId, by userName only where one side has no externalId.
   * A recycled userName with another externalId is a new person and inherits nothing (contract section 6).
   */
  private returningLeaver(key: string, externalId: string | null): UserRecord | undefined {
    if (externalId !== null) {
      const known = this.seen.byExternalId(externalId);
      // A live user of this externalId has taken it over already.
      if (known.some((user) => user.deletedAt === null)) return undefined;
      if (known.length > 0) return latest(known);
    }
    return latest(
      this.seen
        .byName(key)
        .filter((user) => user.deletedAt !== null && (externalId === null || user.externalId === null)),
    );
  }

  private async updateUser(change: Change & { kind: 'update-user' }): Promise<UserRecord> {
    const before = await this.liveUser(change.id);
    change.guard?.(before.revision);
    const resource = change.change(before.resource);
    const stored: ScimResource = { ...resource, active: (resource['active'] as boolean | undefined) ?? true };
    if (same(stored, before.resource)) return before;
    const userName = stored['userName'] as string;
    const key = nameKey(userName);
    if (key !== nameKey(userNameOf(before))) await this.refuseTakenName(key, userName);
    const externalId = (stored['externalId'] as string | undefined) ?? null;
    const after: UserRecord = {
      ...before,
      ...(await this.shapeOf(before, { ...before, resource: stored, externalId })),
      externalId,
      revision: before.revision + 1,
      updatedAt: this.at,
    };
    this.journal.announce(announceUser(before, after, this.scope, this.state.policy));
    this.schedule(before, after);
    if (this.shape.hasRules) await this.membership.regroup(before, after);
    this.writing.settle(before, after);
    this.writing.updateUser(after);
    this.forget(before);
    this.remember(after);
    return after;
  }

  private async deleteUser(change: Change & { kind: 'delete-user' }): Promise<string> {
    const before = await this.liveUser(change.id);
    change.guard?.(before.revision);
    const held = before.active && (await this.holding?.keeps(before.id, 'deleted')) === true;
    const after: UserRecord = {
      ...before,
      resource: { ...before.resource, active: false },
      profile: { ...before.profile, roles: [] },
      active: false,
      groups: [],
      revision: before.revision + 1,
      updatedAt: this.at,
      deletedAt: this.at,
    };
    if (held) Object.assign(after, this.shape.of(after, 'held'));
    this.journal.announce(announceUser(before, after, this.scope, this.state.policy));
    await this.membership.announceAll(
      'removed',
      after,
      before.groups.map(({ id }) => id),
    );
    this.writing.settle(before, after);
    this.writing.deleteUser(after);
    this.forget(before);
    this.remember(after);
    return after.id;
  }

  /** As the settings have it, unless the mass-leaver guard keeps somebody who would leave. */
  private async shapeOf(before: UserRecord | undefined, user: Parameters<UserShape['of']>[0]): Promise<Shaped> {
    return this.holding === undefined ? this.shape.of(user) : await this.holding.shapeOf(before, user);
  }

  private async liveUser(id: string): Promise<UserRecord> {
    if (this.announcesLater) {
      // Too many members changed to keep the loaded ones current: read this one again.
      await this.flush();
      for (const user of await this.transaction.loadUsers([id])) this.remember(user);
    }
    const user = this.users.get(id);
    if (user === undefined || user.deletedAt !== null) throw ScimError.notFound('User', id);
    return user;
  }

  private async refuseTakenName(key: string, userName: string): Promise<void> {
    if (!this.userIdByName.has(key)) {
      for (const user of await this.namesakes(key)) this.remember(user);
    }
    if (this.userIdByName.has(key)) throw ScimError.uniqueness(`userName "${userName}" is taken in this directory`);
  }

  /** Names that the batch could foresee were loaded with it; a rename is known only after its function ran. */
  private async namesakes(key: string): Promise<UserRecord[]> {
    return this.state.loadedNameKeys.has(key) ? [] : await this.transaction.findUsersByName([key]);
  }

  private remember(user: UserRecord): void {
    this.users.set(user.id, user);
    this.seen.note(user);
    if (user.deletedAt === null) this.userIdByName.set(nameKey(userNameOf(user)), user.id);
  }

  private forget(user: UserRecord): void {
    this.userIdByName.delete(nameKey(userNameOf(user)));
  }

  // ---- groups

  private async createGroup(resource: ScimResource, members: string[], id: string): Promise<GroupRecord> {
    const group: GroupRecord = {
      id,
      resource,
      displayName: resource['displayName'] as string,
      externalId: (resource['externalId'] as string | undefined) ?? null,
      source: 'scim',
      version: 0,
      revision: 1,
      createdAt: this.at,
      updatedAt: this.at,
    };
    await this.refuseTakenGroupName(group);
    await this.membership.refuseForeign(members);
    this.journal.announce(announceGroup(undefined, group, this.scope));
    this.writing.insertGroup(group);
    this.groups.set(group.id, group);
    if (members.length > 0) await this.membership.change(group, [{ kind: 'add', values: members }]);
    return group;
  }

  private async updateGroup(change: Change & { kind: 'update-group' }): Promise<GroupRecord> {
    const before = this.scimGroup(change.id);
    change.guard?.(before.revision);
    const resource = change.change(before.resource);
    const after: GroupRecord = {
      ...before,
      resource,
      displayName: resource['displayName'] as string,
      externalId: (resource['externalId'] as string | undefined) ?? null,
      updatedAt: this.at,
    };
    const renamed =
      nameKey(after.displayName) !== nameKey(before.displayName) || after.externalId !== before.externalId;
    if (renamed) await this.refuseTakenGroupName(after);
    await this.membership.refuseForeign(
      change.members.flatMap((operation) => ('values' in operation ? operation.values : [])),
    );

    const differs = !same(before.resource, after.resource);
    if (differs) this.journal.announce(announceGroup(before, after, this.scope));
    this.groups.set(after.id, after);
    const membersDiffer = change.members.length > 0 && (await this.membership.change(after, change.members));
    if (!differs && !membersDiffer) {
      this.groups.set(before.id, before);
      return before;
    }
    after.revision += 1;
    this.writing.updateGroup(after);
    return after;
  }

  private async deleteGroup(change: Change & { kind: 'delete-group' }): Promise<string> {
    const group = this.scimGroup(change.id);
    change.guard?.(group.revision);
    // Every member's remaining groups are announced, as at Scalekit; the rows go with the group.
    await this.membership.change(group, [{ kind: 'clear' }]);
    this.journal.announce(announceGroup(group, undefined, this.scope));
    this.writing.deleteGroup(group.id);
    if (this.state.roleAssignments.some(({ group_id }) => group_id === group.id)) {
      await this.transaction.forgetAssignments(group.id);
    }
    this.groups.delete(group.id);
    return group.id;
  }

  /** A rule's group is ours: the IdP neither sees nor changes it (contract section 10). */
  private scimGroup(id: string): GroupRecord {
    const group = this.groups.get(id);
    if (group === undefined || group.source === 'rule') throw ScimError.notFound('Group', id);
    return group;
  }

  private async refuseTakenGroupName(group: GroupRecord): Promise<void> {
    const key = nameKey(group.displayName);
    const stored = await this.transaction.findGroupsByName([key]);
    const namesakes = new Map(stored.map((other) => [other.id, other]));
    for (const other of this.groups.values()) namesakes.set(other.id, other);
    for (const other of namesakes.values()) {
      if (other.id === group.id || nameKey(other.displayName) !== key || other.source !== 'scim') continue;
      const distinct = group.externalId !== null && other.externalId !== null && group.externalId !== other.externalId;
      if (!distinct) throw ScimError.uniqueness(`a group named "${group.displayName}" exists already`);
    }
  }
}

function latest(users: UserRecord[]): UserRecord | undefined {
  return users.sort((a, b) => (b.deletedAt ?? '').localeCompare(a.deletedAt ?? ''))[0];
}

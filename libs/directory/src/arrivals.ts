import { ScimError } from '#scim';
import { type ImportChange } from './change.js';
import { same } from './difference.js';
import { type GroupRecord } from './group.js';
import { type DirectoryState, type DirectoryTransaction } from './ports.js';
import { type UserShape } from './user-shape.js';
import { type UserRecord } from './user.js';
import { type Writing } from './writing.js';

/** `imported`: records, or memberships, that were not there before. `unknown`: groups or members that this directory does not have. */
export interface ImportResult {
  imported: number;
  unknown: number;
}

/** What the batch that they arrive in knows and does. */
interface Host {
  users: ReadonlyMap<string, UserRecord>;
  groups: Map<string, GroupRecord>;
  /** Throws where another user has the name. */
  admitName(user: UserRecord): Promise<void>;
  admitGroupName(group: GroupRecord): Promise<void>;
  remember(user: UserRecord): void;
  schedule(user: UserRecord): void;
  flush(): Promise<void>;
}

/**
 * Records that come from another broker with their ids. Receivers know them from there, so that they are stored as if they had been
 * announced once: no event now, `user_updated` or `user_deleted` at the first change.
 */
export class Arrivals {
  constructor(
    private readonly state: DirectoryState,
    private readonly transaction: DirectoryTransaction,
    private readonly writing: Writing,
    private readonly shape: UserShape,
    private readonly at: string,
    private readonly host: Host,
  ) {}

  run(change: ImportChange): Promise<ImportResult> {
    switch (change.kind) {
      case 'import-user':
        return this.user(change);
      case 'import-group':
        return this.group(change);
      case 'import-members':
        return this.members(change);
    }
  }

  private async user({ id, resource, groupIds }: ImportChange & { kind: 'import-user' }): Promise<ImportResult> {
    if (this.host.users.has(id)) return { imported: 0, unknown: 0 };
    const externalId = (resource['externalId'] as string | undefined) ?? null;
    const named = [...new Set(groupIds)].map((groupId) => this.host.groups.get(groupId));
    const groups = named.filter((group) => group !== undefined && group.source !== 'rule');
    const waiting = this.state.references.filter(({ value }) => value === id || value === externalId);
    const joined = new Map(groups.map((group) => [group!.id, { id: group!.id, name: group!.displayName }]));
    for (const { groupId, groupName } of waiting) joined.set(groupId, { id: groupId, name: groupName });
    const stored = { ...resource, active: (resource['active'] as boolean | undefined) ?? true };
    const shaped = this.shape.of({ resource: stored, groups: [...joined.values()], deletedAt: null, externalId });
    const user: UserRecord = {
      ...shaped,
      id,
      externalId,
      announced: shaped.active,
      announcedProfile: null,
      version: shaped.active ? 1 : 0,
      revision: 1,
      createdAt: this.at,
      updatedAt: this.at,
      deletedAt: null,
      previousGroups: null,
    };
    await this.host.admitName(user);
    for (const groupId of joined.keys()) {
      const value = waiting.find((reference) => reference.groupId === groupId)?.value ?? '';
      this.writing.join({ userId: id, groupId, value });
    }
    this.writing.regroup(id, [...joined.values()], user.groups);
    this.writing.insertUser(user);
    this.host.schedule(user);
    this.host.remember(user);
    return { imported: 1, unknown: named.length - groups.length };
  }

  private async group({ id, resource }: ImportChange & { kind: 'import-group' }): Promise<ImportResult> {
    if (this.host.groups.has(id)) return { imported: 0, unknown: 0 };
    const group: GroupRecord = {
      id,
      resource,
      displayName: resource['displayName'] as string,
      externalId: (resource['externalId'] as string | undefined) ?? null,
      source: this.state.directoryType === 'SCIM' ? 'scim' : 'pull',
      version: 1,
      revision: 1,
      createdAt: this.at,
      updatedAt: this.at,
    };
    if (group.source === 'scim') await this.host.admitGroupName(group);
    this.writing.insertGroup(group);
    this.host.groups.set(id, group);
    return { imported: 1, unknown: 0 };
  }

  /** Who is not here is no pending reference: the other broker kept the membership of somebody whom it had deleted. */
  private async members(change: ImportChange & { kind: 'import-members' }): Promise<ImportResult> {
    const group = this.host.groups.get(change.groupId);
    if (group === undefined || group.source === 'rule') throw ScimError.notFound('Group', change.groupId);
    await this.host.flush();
    const given = new Set(change.userIds);
    const users = (await this.transaction.loadUsers([...given])).filter(({ deletedAt }) => deletedAt === null);
    const { added } = await this.transaction.addMembers(
      group.id,
      users.map(({ id }) => id),
    );
    const newcomers = new Set(added);
    for (const user of users) if (newcomers.has(user.id)) this.giveRoles(user, group);
    return { imported: added.length, unknown: given.size - users.length };
  }

  /** The group may give a role: kept with the profile, where the next event looks for what was there before. */
  private giveRoles(user: UserRecord, group: GroupRecord): void {
    const groups = [...user.groups, { id: group.id, name: group.displayName }];
    const profile = this.shape.withRoles(user.profile, { groups, deletedAt: null });
    const after = { ...user, groups, profile };
    this.host.remember(after);
    if (!same(profile, user.profile)) this.writing.updateUser(after);
  }
}

import { type ChangeOf, type ImportChange } from './change.js';
import { same } from './difference.js';
import { DirectoryError } from './directory-error.js';
import { type GroupRecord } from './group.js';
import { type DirectoryState } from './directory-state.js';
import { type UnitOfWork } from './unit-of-work.js';
import { type Uniqueness } from './uniqueness.js';
import { type UserProjection } from './user-projection.js';
import { type UserRecord } from './user.js';

/** `imported`: records, or memberships, that were not there before. `unknown`: groups or members that this directory does not have. */
export interface ImportResult {
  imported: number;
  unknown: number;
}

/**
 * Records that come from another broker with their ids. Receivers know them from there, so that they are stored as if they had been
 * announced once: no event now, `user_updated` or `user_deleted` at the first change.
 */
export class ImportHandler {
  constructor(
    private readonly state: DirectoryState,
    private readonly unit: UnitOfWork,
    private readonly uniqueness: Uniqueness,
    private readonly projection: UserProjection,
    private readonly at: string,
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

  private async user({ id, resource, groupIds }: ChangeOf<'import-user'>): Promise<ImportResult> {
    if ((await this.unit.user(id)) !== undefined) return { imported: 0, unknown: 0 };
    const externalId = (resource['externalId'] as string | undefined) ?? null;
    const named = [...new Set(groupIds)];
    const groups = (await this.unit.groupsById(named)).filter(({ source }) => source !== 'rule');
    const waiting = await this.unit.referencesTo(externalId === null ? [id] : [id, externalId]);
    const joined = new Map(groups.map((group) => [group.id, { id: group.id, name: group.displayName }]));
    for (const { groupId, groupName } of waiting) joined.set(groupId, { id: groupId, name: groupName });
    const stored = { ...resource, active: (resource['active'] as boolean | undefined) ?? true };
    const arrival = { resource: stored, groups: [...joined.values()], deletedAt: null, externalId };
    const shaped = this.projection.of(arrival, undefined);
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
    await this.uniqueness.ofUser(id, resource['userName'] as string);
    for (const groupId of joined.keys()) {
      const value = waiting.find((reference) => reference.groupId === groupId)?.value ?? '';
      this.unit.join(id, { groupId, value });
    }
    this.unit.regroup(id, [...joined.values()], user.groups);
    await this.unit.insertUser(user);
    const departure = this.projection.departureOf(user);
    if (departure.at !== null || departure.isUnread) this.unit.schedule(departure);
    return { imported: 1, unknown: named.length - groups.length };
  }

  private async group({ id, resource }: ChangeOf<'import-group'>): Promise<ImportResult> {
    if ((await this.unit.group(id)) !== undefined) return { imported: 0, unknown: 0 };
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
    if (group.source === 'scim') await this.uniqueness.ofGroup(group);
    this.unit.insertGroup(group);
    await this.unit.touchOuterGroups(id);
    return { imported: 1, unknown: 0 };
  }

  /** Who is not here is no pending reference: the other broker kept the membership of somebody whom it had deleted. */
  private async members(change: ChangeOf<'import-members'>): Promise<ImportResult> {
    const group = await this.unit.group(change.groupId);
    if (group === undefined || group.source === 'rule') {
      throw DirectoryError.of('group_not_found', { id: change.groupId });
    }
    const given = new Set(change.userIds);
    const users = (await this.unit.usersById([...given].sort())).filter(({ deletedAt }) => deletedAt === null);
    const values = users.map(({ id }) => id);
    const { added } = await this.unit.changeMembers(group.id, { kind: 'add', values });
    if (added.length > 0) this.unit.touchGroup(group.id);
    const newcomers = new Set(added);
    for (const user of users) if (newcomers.has(user.id)) await this.giveRoles(user, group);
    return { imported: added.length, unknown: given.size - users.length };
  }

  /** The group may give a role: kept with the profile, where the next event looks for what was there before. */
  private async giveRoles(user: UserRecord, group: GroupRecord): Promise<void> {
    const groups = [...user.groups, { id: group.id, name: group.displayName }];
    const profile = this.projection.withRoles(user.profile, { groups, deletedAt: null });
    const after = { ...user, groups, profile };
    if (same(profile, user.profile)) this.unit.remember(after);
    else await this.unit.updateUser(user, after);
  }
}

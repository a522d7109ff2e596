import { ask } from './caller-refusal.js';
import { type ChangeOf } from './change.js';
import { same } from './difference.js';
import { DirectoryError } from './directory-error.js';
import { announceGroup } from './group-event.js';
import { type GroupRecord } from './group.js';
import { newId } from './id.js';
import { type Outbox } from './outbox.js';
import { type Membership } from './membership.js';
import { type DirectoryState } from './directory-state.js';
import { type SettingsWrites } from './ports.js';
import { assertFits } from './resource-size.js';
import { groupVersion } from './shown-version.js';
import { type UnitOfWork } from './unit-of-work.js';
import { Uniqueness } from './uniqueness.js';
import { type UserScope } from './user-event.js';
import { nameKey } from './user.js';

/** What the identity provider does to groups. */
export class GroupChanges {
  private readonly scope: UserScope;
  private readonly uniqueness: Uniqueness;

  constructor(
    private readonly state: DirectoryState,
    private readonly unit: UnitOfWork,
    private readonly settings: Pick<SettingsWrites, 'forgetAssignments'>,
    private readonly outbox: Outbox,
    private readonly membership: Membership,
    private readonly at: string,
  ) {
    this.scope = { organizationId: state.organizationId, directoryId: state.id };
    this.uniqueness = new Uniqueness(unit, state.scimProfile);
  }

  async create({ resource, members, id: given }: ChangeOf<'create-group'>): Promise<GroupRecord> {
    assertFits(resource);
    const id = given ?? newId('dirgroup');
    const group: GroupRecord = {
      id,
      resource,
      displayName: resource['displayName'] as string,
      externalId: (resource['externalId'] as string | undefined) ?? null,
      source: this.state.directoryType === 'SCIM' ? 'scim' : 'pull',
      version: 0,
      revision: 1,
      createdAt: this.at,
      updatedAt: this.at,
    };
    // Sources that are pulled have groups of one name: an id tells them apart.
    if (group.source === 'scim') await this.uniqueness.ofGroup(group);
    await this.membership.refuseForeign(members);
    this.outbox.announce(announceGroup(undefined, group, this.scope));
    this.unit.insertGroup(group);
    // Only an id that was allotted before can be named by another group already.
    if (given !== undefined) await this.unit.touchOuterGroups(id);
    if (members.length > 0) await this.membership.change(group, [{ kind: 'add', values: members }]);
    return group;
  }

  async update(change: ChangeOf<'update-group'>): Promise<GroupRecord> {
    const before = await this.scimGroup(change.id);
    ask(() => change.guard?.(groupVersion(before)));
    const resource = ask(() => change.change(before.resource));
    const after: GroupRecord = {
      ...before,
      resource,
      displayName: resource['displayName'] as string,
      externalId: (resource['externalId'] as string | undefined) ?? null,
      updatedAt: this.at,
    };
    const renamed =
      nameKey(after.displayName) !== nameKey(before.displayName) || after.externalId !== before.externalId;
    if (renamed && before.source === 'scim') await this.uniqueness.ofGroup(after);
    await this.membership.refuseForeign(
      change.members.flatMap((operation) => ('values' in operation ? operation.values : [])),
    );

    const differs = !same(before.resource, after.resource);
    if (differs) assertFits(after.resource, before.resource);
    // Behind the last refusal: what is refused changes no entity tag.
    if (after.displayName !== before.displayName) await this.unit.touchOuterGroups(after.id);
    if (differs) this.outbox.announce(announceGroup(before, after, this.scope));
    const membersDiffer = change.members.length > 0 && (await this.membership.change(after, change.members));
    if (!differs && !membersDiffer) return before;
    after.revision += 1;
    this.unit.updateGroup(after);
    return after;
  }

  async delete(change: ChangeOf<'delete-group'>): Promise<string> {
    const group = await this.scimGroup(change.id);
    ask(() => change.guard?.(groupVersion(group)));
    // Every member's remaining groups are announced, as at Scalekit; the rows go with the group.
    await this.membership.change(group, [{ kind: 'clear' }]);
    this.outbox.announce(announceGroup(group, undefined, this.scope));
    await this.unit.touchOuterGroups(group.id);
    this.unit.deleteGroup(group.id);
    if (this.state.roleAssignments.some(({ group_id }) => group_id === group.id)) {
      await this.settings.forgetAssignments(group.id);
    }
    return group.id;
  }

  /** A rule's group is ours: the IdP neither sees nor changes it (docs/roles.md). */
  private async scimGroup(id: string): Promise<GroupRecord> {
    const group = await this.unit.group(id);
    if (group === undefined || group.source === 'rule') throw DirectoryError.of('group_not_found', { id });
    return group;
  }
}

import { type MemberOperation } from '#scim';
import { DirectoryError } from './directory-error.js';
import { announceMember } from './group-event.js';
import { type GroupRecord } from './group.js';
import { membersHere } from './imported-id.js';
import { type Outbox } from './outbox.js';
import { type DirectoryState } from './directory-state.js';
import { type UnitOfWork } from './unit-of-work.js';
import { announceUser, type UserScope } from './user-event.js';
import { type UserProjection } from './user-projection.js';
import { type GroupRef, type UserRecord } from './user.js';

/** More affected members than this are announced by the background pass. */
export const ANNOUNCED_AT_ONCE = 1_000;
/** And so are members whose records have more bytes than this together. */
const ANNOUNCED_BYTES = 8 * 1_048_576;

/** Who is in which group. Set-based: a group's members are never loaded, only those whom a change touches, a page at a time. */
export class Membership {
  /** More members were touched than one transaction announces. */
  announcesLater = false;
  private readonly scope: UserScope;

  constructor(
    private readonly state: DirectoryState,
    private readonly unit: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly projection: UserProjection,
    private readonly at: string,
  ) {
    this.scope = { organizationId: state.organizationId, directoryId: state.id };
  }

  /** Unknown values are kept as references; a user or group of another directory is a mistake that must not pass for one. */
  async refuseForeign(values: string[]): Promise<void> {
    const suspects = values.filter((value) => /^dir(user|group)_/.test(value));
    if (suspects.length === 0) return;
    const foreign = await this.unit.foreignMembers(suspects);
    if (foreign.length > 0) throw DirectoryError.of('foreign_member', { value: foreign[0]! });
  }

  /** Applies the operations in order and announces their sum. @returns whether the group's member list differs now */
  async change(group: GroupRecord, operations: MemberOperation[]): Promise<boolean> {
    const touched = new Map<string, 'added' | 'removed'>();
    let changed = false;
    let bytes = 0;
    for (const operation of await membersHere(operations, this.unit)) {
      const effect = await this.unit.changeMembers(group.id, operation);
      changed ||= effect.changed;
      bytes += effect.bytes;
      for (const id of effect.added) toggle(touched, id, 'added');
      for (const id of effect.removed) toggle(touched, id, 'removed');
    }
    await this.announce(group, touched, bytes);
    return changed;
  }

  /** For the endpoints that name membership events: who comes or goes takes the memberships along. */
  async announceAll(kind: 'added' | 'removed', user: UserRecord, groupIds: string[]): Promise<void> {
    if (groupIds.length === 0 || !this.outbox.isAskedFor(`organization.directory.group_member_${kind}`)) return;
    for (const group of await this.unit.groupsById([...new Set(groupIds)].sort())) {
      this.outbox.announceOptIn(announceMember(kind, group, memberOf(user), this.scope));
    }
  }

  /** What rules changed in a user's groups: the rows, and the events for the endpoints that name them. */
  async regroup(before: Pick<UserRecord, 'groups'>, after: UserRecord): Promise<void> {
    this.unit.regroup(after.id, before.groups, after.groups);
    if (!after.active) return;
    const missingIn = (one: readonly GroupRef[], other: readonly GroupRef[]) =>
      one.filter(({ id, rule }) => rule === true && !other.some((group) => group.id === id)).map(({ id }) => id);
    await this.announceAll('removed', after, missingIn(before.groups, after.groups));
    await this.announceAll('added', after, missingIn(after.groups, before.groups));
  }

  /** A page of the background pass. @returns whether nothing is left */
  async announceDeferred(): Promise<boolean> {
    const users = await this.unit.select((reads) => reads.deferredUsers(ANNOUNCED_AT_ONCE));
    for (const user of users.rows) {
      const profile = this.projection.withRoles(user.profile, user);
      const after = { ...user, profile, revision: user.revision + 1, updatedAt: this.at };
      this.outbox.announce(announceUser(user, after, this.scope, this.state.policy));
      // Said now, also where there was nothing to say.
      after.previousGroups = null;
      this.unit.touchUser(user, after);
    }
    return users.isLast;
  }

  private async announce(group: GroupRecord, touched: Map<string, 'added' | 'removed'>, bytes: number): Promise<void> {
    if (touched.size === 0) return;
    const ids = [...touched.keys()].sort();
    if (ids.length > ANNOUNCED_AT_ONCE || bytes > ANNOUNCED_BYTES) {
      const of = (kind: 'added' | 'removed') => ids.filter((id) => touched.get(id) === kind);
      await this.unit.deferAnnouncements(group, of('added'), of('removed'), this.at);
      this.announcesLater = true;
      return;
    }
    for (const user of await this.unit.usersById(ids)) this.announceOne(group, user, touched.get(user.id)!);
  }

  private announceOne(group: GroupRecord, user: UserRecord, kind: 'added' | 'removed'): void {
    const others = user.groups.filter(({ id }) => id !== group.id);
    const withGroup = [...others, { id: group.id, name: group.displayName }];
    const before = { ...user, groups: kind === 'added' ? others : withGroup };
    const after = {
      ...user,
      groups: kind === 'added' ? withGroup : others,
      revision: user.revision + 1,
      updatedAt: this.at,
    };
    after.profile = this.projection.withRoles(user.profile, after);
    const update = announceUser(before, after, this.scope, this.state.policy);
    this.outbox.announce(update);
    if (update !== undefined) this.outbox.announceOptIn(announceMember(kind, group, memberOf(after), this.scope));
    this.unit.touchUser(user, after);
  }
}

function toggle(touched: Map<string, 'added' | 'removed'>, id: string, kind: 'added' | 'removed'): void {
  const earlier = touched.get(id);
  // Added and removed in one request is no change at all.
  if (earlier !== undefined && earlier !== kind) touched.delete(id);
  else touched.set(id, kind);
}

function memberOf(user: UserRecord): { id: string; email: string | null; name: string | null } {
  return { id: user.id, email: user.profile.email, name: user.profile.name };
}

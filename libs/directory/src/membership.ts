import { type MemberOperation } from '#scim';
import { DirectoryError } from './directory-error.js';
import { type GroupRecord } from './group.js';
import { membersHere } from './imported-id.js';
import { type Outbox } from './outbox.js';
import { type UnitOfWork } from './unit-of-work.js';
import { type UserAnnouncements } from './user-announcements.js';
import { type UserProjection } from './user-projection.js';
import { type UserRecord } from './user.js';

/** More affected members than this are announced by the background pass. */
export const ANNOUNCED_AT_ONCE = 1_000;
/** And so are members of whom events would say more bytes than this together. */
const ANNOUNCED_BYTES = 8 * 1_048_576;

/** Who is in which group. Set-based: a group's members are never loaded, only those whom a change touches, a page at a time. */
export class Membership {
  /** More members were touched than one transaction announces. */
  announcesLater = false;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly outbox: Pick<Outbox, 'bytes'>,
    private readonly announcements: UserAnnouncements,
    private readonly projection: UserProjection,
    private readonly at: string,
  ) {}

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

  /** A page of the background pass. @returns whether nothing is left */
  async announceDeferred(): Promise<boolean> {
    const users = await this.unit.select((reads) => reads.deferredUsers(ANNOUNCED_AT_ONCE));
    const most = this.outbox.bytes + ANNOUNCED_BYTES;
    for (const user of users.rows) {
      // The membership events tell of a group each: what its members have in common is in each of them.
      if (this.outbox.bytes > most) return false;
      const profile = this.projection.withRoles(user.profile, user);
      const after = { ...user, profile, revision: user.revision + 1, updatedAt: this.at };
      await this.announcements.announce(user, after);
      this.unit.touchUser(user, after);
      // Also where nothing was said: it waits for the user, and not for this pass any more.
      this.unit.settle(user.id);
    }
    return users.isLast;
  }

  private async announce(group: GroupRecord, touched: Map<string, 'added' | 'removed'>, bytes: number): Promise<void> {
    if (touched.size === 0) return;
    const ids = [...touched.keys()].sort();
    if (ids.length > ANNOUNCED_AT_ONCE || bytes + this.bytesOfEvents(group, ids.length) > ANNOUNCED_BYTES) {
      const of = (kind: 'added' | 'removed') => ids.filter((id) => touched.get(id) === kind);
      await this.unit.deferAnnouncements(group, of('added'), of('removed'), this.at);
      this.announcesLater = true;
      return;
    }
    for (const user of await this.unit.usersById(ids)) await this.announceOne(group, user, touched.get(user.id)!);
  }

  /** Of so many membership events, each of which has the group. */
  private bytesOfEvents({ resource }: GroupRecord, members: number): number {
    return this.announcements.tellsOfMembers ? members * JSON.stringify(resource).length : 0;
  }

  private async announceOne(group: GroupRecord, user: UserRecord, kind: 'added' | 'removed'): Promise<void> {
    const others = user.groups.filter(({ id }) => id !== group.id);
    const withGroup = [...others, { id: group.id, name: group.displayName, version: group.version }];
    const before = { ...user, groups: kind === 'added' ? others : withGroup };
    const after = {
      ...user,
      groups: kind === 'added' ? withGroup : others,
      revision: user.revision + 1,
      updatedAt: this.at,
    };
    after.profile = this.projection.withRoles(user.profile, after);
    await this.announcements.announce(before, after);
    this.unit.touchUser(user, after);
  }
}

function toggle(touched: Map<string, 'added' | 'removed'>, id: string, kind: 'added' | 'removed'): void {
  const earlier = touched.get(id);
  // Added and removed in one request is no change at all.
  if (earlier !== undefined && earlier !== kind) touched.delete(id);
  else touched.set(id, kind);
}

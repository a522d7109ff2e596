import { type EventDraft } from './event.js';
import { announceMember, goneGroup } from './group-event.js';
import { type DirectoryState } from './directory-state.js';
import { type Outbox } from './outbox.js';
import { type UnitOfWork } from './unit-of-work.js';
import { announcedGroups, announceUser, type DepartureReason, type UserScope } from './user-event.js';
import { type GroupRef, type UserRecord } from './user.js';

/**
 * Announces a user: with the user's own event, and with one for each group that the user has come into or left since the last event,
 * where an endpoint names those. What is silent about the user is silent about the memberships, and is made up for by the next event.
 */
export class UserAnnouncements {
  private readonly scope: UserScope;

  constructor(
    private readonly state: DirectoryState,
    private readonly unit: UnitOfWork,
    private readonly outbox: Outbox,
  ) {
    this.scope = { organizationId: state.organizationId, directoryId: state.id };
  }

  /** As `announceUser`. @param redact what the user's event may say */
  async announce(
    before: UserRecord | undefined,
    after: UserRecord,
    reason?: DepartureReason,
    redact: (draft: EventDraft) => EventDraft = (draft) => draft,
  ): Promise<void> {
    const known = announcedGroups(before);
    const draft = announceUser(before, after, this.scope, this.state.policy, reason);
    if (draft !== undefined) this.outbox.announce(redact(draft));
    // A deletion after a deactivation says nothing more of the user, but the memberships end with it.
    if (draft === undefined && after.deletedAt === null) return;
    await this.announceMember('removed', after, missingIn(known, after.groups));
    await this.announceMember('added', after, missingIn(after.groups, known));
  }

  /** Whether a change of members costs an event for each. */
  get tellsOfMembers(): boolean {
    return (['added', 'removed'] as const).some((kind) => this.tellsOf(kind));
  }

  tellsOf(kind: 'added' | 'removed'): boolean {
    return this.outbox.isAskedFor(`organization.directory.group_member_${kind}`);
  }

  private async announceMember(kind: 'added' | 'removed', user: UserRecord, groups: GroupRef[]): Promise<void> {
    if (groups.length === 0 || !this.tellsOf(kind)) return;
    const present = new Map((await this.unit.groupsById(groups.map(({ id }) => id))).map((group) => [group.id, group]));
    const member = { id: user.id, email: user.profile.email, name: user.profile.name };
    for (const ref of groups) {
      this.outbox.announce(announceMember(kind, present.get(ref.id) ?? goneGroup(ref), member, this.scope));
    }
  }
}

/** In the order of their ids. */
function missingIn(groups: readonly GroupRef[], other: readonly GroupRef[]): GroupRef[] {
  const ids = new Set(other.map(({ id }) => id));
  return groups.filter(({ id }) => !ids.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

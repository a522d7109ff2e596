import { type UpkeepTask } from './change.js';
import { same } from './difference.js';
import { announceMassLeave } from './directory-event.js';
import { eraseDraft, eraseUser } from './erasure.js';
import { announceGroup } from './group-event.js';
import { type GroupRule, groupNames } from './group-rule.js';
import { type GroupRecord } from './group.js';
import { MassLeaveGuard } from './mass-leave-guard.js';
import { newId } from './id.js';
import { type Outbox } from './outbox.js';
import { type MailOutbox } from './mail-outbox.js';
import { type Membership } from './membership.js';
import { type Departure, type DirectoryState } from './directory-state.js';
import { type DirectoryCommands } from './ports.js';
import { type DeprovisioningPolicy } from './policy.js';
import { Turn } from './turn.js';
import { type UnitOfWork } from './unit-of-work.js';
import { type UserAnnouncements } from './user-announcements.js';
import { type DepartureReason } from './user-event.js';
import { type DerivedUser, UserProjection } from './user-projection.js';
import { nameKey, type UserRecord } from './user.js';

/** What the settings make of a user now. */
type Derivation = (user: UserRecord) => DerivedUser | Promise<DerivedUser>;

/** Users per transaction, at most: the directory's lock is held that long, and no longer. */
const AT_ONCE = 500;

/** What the broker does to a directory's users by itself. Expects that everything before it has been flushed. */
export class Upkeep {
  constructor(
    private readonly state: DirectoryState,
    private readonly unit: UnitOfWork,
    private readonly commands: DirectoryCommands,
    private readonly outbox: Outbox,
    private readonly announcements: UserAnnouncements,
    private readonly mails: MailOutbox,
    private readonly membership: Membership,
    private readonly at: string,
  ) {}

  /** @returns whether nothing is left to do */
  async run(task: UpkeepTask): Promise<boolean> {
    switch (task.name) {
      case 'announce':
        return await this.membership.announceDeferred();
      case 'recompute':
        return await this.recompute();
      case 'depart':
        return await this.depart();
      case 'release-held':
        return await this.releaseHeld();
      case 'erase':
        return await this.erase(task.userIds, task.reason);
      case 'set-group-rules':
        return await this.setGroupRules(task.rules);
      case 'alert-mass-leave':
        if (await this.commands.lifecycle.claimMassLeaveAlert(this.at)) {
          this.outbox.announce(announceMassLeave(this.state, task, this.at));
          if (task.held > 0) this.mails.massLeaveHeld(task);
        }
        return true;
    }
  }

  private async recompute(): Promise<boolean> {
    const page = await this.unit.recompute(AT_ONCE);
    if (page === undefined) return true;
    // Read with the page: the settings may have changed again since this batch was loaded.
    const projection = new UserProjection(page.settings, this.at);
    const { policy } = page.settings;
    await this.refresh(page.users, projection, this.derivation(policy, projection), policy);
    return page.isLast;
  }

  private async depart(): Promise<boolean> {
    const due = await this.unit.select((reads) => reads.departing(this.at, AT_ONCE));
    const projection = new UserProjection(this.state, this.at);
    await this.refresh(due.rows, projection, this.derivation(this.state.policy, projection));
    return due.isLast;
  }

  private async releaseHeld(): Promise<boolean> {
    const approved = await this.unit.select((reads) => reads.approvedUsers(AT_ONCE));
    const projection = new UserProjection(this.state, this.at);
    // Whoever is held is active only because of that.
    await this.refresh(approved.rows, projection, (user) => projection.of(user, { ...user, active: false }));
    await this.unit.unhold(approved.rows.map(({ id }) => id));
    return approved.isLast;
  }

  private derivation(policy: DeprovisioningPolicy, projection: UserProjection): Derivation {
    const massLeaveGuard = MassLeaveGuard.of(policy, this.unit, projection, this.at);
    return (user) => massLeaveGuard?.derive(user, user) ?? projection.of(user, user);
  }

  private async refresh(
    users: UserRecord[],
    projection: UserProjection,
    derive: Derivation,
    policy = this.state.policy,
  ): Promise<void> {
    // Dates are looked up for everybody: those that an earlier attribute named must go, too.
    const turn = new Turn();
    for (const user of users) {
      await turn.next();
      this.unit.schedule(await this.refreshOne(user, projection, derive, policy));
    }
  }

  private async refreshOne(
    before: UserRecord,
    projection: UserProjection,
    derive: Derivation,
    policy: DeprovisioningPolicy,
  ): Promise<Departure> {
    // The IdP's own view stays as it is, and with it its ETag.
    const after: UserRecord = { ...before, ...(await derive(before)), updatedAt: this.at };
    const regrouped = projection.hasRules && !same(idsOf(before), idsOf(after));
    if (after.active !== before.active || regrouped || !same(after.profile, before.profile)) {
      await this.announcements.announce(before, after);
      // The dates that a new policy brings along are no news: mails tell only of somebody who leaves now.
      await this.mails.departure(before, after, { was: null, is: null }, policy);
      if (regrouped) this.unit.regroup(after.id, before.groups, after.groups);
      await this.unit.updateUser(before, after);
    }
    const departure = projection.departureOf(after);
    // A user whose date has passed and who is still active is held: drop the date, the approval decides now.
    return { ...departure, at: departure.at !== null && departure.at <= this.at ? null : departure.at };
  }

  private async erase(userIds: string[], reason: DepartureReason): Promise<boolean> {
    for (const before of await this.unit.usersById([...new Set(userIds)].sort())) {
      const gone: UserRecord = eraseUser({
        ...before,
        active: false,
        groups: [],
        revision: before.revision + 1,
        updatedAt: this.at,
        deletedAt: before.deletedAt ?? this.at,
      });
      await this.announcements.announce(before, gone, reason, eraseDraft);
      if (before.deletedAt === null) this.unit.deleteUser(before, gone);
      else await this.unit.updateUser(before, gone);
    }
    await this.unit.flush();
    await this.unit.unhold(userIds);
    await this.commands.erasure.markErased(userIds, this.at);
    return true;
  }

  private async setGroupRules(rules: GroupRule[]): Promise<boolean> {
    const present = await this.unit.groupsById([...new Set(this.state.groupRules.map((rule) => rule.group_id))].sort());
    // The first of those that had one name in several spellings, before names were compared by their key.
    const byKey = new Map([...present].reverse().map((group) => [nameKey(group.displayName), group]));
    const named = new Map(groupNames(rules).map(({ key, name }) => [key, this.groupNamed(name, byKey.get(key))]));
    const stored = rules.map((rule) => ({ ...rule, group_id: named.get(nameKey(rule.group))!.id }));
    const kept = new Set(stored.map((rule) => rule.group_id));
    for (const group of present.filter(({ id }) => !kept.has(id))) {
      await this.membership.change(group, [{ kind: 'clear' }]);
      this.outbox.announce(announceGroup(group, undefined, this.scope));
      this.unit.deleteGroup(group.id);
      await this.commands.settings.forgetAssignments(group.id);
    }
    await this.commands.settings.setGroupRules(stored);
    return true;
  }

  private groupNamed(displayName: string, before: GroupRecord | undefined): GroupRecord {
    if (before === undefined) return this.makeGroup(displayName);
    if (before.displayName === displayName) return before;
    const revision = before.revision + 1;
    const after = { ...before, resource: { displayName }, displayName, revision, updatedAt: this.at };
    this.outbox.announce(announceGroup(before, after, this.scope));
    this.unit.updateGroup(after);
    return after;
  }

  private makeGroup(displayName: string): GroupRecord {
    const group: GroupRecord = {
      id: newId('dirgroup'),
      resource: { displayName },
      displayName,
      externalId: null,
      source: 'rule',
      version: 0,
      revision: 1,
      createdAt: this.at,
      updatedAt: this.at,
    };
    this.outbox.announce(announceGroup(undefined, group, this.scope));
    this.unit.insertGroup(group);
    return group;
  }

  private get scope(): { organizationId: string; directoryId: string } {
    return { organizationId: this.state.organizationId, directoryId: this.state.id };
  }
}

const idsOf = ({ groups }: UserRecord): string[] => groups.map(({ id }) => id);

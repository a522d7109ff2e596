import { type ScimResource } from '#scim';
import { activeAfter } from './active-after.js';
import { ask } from './caller-refusal.js';
import { type ChangeOf } from './change.js';
import { deletedUser } from './deleted-user.js';
import { same } from './difference.js';
import { DirectoryError } from './directory-error.js';
import { type MassLeaveGuard } from './mass-leave-guard.js';
import { newId } from './id.js';
import { type MailOutbox } from './mail-outbox.js';
import { type DirectoryState, type Reference } from './directory-state.js';
import { assertFits } from './resource-size.js';
import { userVersion } from './shown-version.js';
import { type UnitOfWork } from './unit-of-work.js';
import { Uniqueness } from './uniqueness.js';
import { type UserAnnouncements } from './user-announcements.js';
import { type DerivedUser, type UserProjection } from './user-projection.js';
import { type GroupRef, nameKey, userNameOf, type UserRecord } from './user.js';

/** What the identity provider does to users. */
export class UserChanges {
  private readonly uniqueness: Uniqueness;

  constructor(
    private readonly state: DirectoryState,
    private readonly unit: UnitOfWork,
    private readonly announcements: UserAnnouncements,
    private readonly mails: MailOutbox,
    private readonly projection: UserProjection,
    private readonly massLeaveGuard: MassLeaveGuard | undefined,
    private readonly at: string,
  ) {
    this.uniqueness = new Uniqueness(unit, state.scimProfile);
  }

  async create({ resource, id = newId('diruser') }: ChangeOf<'create-user'>): Promise<UserRecord> {
    assertFits(resource);
    const userName = resource['userName'] as string;
    await this.uniqueness.ofUser(id, userName);
    const externalId = (resource['externalId'] as string | undefined) ?? null;
    const leaver = await this.returningLeaver(nameKey(userName), externalId);
    const stored = { ...resource, active: (resource['active'] as boolean | undefined) ?? true };
    const names = [externalId, leaver?.id].filter((name) => typeof name === 'string');
    const { joins, groups: joined } = await this.groupsWaitingFor(names, []);
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
      ...(await this.derive(leaver, { resource: stored, groups: joined, deletedAt: null, externalId })),
      externalId,
      updatedAt: this.at,
      deletedAt: null,
    };
    after.revision += 1;
    this.schedule(leaver, after);
    await this.announcements.announce(leaver, after);
    await this.tell(leaver, after);
    if (leaver === undefined) await this.unit.insertUser(after);
    else await this.unit.reviveUser(leaver, after);
    for (const reference of joins) this.unit.join(after.id, reference);
    if (this.projection.hasRules) this.unit.regroup(after.id, joined, after.groups);
    return after;
  }

  /** @returns false where somebody else has the name and the change goes on without it: it deactivates, and nothing keeps a leaver in */
  private async mayHaveName(before: UserRecord, name: string, change: ChangeOf<'update-user'>): Promise<boolean> {
    if (nameKey(name) === nameKey(userNameOf(before))) return true;
    if (await this.uniqueness.isUserNameFree(before.id, name)) return true;
    if (ask(() => change.leavesNameAside?.()) === true) return false;
    throw DirectoryError.of('user_name_taken', { userName: name });
  }

  async update(change: ChangeOf<'update-user'>): Promise<UserRecord> {
    const before = await this.presentUser(change.id);
    ask(() => change.guard?.(userVersion(before)));
    const resource = ask(() => change.change(before.resource));
    const stored: ScimResource = { ...resource, active: activeAfter(before.resource, resource) };
    if (!(await this.mayHaveName(before, stored['userName'] as string, change))) {
      stored['userName'] = before.resource['userName'];
    }
    if (same(stored, before.resource)) return before;
    assertFits(stored, before.resource);
    const externalId = (stored['externalId'] as string | undefined) ?? null;
    const names = externalId === null || externalId === before.externalId ? [] : [externalId];
    const { joins, groups } = await this.groupsWaitingFor(names, before.groups);
    const after: UserRecord = {
      ...before,
      ...(await this.derive(before, { ...before, resource: stored, externalId, groups })),
      externalId,
      revision: before.revision + 1,
      updatedAt: this.at,
    };
    if (after.active && !before.active) ask(() => change.activates?.());
    await this.announcements.announce(before, after);
    await this.tell(before, after);
    this.schedule(before, after);
    if (this.projection.hasRules) this.unit.regroup(after.id, before.groups, after.groups);
    await this.unit.updateUser(before, after);
    for (const reference of joins) this.unit.join(after.id, reference);
    return after;
  }

  async delete(change: ChangeOf<'delete-user'>): Promise<string> {
    const before = await this.presentUser(change.id);
    ask(() => change.guard?.(userVersion(before)));
    const held = before.active && (await this.massLeaveGuard?.keeps(before.id, 'deleted')) === true;
    const after = deletedUser(before, this.at);
    if (held) Object.assign(after, this.projection.of(after, 'held'));
    this.schedule(before, after);
    await this.announcements.announce(before, after);
    await this.tell(before, after);
    this.unit.deleteUser(before, after);
    return after.id;
  }

  /**
   * The deprovisioned record that comes back under its id: by externalId, by userName only where one side has no externalId.
   * A recycled userName with another externalId is a new person and inherits nothing (docs/scim.md).
   */
  private async returningLeaver(key: string, externalId: string | null): Promise<UserRecord | undefined> {
    if (externalId !== null) {
      const known = await this.unit.usersOfExternalId(externalId);
      // A live user of this externalId has taken it over already.
      if (known.some((user) => user.deletedAt === null)) return undefined;
      if (known.length > 0) return latest(known);
    }
    return latest(
      (await this.unit.usersNamed(key)).filter(
        (user) => user.deletedAt !== null && (externalId === null || user.externalId === null),
      ),
    );
  }

  /** The references to somebody of these names, who joins by them, and the groups that the user is in then. */
  private async groupsWaitingFor(
    names: string[],
    groups: readonly GroupRef[],
  ): Promise<{ joins: Reference[]; groups: GroupRef[] }> {
    const joins = names.length > 0 ? await this.unit.referencesTo(names) : [];
    // A group may wait for one person under two names, or have the person already.
    const joined = new Map(groups.map((group) => [group.id, group]));
    for (const { groupId: id, groupName: name } of joins) if (!joined.has(id)) joined.set(id, { id, name });
    return { joins, groups: [...joined.values()] };
  }

  /** As the settings have it, unless the mass-leaver guard keeps somebody who would leave. */
  private async derive(
    before: UserRecord | undefined,
    user: Parameters<UserProjection['of']>[0],
  ): Promise<DerivedUser> {
    return this.massLeaveGuard === undefined
      ? this.projection.of(user, before)
      : await this.massLeaveGuard.derive(before, user);
  }

  private async presentUser(id: string): Promise<UserRecord> {
    const user = await this.unit.user(id);
    if (user === undefined || user.deletedAt !== null) throw DirectoryError.of('user_not_found', { id });
    return user;
  }

  private async tell(before: UserRecord | undefined, after: UserRecord): Promise<void> {
    if (!this.state.mail) return;
    this.mails.welcome(before, after);
    const was = before === undefined ? null : this.projection.departsAt(before);
    await this.mails.departure(before, after, { was, is: this.projection.departsAt(after) });
  }

  /** Only directories with a graceful departure keep dates. */
  private schedule(before: UserRecord | undefined, after: UserRecord): void {
    if (!this.projection.presence.knowsDepartures) return;
    const departure = this.projection.departureOf(after);
    if (departure.at !== null || departure.isUnread || before !== undefined) this.unit.schedule(departure);
  }
}

/** Of those who left at the same time, the one who did so last in the batch. */
function latest(leavers: UserRecord[]): UserRecord | undefined {
  return leavers.reduce<UserRecord | undefined>(
    (last, user) => (last === undefined || user.deletedAt! >= last.deletedAt! ? user : last),
    undefined,
  );
}

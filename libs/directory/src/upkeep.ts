import { type UpkeepTask } from './change.js';
import { same } from './difference.js';
import { announceMassLeave } from './directory-event.js';
import { eraseDraft, eraseUser } from './erasure.js';
import { type Journal } from './journal.js';
import { type DirectoryState, type DirectoryTransaction } from './ports.js';
import { announceUser, type DepartureReason } from './user-event.js';
import { UserShape } from './user-shape.js';
import { type UserRecord } from './user.js';
import { type Writing } from './writing.js';

/** Users per transaction: the directory's lock is held that long, and no longer. */
const AT_ONCE = 500;

/** What the broker does to a directory's users by itself. Expects that everything before it has been flushed. */
export class Upkeep {
  constructor(
    private readonly state: DirectoryState,
    private readonly transaction: DirectoryTransaction,
    private readonly writing: Writing,
    private readonly journal: Journal,
    private readonly at: string,
  ) {}

  /** @returns whether nothing is left to do */
  async run(task: UpkeepTask): Promise<boolean> {
    switch (task.name) {
      case 'recompute':
        return await this.recompute();
      case 'depart':
        return await this.depart();
      case 'erase':
        return await this.erase(task.userIds, task.reason);
      case 'alert-mass-leave':
        if (await this.transaction.claimMassLeaveAlert(this.at)) {
          this.journal.announce(announceMassLeave(this.state, task, this.at));
        }
        return true;
    }
  }

  private async recompute(): Promise<boolean> {
    const page = await this.transaction.recompute(AT_ONCE);
    if (page === undefined) return true;
    // Read with the page: the settings may have changed again since this batch was loaded.
    const shape = new UserShape(page.settings, this.at);
    await this.refresh(page.users, shape);
    return page.isLast;
  }

  private async depart(): Promise<boolean> {
    const due = await this.transaction.departing(this.at, AT_ONCE);
    await this.refresh(due, new UserShape(this.state, this.at));
    return due.length < AT_ONCE;
  }

  private async refresh(users: UserRecord[], shape: UserShape): Promise<void> {
    const dates = users.map((user) => this.refreshOne(user, shape));
    // Dates are looked up for everybody: those that an earlier attribute named must go, too.
    if (dates.length > 0) await this.transaction.setDepartures(dates);
  }

  private refreshOne(before: UserRecord, shape: UserShape): { userId: string; at: string | null } {
    const active = before.deletedAt === null && shape.isActive(before.resource);
    const profile = shape.profile(before);
    // The IdP's own view stays as it is, and with it its ETag.
    const after: UserRecord = { ...before, active, profile, updatedAt: this.at };
    if (active !== before.active || !same(profile, before.profile)) {
      this.journal.announce(announceUser(before, after, this.scope, this.state.policy));
      this.writing.settle(before, after);
      this.writing.updateUser(after);
    }
    return { userId: after.id, at: shape.departsAt(after) };
  }

  private async erase(userIds: string[], reason: DepartureReason): Promise<boolean> {
    for (const before of await this.transaction.loadUsers(userIds)) {
      const gone: UserRecord = eraseUser({
        ...before,
        active: false,
        groups: [],
        revision: before.revision + 1,
        updatedAt: this.at,
        deletedAt: before.deletedAt ?? this.at,
      });
      const draft = announceUser(before, gone, this.scope, this.state.policy, reason);
      if (draft !== undefined) this.journal.announce(eraseDraft(draft));
      this.writing.settle(before, gone);
      if (before.deletedAt === null) this.writing.deleteUser(gone);
      else this.writing.updateUser(gone);
    }
    await this.transaction.write(this.writing.take());
    await this.transaction.markErased(userIds, this.at);
    return true;
  }

  private get scope(): { organizationId: string; directoryId: string } {
    return { organizationId: this.state.organizationId, directoryId: this.state.id };
  }
}

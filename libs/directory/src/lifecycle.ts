import { type LeftUsers } from './change.js';
import { announceDirectory } from './directory-event.js';
import { eraseEventBody, eraseUser } from './erasure.js';
import { type Journal } from './journal.js';
import { type DirectoryState, type DirectoryTransaction } from './ports.js';
import { toProfile } from './profile.js';
import { announceUser } from './user-event.js';
import { type UserRecord } from './user.js';
import { type Writing } from './writing.js';

/** Users announced, or events erased, per transaction: the directory's lock is held that long, and no longer. */
const AT_ONCE = 1_000;

/** Of `delete-directory`: whether it is over, and up to which sequence events have been erased. */
export interface RemovalResult {
  done: boolean;
  erasedTo: number;
}

/** What a batch does to the directory as a whole. Expects that everything before it has been flushed. */
export class Lifecycle {
  /** Deleted by this batch: changes that come after are for nobody. */
  isOver = false;

  constructor(
    private readonly state: DirectoryState,
    private readonly transaction: DirectoryTransaction,
    private readonly writing: Writing,
    private readonly journal: Journal,
    private readonly at: string,
  ) {}

  /** @returns false where it was so already */
  async setEnabled(enabled: boolean): Promise<boolean> {
    if (this.state.enabled === enabled) return false;
    this.state.enabled = enabled;
    await this.transaction.setEnabled(enabled, this.at);
    this.journal.announce(announceDirectory(enabled ? 'enabled' : 'disabled', this.state, this.at));
    return true;
  }

  /**
   * Announces a page of the users still present, and with the last page closes the directory: whoever the IdP adds between two
   * pages is found by the next one. Erasure comes in between, so that a crash leaves a directory that can be deleted again.
   */
  async remove(users: LeftUsers, erasedTo: number): Promise<RemovalResult> {
    if (users !== 'keep') {
      const present = await this.transaction.announcedUsers(AT_ONCE);
      for (const user of present) this.dismiss(user, users === 'erase');
      if (present.length === AT_ONCE) return { done: false, erasedTo };
    }
    if (users === 'erase') {
      const last = await this.transaction.eraseEvents(erasedTo, AT_ONCE, eraseEventBody);
      if (last !== undefined) return { done: false, erasedTo: last };
    }
    this.journal.announce(announceDirectory('deleted', this.state, this.at));
    await this.transaction.write(this.writing.take());
    if (users === 'erase') await this.transaction.eraseUsers(toProfile({ userName: '' }));
    await this.transaction.close(this.at);
    this.isOver = true;
    return { done: true, erasedTo };
  }

  private dismiss(before: UserRecord, erased: boolean): void {
    const left: UserRecord = {
      ...before,
      resource: { ...before.resource, active: false },
      profile: { ...before.profile, roles: [] },
      active: false,
      groups: [],
      revision: before.revision + 1,
      updatedAt: this.at,
      deletedAt: this.at,
    };
    const after = erased ? eraseUser(left) : left;
    const scope = { organizationId: this.state.organizationId, directoryId: this.state.id };
    this.journal.announce(announceUser(before, after, scope, this.state.policy, 'directory_deleted'));
    this.writing.settle(before, after);
    this.writing.deleteUser(after);
  }
}

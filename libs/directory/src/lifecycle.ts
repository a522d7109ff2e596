import { type LeftUsers } from './change.js';
import { announceDirectory } from './directory-event.js';
import { type Journal } from './journal.js';
import { type DirectoryState, type DirectoryTransaction } from './ports.js';
import { announceUser } from './user-event.js';
import { type UserRecord } from './user.js';
import { type Writing } from './writing.js';

/** Users announced per transaction while a directory is deleted: it holds the directory's lock that long, and no longer. */
const DEPARTURES_AT_ONCE = 1_000;

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
   * pages is found by the next one. @returns false while there are users left
   */
  async remove(users: LeftUsers): Promise<boolean> {
    if (users !== 'keep') {
      const present = await this.transaction.announcedUsers(DEPARTURES_AT_ONCE);
      for (const user of present) this.dismiss(user);
      if (present.length === DEPARTURES_AT_ONCE) return false;
    }
    this.journal.announce(announceDirectory('deleted', this.state, this.at));
    await this.transaction.write(this.writing.take());
    await this.transaction.close(this.at);
    this.isOver = true;
    return true;
  }

  private dismiss(before: UserRecord): void {
    const after: UserRecord = {
      ...before,
      resource: { ...before.resource, active: false },
      active: false,
      groups: [],
      revision: before.revision + 1,
      updatedAt: this.at,
      deletedAt: this.at,
    };
    const scope = { organizationId: this.state.organizationId, directoryId: this.state.id };
    this.journal.announce(announceUser(before, after, scope, this.state.policy, 'directory_deleted'));
    this.writing.deleteUser(after);
  }
}

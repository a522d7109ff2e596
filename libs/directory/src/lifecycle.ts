import { type LeftUsers } from './change.js';
import { deletedUser } from './deleted-user.js';
import { announceDirectory } from './directory-event.js';
import { eraseEventBody, eraseUser } from './erasure.js';
import { type Outbox } from './outbox.js';
import { type DirectoryState } from './directory-state.js';
import { type ErasureWrites, type LifecycleWrites } from './ports.js';
import { toProfile } from './profile.js';
import { type UnitOfWork } from './unit-of-work.js';
import { type UserAnnouncements } from './user-announcements.js';
import { type UserRecord } from './user.js';

/** Users announced, or events erased, per transaction, at most: the directory's lock is held that long, and no longer. */
const AT_ONCE = 1_000;

/** How far the removal of a directory is: up to which id users have been announced, and up to which sequence events have been erased. */
export interface RemovalProgress {
  dismissedTo: string;
  erasedTo: number;
}

const NOT_BEGUN: RemovalProgress = { dismissedTo: '', erasedTo: 0 };

/** Of `delete-directory`: whether it is over. */
export interface RemovalResult extends RemovalProgress {
  done: boolean;
}

/** What a batch does to the directory as a whole. Expects that everything before it has been flushed. */
export class Lifecycle {
  /** Deleted by this batch: changes that come after are for nobody. */
  isOver = false;

  constructor(
    private readonly state: DirectoryState,
    private readonly unit: UnitOfWork,
    private readonly lifecycle: Pick<LifecycleWrites, 'setEnabled' | 'close'>,
    private readonly erasure: Pick<ErasureWrites, 'eraseEvents' | 'eraseUsers'>,
    private readonly outbox: Outbox,
    private readonly announcements: UserAnnouncements,
    private readonly at: string,
  ) {}

  /** @returns false where it was so already */
  async setEnabled(enabled: boolean): Promise<boolean> {
    if (this.state.enabled === enabled) return false;
    this.state.enabled = enabled;
    await this.lifecycle.setEnabled(enabled, this.at);
    this.outbox.announce(announceDirectory(enabled ? 'enabled' : 'disabled', this.state, this.at));
    return true;
  }

  /**
   * Announces a page of the users still present, and with the last page closes the directory: whoever the IdP adds between two
   * pages is found by the next one. Erasure comes in between, so that a crash leaves a directory that can be deleted again.
   */
  async remove(users: LeftUsers, { dismissedTo, erasedTo } = NOT_BEGUN): Promise<RemovalResult> {
    if (users !== 'keep') {
      const last = await this.dismissAfter(dismissedTo, users);
      if (last !== undefined) return { done: false, dismissedTo: last, erasedTo };
      // A leaver who has come back since has an id that the pages were past.
      const missed = dismissedTo === '' ? undefined : await this.dismissAfter('', users);
      if (missed !== undefined) return { done: false, dismissedTo: missed, erasedTo };
    }
    if (users === 'erase') {
      const last = await this.erasure.eraseEvents(erasedTo, AT_ONCE, eraseEventBody);
      if (last !== undefined) return { done: false, dismissedTo, erasedTo: last };
    }
    this.outbox.announce(announceDirectory('deleted', this.state, this.at));
    await this.unit.flush();
    if (users === 'erase') await this.erasure.eraseUsers(toProfile({ userName: '' }));
    await this.lifecycle.close(this.at);
    this.isOver = true;
    return { done: true, dismissedTo, erasedTo };
  }

  /** A page of the users after this id whom receivers know, or know to be in a group. @returns the last id of the page, undefined after the last one */
  private async dismissAfter(id: string, users: LeftUsers): Promise<string | undefined> {
    const present = await this.unit.select((reads) =>
      reads.announcedUsers(id, this.announcements.tellsOf('removed'), AT_ONCE),
    );
    for (const user of present.rows) await this.dismiss(user, users === 'erase');
    return present.isLast ? undefined : present.rows.at(-1)!.id;
  }

  private async dismiss(before: UserRecord, erased: boolean): Promise<void> {
    const left = deletedUser(before, this.at);
    const after = erased ? eraseUser(left) : left;
    await this.announcements.announce(before, after, 'directory_deleted');
    this.unit.deleteUser(before, after);
  }
}

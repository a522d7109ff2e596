import { Inject, Injectable } from '@nestjs/common';
import { type Change, type ChangeResult, DirectoryChanges, type LeftUsers, type RemovalResult } from '#directory';
import { type Directory } from '#persistence';
import { ScimError } from '#scim';
import { Problem } from '../../http/problem.js';

/** Enables, disables and deletes directories, through the one place that changes them and announces it. */
@Injectable()
export class DirectoryLifecycle {
  constructor(@Inject(DirectoryChanges) private readonly changes: DirectoryChanges) {}

  /** @returns false where it was so already */
  async setEnabled(directory: Directory, enabled: boolean): Promise<boolean> {
    const result = await this.change(directory, { kind: 'set-enabled', enabled, caller: {} });
    return (result as { changed: boolean }).changed;
  }

  /** In transactions of at most 1,000 users or events each, so that the directory's lock is never held for long. */
  async remove(directory: Directory, users: LeftUsers): Promise<void> {
    let progress: RemovalResult | undefined;
    while (progress?.done !== true) {
      const change: Change = { kind: 'delete-directory', users, progress, caller: {} };
      progress = (await this.change(directory, change)) as RemovalResult;
    }
  }

  /** Alone in its transaction: what it does concerns rows that the changes beside it may have loaded before. */
  private async change(directory: Directory, change: Change): Promise<ChangeResult> {
    try {
      const [result] = await this.changes.apply(directory.id, [change]);
      if (result!.status === 'rejected') throw result!.reason;
      return result!.value;
    } catch (error) {
      // Deleted by somebody else in the meantime.
      if (error instanceof ScimError && error.status === 401) throw Problem.notFound('directory', directory.id);
      throw error;
    }
  }
}

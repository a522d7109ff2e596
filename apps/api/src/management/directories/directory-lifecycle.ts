import { Inject, Injectable } from '@nestjs/common';
import { type Change, DirectoryChanges, type LeftUsers, type RemovalResult, type ResultOf } from '#directory';
import { type Directory } from '#persistence';
import { ScimError } from '#scim';
import { Problem } from '../../http/problem.js';

/** Enables, disables and deletes directories, through the one place that changes them and announces it. */
@Injectable()
export class DirectoryLifecycle {
  constructor(@Inject(DirectoryChanges) private readonly changes: DirectoryChanges) {}

  /** @returns false where it was so already */
  async setEnabled(directory: Directory, enabled: boolean): Promise<boolean> {
    return (await this.change(directory, { kind: 'set-enabled', enabled, caller: {} })).changed;
  }

  /** In transactions of at most 1,000 users or events each, so that the directory's lock is never held for long. */
  async remove(directory: Directory, users: LeftUsers): Promise<void> {
    let progress: RemovalResult | undefined;
    while (progress?.done !== true) {
      progress = await this.change(directory, { kind: 'delete-directory', users, progress, caller: {} });
    }
  }

  private async change<C extends Change>(directory: Directory, change: C): Promise<ResultOf<C>> {
    try {
      return await this.changes.applyAlone(directory.id, change);
    } catch (error) {
      // Deleted by somebody else in the meantime.
      if (error instanceof ScimError && error.status === 401) throw Problem.notFound('directory', directory.id);
      throw error;
    }
  }
}

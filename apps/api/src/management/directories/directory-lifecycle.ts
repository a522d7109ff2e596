import { Inject, Injectable } from '@nestjs/common';
import { type LeftUsers, type RemovalResult } from '#directory';
import { type Directory } from '#persistence';
import { RestChanges } from './rest-changes.js';

/** Enables, disables and deletes directories, through the one place that changes them and announces it. */
@Injectable()
export class DirectoryLifecycle {
  constructor(@Inject(RestChanges) private readonly changes: RestChanges) {}

  /** @returns false where it was so already */
  async setEnabled({ id }: Directory, enabled: boolean): Promise<boolean> {
    return (await this.changes.applyAlone(id, { kind: 'set-enabled', enabled, caller: {} })).changed;
  }

  /** In transactions of at most 1,000 users or events each, so that the directory's lock is never held for long. */
  async remove({ id }: Directory, users: LeftUsers): Promise<void> {
    let progress: RemovalResult | undefined;
    while (progress?.done !== true) {
      progress = await this.changes.applyAlone(id, { kind: 'delete-directory', users, progress, caller: {} });
    }
  }
}

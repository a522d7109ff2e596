import { Inject, Injectable } from '@nestjs/common';
import { DirectoryChanges } from '#directory';

/** Directories whose pass is begun before the answer: what small ones show is up to date with it. */
const AWAITED = 10;

/** Lets the users of directories be seen through settings that were just stored. */
@Injectable()
export class SettingsPass {
  constructor(@Inject(DirectoryChanges) private readonly changes: DirectoryChanges) {}

  /** Resolves when the first page of users is done; the rest goes on behind the answer, and after a crash in a worker. */
  async begin(directoryIds: string[]): Promise<void> {
    const awaited = directoryIds.slice(0, AWAITED);
    await Promise.all(awaited.map((id) => this.page(id).catch(leaveToWorker)));
    void this.finish(directoryIds);
  }

  private async finish(directoryIds: string[]): Promise<void> {
    for (const id of directoryIds) await this.changes.upkeep(id, { name: 'recompute' }).catch(leaveToWorker);
  }

  private async page(directoryId: string): Promise<void> {
    await this.changes.apply(directoryId, [{ kind: 'upkeep', task: { name: 'recompute' }, caller: {} }]);
  }
}

/** The pass is a row: a worker that finds it goes on. */
function leaveToWorker(): void {}

import { Inject, Injectable } from '@nestjs/common';
import { type Change, DirectoryChanges, DirectoryError, type ResultOf, type UpkeepTask } from '#directory';
import { REST_ERRORS } from './directory-error-table.js';

/** The changes that the REST API asks for. What a directory refuses becomes a REST error here, and nowhere else. */
@Injectable()
export class RestChanges {
  constructor(@Inject(DirectoryChanges) private readonly changes: DirectoryChanges) {}

  /** In a transaction of its own. @throws Problem where the directory refuses */
  async applyAlone<C extends Change>(directoryId: string, change: C): Promise<ResultOf<C>> {
    return await this.changes.applyAlone(directoryId, change).catch(refused);
  }

  /** To its end, a page per transaction. @throws Problem where the directory refuses */
  async upkeep(directoryId: string, task: UpkeepTask): Promise<void> {
    await this.changes.upkeep(directoryId, task).catch(refused);
  }
}

function refused(error: unknown): never {
  throw error instanceof DirectoryError ? error.wordedBy(REST_ERRORS) : error;
}

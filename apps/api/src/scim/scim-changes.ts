import { Inject, Injectable } from '@nestjs/common';
import { type Change, DirectoryChanges, DirectoryError, type ResultOf } from '#directory';
import { SCIM_ERRORS } from './directory-error-table.js';

/** The changes that SCIM requests ask for. What a directory refuses becomes a SCIM error here, and nowhere else. */
@Injectable()
export class ScimChanges {
  constructor(@Inject(DirectoryChanges) private readonly changes: DirectoryChanges) {}

  /** @throws ScimError where the directory, or a function of the change, refuses */
  async submit<C extends Change>(directoryId: string, change: C): Promise<ResultOf<C>> {
    try {
      return await this.changes.submit(directoryId, change);
    } catch (error) {
      throw error instanceof DirectoryError ? error.wordedBy(SCIM_ERRORS) : error;
    }
  }
}

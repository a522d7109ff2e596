import { type ImportResult } from './import-handler.js';
import { type Change } from './change.js';
import { type GroupRecord } from './group.js';
import { type RemovalResult } from './lifecycle.js';
import { type UserRecord } from './user.js';

/** `done`: false while there is something left to do. */
interface Progress {
  done: boolean;
}

/** What each kind of change answers. */
export interface ChangeResults {
  'create-user': { user: UserRecord };
  'update-user': { user: UserRecord };
  /** The id. */
  'delete-user': { deleted: string };
  'create-group': { group: GroupRecord };
  'update-group': { group: GroupRecord };
  /** The id. */
  'delete-group': { deleted: string };
  'import-user': ImportResult;
  'import-group': ImportResult;
  'import-members': ImportResult;
  upkeep: Progress;
  'announce-sync': Progress;
  /** False where the directory was so already. */
  'set-enabled': { changed: boolean };
  'delete-directory': RemovalResult;
}

/** What a change answers, by its kind. */
export type ResultOf<C extends Change> = ChangeResults[C['kind']];

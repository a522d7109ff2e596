import { RollcallError } from './rollcall-error.js';

/** A snapshot ended before its last line, or had not as many lines as that says: take another. */
export class SnapshotCutError extends RollcallError {
  override readonly name = 'SnapshotCutError';

  constructor(message: string, cause?: unknown) {
    super(message, { errorCode: 'SNAPSHOT_CUT', cause });
  }
}

import { RollcallError } from './rollcall-error.js';

/** The feed no longer holds what comes after this event: take a snapshot, and go on from its `after`. */
export class CursorExpiredError extends RollcallError {
  override readonly name = 'CursorExpiredError';
}

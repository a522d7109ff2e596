import { EXIT } from './exit-status.js';

/** It did not work out, for a reason that needs no stack: the message says what to do. */
export class CommandError extends Error {
  /** @param status the exit status */
  constructor(
    message: string,
    readonly status: number = EXIT.failed,
  ) {
    super(message);
  }
}

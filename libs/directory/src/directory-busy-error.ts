import { ScimError } from '#scim';

/** A change was not made, and will not be: too many others wait, or it waited too long. The client should come back. */
export class DirectoryBusyError extends ScimError {
  override readonly name = 'DirectoryBusyError';

  constructor(
    detail: string,
    /** Whole seconds, for the header `Retry-After`. */
    readonly retryAfterSeconds: number,
  ) {
    super(503, detail);
  }
}

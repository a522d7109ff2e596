/** There is no room for the request right now: the sender should come back. */
export class BusyError extends Error {
  readonly status = 503;

  constructor(
    message: string,
    /** Whole seconds, for the header `Retry-After`. */
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}

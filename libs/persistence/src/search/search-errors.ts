/** There was no place for a search in time. It was not run. */
export class SearchBusyError extends Error {
  override readonly name = 'SearchBusyError';

  constructor(
    message: string,
    /** 429 where the directory's own searches have its places, 503 where those of others do. */
    readonly status: 429 | 503,
    /** Whole seconds, for the header `Retry-After`. */
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}

/** The database gave the search up: the same search would take as long again. */
export class SearchTooLongError extends Error {
  override readonly name = 'SearchTooLongError';

  constructor(seconds: number) {
    super(
      `the search took longer than ${seconds} s and was given up: ask for fewer rows, or narrow it by a value that is indexed, such as an id, userName, externalId or email address`,
    );
  }
}

/** The client has gone, so that nobody reads what this says. */
export class SearchAbandonedError extends Error {
  override readonly name = 'SearchAbandonedError';

  constructor() {
    super('the client went away before its search was through');
  }
}

/** The command line is not right; the message says what to write. */
export class UsageError extends Error {}

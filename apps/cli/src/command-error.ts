/** It did not work out, for a reason that needs no stack: the message says what to do. */
export class CommandError extends Error {}

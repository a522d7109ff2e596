/** A reason not to start, in one line that says what to do about it. */
export class LaunchError extends Error {}
